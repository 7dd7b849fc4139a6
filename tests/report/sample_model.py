"""An invented case as a view, small enough to read: Velmora and everybody in it do not exist."""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace

from PIL import Image, ImageDraw

from wellfounded.report.model import (
    Audience,
    Checkpoint,
    ItemView,
    Link,
    LogLine,
    Need,
    Note,
    NotReceived,
    OutsideProof,
    Part,
    Previous,
    Reading,
    Receipt,
    ReportView,
    Standing,
    StatedMoment,
)
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place
from wellfounded.terms.record import Fact, Failure, Passage, Picture, RawName

START = 1_763_900_000_000_000
MINUTE = 60_000_000
HELD = ("no-new-privs", "seccomp", "landlock", "rlimits", "namespaces")


def digest(name: str) -> Digest:
    """The digest of an invented item, by the name it has in this file."""
    return Digest.of(name.encode())


def picture_bytes(shade: int = 90) -> bytes:
    """A small JPEG that shows a hill and a sun."""
    image = Image.new("RGB", (480, 320), (shade, 140, 190))
    draw = ImageDraw.Draw(image)
    draw.ellipse((330, 40, 400, 110), fill=(250, 220, 120))
    draw.polygon([(0, 320), (160, 130), (300, 240), (480, 120), (480, 320)], fill=(60, 80, 50))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


PICTURE = Digest.of(b"hill")


def _passage(name: str, text: str, **parts: object) -> Passage:
    where = {
        k: parts.pop(k) for k in ("page", "sheet", "cells", "message", "pts", "base") if k in parts
    }
    return Passage(text, Locus(digest(name), **where), **parts)  # type: ignore[arg-type]


def _reading(entry: int, stage: str = "read", tool: str = "pdfium 5.3", **parts: object) -> Reading:
    values: dict[str, object] = {
        "outcome": "read",
        "held": HELD,
        "recipe": Digest.of(tool.encode()),
    }
    return Reading(stage, tool, entry=entry, clock=START + entry * MINUTE, **(values | parts))  # type: ignore[arg-type]


def _receipt(number: int, name: str, **parts: object) -> Receipt:
    values: dict[str, object] = {"giver": "ferrymen", "name": RawName.of_path(name.encode())}
    return Receipt(number, "folder", START + number * MINUTE, "mina", **(values | parts))  # type: ignore[arg-type]


def written(iso: str, words: str) -> Moment:
    """A moment as a reading gives it: with the words it stands in."""
    return replace(Moment.parse(iso), written=words)


def line(index: int, type_: str, *about: str, **body: str) -> LogLine:
    """A log line about invented items."""
    leaf = hashlib.sha256(f"{index}{type_}".encode("utf-8", "replace")).digest()
    clock = START + index * MINUTE
    return LogLine(
        index, clock, "mina", type_, leaf, tuple(map(digest, about)), tuple(body.items())
    )


def _agency() -> ItemView:
    text = (
        "KERRIN, 13 March 2025 — The centre stood inside a timber yard, 41.2987, 69.2405, a former "
        "guard said. Her asylum request was filed on 03/04/2025. Call http://evil.example/ for more."
    )
    when = (
        written("2025-03-13", "13 March 2025"),
        written("2025-04-03", "03/04/2025"),
        written("2025-03-04", "03/04/2025"),
    )
    facts = (
        Fact("html.title", "Asylum sought over Kerrin film"),
        Fact(
            "html.published",
            "2025-03-13T09:12:00+01:00",
            when=Moment.parse("2025-03-13T09:12:00+01:00"),
        ),
    )
    return ItemView(
        digest("agency"),
        18_204,
        "html",
        "text/html",
        Standing(consent="public"),
        (
            _receipt(
                1,
                "northline-2025-03-13.html",
                published=StatedMoment(Moment.parse("2025-03-13"), "mina", START),
            ),
        ),
        (
            _reading(
                2,
                tool="trafilatura 2.0",
                facts=facts,
                passages=(
                    _passage(
                        "agency", "Asylum sought over Kerrin film", heading="title", language="en"
                    ),
                    _passage("agency", text, language="en", when=when),
                ),
            ),
        ),
        log=(
            line(1, "received", "agency", door="folder", size="18204"),
            line(2, "read", "agency", stage="read", outcome="read"),
        ),
    )


def _order() -> ItemView:
    failure = Failure(
        "read",
        "over-limit",
        "stopped at the limit pages",
        Locus(digest("order"), page=4),
        (("pages", 3),),
        next="raise the limit",
    )
    return ItemView(
        digest("order"),
        2_481_002,
        "pdf",
        "application/pdf",
        Standing(consent="public"),
        (
            _receipt(3, "scan_0003.pdf", note="Came with the second parcel."),
            _receipt(9, "scan_0003 (copy).pdf", giver="lamp"),
        ),
        (
            _reading(
                4,
                facts=(
                    Fact("pdf.pages", 4),
                    Fact("pdf.Producer", "ScanDesk 4"),
                ),
                failures=(failure,),
                outcome="partial",
                pictures=tuple(
                    Picture("page", PICTURE, 480, 320, Locus(digest("order"), page=n))
                    for n in (1, 2, 3)
                ),
            ),
            _reading(
                5,
                "ocr",
                "tesseract 5.3",
                passages=(
                    _passage(
                        "order",
                        "2024-يىلى 3-ئاينىڭ 12-كۈنى. تەربىيىلەش مەركىزى توغرىسىدا بۇيرۇق.",
                        page=1,
                        source="ocr",
                        language="ug",
                        confidence=874,
                        when=(written("2024-03-12", "2024-يىلى 3-ئاينىڭ 12-كۈنى"),),
                    ),
                    _passage(
                        "order",
                        "关于教育中心的命令。2024年3月12日。",
                        page=2,
                        source="ocr",
                        language="zh",
                        confidence=912,
                        when=(written("2024-03-12", "2024年3月12日"),),
                    ),
                ),
            ),
        ),
        links=(Link("translation-of", digest("translation"), False, "mina", START),),
        notes=(Note("Ask the archive about the stamp.", "mina", START),),
        log=(
            line(3, "received", "order", door="folder"),
            line(4, "read", "order", stage="read", outcome="partial"),
        ),
    )


def _photo() -> ItemView:
    zoned = Moment.parse("2024-09-05T09:14:12")
    facts = (
        Fact("image.width", 4032),
        Fact("image.height", 3024),
        Fact("exif.Make", "Lumora"),
        Fact("exif.Model", "L7"),
        Fact(
            "exif.DateTimeOriginal",
            "2024:09:05 09:14:12",
            when=replace(zoned, written="2024:09:05 09:14:12"),
        ),
        Fact("gps", "41.31, 69.28", where=Place(413_111_000, 692_797_000, 12)),
        Fact("gps", "41.9, 70.9", where=Place(419_111_000, 709_797_000, 18_000)),
    )
    return ItemView(
        digest("photo"),
        3_100_220,
        "image",
        "image/jpeg",
        Standing(graphic=True, consent="public"),
        (
            _receipt(
                5,
                "IMG_20240905_091412.jpg",
                received=StatedMoment(Moment.parse("2025-01-07T18:30+06:00"), "mina", START),
            ),
        ),
        (
            _reading(
                6,
                tool="pillow 12.0",
                facts=facts,
                pictures=(Picture("thumbnail", PICTURE, 480, 320, Locus(digest("photo"))),),
            ),
        ),
        log=(
            line(5, "received", "photo", door="folder"),
            line(6, "read", "photo", stage="read", outcome="read"),
        ),
    )


def _chat() -> ItemView:
    both = Moment((2024, 9, 12, 21, 4), (360, 480))
    words = (
        "They moved everyone at night.",
        "Who is ‮txt.exe‬ from?",
        'See "><script>alert(1)</script> & tell Joren.',
    )
    passages = (
        _passage("chat", w, message=n, source="message", speaker=s, language="en", when=(both,))
        for n, (w, s) in enumerate(
            zip(words, ("Deren Halvik", "Mirel Adran", "Deren Halvik"), strict=True), 1
        )
    )
    return ItemView(
        digest("chat"),
        5_210,
        "chat-whatsapp",
        "text/plain",
        Standing(minor=True, consent="team", consent_until=Moment.parse("2026-01-01")),
        (_receipt(7, 'WhatsApp Chat with "><b>Deren‮.txt'),),
        (_reading(8, tool="wellfounded chat 1", passages=passages),),
        parts=(
            Part(
                digest("photo"),
                "attachment",
                RawName.of_path(b"IMG-20240905-WA0003.jpg"),
                3_100_220,
            ),
        ),
        log=(
            line(7, "received", "chat", door="folder"),
            line(8, "read", "chat", stage="read", outcome="read"),
        ),
    )


def _locked() -> ItemView:
    failure = Failure(
        "read", "needs-password", "the archive is locked", next="wellfounded unlock parcel.zip"
    )
    return ItemView(
        digest("locked"),
        88_120,
        "archive-zip",
        "application/zip",
        Standing(handling="privileged"),
        (_receipt(10, "parcel-2025-01-07.zip", row="no. 4; parcel; lamp"),),
        (_reading(11, tool="wellfounded zip 1", outcome="failed", failures=(failure,)),),
        log=(
            line(10, "received", "locked", door="folder"),
            line(11, "read", "locked", stage="read", outcome="failed"),
        ),
    )


def items() -> list[ItemView]:
    """The items of the invented case; passages of the chat can be walked once."""
    waiting = ItemView(
        digest("translation"),
        20_100,
        "docx",
        "",
        Standing(consent="public"),
        (_receipt(12, "BL-2024-0318_en.docx"),),
        links=(Link("translation-of", digest("order"), True, "mina", START),),
        log=(line(12, "received", "translation", door="folder"),),
    )
    return [_agency(), _order(), _photo(), _chat(), _locked(), waiting]


def log() -> Iterator[LogLine]:
    """The whole custody log of the invented case."""
    lines = {entry.index: entry for item in items() for entry in item.log}
    kinds = {0: "opened", 9: "received", 13: "reported"}
    return (lines.get(n) or line(n, kinds[n], kind="custody") for n in range(14))


def view(
    audience: Audience = "team", change: Callable[[ItemView], ItemView] = lambda item: item
) -> ReportView:
    """The invented case as a view; `change` alters its items."""
    given = [change(item) for item in items()]
    standings = {item.digest: item.standing for item in given}
    text = "wf/00112233aabbccdd\n14\nq1b0mK3o2nE4v8c5mZ0l1x6cVq7yT9sR2u3wA4b5c6d=\n\n— wf/00112233aabbccdd 1wEAAaD5b3m0qT7v8xZ2c4n6m8k0j2h4f6d8s0a2q4w6e8r0t2y4u6i8o0p=\n"
    return ReportView(
        title="The centre at Kerrin",
        audience=audience,
        made=START + 60 * MINUTE,
        program="wellfounded 0.1.0",
        checkpoint=Checkpoint(text, "wf/00112233aabbccdd", 14, "9c1f 22ab 8e40 77d1"),
        standing=standings.get,
        items=given,
        log=log(),
        picture=lambda blob: picture_bytes() if blob == PICTURE else None,
        not_received=(
            NotReceived(
                13, START, "folder", "not-a-file", "a named pipe", RawName.of_path(b"pipe")
            ),
        ),
        needs=(
            Need(
                "A locked archive needs its password.",
                digest("locked"),
                "wellfounded unlock parcel-2025-01-07.zip",
                "parcel-2025-01-07.zip",
            ),
            Need(
                "Consent for a minor's chat has ended.",
                digest("chat"),
                "ask again, or wellfounded withdraw",
            ),
        ),
        protections_missing=("This case is not encrypted: whoever has the disk can read it.",),
        previous=Previous(13, START, 2, {digest("agency"), digest("order")}.__contains__),
    )


def outside() -> tuple[OutsideProof, ...]:
    """Outside proof by an invented registrar."""
    return (
        OutsideProof(
            "Registry of Aldmark", "time stamp (RFC 3161)", Moment.parse("2025-11-02T10:00:00Z"), 9
        ),
    )

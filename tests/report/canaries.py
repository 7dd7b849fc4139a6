"""Two hundred canaries: a word or mark in every private place a view has, so that a leak sings."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tests.report.claim_model import claim, link
from tests.report.sample_model import HELD, START, digest, line, picture_bytes, view
from wellfounded.claims.view import ClaimView, Gap
from wellfounded.law.element import Foreign, HeldClaim, Linked, Row
from wellfounded.law.forums import forum
from wellfounded.report.model import (
    Audience,
    Date,
    Filed,
    IssuedPart,
    ItemView,
    Law,
    Link,
    Need,
    Note,
    NotReceived,
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

PAST = Moment.parse("2024-01-01")
PRIVATE_STANDINGS: tuple[tuple[str, Standing], ...] = (
    ("private", Standing(handling="private")),
    ("privileged", Standing(handling="privileged")),
    ("none", Standing(consent="none")),
    ("team", Standing(consent="team")),
    ("ended", Standing(consent="public", consent_until=PAST)),
    ("minor", Standing(minor=True)),
    ("inside", Standing(parents=(digest("canary private"),), alone=False)),
    ("withdrawn", Standing(withdrawn=True)),
)


@dataclass
class Aviary:
    """Canaries as they are set.

    The words to search for, and pictures that carry some in their bytes.
    """

    words: dict[str, str] = field(default_factory=dict)
    pictures: dict[Digest, bytes] = field(default_factory=dict)

    def word(self, where: str) -> str:
        """A new canary for a place: letters only, nothing in common with another."""
        n = len(self.words)
        word = "zqx" + "".join(chr(97 + (n // 26**k) % 26) for k in (2, 1, 0)) + "vjk"
        self.words[word] = where
        return word

    def seconds(self, where: str) -> Moment:
        """A new moment whose written form holds a second of its own."""
        n = len(self.words)
        when = Moment((1900 + n % 90, 1 + n % 12, 1 + n % 28, n % 24, n % 60, (n * 7) % 60))
        self.words[when.local.replace("T", " ")] = where
        return when

    def place(self, where: str) -> Place:
        """A new position."""
        n = len(self.words)
        place = Place(100_000_000 + n * 1_234_567, 200_000_000 + n * 7_654_321, 5)
        self.words[f"{place.latitude_e7 / 1e7:.5f}, {place.longitude_e7 / 1e7:.5f}"] = where
        return place

    def name(self, where: str) -> RawName:
        """A new received name."""
        return RawName.of_path(f"{self.word(where)}.bin".encode())

    def picture(self, item: Digest, role: str, where: str) -> Picture:
        """A new picture of a role that only the team sees, known by the size it states."""
        blob = Digest.of(f"{where} {len(self.pictures)}".encode())
        width = 3000 + len(self.pictures)
        self.pictures[blob] = picture_bytes(len(self.pictures) % 200)
        self.words[f"{width} × 17"] = where
        return Picture(role, blob, width, 17, Locus(item))


def _receipt(n: int, a: Aviary) -> Receipt:
    stated = [
        StatedMoment(a.seconds(f"receipt {x}"), "mina", START) for x in ("received", "published")
    ]
    return Receipt(
        n,
        "folder",
        START,
        "mina",
        giver=a.word("giver"),
        note=a.word("note"),
        name=a.name("received name"),
        path=f"/home/{a.word('path')}/x",
        row=a.word("row"),
        received=stated[0],
        published=stated[1],
        modified=-(10**15) - n * 10**9,
    )


def _open_item(n: int, a: Aviary) -> ItemView:
    """An item everybody may see, whose private fields nobody but the team may."""
    one = digest(f"canary open {n}")
    facts = (
        Fact("gps", a.word("gps as written"), where=a.place("gps")),
        Fact("exif.Artist", a.word("metadata author")),
        Fact("exif.BodySerialNumber", a.word("serial number")),
        Fact("mail.from", a.word("mail sender")),
        Fact(
            "exif.DateTimeOriginal",
            a.word("value of a time"),
            when=replace(PAST, written=a.word("time as written")),
        ),
        Fact(f"xmp.{a.word('name of a field')}", 5),
    )
    failure = Failure(
        "read",
        "damaged",
        a.word("failure sentence"),
        Locus(one, member=a.word("member in a place")),
        next=a.word("next"),
    )
    passages = (
        Passage("Words for everyone.", Locus(one, page=1), speaker=f"Q {a.word('speaker')}"),
        Passage(a.word("caption in metadata"), Locus(one), source="metadata"),
    )
    pictures = (a.picture(one, "embedded-thumbnail", "embedded thumbnail"),)
    reading = Reading(
        "read",
        "pillow",
        "partial",
        n,
        START,
        held=HELD,
        facts=facts,
        passages=passages,
        pictures=pictures,
        failures=(failure,),
    )
    entry = line(n, "received", f"canary open {n}", name=a.word("log body field"))
    return ItemView(
        one,
        100,
        "image",
        "image/jpeg",
        Standing(consent="public"),
        (_receipt(n, a),),
        (reading,),
        parts=(
            Part(digest("canary private"), "member", a.name("part name"), 9_000_000_000_000 + n),
            Part(digest("agency"), "member", a.name("name of a part that may be seen"), 5),
        ),
        links=(
            Link(
                a.word("unknown link"), digest("agency"), True, a.word("handle of a linker"), START
            ),
        ),
        notes=(Note(a.word("team note"), a.word("handle of a note"), START),),
        log=(entry,),
    )


def _hidden_item(name: str, standing: Standing, n: int, a: Aviary) -> ItemView:
    """An item that only the team may see, with a canary in what would otherwise be shown."""
    one = digest(f"canary {name}")
    a.words[one.hex] = f"digest of a {name} item"
    reading = Reading(
        "read",
        a.word(f"tool of a {name} item"),
        "read",
        n,
        START,
        records=None,
        facts=(Fact("image.format", a.word(f"fact of a {name} item")),),
        passages=(
            Passage(f"{a.word(f'text of a {name} item')} 41.{n:02d}123, 69.12345", Locus(one)),
        ),
        pictures=(a.picture(one, "thumbnail", f"picture of a {name} item"),),
    )
    entry = line(n, "read", f"canary {name}", tool=a.word(f"log line of a {name} item"))
    return ItemView(
        one,
        7,
        a.word(f"kind of a {name} item"),
        "",
        standing,
        (_receipt(n, a),),
        (reading,),
        log=(entry,),
    )


def _items(a: Aviary) -> Iterator[ItemView]:
    for n in range(4):
        yield _open_item(n, a)
    for n, (name, standing) in enumerate(PRIVATE_STANDINGS, 4):
        yield _hidden_item(name, standing, n, a)


def exif_picture(word: str) -> bytes:
    """A JPEG with a word in EXIF, in a comment and after its end."""
    data = picture_bytes()
    exif = b"Exif\0\0" + word.encode()
    extra = b"".join(
        b"\xff" + mark + struct.pack(">H", len(exif) + 2) + exif
        for mark in (b"\xe1", b"\xfe", b"\xed")
    )
    return data[:2] + extra + data[2:] + word.encode()


def canary_view(audience: Audience) -> tuple[ReportView, Aviary]:
    """A view with a canary in every private place, and the canaries."""
    a = Aviary()
    items = [*view().items, *_items(a)]
    standings = {item.digest: item.standing for item in items}
    plain = Digest.of(b"a picture for everyone")
    first = items[6]
    shown = replace(
        first.readings[0],
        pictures=(
            *first.readings[0].pictures,
            Picture("thumbnail", plain, 480, 320, Locus(first.digest)),
        ),
    )
    items[6] = replace(first, readings=(shown,))
    a.pictures[plain] = exif_picture("zqxexifvjk")
    made = replace(
        view(audience),
        items=items,
        standing=standings.get,
        log=[entry for item in items for entry in item.log],
        picture=a.pictures.get,
        previous=Previous(1, START, 1, lambda _: False),
        needs=tuple(Need(a.word("need"), None, a.word("next of a need")) for _ in range(4)),
        protections_missing=(a.word("protection missing"),),
        not_received=tuple(
            NotReceived(
                n,
                START,
                "file",
                "not-a-file",
                a.word("what of not received"),
                a.name("name of not received"),
            )
            for n in range(4)
        ),
        law=_law(a, first.digest),
        claims=_claims(a, first.digest),
    )
    return made, a


def _claims(a: Aviary, item: Digest) -> tuple[ClaimView, ...]:
    """Claims with a canary wherever only the team may look; one link of the first was opened."""
    gap = Gap("one-origin", a.word("gap of a claim"))
    links = (
        link(1, item, name=a.word("received name of a linked item"), because=a.word("why linked")),
        link(2, item, state="suggested", words=a.word("suggested words"), reasons=(a.word("why suggested"),)),
        link(3, item, state="accepted", words=a.word("words accepted without being opened")),
        link(4, item, state="rejected", words=a.word("rejected words")),
        link(5, digest("canary private"), state="accepted", words=a.word("words of a private item")),
    )  # fmt: skip
    because = f"{a.word('why two sources are one')} (by mina)"
    margin = link(1, item, words=a.word("words in a margin"), locus=Locus(item, part="comment 2"))
    private = link(1, digest("canary private"), words=a.word("opened words of a private item"))
    return (
        claim(1, links, gaps=(gap,), because=because),
        claim(2, (margin,), text=a.word("claim that rests on a margin note")),
        claim(3, (private,), text=a.word("claim that rests on a private item")),
        claim(4, (), text=a.word("claim with nothing opened")),
    )


def _law(a: Aviary, item: Digest) -> Law:
    """Dates and elements, which are work product, with a canary in every word."""
    row = next(r for r in forum("us-eoir").element if r.id == "B2b")
    link = Linked(
        *("B2b", "contradicts", item, a.word("name of a paper held against an element")),
        by=a.word("who linked"),
        kind=a.word("kind of evidence"),
        because=a.word("why it was linked"),
        closed=True,
    )
    held = HeldClaim(
        *("B2b", "supports", "C1", a.word("a claim held"), a.word("what it is said to have"), ()),
        by=a.word("who holds it"),
        because=a.word("why it is held"),
    )
    return Law(
        forum=a.word("forum"),
        as_of=date(2026, 11, 25),
        not_advice="Not legal advice.",
        dates=(Date("2026-07-06 Mon", a.word("what is due"), (a.word("what a date rests on"),)),),
        amber=a.word("amber"),
        contradictions=(a.word("dates that cannot both be"),),
        missing=(a.word("what the matter does not state"),),
        rows=(Row(row, a.word("country of removal"), (link,), 1, (a.word("gap"),), (held,)),),
        foreign=(Foreign(item, a.word("name of a foreign paper"), "ug", 3, "translation"),),
        exhibits=(Filed("A", a.word("title of an exhibit"), item, (a.word("what is open"),)),),
        packets=(IssuedPart(a.word("when a packet was issued"), "mina", item, 7),),
    )

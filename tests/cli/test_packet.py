"""`wellfounded packet build` as a person types it: what comes out, and what stands in the way."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest

from tests.cli.command import Ran, run
from tests.packet import papers
from wellfounded.packet.untrusted.content import Contents

_DAY = ("--as-of", "2026-03-01")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home, and a case beside it with five papers as exhibits."""
    folder = tmp_path_factory.mktemp("packet")
    inbox = papers.write(
        folder / "inbox",
        {
            "letter.pdf": papers.paper(3),
            "turned.pdf": papers.paper(2, size=(595, 842), change=papers.turned(90)),
            "scripted.pdf": papers.paper(change=papers.scripted),
            "unbalanced.pdf": papers.paper(change=papers.unbalanced),
            "large.pdf": papers.paper(4, size=(2400, 1800), change=papers.heavy),
        },
    )
    home = folder / "home"
    run("init", folder / "case", home=home)
    wf(home, "add", inbox, "--consent", "court")
    wf(home, "build")
    wf(home, "matter", "set", "--forum", "us-eoir", "--detained", "--caption", "party=AZAR, Mira")
    for name in ("letter", "turned", "scripted", "unbalanced", "large"):
        wf(home, "exhibit", "add", f"{name}.pdf", "--title", f"The {name} paper")
    for concern in ("active", "attachment", "comment"):
        wf(home, "exhibit", "decide", "scripted.pdf", concern, "file")
    return home


def wf(home: Path, *words: str | Path) -> Ran:
    """Run a command in the case."""
    return run("-C", home.parent / "case", *words, home=home)


@pytest.fixture(scope="module")
def packet(home: Path) -> Path:
    """The packet, built once."""
    folder = home.parent / "packet"
    ran = wf(home, "packet", "build", "-o", folder, *_DAY)
    assert (ran.status, ran.err) == (0, "")
    return folder


def test_what_is_built(home: Path, packet: Path) -> None:
    """One part that qpdf finds nothing wrong with; packet.proof shows its digest and the manifest's in the log."""
    part = packet / "Exhibits.pdf"
    subprocess.run(["qpdf", "--check", part], check=True, capture_output=True)
    digest = hashlib.sha256(part.read_bytes()).hexdigest()
    with pikepdf.open(part) as pdf:
        manifest = pdf.Root.PieceInfo.Wellfounded.Private.Manifest.read_bytes()
    with zipfile.ZipFile(packet / "packet.proof") as proof:
        entries = [json.loads(proof.read(n)) for n in proof.namelist() if n.endswith(".json")]
    (issued,) = [one for one in entries if one["type"] == "issued"]
    assert issued["about"] == [{"item": f"sha256:{digest}", "prev": None}]
    assert issued["body"]["manifest"] == f"sha256:{hashlib.sha256(manifest).hexdigest()}"


def test_each_page_says_what_it_is(packet: Path) -> None:
    """Roles in order, exhibit pages with their own numbers, page numbers without a gap, and the manifest agrees."""
    with pikepdf.open(packet / "Exhibits.pdf") as pdf:
        said = [page.obj.PieceInfo.Wellfounded.Private for page in pdf.pages]
        manifest = json.loads(pdf.Root.PieceInfo.Wellfounded.Private.Manifest.read_bytes())
        assert [int(s.Number) for s in said] == list(range(1, len(said) + 1))
        roles = [str(s.Role) for s in said]
        pages = [
            (str(s.Exhibit), [bytes(s.Content).hex(), int(s.Page)])
            for s in said
            if str(s.Role) == "/exhibit"
        ]
    assert roles[:6] == ["/cover", "/index", "/tab", "/exhibit", "/exhibit", "/exhibit"]
    assert roles[-2:] == ["/source", "/last"]
    assert pages == [(e["tab"], p) for e in manifest["exhibits"] for p in e["pages"]]


def test_the_content_of_a_page_is_that_of_the_original(home: Path, packet: Path) -> None:
    """Peeled by the format's rule, each bound page has the digest of its original's page; streams are byte for byte."""
    originals = {chr(ord("A") + n): papers_ for n, papers_ in enumerate(sorted_by_exhibit(home))}
    with pikepdf.open(packet / "Exhibits.pdf") as pdf:
        checked = 0
        for page in pdf.pages:
            said = page.obj.PieceInfo.Wellfounded.Private
            if str(said.Role) != "/exhibit":
                continue
            with pikepdf.open(originals[str(said.Exhibit)]) as original:
                theirs = original.pages[int(said.Page) - 1]
                assert bytes(said.Content) == Contents().of(theirs)
                first, *middle, last = page.obj.Contents
                assert [s.read_raw_bytes() for s in middle] == [theirs.Contents.read_raw_bytes()]
                assert set(first.read_bytes().split()) == {b"q"}
                assert last.read_bytes().endswith(b"cm /WfStamp Do Q")
            checked += 1
    assert checked == 11


def sorted_by_exhibit(home: Path) -> list[Path]:
    """The originals in the order of the exhibits."""
    listed = [r for r in wf(home, "exhibit", "--json").records if r["type"] == "exhibit"]
    return [home.parent / "inbox" / e["name"] for e in listed]


def test_pages_look_as_they_did_outside_the_stamp(home: Path, packet: Path, tmp_path: Path) -> None:
    """Rendered, every pixel outside the stamp's corner is the same; in the corner something is drawn."""
    from PIL import Image, ImageChops

    def drawn(path: Path, page: int) -> Image.Image:
        out = tmp_path / f"{path.stem}-{page}"
        words = ["pdftoppm", "-r", "40", "-f", str(page), "-l", str(page), "-singlefile", "-png"]
        subprocess.run([*words, path, out], check=True)
        return Image.open(out.with_suffix(".png")).convert("RGB")

    originals = sorted_by_exhibit(home)
    with pikepdf.open(packet / "Exhibits.pdf") as pdf:
        said = [page.obj.PieceInfo.Wellfounded.Private for page in pdf.pages]
        where = [
            (n, ord(str(s.Exhibit)) - 65, int(s.Page))
            for n, s in enumerate(said, 1)
            if str(s.Role) == "/exhibit"
        ]
    for number, exhibit, page in where:
        a, b = drawn(packet / "Exhibits.pdf", number), drawn(originals[exhibit], page)
        assert a.size == b.size
        box = ImageChops.difference(a, b).getbbox()
        assert box is not None
        assert box[0] > a.width * 0.4 and box[1] > a.height * 0.9


def test_nothing_active_comes_along(packet: Path) -> None:
    """No script, launch, attachment in the packet, though the original has them."""
    packed = subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", packet / "Exhibits.pdf", "-"],
        capture_output=True,
        check=True,
    ).stdout
    original = papers.paper(change=papers.scripted)
    with pikepdf.open(io.BytesIO(original)) as pdf:
        assert pdf.attachments and "/OpenAction" in pdf.Root
    for word in (b"JavaScript", b"/Launch", b"SECRET-CANARY", b"calc.exe", b"EmbeddedFile"):
        assert word not in packed


def test_links_and_text_work(packet: Path) -> None:
    """Every link of ours ends at a page; words of ours and of the exhibits can be searched, stamps too."""
    text = subprocess.run(
        ["pdftotext", "-layout", packet / "Exhibits.pdf", "-"], capture_output=True, text=True
    ).stdout
    for words in ("AZAR, Mira", "DETAINED", "Index of exhibits", "The turned paper", "Page 3", "Exhibit A, page 3 of 3", "sha256:"):  # fmt: skip
        assert words in text
    with pikepdf.open(packet / "Exhibits.pdf") as pdf:
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        here = {page.obj.objgen for page in pdf.pages}
        links = [a for page in pdf.pages for a in page.obj.get("/Annots", []) if "/Dest" in a]
        assert len(links) >= 15
        assert all(names[str(a.Dest)][0].objgen in here for a in links)
        assert "/StructTreeRoot" in pdf.Root and str(pdf.Root.Lang) == "en"
        with pdf.open_outline() as outline:
            assert [i.title for i in outline.root][:2] == [
                "Index of exhibits",
                "A. The letter paper",
            ]


def test_the_same_bytes_again_elsewhere(home: Path, packet: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """In another folder, locale and time zone. packet.proof goes on with the log, which now holds this build too."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    again = home.parent / "elsewhere" / "again"
    assert wf(home, "packet", "build", "-o", again, *_DAY).status == 0
    assert (again / "Exhibits.pdf").read_bytes() == (packet / "Exhibits.pdf").read_bytes()
    assert (again / "packet.proof").read_bytes() != (packet / "packet.proof").read_bytes()


def test_parts_of_a_size(home: Path) -> None:
    """Each is within it, says which part it is, and has the whole index; numbers run through."""
    folder = home.parent / "parts"
    ran = wf(home, "packet", "build", "-o", folder, "--max-size", "150KB", *_DAY, "--json")
    parts = [r for r in ran.records if r["type"] == "packet-part"]
    assert len(parts) >= 3 and all(p["bytes"] <= 150_000 for p in parts)
    first = 1
    for number, part in enumerate(parts, 1):
        assert part["name"] == f"Exhibits_Part{number}.pdf"
        with pikepdf.open(folder / part["name"]) as pdf:
            assert int(pdf.pages[0].obj.PieceInfo.Wellfounded.Private.Number) == first
            first += len(pdf.pages)
        text = subprocess.run(
            ["pdftotext", folder / part["name"], "-"], capture_output=True, text=True
        ).stdout
        assert f"Part {number} of {len(parts)}" in text and "The large paper" in text


def test_the_filers_own_cover_stands_first(home: Path) -> None:
    """Its pages as they are, nothing of ours on them; they count, and every part begins with them."""
    folder, cover = home.parent / "covered", home.parent / "cover.pdf"
    cover.write_bytes(papers.paper(2, text="Own cover"))
    ran = wf(home, "packet", "build", "-o", folder, "--cover", cover, *_DAY)
    assert (ran.status, "caption lacks" in ran.out) == (0, False)
    with pikepdf.open(folder / "Exhibits.pdf") as pdf, pikepdf.open(cover) as own:
        roles = [str(p.obj.PieceInfo.Wellfounded.Private.Role) for p in pdf.pages]
        assert roles[:4] == ["/cover", "/cover", "/index", "/tab"]
        for page, theirs in zip(pdf.pages, own.pages, strict=False):
            assert page.Contents.read_raw_bytes() == theirs.Contents.read_raw_bytes()
    text = subprocess.run(
        ["pdftotext", folder / "Exhibits.pdf", "-"], capture_output=True, text=True
    ).stdout
    assert "Own cover 2" in text and "AZAR, Mira" not in text and f"3 of {len(roles)}" in text


def test_what_stands_in_the_way_is_named(home: Path) -> None:
    """An open decision, a folder that is there, a broken PDF as cover, a size that is none."""
    folder = home.parent / "never"
    (home.parent / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    cases = [
        (("--max-size", "huge"), 2, "size-form"),
        (("--cover", home.parent / "broken.pdf"), 4, "exhibit-source"),
        (("--name", "../up"), 2, "packet-name"),
        (("--forum", "nowhere"), 2, "unknown-forum"),
    ]
    for words, status, code in cases:
        ran = wf(home, "packet", "build", "-o", folder, *words)
        assert (ran.status, f"[{code}]" in ran.err) == (status, True), ran.err
        assert not folder.exists()
    wf(home, "exhibit", "decide", "scripted.pdf", "active", "hold")
    ran = wf(home, "packet", "build", "-o", folder)
    assert (ran.status, "C: held active" in ran.err) == (4, True)
    wf(home, "exhibit", "decide", "scripted.pdf", "active", "file")
    ran = wf(home, "packet", "build", "-o", home.parent / "case")
    assert (ran.status, "[exists]" in ran.err) == (2, True)

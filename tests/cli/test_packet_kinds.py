"""Exhibits that are no PDFs are bound too: text in every direction, tables, photographs, sound."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import pikepdf
import pytest

from tests.cli.command import Ran, run
from tests.copies.sound.heard import tune
from tests.copies.sound.heard_file import wav
from tests.packet import papers
from tests.packet.test_picture import photograph

_UYGHUR = "ئۇ دەرۋازىنىڭ تاقالغانلىقىنى، ھېچكىمنىڭ چىقالمىغانلىقىنى ئېيتتى، بىز ئۇنى ئاڭلىدۇق."
_CHINESE = "供货确认书 编号 供方 北岭围栏设备有限公司"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home, and a case beside it with a letter, its translation, a list, a photograph, a sound and a PDF."""
    folder = tmp_path_factory.mktemp("kinds")
    inbox = papers.write(
        folder / "inbox",
        {
            "letter.txt": f"{_UYGHUR}\n\n{_CHINESE}\n".encode(),
            "english.txt": b"He said that the gate was closed, that nobody could leave.\n",
            "list.csv": b"No.,Name,Village\n1,Adela,Upper Sael\n2,Benet,Upper Sael\n",
            "photo.jpg": photograph(),
            "paper.pdf": papers.paper(5),
            "odd.bin": b"\x00\x01\x02 nothing anybody reads \xff\xfe" * 40,
        },
    )
    (inbox / "voice.wav").write_bytes(wav(tune(1, 3)))
    home = folder / "home"
    run("init", folder / "case", home=home)
    wf(home, "add", inbox, "--consent", "court")
    wf(home, "build")
    wf(home, "link", "english.txt", "--translation-of", "letter.txt")
    wf(home, "matter", "set", "--forum", "us-eoir")
    for name in ("letter.txt", "english.txt", "list.csv", "photo.jpg", "voice.wav", "paper.pdf"):
        wf(home, "exhibit", "add", name, "--title", f"The {name}")
    for concern in ("device", "position", "comment", "author"):
        wf(home, "exhibit", "decide", "photo.jpg", concern, "file")
    wf(home, "exhibit", "excerpt", "paper.pdf", "2,4-5")
    return home


def wf(home: Path, *words: str | Path) -> Ran:
    """Run a command in the case."""
    return run("-C", home.parent / "case", *words, home=home)


@pytest.fixture(scope="module")
def packet(home: Path) -> Path:
    """The packet, built once."""
    folder = home.parent / "packet"
    ran = wf(home, "packet", "build", "-o", folder, "--as-of", "2026-03-01")
    assert (ran.status, ran.err) == (0, "")
    return folder


def text(packet: Path) -> str:
    """All text of the packet."""
    words = ["pdftotext", "-layout", str(packet / "Exhibits.pdf"), "-"]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def test_every_kind_is_there_and_its_words_are_found(packet: Path) -> None:
    """Uyghur, Chinese, cells, what stands for sound; the index says language, translation and excerpt."""
    subprocess.run(["qpdf", "--check", packet / "Exhibits.pdf"], check=True, capture_output=True)
    found = text(packet)
    for words in ("北岭围栏设备有限公司", "Upper Sael", "nobody could leave", "No confirmed transcript", "translation at tab B", "Translation of exhibit A", "pages 2, 4–5 of 5"):  # fmt: skip
        assert words in found
    assert any("\u0600" <= char <= "\u06ff" or "\ufb50" <= char <= "\ufeff" for char in found)


def test_every_font_is_in_the_file(packet: Path) -> None:
    """No font of ours is left to the reader's computer; the paper's own Helvetica is its own affair."""
    rows = subprocess.run(
        ["pdffonts", packet / "Exhibits.pdf"], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    ours = [row for row in rows if not row.startswith("Helvetica")]
    assert len(rows) > len(ours) >= 4
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in ours)


def test_a_photograph_is_not_coded_anew_and_says_nothing_of_itself(packet: Path) -> None:
    """Its scan stands in the packet byte for byte; its maker and position do not."""
    whole = photograph()
    scan = whole[whole.index(b"\xff\xda") : whole.rindex(b"\xff\xd9")]
    packed = (packet / "Exhibits.pdf").read_bytes()
    assert scan in packed
    assert b"MAKER-CANARY" in whole and b"MAKER-CANARY" not in packed


def test_sound_goes_beside_it_with_its_digest(home: Path, packet: Path) -> None:
    """The companion is the same bytes, and its digest stands on its sheet."""
    beside = (packet / "files" / "E.wav").read_bytes()
    assert beside == (home.parent / "inbox" / "voice.wav").read_bytes()
    assert hashlib.sha256(beside).hexdigest() in text(packet)


def test_an_excerpt_keeps_the_numbers_of_the_whole(packet: Path) -> None:
    """Pages 2, 4 and 5 of 5, and the manifest says so."""
    with pikepdf.open(packet / "Exhibits.pdf") as pdf:
        manifest = json.loads(pdf.Root.PieceInfo.Wellfounded.Private.Manifest.read_bytes())
        said = [page.obj.PieceInfo.Wellfounded.Private for page in pdf.pages]
        pages = [(int(s.Page), int(s.Pages)) for s in said if str(s.get("/Exhibit", "")) == "F" and "/Page" in s]  # fmt: skip
    assert pages == [(2, 5), (4, 5), (5, 5)]
    last = manifest["exhibits"][-1]
    assert ([page for _, page in last["pages"]], last["total"], last["made"]) == ([2, 4, 5], 5, "")
    assert all(e["made"].startswith("wellfounded.packet.pages/1 sha256:") for e in manifest["exhibits"][:5])  # fmt: skip


def test_the_same_bytes_again(home: Path, packet: Path) -> None:
    """Set, bound and numbered again; only packet.proof goes on with the log."""
    again = home.parent / "again"
    assert wf(home, "packet", "build", "-o", again, "--as-of", "2026-03-01").status == 0
    for file in (p for p in packet.rglob("*") if p.suffix in (".pdf", ".wav")):
        assert (again / file.relative_to(packet)).read_bytes() == file.read_bytes()


def test_what_cannot_be_set_is_refused_by_name(home: Path) -> None:
    """A file nothing reads text in; a page an exhibit does not have."""
    wf(home, "exhibit", "add", "odd.bin", "--title", "Odd")
    ran = wf(home, "packet", "build", "-o", home.parent / "never")
    assert ran.status == 4
    assert "exhibit G cannot be bound" in ran.err or "G: refused not-read" in ran.err
    wf(home, "exhibit", "remove", "odd.bin")
    ran = wf(home, "exhibit", "excerpt", "paper.pdf", "6")
    assert (ran.status, "[no-such-page]" in ran.err) == (2, True)


def test_a_sensitive_source_is_not_found_by_what_is_filed(home: Path) -> None:
    """Of a letter neither digest nor readings stand in the packet; sound, which is filed as the file itself, is refused."""
    folder, letter = home.parent / "hidden", home.parent / "inbox" / "letter.txt"
    wf(home, "exhibit", "remove", "odd.bin")
    ran = wf(home, "packet", "build", "-o", folder, "--sensitive", "letter.txt")
    assert ran.status == 0
    digest = hashlib.sha256(letter.read_bytes()).hexdigest()
    with pikepdf.open(folder / "Exhibits.pdf") as pdf:
        manifest = json.loads(pdf.Root.PieceInfo.Wellfounded.Private.Manifest.read_bytes())
    first, second = manifest["exhibits"][:2]
    assert (first["made"], "item" in first, "item" in second) == ("wellfounded.packet.pages/1", False, True)  # fmt: skip
    assert digest not in text(folder) and digest not in json.dumps(manifest)
    english = home.parent / "inbox" / "english.txt"
    assert hashlib.sha256(english.read_bytes()).hexdigest() in text(folder)
    ran = wf(home, "packet", "build", "-o", home.parent / "never", "--sensitive", "voice.wav")
    assert (ran.status, "[sensitive-media]" in ran.err) == (4, True)

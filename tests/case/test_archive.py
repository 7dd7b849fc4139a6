"""An index outside any case: built in pieces, asked, and whole again after anything in it was lost."""

import shutil
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.copies.sound.heard import faster, tune
from tests.copies.sound.heard_file import wav
from wellfounded.case.verify.archive import Archive
from wellfounded.terms.errors import Damaged, Mistaken

SOUND = tune(1, 8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two sounds, a text and a torn file."""
    place = tmp_path / "archive"
    (place / "deep").mkdir(parents=True)
    (place / "deep" / "one.wav").write_bytes(wav(SOUND))
    (place / "two.wav").write_bytes(wav(tune(2, 8)))
    (place / "words.txt").write_text("words")
    (place / "torn.mp4").write_bytes(b"\0\0\0\x18ftypisom" + bytes(40))
    (tmp_path / "query.wav").write_bytes(wav(faster(SOUND, 0.9)))
    return place


@pytest.mark.slow
def test_built_asked_and_built_again(folder: Path, tmp_path: Path) -> None:
    """What was not read is named; a second build does nothing; a query gives `copy` records; what is lost is made again."""
    home, index = tmp_path / "home", tmp_path / "index"
    built = run("index", "build", folder, "-o", index, "--json", home=home)
    assert built.status == 1
    failed = [r for r in built.records if r.get("failures")]
    assert [Path(r["place"]).name for r in failed] == ["torn.mp4"]
    assert built.records[-1]["files"] == 4 and built.records[-1]["prints"] == 2
    again = run("index", "build", folder, "-o", index, "--json", home=home)
    assert again.records == [again.records[-1]] and again.records[-1]["files"] == 0

    def asked() -> list[str]:
        ran = run("index", "query", index, tmp_path / "query.wav", "--json", home=home)
        return [r["a"]["name"] for r in ran.records if r["type"] == "copy"]

    assert [Path(name).name for name in asked()] == ["one.wav"]
    shutil.rmtree(index / "near")
    with (index / "files").open("ab") as file:
        file.write(b'{"half a li')
    assert [Path(name).name for name in asked()] == ["one.wav"]
    (folder / "deep" / "one.wav").write_bytes(wav(tune(5, 8)))
    run("index", "build", folder, "-o", index, home=home)
    assert asked() == []


@pytest.mark.slow
def test_what_is_no_index(folder: Path, tmp_path: Path) -> None:
    """A folder of other things is not taken for an index; a print that changed is damage."""
    with pytest.raises(Mistaken):
        Archive.begin(folder)
    with pytest.raises(Mistaken):
        Archive(folder)
    index, home = tmp_path / "index", tmp_path / "home"
    run("index", "build", folder / "deep", "-o", index, home=home)
    assert len(Archive(index)) == 1
    for print_ in (index / "prints").rglob("*"):
        if print_.is_file():
            print_.write_bytes(b"torn")
    shutil.rmtree(index / "near")
    with pytest.raises(Damaged):
        Archive(index).build(folder / "deep", weaker=False, pass_="dense", tell=lambda _: None)


@pytest.mark.slow
def test_two_files_compared(folder: Path, tmp_path: Path) -> None:
    """Two files are compared without a case; the page holds the chart, no script and nothing remote."""
    page = tmp_path / "page.html"
    one, query = folder / "deep" / "one.wav", tmp_path / "query.wav"
    ran = run("compare", one, query, "-o", page, "--json", home=tmp_path / "home")
    assert ran.status == 0
    assert [r["type"] for r in ran.records] == ["copy", "page"]
    text = page.read_text("utf-8")
    assert "<svg" in text and "one.wav" in text and "machine reading, unchecked" in text.lower()
    assert "<script" not in text and "http" not in text.replace("http-equiv", "")
    none = run("compare", folder / "two.wav", query, "--json", home=tmp_path / "home")
    assert [r["type"] for r in none.records] == ["no-copy"]
    assert run("compare", one, tmp_path / "absent", home=tmp_path / "home").status == 2

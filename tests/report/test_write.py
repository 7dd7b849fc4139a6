"""A report appears whole or not at all, and the same view gives the same bytes."""

import hashlib
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.report.pages import read_page, read_pages
from tests.report.sample_model import digest, line, view
from wellfounded.report.model import Audience, ItemView, Receipt, Standing
from wellfounded.report.write import write_report
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Passage


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.mark.parametrize("audience", ["team", "court", "public"])
def test_same_view_same_bytes(audience: Audience, tmp_path: Path) -> None:
    """Two reports of one view do not differ in a byte; another title does."""
    written = [write_report(view(audience), tmp_path / name) for name in "ab"]
    other = write_report(replace(view(audience), title="Another"), tmp_path / "c")
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")
    assert written[0].manifest == written[1].manifest != other.manifest


def test_the_manifest_lists_every_file(tmp_path: Path) -> None:
    """`sha256sum -c manifest.sha256` has a line for each file but itself."""
    done = write_report(view(), tmp_path / "report")
    files = _bytes(tmp_path / "report")
    manifest = files.pop("manifest.sha256")
    lines = dict(reversed(row.split("  ")) for row in manifest.decode().splitlines())
    assert lines == {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    assert hashlib.sha256(manifest).digest() == done.manifest.raw
    assert (done.files, done.items) == (len(files) + 1, 6)


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    """Nothing is written over what stands there; an empty folder is taken."""
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("mine")
    (tmp_path / "empty").mkdir()
    with pytest.raises(Mistaken, match="already") as caught:
        write_report(view(), tmp_path / "used")
    write_report(view(), tmp_path / "empty")
    assert caught.value.code == "folder-not-empty"
    assert _bytes(tmp_path / "used") == {"letter.txt": b"mine"}
    assert "index.html" in _bytes(tmp_path / "empty")


def test_an_error_leaves_nothing(tmp_path: Path) -> None:
    """If the items break off, no part of a report stays behind."""

    def broken() -> Iterator[ItemView]:
        yield from list(view().items)[:2]
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        write_report(replace(view(), items=broken()), tmp_path / "report")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_taken_away(tmp_path: Path) -> None:
    """A partial report of a process that is gone goes; one of a process that runs stays."""
    ended = subprocess.Popen(["true"])
    ended.wait()
    dead = tmp_path / f".report.partial-{ended.pid}"
    alive = tmp_path / f".report.partial-{os.getppid()}"
    for left in (dead, alive):
        left.mkdir()
        (left / "page.html").write_text("half")
    write_report(view(), tmp_path / "report")
    assert sorted(p.name for p in tmp_path.iterdir()) == [alive.name, "report"]


def test_a_team_report_is_for_its_maker_alone(tmp_path: Path) -> None:
    """The team's folder cannot be entered by other users; the court's follows the usual mask."""
    write_report(view("team"), tmp_path / "team")
    write_report(view("court"), tmp_path / "court")
    assert (tmp_path / "team").stat().st_mode & 0o077 == 0
    assert (tmp_path / "court").stat().st_mode & 0o077 != 0


def _many(count: int) -> Iterator[ItemView]:
    for n in range(count):
        one = digest(f"item {n}")
        yield ItemView(one, n, "text", "text/plain", Standing(), (Receipt(n, "file", n, "mina"),))


def test_long_lists_come_in_pages(tmp_path: Path) -> None:
    """Items and log lines stand a hundred to a page.

    Each page leads to the next, the last to none.
    """
    many = replace(view(), items=_many(201), log=(line(n, "received") for n in range(250)))
    write_report(many, tmp_path / "report")
    last = read_page(tmp_path / "report", "items-3.html")
    custody = read_page(tmp_path / "report", "custody-3.html")
    assert [row.attributes["id"] for row in last.all("tr") if "id" in row.attributes] == ["i201"]
    assert "e249" in custody.ids
    assert not (tmp_path / "report" / "items-4.html").exists()
    assert [
        a.text for p in (last, custody) for a in p.all("a") if a.attributes.get("rel") == "next"
    ] == []


def test_a_long_text_is_shown_to_its_end(tmp_path: Path) -> None:
    """A text of 300,000 characters goes on over pages, each piece with its own characters."""
    words = "".join(f"word{n} " for n in range(30_000))
    one = next(iter(view().items))
    span = Locus(one.digest, chars=(5, 5 + len(words)))
    long = replace(one, readings=(replace(one.readings[0], passages=(Passage(words, span),)),))
    write_report(replace(view(), items=[long]), tmp_path / "report")
    pages = read_pages(tmp_path / "report")
    text = sorted(
        (p for p in pages if one.digest.hex in p.path), key=lambda p: (len(p.path), p.path)
    )
    places = [a.text for p in text for a in p.all("a") if a.attributes.get("class") == "locus"]
    spans = [tuple(map(int, re.findall(r"\d+", where))) for where in places]
    said = "".join(d.text.strip() + " " for p in text for d in p.all("p") if "lang" in d.attributes)
    assert spans[0][0] == 5
    assert spans[-1][1] == 5 + len(words)
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]
    assert said.split() == words.split()
    assert len(text) > 6


def test_an_empty_case_has_a_whole_report(tmp_path: Path) -> None:
    """With nothing in it every page still stands, and says so."""
    empty = replace(view(), items=(), log=(), not_received=(), needs=(), previous=None)
    write_report(empty, tmp_path / "report")
    for name in ("items-1", "timeline-1", "map-1", "not-read-1", "custody-1", "about", "needs"):
        assert read_page(tmp_path / "report", f"{name}.html").all("h1")
    assert "Nothing is waiting for a person." in read_page(tmp_path / "report", "index.html").text

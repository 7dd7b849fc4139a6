"""The sample case is whole: every file listed once, its circumstances well formed, its size kept."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest

from tests.sample.planted_key import ROOM, plants
from wellfounded.sample import SampleItem, folder, items, listing, title
from wellfounded.terms.errors import Damaged
from wellfounded.terms.moment import Moment

NEVER = re.compile(
    r"well[\s-]founded|\bproven\b|\bverified\b|\bauthentic\b|\bcredible\b|\bgenuine\b|\boriginal\b",
    re.IGNORECASE,
)
WRITTEN = {".html", ".txt", ".eml", ".json", ".md"}


def test_every_file_is_listed_once() -> None:
    """The manifest names each file under data/ exactly once, and no other."""
    listed = [item.path for item in items()]
    there = {path for path in folder().rglob("*") if path.is_file()}
    assert len(listed) == len(set(listed))
    assert set(listed) == there
    assert len(listed) >= 25


def test_circumstances_are_what_add_takes() -> None:
    """Handling, consent, moments and handles are of the forms the command line accepts."""
    for item in items():
        assert item.handling in {"open", "private", "privileged"}
        assert item.consent in {"none", "team", "court", "public"}
        assert re.fullmatch(r"[a-z0-9-]{2,32}", item.source)
        assert item.received
        for moment in (item.received, item.published, item.consent_until):
            if moment:
                Moment.parse(moment)


def test_nothing_was_published_after_it_was_received() -> None:
    """A page or clip cannot come in before it was put out."""
    for item in items():
        if item.published:
            first = Moment.parse(item.published).interval()[0]
            assert first < Moment.parse(item.received).interval()[1], item.path.name


def test_each_kind_of_care_is_there() -> None:
    """Private and privileged papers, a minor, a graphic flag, an ended and a refused consent."""
    every = list(items())
    assert {item.handling for item in every} == {"open", "private", "privileged"}
    assert {item.consent for item in every} == {"none", "team", "court", "public"}
    assert sum(item.minor for item in every) == 1
    assert sum(item.graphic for item in every) == 1
    ended = [item.consent_until for item in every if item.consent_until]
    assert ended == ["2024-12-31"]
    assert date.fromisoformat(ended[0]) < date(2025, 1, 1)


def test_the_manifest_does_not_tell() -> None:
    """No note in the manifest gives away what the key says is planted."""
    telling = (
        r"stock|copy of|mirror|forg|fake|planted|misspel|wrong|lacks|hostile|bomb|clash|excerpt"
    )
    for item in items():
        assert not re.search(telling, item.note, re.IGNORECASE), item.note
    assert re.search(telling, " ".join(plant.says for plant in plants().values()))


def test_it_stays_small() -> None:
    """At most 12 MB in all, at most 1.2 MB a file."""
    sizes = [path.stat().st_size for path in ROOM.rglob("*") if path.is_file()]
    assert sum(sizes) <= 12_000_000
    assert max(sizes) <= 1_200_000


def test_words_we_never_print_do_not_stand_in_it() -> None:
    """Written items, manifest and key avoid those words, so that a search of output stays sharp."""
    assert NEVER.search("an Authentic copy")
    for path in ROOM.rglob("*"):
        if path.suffix in WRITTEN and "licences" not in path.parts:
            assert not NEVER.search(path.read_text(encoding="utf-8")), path.name


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    table = "\n".join(line.strip("| ").replace(" | ", "|") for line in lines[1:])
    return list(csv.reader(io.StringIO(table), delimiter="|", quoting=csv.QUOTE_NONE))


def test_every_picture_clip_and_voice_names_its_licence() -> None:
    """Each has a row in ATTRIBUTION.md; each package named there has its licence file beside it."""
    told = (ROOM / "licences/ATTRIBUTION.md").read_text(encoding="utf-8")
    rows = _rows(told)
    media = {".jpg", ".heic", ".mp4", ".opus", ".xlsx", ".eml", ".zip"}
    named = {match for row in rows for match in re.findall(r"`([^`]+)`", row[0])}
    for item in items():
        path = item.path.relative_to(folder()).as_posix()
        if item.path.suffix.lower() in media and item.handling != "privileged":
            assert path in named
    packages = set(re.findall(r"(\S+) [\d.+a-z-]+ \((?:Debian|PyPI)\)", told))
    assert len(packages) == 4
    for package in packages:
        assert (ROOM / f"licences/{package}.txt").stat().st_size > 1000


def test_key_and_printed_key_agree() -> None:
    """KEY.md says what key.json says, and both name files that are there."""
    printed = (ROOM / "KEY.md").read_text(encoding="utf-8")
    for plant in plants().values():
        assert f"## {plant.id}\n\n{plant.says}\n" in printed
        for number in range(len(plant.items)):
            assert plant.file(number).is_file()


def test_the_program_never_reads_the_key() -> None:
    """No module of the package names the key's files outside a docstring."""
    src = folder().parents[1]
    for module in src.rglob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""', "", module.read_text(encoding="utf-8"))
        assert "key.json" not in code
        assert "KEY.md" not in code


def test_a_manifest_of_another_format_is_damaged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A manifest that is not JSON, is of another format or lacks a field says so with its code."""
    assert isinstance(next(items()), SampleItem)
    assert "invented" in title()
    monkeypatch.setattr(listing, "_HERE", tmp_path)
    good = {"format": listing.FORMAT, "items": [{"path": "x"}]}
    for text in ("{", "[]", json.dumps({"format": "other/1"}), json.dumps(good)):
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
        with pytest.raises(Damaged) as told:
            list(items())
        assert told.value.code == "sample-form"

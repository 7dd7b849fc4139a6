"""`wellfounded timeline`: what has a time, in order, and what has none yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import run

TEXT = (
    "Mira Tolv said on Monday that the mill had burned in May 2019.\n\n"
    "The ministry denied that anybody had been hurt since 2018.\n\n"
    "The ministry can appeal the ruling and has 30 days to file.\n"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose folder `case` is a case with one read letter, with a decision about it."""
    home = tmp_path_factory.mktemp("timeline")
    letter = home / "letter.txt"
    letter.write_text(TEXT)
    assert run("init", home / "case", home=home).status == 0
    for words in (
        ("add", letter),
        ("build",),
        ("decide", "letter.txt", "--as", "read-twice", "--because", "seen"),
    ):
        assert run("-C", home / "case", *words, home=home).status == 0
    return home


def times(home: Path, *words: str) -> list[dict[str, Any]]:
    """Gives the times a command printed."""
    ran = run("-C", home / "case", "timeline", *words, "--json", home=home)
    assert ran.status == 0
    return [r for r in ran.records if r["type"] == "time"]


def test_it_begins_without_a_day_and_is_read_again_when_one_is_stated(home: Path) -> None:
    """A relative date has no time until somebody states the day of publication; the next build notices, and only once."""
    (before,) = [t for t in times(home, "--of", "statement") if t["what"] == "said then"]
    assert (before["start"], before["shown"]) == (None, "needs a date of publication")
    amended = run("-C", home / "case", "amend", "@1", "--published", "2025-08-20", "--because", "printed on it", home=home)  # fmt: skip
    assert amended.status == 0
    assert "1 reading:" in run("-C", home / "case", "build", home=home).out
    assert "1 reading:" not in run("-C", home / "case", "build", home=home).out
    (after,) = [t for t in times(home, "--of", "statement") if t["what"] == "said then"]
    assert after["shown"] == "2025-08-18"
    assert after["start"] < after["end"]


def test_statements_carry_stance_and_open_sides(home: Path) -> None:
    """An interval stays one, `since` stays open, a denial says so; the place leads to the words."""
    found = {t["stance"]: t for t in times(home, "--of", "statement") if "have been" in t["what"]}
    assert found["asserts"]["shown"] == "2019-05-01 to 2019-05-31"
    assert (found["denies"]["shown"], found["denies"]["end"]) == ("from 2018-01-01", None)
    first, end = map(int, found["denies"]["place"].split()[-1].split("-"))
    assert TEXT[first:end] == "since 2018"


def test_every_kind_is_there_in_order(home: Path) -> None:
    """Dated lines by the first instant they can be, then what has none: the deadline, which is no date."""
    found = times(home)
    starts = [t["start"] if t["start"] is not None else t["end"] for t in found]
    dated = [s for s in starts if s is not None]
    assert dated == sorted(dated)
    assert starts[len(dated) :] == [None] * (len(starts) - len(dated))
    assert {t["kind"] for t in found} == {"item", "statement", "deadline", "decision"}
    assert times(home, "--of", "deadline")[0]["shown"] == "at most 30 days from the ruling"
    assert times(home, "letter.txt", "--of", "decision")[0]["who"] == "mina"


def test_for_people(home: Path) -> None:
    """The lines say the stance in words, what has no date yet, and that a machine read it."""
    out = run("-C", home / "case", "timeline", home=home).out
    assert "statement [denies]: said to have been then, The ministry" in out
    undated = out.split("No date yet\n")[1]
    assert "at most 30 days from the ruling  deadline: file, The ministry" in undated
    assert out.endswith("without a date yet (machine reading, unchecked)\n")
    wrong = run("-C", home / "case", "timeline", "--of", "person", home=home)
    assert (wrong.status, "[kind-of-time]" in wrong.err) == (2, True)

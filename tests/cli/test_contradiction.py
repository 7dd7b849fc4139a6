"""`wellfounded contradiction`: both places with the differing word, what would make it none, what people decide; private papers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Ran, run

PAPERS = {
    "affidavit.txt": "AFFIDAVIT OF RUNA OSS\n\nI was arrested on 3 June 2022.\n\nI was released on 8 July 2022.\n",
    "radio.txt": "RADIO: When did they come?\n\nR.: I was arrested on 3 June 2022. They let me out on the first of August.\n",
    "letter.txt": "Runa Oss was released on 20 September 2022, as her lawyer knows.\n",
    "other.txt": "The mill at Torre has been closed since 2018.\n",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose folder `case` holds a private affidavit, a radio transcript, a privileged letter and one that says nothing."""
    for name, text in PAPERS.items():
        (tmp_path / name).write_text(text)
    assert run("init", tmp_path / "case", home=tmp_path).status == 0
    for name, handling in (("affidavit", "private"), ("radio", "open"), ("letter", "privileged"), ("other", "open")):  # fmt: skip
        words = ("add", tmp_path / f"{name}.txt", "--handling", handling, "--published", "2023-02-01")  # fmt: skip
        assert run("-C", tmp_path / "case", *words, home=tmp_path).status == 0
    assert run("-C", tmp_path / "case", "build", home=tmp_path).status == 0
    return tmp_path


def ask(home: Path, *words: str) -> Ran:
    """Runs the command on the case."""
    return run("-C", home / "case", "contradiction", *words, home=home)


def found(home: Path) -> list[dict[str, Any]]:
    """Gives the contradictions it lists."""
    return [r for r in ask(home, "--json").records if r["type"] == "contradiction"]


def test_both_places_with_the_differing_words(home: Path) -> None:
    """Initials and a name are one person here, for both tell of one day; each place counts in the file; a lawyer's letter is left out."""
    (one,) = found(home)
    assert (one["sort"], one["copies"], one["decided"]) == ("date", False, None)
    assert one["what"] == "the day of the release of Runa Oss"
    sides = {side[0]["name"]: side[0] for side in (one["a"], one["b"])}
    assert set(sides) == {"affidavit.txt", "radio.txt"}
    for name, told in sides.items():
        first, end = told["locus"]["chars"]
        assert PAPERS[name][first:end] == told["words"]
        assert told["sentence"][slice(*told["at"])] == told["words"]
    assert {t["words"] for t in sides.values()} == {"8 July 2022", "the first of August"}
    assert "it happened more than once" in one["none_if"]


def test_for_people(home: Path) -> None:
    """The differing words stand in brackets, what would make it none below, and who it is for."""
    out = ask(home).out
    assert "I was released on [8 July 2022]." in out
    assert "They let me out on [the first of August]." in out
    assert "   none if " in out
    assert out.endswith("1 contradiction, 0 variants between copies of one text (machine reading, unchecked; for the team)\n")  # fmt: skip


def test_a_person_decides_and_the_log_keeps_both_decisions(home: Path) -> None:
    """Set aside, then confirmed by somebody else: the later holds, `show` and a rebuilt catalogue know it, the log has both."""
    refused = ask(home, "set-aside", "1")
    assert (refused.status, "[no-reason]" in refused.err) == (2, True)
    absent = ask(home, "set-aside", "7", "--because", "x")
    assert (absent.status, "[unknown-contradiction]" in absent.err) == (2, True)
    assert ask(home, "set-aside", "1", "--because", "two arrests").status == 0
    assert "set aside by mina" in ask(home).out
    again = run("-C", home / "case", "contradiction", "confirm", "1", "--because", "one arrest", "--by", "jon", home=home)  # fmt: skip
    assert again.status == 0
    (home / "case" / "cache" / "catalogue.db").unlink()
    assert run("-C", home / "case", "build", home=home).status == 0
    (one,) = found(home)
    assert (one["decided"], one["decided_by"], one["because"]) == ("confirm", "jon", "one arrest")
    log = (line for line in run("-C", home / "case", "timeline", "--of", "decision", home=home).out.splitlines())  # fmt: skip
    assert sum("contradiction" in line for line in log) == 2
    hidden = run("-C", home / "case", "amend", "@1", "--handling", "privileged", "--because", "hers", home=home)  # fmt: skip
    assert hidden.status == 0, hidden.err
    assert "Decided about one that is no longer found: confirmed by jon" in ask(home).out


def test_nothing_found_is_no_evidence(tmp_path: Path) -> None:
    """A case without a clash says so, and what that does not mean."""
    assert run("init", tmp_path / "case", home=tmp_path).status == 0
    out = run("-C", tmp_path / "case", "contradiction", home=tmp_path).out
    assert out == "Nothing that clashes was found. That is no evidence that nothing does.\n"

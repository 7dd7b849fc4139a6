"""`wellfounded exhibit` as a person types it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Ran, run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home, and a case beside it with three papers that were read."""
    folder = tmp_path_factory.mktemp("exhibit")
    (folder / "inbox").mkdir()
    for name in ("one.txt", "two.txt", "three.txt"):
        (folder / "inbox" / name).write_text(f"What stands in {name}, for everybody to read.")
    home = folder / "home"
    run("init", folder / "case", home=home)
    wf(home, "add", folder / "inbox", "--consent", "court")
    wf(home, "build")
    for name in ("one.txt", "two.txt", "three.txt"):
        assert wf(home, "exhibit", "add", name, "--title", f"Paper {name}").status == 0
    return home


def wf(home: Path, *words: str | Path) -> Ran:
    """Run a command in the case."""
    return run("-C", home.parent / "case", *words, home=home)


def listed(home: Path) -> list[dict[str, Any]]:
    """The exhibits."""
    return [r for r in wf(home, "exhibit", "--json").records if r["type"] == "exhibit"]


def names(home: Path) -> list[str]:
    """Their names, in order."""
    return [e["name"] for e in listed(home)]


def test_order_and_tabs(home: Path) -> None:
    """Those named come first, the others follow as they stood; tabs follow the order."""
    wf(home, "exhibit", "order", "three.txt", "one.txt")
    assert names(home) == ["three.txt", "one.txt", "two.txt"]
    assert [e["tab"] for e in listed(home)] == ["A", "B", "C"]


def test_the_log_holds_no_word_of_it(home: Path) -> None:
    """Titles are private values."""
    case = home.parent / "case"

    def held(folder: str) -> bool:
        return any(
            b"Paper one" in f.read_bytes() for f in (case / folder).rglob("*") if f.is_file()
        )

    assert held("private/work") and not held("work")


def test_what_consent_does_not_cover_is_refused_by_name(home: Path) -> None:
    """After consent changed too; no decision lifts it; corrected, the exhibit is ready again."""
    assert all(e["ready"] for e in listed(home))
    wf(home, "amend", "@1", "--consent", "team", "--because", "asked again")
    refused = [e for e in listed(home) if not e["ready"]]
    assert [c["standing"] for e in refused for c in e["concerns"]] == ["refused"]
    ran = wf(home, "exhibit", "decide", "@1", "consent", "file")
    assert (ran.status, "[exhibit-refused]" in ran.err) == (2, True)
    assert refused[0]["name"] in ran.err
    wf(home, "amend", "@1", "--consent", "court", "--because", "agreed")
    assert all(e["ready"] for e in listed(home))


def test_a_private_paper_needs_a_decision(home: Path) -> None:
    """Under a handle, with a reason; it can be held as well."""
    wf(home, "amend", "@2", "--handling", "private", "--because", "the client's own")
    (one,) = (e for e in listed(home) if e["concerns"])
    assert (one["concerns"][0]["kind"], one["concerns"][0]["standing"]) == ("private", "open")
    wf(home, "exhibit", "decide", one["name"], "private", "hold")
    assert "HELD, by mina" in wf(home, "exhibit").out
    wf(home, "exhibit", "decide", one["name"], "private", "file", "--because", "agreed")
    assert "filed, by mina: agreed" in wf(home, "exhibit").out


def test_a_spreadsheet_goes_round(home: Path, tmp_path: Path) -> None:
    """Unchanged it writes nothing; rows moved, changed and taken out are taken over in one commit."""
    file = tmp_path / "exhibits.csv"
    wf(home, "exhibit", "sheet", "-o", file)
    assert wf(home, "exhibit", "read", file, "--json").records[0]["changes"] == 0
    before = names(home)
    head, *rows = file.read_text("utf-8-sig").splitlines()
    changed = [rows[1].replace("Paper", "Sheet"), rows[0]]
    file.write_text("\n".join([head, *changed]) + "\n", "utf-8")
    assert wf(home, "exhibit", "read", file, "--json").records[0]["changes"] == 3
    assert names(home) == [before[1], before[0]]
    assert listed(home)[0]["words"]["title"] == f"Sheet {before[1]}"
    wf(home, "exhibit", "add", before[2])
    assert names(home) == [before[1], before[0], before[2]]


def test_a_sheet_is_never_written_over(home: Path, tmp_path: Path) -> None:
    """A file that stands there stays."""
    file = tmp_path / "mine.csv"
    file.write_text("mine")
    assert wf(home, "exhibit", "sheet", "-o", file).status == 5
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "nothing.txt"), "unknown-item"),
        (("decide", "one.txt", "gps", "file"), "no-concern"),
        (("decide", "one.txt", "gps", "perhaps"), "verdict"),
        (("order", "one.txt", "one.txt"), "exhibit-twice"),
    ],
)
def test_what_cannot_be_is_refused(home: Path, words: tuple[str, ...], code: str) -> None:
    """With a stable code, and nothing changes."""
    before = names(home)
    ran = wf(home, "exhibit", *words)
    assert (ran.status, f"[{code}]" in ran.err) == (2, True), ran.err
    assert names(home) == before


def test_what_a_filing_must_look_like(home: Path) -> None:
    """By the forum of the matter, with authority and how it is known; without a forum it says how to name one."""
    assert "[no-forum]" in wf(home, "exhibit", "rules").err
    wf(home, "matter", "set", "--forum", "us-eoir")
    told = {r["id"]: r for r in wf(home, "exhibit", "rules", "--json").records}
    assert (told["F05"]["source"], told["F08"]["source"]) == ("seen", "memory")
    assert all(r["authority"] for r in told.values())
    shown = wf(home, "exhibit", "rules").out
    assert shown.count("unverified: not read at the source") > 3
    wf(home, "matter", "set", "--forum", "evidence-bundle")
    assert "say nothing of it" in wf(home, "exhibit", "rules").out


def test_a_withdrawn_exhibit_says_so(home: Path) -> None:
    """It stays in the list, refused, until somebody takes it out: never a silent gap. What was written about it is gone."""
    digest = next(e["item"] for e in listed(home) if e["name"] == "two.txt")
    wf(home, "withdraw", "two.txt", "--reason", "another client's", "--yes")
    one = next(e for e in listed(home) if e["item"] == digest)
    assert [(c["kind"], c["standing"]) for c in one["concerns"]] == [("withdrawn", "refused")]
    assert (one["words"], one["ready"]) == ({}, False)
    wf(home, "exhibit", "remove", digest.removeprefix("sha256:"))
    assert digest not in {e["item"] for e in listed(home)}

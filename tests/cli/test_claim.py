"""`wellfounded claim` as a person types it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Ran, run
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.claims.claim import TYPES

_DECLARATION = """DECLARATION

1. The gate of the yard was locked from March 2024.

2. There were four halls, and I was held in the second.
"""
_AGENCY = (
    "RADIO HILL\n\nMira Tolv said that the gate of the yard was locked in March 2024.\n\n"
    "The ministry denied that the gate of the yard was locked.\n"
)
_OTHER = (
    "Jon Ferel, who delivered bread, said that the gate of the yard was locked on 4 March 2024.\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home and a case with three texts that were read."""
    folder = tmp_path_factory.mktemp("claims")
    inbox = folder / "inbox"
    inbox.mkdir()
    for name, text in (
        ("declaration.txt", _DECLARATION),
        ("agency.txt", _AGENCY),
        ("other.txt", _OTHER),
    ):
        (inbox / name).write_text(text)
    home = folder / "home"
    run("init", folder / "case", home=home)
    wf(home, "add", inbox, "--consent", "court")
    assert wf(home, "build").status == 0
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """The home of a copy of that case."""
    shutil.copytree(made, tmp_path / "made", symlinks=True)
    return tmp_path / "made" / "home"


def code_of(ran: Ran) -> str:
    """The code of the error it ended with."""
    return str(json.loads(ran.err)["code"])


def wf(home: Path, *words: str | Path) -> Ran:
    """Run a command in the case."""
    return run("-C", home.parent / "case", *words, home=home)


def claims(home: Path, *words: str) -> list[dict[str, Any]]:
    """The claims as they are listed."""
    return [r for r in wf(home, "claim", *words, "--json").records if r["type"] == "claim"]


def opened(home: Path, claim: str, link: int, *words: str) -> Ran:
    """Read a link, and confirm it with its mark."""
    (shown,) = wf(home, "claim", "show", claim, str(link), "--json").records
    return wf(home, "claim", "confirm", claim, str(link), "--seen", shown["mark"], *words)


def numbers(home: Path, claim: dict[str, Any], words: str) -> int:
    """The number of the link with these words."""
    return next(k["number"] for k in claim["links"] if words in k["words"])


def test_suggestions_are_not_counted_until_somebody_opened_them(home: Path) -> None:
    """Suggested, accepted in bulk, opened: three states, and only the last is in the count."""
    assert wf(home, "claim", "new", "The gate of the yard was locked", "--suggest").status == 0
    (claim,) = claims(home)
    assert {k["state"] for k in claim["links"]} == {"suggested"}
    assert {k["stance"] for k in claim["links"]} == {"supports", "denies"}
    assert claim["support"]["publications"] == claim["accepted_support"]["publications"] == 0
    said = wf(home, "claim", "confirm", "C1", "--all").out
    assert "accepted without being opened" in said
    (claim,) = claims(home)
    assert claim["support"]["publications"] == 0
    assert claim["accepted_support"]["publications"] > 0
    assert "accepted without being opened" in wf(home, "claim", "C1").out
    assert (
        opened(home, "C1", numbers(home, claim, "Mira Tolv"), "--knows", "eyewitness").status == 0
    )
    (claim,) = claims(home)
    assert (claim["support"]["least"], claim["support"]["most"]) == (1, 1)
    assert claim["support"]["grounds"] == ["eyewitness"]
    assert claim["support"]["falls_with"] == ["Mira Tolv"]


def test_denials_are_counted_as_support_is(home: Path) -> None:
    """The ministry's denial stands beside the support, with its own range."""
    wf(home, "claim", "new", "The gate of the yard was locked", "--suggest")
    (claim,) = claims(home)
    opened(home, "C1", numbers(home, claim, "denied"), "--knows", "official")
    (claim,) = claims(home)
    assert (claim["denial"]["least"], claim["denial"]["grounds"]) == (1, ["official"])
    assert claim["support"]["publications"] == 0


def test_a_mark_of_other_words_opens_nothing(home: Path) -> None:
    """The right mark is taken, another refused, and nothing is written."""
    wf(home, "claim", "new", "The gate of the yard was locked", "--suggest")
    ran = wf(home, "claim", "confirm", "C1", "1", "--seen", "0000", "--json")
    assert (ran.status, code_of(ran)) == (2, "not-seen")
    assert claims(home)[0]["links"][0]["state"] == "suggested"
    assert opened(home, "C1", 1).status == 0
    assert claims(home)[0]["links"][0]["state"] == "confirmed"


def test_numbered_paragraphs_become_claims_once(home: Path) -> None:
    """With number, exact place and record set; a second time nothing is written again."""
    wf(home, "claim", "from", "declaration.txt")
    first, second = claims(home)
    assert (first["paragraph"], second["paragraph"]) == ("1", "2")
    assert second["text"] == "There were four halls, and I was held in the second."
    start, end = first["place"]["locus"]["chars"]
    assert _DECLARATION[start:end] == first["place"]["words"]
    assert first["place"]["words"].startswith("1. The gate")
    wf(home, "claim", "from", "declaration.txt")
    assert len(claims(home)) == 2


def test_what_a_decision_points_into_is_in_the_vault(home: Path) -> None:
    """The record set is an object of the vault: the cache can go, and a full check expects it."""
    wf(home, "claim", "new", "The gate of the yard was locked", "--suggest")
    (claim,) = claims(home)
    records = {k["records"] for k in claim["links"]}
    with Case(home.parent / "case", home=Home(home)) as case:
        held = {str(d) for d in case.vault.digests()}
        pinned = {d for e in case.work.entries() for d in e.body.get("pinned", {})}
    assert records <= pinned <= held
    assert wf(home, "check", "--full").status == 0
    victim = home.parent / "case" / "vault" / records.pop().removeprefix("sha256:")
    victim = victim.parent / victim.name[:2] / victim.name[2:]
    victim.chmod(0o600)
    victim.unlink()
    assert wf(home, "check", "--full").status == 3


def test_the_log_holds_no_words_in_the_clear(home: Path) -> None:
    """Words, stances and reasons are private values; the entries hold names without meaning."""
    wf(home, "claim", "new", "The gate of the yard was locked", "--suggest")
    opened(home, "C1", 1, "--because", "she stood there")
    with Case(home.parent / "case", home=Home(home)) as case:
        entries = [e for e in case.work.entries() if e.type in TYPES]
        raw = repr([e.fields for e in entries])
        told = repr([case.reveal("work", e) for e in entries])
    for words in ("gate of the yard", "she stood there", "Mira Tolv"):
        assert words in told
        assert words not in raw


def test_merge_keeps_what_was_decided_and_split_asks_again(home: Path) -> None:
    """Merged, links count as they stood; split, they stand at each new claim as suggested."""
    for text in ("The gate was locked", "The yard's gate was shut"):
        wf(home, "claim", "new", text)
    wf(
        home,
        "claim",
        "link",
        "C2",
        "agency.txt",
        "--quote",
        "the gate of the yard was locked in March 2024",
        "--knows",
        "eyewitness",
    )
    assert wf(home, "claim", "merge", "C1", "C2").status == 0
    (claim,) = claims(home)
    assert (claim["claim"], claim["support"]["least"]) == ("C1", 1)
    assert wf(home, "claim", "split", "C1", "The gate was locked", "It was March").status == 0
    found = claims(home)
    assert [c["claim"] for c in found] == ["C3", "C4"]
    assert [[k["state"] for k in c["links"]] for c in found] == [["suggested"], ["suggested"]]
    ran = wf(home, "claim", "show", "C1", "--json")
    assert (ran.status, code_of(ran)) == (2, "ended-claim")


def test_a_link_taken_back_is_gone_and_a_rejected_one_stays(home: Path) -> None:
    """And neither is suggested again."""
    wf(home, "claim", "new", "The gate of the yard was locked", "--suggest")
    count = len(claims(home)[0]["links"])
    assert count >= 3
    wf(home, "claim", "reject", "C1", "1", "--because", "another gate")
    wf(home, "claim", "unlink", "C1", "2")
    (claim,) = claims(home)
    assert [k["number"] for k in claim["links"]] == [1, *range(3, count + 1)]
    assert claim["links"][0]["state"] == "rejected"
    assert claim["support"]["publications"] == 0


def test_leaving_a_source_out_counts_again(home: Path) -> None:
    """By name, by item, and an unknown name is no source."""
    wf(home, "claim", "new", "The gate of the yard was locked")
    for item, words, who in (
        ("agency.txt", "the gate of the yard was locked in March 2024", "eyewitness"),
        ("other.txt", "the gate of the yard was locked on 4 March 2024", "eyewitness"),
    ):
        assert wf(home, "claim", "link", "C1", item, "--quote", words, "--knows", who).status == 0
    assert claims(home)[0]["support"]["least"] == 2
    assert claims(home, "--without", "Mira Tolv")[0]["support"]["least"] == 1
    assert claims(home, "--without", "other.txt")[0]["support"]["falls_with"] == ["Mira Tolv"]
    ran = wf(home, "claim", "--without", "Nobody Known", "--json")
    assert (ran.status, code_of(ran)) == (2, "unknown-source")


def test_a_source_can_be_an_item_of_the_case(home: Path) -> None:
    """A person says who stood behind a name; from then on both are one, and two again when it is taken back."""
    wf(home, "claim", "new", "The gate of the yard was locked")
    for item, words in (
        ("agency.txt", "the gate of the yard was locked in March 2024"),
        ("other.txt", ""),
    ):
        assert (
            wf(home, "claim", "link", "C1", item, "--quote", words, "--knows", "eyewitness").status
            == 0
        )
    assert claims(home)[0]["support"]["most"] == 2
    assert (
        wf(home, "claim", "same", "Mira Tolv", "other.txt", "--because", "her letter").status == 0
    )
    (claim,) = claims(home)
    assert (claim["support"]["least"], claim["support"]["most"]) == (1, 1)
    assert any("her letter" in d["because"] for d in claim["support"]["dependences"])
    wf(home, "claim", "same", "Mira Tolv", "other.txt", "--because", "another hand", "--not")
    assert claims(home)[0]["support"]["most"] == 2


def test_withdrawing_the_item_takes_the_words_and_the_count(home: Path) -> None:
    """The link stays as a line without words; what is left counts."""
    wf(home, "claim", "new", "The gate of the yard was locked")
    wf(
        home,
        "claim",
        "link",
        "C1",
        "other.txt",
        "--quote",
        "the gate of the yard was locked on 4 March 2024",
        "--knows",
        "eyewitness",
    )
    assert claims(home)[0]["support"]["least"] == 1
    assert wf(home, "withdraw", "other.txt", "--reason", "consent ended", "--yes").status == 0
    (claim,) = claims(home)
    assert claim["support"]["publications"] == 0
    assert [(k["withdrawn"], k["words"]) for k in claim["links"]] == [(True, "")]
    assert "withdrawn: counts nothing" in wf(home, "claim", "C1").out
    assert wf(home, "check").status == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("link", "C1", "agency.txt", "--quote", "the gate was green"), "quote-not-found"),
        (("link", "C1", "agency.txt", "--stance", "likes"), "stance"),
        (("link", "C1", "agency.txt", "--knows", "rumour"), "knows"),
        (("link", "C9", "agency.txt"), "unknown-claim"),
        (("confirm", "C1", "7"), "unknown-link"),
        (("confirm", "C1"), "no-link"),
        (("from", "agency.txt"), "no-paragraphs"),
        (("new", "  "), "no-claim"),
        (("split", "C1", "alone"), "one-claim"),
        (("merge", "C1", "C1"), "same-claim"),
        (("same", "agency.txt", "agency.txt", "--because", "one"), "same-source"),
        (("same", "agency.txt", "other.txt", "--because", " "), "no-reason"),
        (("same", "agency.txt", "Nobody Known", "--because", "one"), "unknown-source"),
    ],
)
def test_what_cannot_be_done_says_why_and_writes_nothing(
    home: Path, words: tuple[str, ...], code: str
) -> None:
    """Each a typed error with exit 2, and the log as it was."""
    wf(home, "claim", "new", "The gate of the yard was locked")
    with Case(home.parent / "case", home=Home(home)) as case:
        before = case.work.checkpoint().size
        ran = wf(home, "claim", *words, "--json")
        assert (ran.status, code_of(ran)) == (2, code)
        assert case.work.checkpoint().size == before
    assert wf(home, "claim", "link", "C1", "agency.txt").status == 0


def _sheet(home: Path) -> tuple[Path, list[dict[str, str]]]:
    """Write the sheet; gives the file and its rows."""
    file = home.parent / "claims.csv"
    file.unlink(missing_ok=True)
    assert wf(home, "claim", "sheet", "-o", file).status == 0
    return file, list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))


def _back(home: Path, file: Path, rows: list[dict[str, str]], *more: str) -> Ran:
    """Put rows into the file and read it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(out.getvalue(), "utf-8")
    return wf(home, "claim", "read", file, *more)


def test_a_sheet_read_back_unchanged_writes_nothing(home: Path) -> None:
    """Whatever stands in it, commas, quotation marks and formulas too."""
    wf(home, "claim", "new", '=The gate of the yard, "they" say, was locked', "--suggest")
    file, rows = _sheet(home)
    assert rows[0]["text"].startswith("'=")
    assert len(rows) > 2
    assert "0 changes" in wf(home, "claim", "read", file).out


def test_bulk_editing_in_a_sheet(home: Path) -> None:
    """Accept, reject, say how somebody knew, reword, add a claim with a link: one commit, and accepted is not opened."""
    wf(home, "claim", "new", "The gate of the yard was locked", "--suggest")
    file, rows = _sheet(home)
    links = [row for row in rows if row["link"]]
    first, second = links[0], links[1]
    first |= {"state": "confirmed", "knows": "eyewitness"}
    second |= {"state": "rejected", "because": "another gate"}
    fresh = dict.fromkeys(rows[0], "")
    rows.append(fresh | {"claim": "new", "text": "Bread was delivered"})
    rows.append(
        fresh
        | {"claim": "new", "item": "other.txt", "text": "who delivered bread", "stance": "supports"}
    )
    assert "4 changes" in _back(home, file, rows).out
    one, two = claims(home)
    states = {k["number"]: (k["state"], k["knows"]) for k in one["links"]}
    assert states[int(first["link"])] == ("accepted", "eyewitness")
    assert states[int(second["link"])] == ("rejected", None)
    assert (one["support"]["publications"], one["accepted_support"]["least"]) == (0, 1)
    assert [(k["state"], k["words"]) for k in two["links"]] == [
        ("confirmed", "who delivered bread")
    ]


def test_a_reworded_claim_asks_for_its_links_again(home: Path) -> None:
    """What was opened for the old words is accepted, not opened; opened again it counts."""
    wf(home, "claim", "new", "The gate of the yard was locked", "--suggest")
    opened(home, "C1", 1, "--knows", "eyewitness")
    assert claims(home)[0]["support"]["least"] == 1
    file, rows = _sheet(home)
    rows[0]["text"] = "The yard's gate was locked"
    assert "1 change" in _back(home, file, rows).out
    (claim,) = claims(home)
    assert (claim["text"], claim["links"][0]["state"]) == ("The yard's gate was locked", "accepted")
    assert claim["support"]["publications"] == 0
    opened(home, "C1", 1)
    assert claims(home)[0]["support"]["least"] == 1


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        ({"state": "true"}, "claim-sheet", "line 3"),
        ({"link": "one"}, "claim-sheet", "line 3"),
        ({"stance": "perhaps"}, "claim-sheet", "line 3"),
        ({"text": "other words"}, "claim-sheet", "line 3"),
        ({"claim": "C9"}, "unknown-claim", "line 3"),
        ({"link": "99"}, "unknown-link", "line 3"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(
    home: Path, change: dict[str, str], code: str, line: str
) -> None:
    """The error names the line; the row as it was would have been taken."""
    wf(home, "claim", "new", "The gate of the yard was locked", "--suggest")
    file, rows = _sheet(home)
    rows[1]["state"] = "rejected"
    wrong = [dict(row) for row in rows]
    wrong[1] |= change
    ran = _back(home, file, wrong, "--json")
    assert (ran.status, code_of(ran), json.loads(ran.err)["where"]) == (2, code, line)
    assert {k["state"] for k in claims(home)[0]["links"]} == {"suggested"}
    assert "1 change" in _back(home, file, rows).out

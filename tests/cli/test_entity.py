"""`wellfounded entity` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Ran, run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home, and a case beside it with two texts in two scripts that name one person."""
    folder = tmp_path_factory.mktemp("entity")
    home, inbox = folder / "home", folder / "inbox"
    inbox.mkdir()
    (inbox / "one.txt").write_text(
        "Lena Ferel said that the gate was locked.\n\nFerel said that nobody came.\n\nOfficers said that all was well.\n"
    )
    (inbox / "two.txt").write_text(
        "莱娜·费雷尔表示：“大门锁着，没有人可以出去，大家都在院子里等了一整天。”\n"
    )
    run("init", folder / "case", home=home)
    wf(home, "add", inbox)
    assert wf(home, "build").status == 0
    return home


def wf(home: Path, *words: str | Path) -> Ran:
    """Run a command in the case."""
    return run("-C", home.parent / "case", *words, home=home)


def listed(home: Path) -> list[dict[str, Any]]:
    """The entities."""
    return [r for r in wf(home, "entity", "--json").records if r["type"] == "entity"]


def test_names_of_two_scripts_are_two_until_a_person_lists_them(home: Path) -> None:
    """Then one, with all names; its statements count together, and as a source of a claim it is one."""
    names = home.parent / "case" / "aliases.txt"
    names.unlink(missing_ok=True)
    assert {e["name"] for e in listed(home)} == {"Lena Ferel", "莱娜·费雷尔"}
    wf(home, "claim", "new", "The gate was locked")
    for item, quote in (
        ("one.txt", "that the gate was locked"),
        ("two.txt", "大门锁着，没有人可以出去"),
    ):
        ran = wf(home, "claim", "link", "C1", item, "--quote", quote, "--knows", "eyewitness")
        assert ran.status == 0, ran.err
    (claim,) = [r for r in wf(home, "claim", "--json").records if r["type"] == "claim"]
    assert claim["support"]["least"] == 2
    names.write_text("Lena Ferel; 莱娜·费雷尔\n")
    (one,) = listed(home)
    assert (one["kind"], one["statements"], len(one["items"])) == ("person", 3, 2)
    assert set(one["names"]) == {"Lena Ferel", "莱娜·费雷尔", "Ferel"}
    (claim,) = [r for r in wf(home, "claim", "--json").records if r["type"] == "claim"]
    assert (claim["support"]["least"], claim["support"]["most"]) == (1, 1)


def test_the_export_is_followthemoney(home: Path) -> None:
    """One object a line: id, schema, properties that are lists of strings; a file that is there is not written over."""
    file = home.parent / "entities.ftm.json"
    assert wf(home, "entity", "export", "-o", file).status == 0
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert {r["properties"]["name"][0] for r in rows} == {e["name"] for e in listed(home)}
    assert {r["schema"] for r in rows} <= {"Person", "Organization", "LegalEntity"}
    assert "Person" in {r["schema"] for r in rows}
    for row in rows:
        assert set(row) == {"id", "schema", "properties"}
        assert all(isinstance(v, str) for values in row["properties"].values() for v in values)
    assert wf(home, "entity", "export", "-o", file).status == 5


def test_who_is_somebody_only_in_one_text_is_left_out(home: Path) -> None:
    """`Officers` are in the statements, and no entity."""
    said = wf(home, "statement", "one.txt").out
    assert "Officers" in said
    assert not any("fficers" in name for e in listed(home) for name in e["names"])

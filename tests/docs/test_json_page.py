"""The page of JSON Lines says what the commands print: every record, every field, every type."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.docs.json_session import Printed, printed
from tests.house.tree import ROOT

Field = tuple[frozenset[str], bool]
PAGE = ROOT / "docs" / "lookup" / "json.md"


def schemas(text: str) -> dict[tuple[str, str], dict[str, Field]]:
    """Give for each verb and record on the page its fields, the types each may have, and whether it must be there."""
    found: dict[tuple[str, str], dict[str, Field]] = {}
    verb = record = ""
    for line in text.splitlines():
        if line.startswith("## "):
            verb = line[3:]
        elif line.startswith("### "):
            record = line[4:]
        elif row := re.match(r"\| `([a-z_0-9]+)` \| ([^|]+) \|", line):
            kinds, _, absent = row[2].strip().partition(", ")
            found.setdefault((verb, record), {})[row[1]] = (
                frozenset(kinds.split(" or ")),
                not absent,
            )
    return found


def wrong(fields: dict[str, Field], record: dict[str, Any]) -> list[str]:
    """What of a record is not as the page says."""
    bad = [f"{k} is not on the page" for k in record if k not in fields and k not in ("type", "v")]
    bad += [f"{k} is missing" for k, (_, must) in fields.items() if must and k not in record]
    for name, (kinds, _) in fields.items():
        if name in record and _kind(record[name]) not in kinds:
            bad.append(f"{name} is {_kind(record[name])}")
    return bad


def _kind(value: object) -> str:
    names = {
        bool: "boolean",
        int: "integer",
        float: "number",
        str: "string",
        list: "list",
        dict: "object",
    }
    return "null" if value is None else names[type(value)]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """What a session of all commands printed."""
    return printed(tmp_path_factory.mktemp("session"))


def test_every_record_is_as_the_page_says(session: Printed) -> None:
    """No field more, none less, each of a type that stands there; `type` and `v` first."""
    page = schemas(PAGE.read_text(encoding="utf-8"))
    for verb, records in session.items():
        for record in records if verb != "errors" else ():
            assert list(record)[:2] == ["type", "v"]
            where = (verb, record["type"])
            assert where in page, where
            assert wrong(page[where], record) == [], where


def test_every_record_on_the_page_is_printed(session: Printed) -> None:
    """The page lists nothing that no command says; `demo` is run elsewhere."""
    said = {(verb, r["type"]) for verb, rs in session.items() if verb != "errors" for r in rs}
    page = schemas(PAGE.read_text(encoding="utf-8"))
    assert set(page) - said == {("demo", "demo")}


def test_errors_are_objects_of_one_shape(session: Printed) -> None:
    """On standard error, one for each command that failed."""
    assert len(session["errors"]) == 1
    assert list(session["errors"][0]) == ["code", "what", "where", "why", "next"]


def test_a_record_that_differs_is_seen(tmp_path: Path) -> None:
    """A field more, a field less and another type are each seen; one that may be absent is not missed."""
    text = (
        "## add\n### received\n| `entry` | integer | x |\n| `name` | string, may be absent | x |\n"
    )
    fields = schemas(text)["add", "received"]
    assert wrong(fields, {"type": "received", "v": 1, "entry": 1}) == []
    assert wrong(fields, {"entry": "1"}) == ["entry is string"]
    assert wrong(fields, {}) == ["entry is missing"]
    assert wrong(fields, {"entry": 1, "new": 2}) == ["new is not on the page"]

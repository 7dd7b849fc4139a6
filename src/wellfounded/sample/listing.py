"""The list of the sample case's files, with what its giver said of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wellfounded.terms.errors import Damaged

FORMAT: Final = "wellfounded-sample/1"
_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SampleItem:
    """One file of the sample case and its circumstances, each as `wellfounded add` takes it.

    Moments are ISO 8601 as far as they are known, empty when nobody said; `handling` is open,
    private or privileged; `consent` is none, team, court or public, until `consent_until` when set.
    """

    path: Path
    source: str
    note: str
    received: str
    published: str
    handling: str
    consent: str
    consent_until: str
    minor: bool
    graphic: bool


def folder() -> Path:
    """Give the folder that holds the files."""
    return _HERE / "data"


def title() -> str:
    """Give the case's title, as a person would write it."""
    return str(_manifest()["title"])


def items() -> Iterator[SampleItem]:
    """Give every file in the order in which it came in.

    Raises Damaged `sample-form` when the manifest is not one this version reads.
    """
    manifest = _manifest()
    try:
        for row in manifest["items"]:
            yield _item(row)
    except (KeyError, TypeError) as exc:
        raise Damaged("sample-form", "the sample case's manifest lacks a field") from exc


def _item(row: dict[str, Any]) -> SampleItem:
    return SampleItem(
        path=folder() / row["path"],
        source=row["source"],
        note=row["note"],
        received=row["received"],
        published=row["published"],
        handling=row["handling"],
        consent=row["consent"],
        consent_until=row["consent_until"],
        minor=row["minor"],
        graphic=row["graphic"],
    )


def _manifest() -> dict[str, Any]:
    try:
        read = json.loads((_HERE / "manifest.json").read_text(encoding="utf-8"))
    except ValueError as exc:
        raise Damaged("sample-form", "the sample case's manifest is not JSON") from exc
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise Damaged("sample-form", "the sample case's manifest is of another format")
    return read

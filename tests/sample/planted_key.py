"""The key of the sample case, read for tests."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wellfounded.sample import folder

ROOM = folder().parent


@dataclass(frozen=True, slots=True)
class Plant:
    """One entry of the key: its files, by name, and the facts that can be measured."""

    id: str
    kind: str
    items: tuple[str, ...]
    says: str
    facts: dict[str, Any]

    def file(self, number: int = 0) -> Path:
        """The path of its file `number`."""
        return folder() / self.items[number]


def plants() -> dict[str, Plant]:
    """Every entry of the key by its id."""
    read = json.loads((ROOM / "key.json").read_text(encoding="utf-8"))
    rows = (Plant(**{**row, "items": tuple(row["items"])}) for row in read["planted"])
    return {plant.id: plant for plant in rows}

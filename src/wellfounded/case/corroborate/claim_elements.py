"""Which claims people hold against which elements, as the work log has it; the newest entry of a pair holds."""

from __future__ import annotations

from typing import Any, Final

from wellfounded.case.folder import Case
from wellfounded.catalogue import Catalogue

TYPE: Final = "element"


def claims_held(case: Case, catalogue: Catalogue) -> list[tuple[str, str, dict[str, Any]]]:
    """Give the id of each claim that is held against an element, under whose handle, and what was said."""
    held: dict[tuple[str, str, str, str], tuple[str, str, dict[str, Any]]] = {}
    for line in catalogue.entries("work", types=(TYPE,)):
        told = case.reveal("work", case.work.entry(line.index))
        if "claim" in told:
            key = (told["claim"], told["element"], told["stance"], told.get("country", ""))
            held.pop(key, None)
            if not told.get("undone"):
                held[key] = (told["claim"], line.actor, told)
    return list(held.values())

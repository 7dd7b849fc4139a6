"""Two items that are exports of one chat, aligned."""

from __future__ import annotations

from dataclasses import dataclass

from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.catalogue import Catalogue
from wellfounded.copies.exports import Aligned, Message, align
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

CAUTION = (
    "An export is text its sender can edit. A difference says that the two differ, not who changed what: a message that only one has may have been "
    "deleted on the other telephone, never have reached it, or have been written in."
)


@dataclass(frozen=True, slots=True)
class ComparedExports:
    """Both items, how many messages each has, and how these align. Messages without words are counted and not compared."""

    first: Digest
    second: Digest
    counts: tuple[int, int]
    without_words: tuple[int, int]
    aligned: Aligned


def compare_exports(case: Case, first: str, second: str) -> ComparedExports:
    """Align two items of a case that are chat exports; raises Mistaken `not-a-chat` or `same-item`."""
    with open_catalogue(case) as catalogue:
        items = catalogue.resolve(first), catalogue.resolve(second)
        if items[0] == items[1]:
            raise Mistaken("same-item", "both name one item", where=str(items[0]))
        counts = [_count(catalogue, item) for item in items]
        sides = [_messages(catalogue, item) for item in items]
    without = counts[0] - len(sides[0]), counts[1] - len(sides[1])
    return ComparedExports(*items, (counts[0], counts[1]), without, align(*sides))


def _count(catalogue: Catalogue, item: Digest) -> int:
    for fact in catalogue.facts(item):
        if fact.name == "chat.messages":
            return int(fact.value)
    raise Mistaken(
        "not-a-chat",
        "that item was not read as an export of a chat",
        where=str(item),
        next="build first; which exports are read stands in docs/know/chats.md",
    )


def _messages(catalogue: Catalogue, item: Digest) -> list[Message]:
    return [
        Message(one.locus.message, one.speaker, one.when, one.text)
        for one in catalogue.passages(item, stage="read")
        if one.source == "message" and one.locus.message is not None
    ]

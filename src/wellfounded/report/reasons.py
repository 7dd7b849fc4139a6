"""The reasons why two items are taken for one, as a person reads them: each once, with its weight where one is published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from wellfounded.copies.copy import Copy
from wellfounded.report.kin import Relation

NAMES: Final = {
    "aligned-passages": "Same words",
    "choice-and-order": "Same particulars, same order",
    "credit": "One credits the other",
    "shared-rare": "Rare words or values in both",
    "same-quotation": "Same quotation",
    "numbers-and-names": "Same numbers and names",
    "published-before": "Order of publication",
    "motion": "What moves",
    "light": "Light",
    "places": "Places in the picture",
    "peaks": "Peaks of the sound",
    "speed": "Speed",
    "pitch": "Pitch",
}
"""What each reason of `copies` is called on a page."""

_LETTER: Final = re.compile(
    r"^[ab](?= (?:is longer|is earlier|has more pixels|shows a part))"
    r"|(?<=it has what )[ab](?= leaves out)|(?<=of the frame of )[ab](?= \()|(?<= for )[ab](?= \()"
)
_SHORT: Final = re.compile(r"\b[0-9a-f]{12}\b")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what sort it is, what was found, and its weight of 1000; None where none is published."""

    name: str
    said: str
    weight: int | None


def reasons(copies: tuple[Copy, ...], sigla: Mapping[str, str]) -> list[Reason]:
    """Give the reasons of a pair, each once; `sigla` gives the siglum of an item by the first twelve digits of its digest."""
    found: dict[tuple[str, str], Reason] = {}
    for copy in copies:
        for one in copy.evidence:
            weight = one.weight if copy.kind == "text" else None
            reason = Reason(NAMES.get(one.name, one.name), _lettered(one.said, sigla), weight)
            found.setdefault((one.name, one.said), reason)
    return list(found.values())


def of_pair(said: str, a: str, b: str) -> str:
    """Give a sentence about `a` and `b` of a pair with their sigla."""
    return _LETTER.sub(lambda m: {"a": a, "b": b}[m.group()], said)


def ways(relation: Relation, sigla: Mapping[str, str]) -> list[str]:
    """Give what speaks for one being made from the other, without what the verdict and the reasons say already."""
    told = {e.said for c in relation.copies for e in c.evidence}
    verdicts = {f"{c.verdict} ({c.kind}, score {c.score / 1000:.2f})" for c in relation.copies}
    rows = (*relation.why, *relation.times)
    left = [said for said in rows if said not in told and said not in verdicts]
    a, b = (sigla.get(item.hex[:12], item.hex[:12]) for item in (relation.a, relation.b))
    return [_lettered(of_pair(said, a, b), sigla) for said in left]


def _lettered(said: str, sigla: Mapping[str, str]) -> str:
    return _SHORT.sub(lambda m: sigla.get(m.group(), m.group()), said)

"""From reasons to a verdict: weights and thresholds, published in docs/know/copies-of-text.md and nowhere else set.

Chosen on benchmarks/rewrites/develop.txt; figures on texts they were not chosen on are in docs/benchmarks.md. What is
unknown stays unknown: it never becomes `independent`, which only a person can say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wellfounded.copies.copy import Copy, Evidence, Side, Verdict
from wellfounded.copies.text.document import Document, Read
from wellfounded.copies.text.pair import Findings
from wellfounded.copies.text.retelling import FEWEST, FEWEST_WORDS
from wellfounded.copies.text.retold import SHARE, Retold, strength

COPY: Final = 0.80
DERIVED: Final = 0.30
PASSAGE: Final = 15
WORTH_SHOWING: Final = 400
CREDIT: Final = 250
ALONE: Final = 50
MOST_ALONE: Final = 150
QUOTATION: Final = 100
MOST_QUOTED: Final = 200
NUMBERS: Final = 400


def weigh(a: Read, b: Read, found: Findings) -> list[Copy]:
    """Give what one pair comes to: one copy a passage, all with the pair's verdict, score and reasons; nothing for chance likeness."""
    evidence = reasons(a.document, b.document, found)
    score = min(1000, sum(one.weight or 0 for one in evidence))
    verdict = _verdict(found)
    if verdict == "unknown" and score < WORTH_SHOWING:
        return []
    return [
        Copy(
            "text",
            _side(a.document, left),
            _side(b.document, right),
            verdict,
            score,
            evidence=evidence,
        )
        for left, right in _places(a, b, found, verdict)
    ]


def _verdict(found: Findings) -> Verdict:
    if found.covered >= COPY:
        return "copy"
    credited = bool(found.credits_a or found.credits_b)
    if found.covered >= DERIVED or _whole(found) or (credited and found.told.share >= SHARE):
        return "derived"
    if found.retold or any(words >= PASSAGE for words in found.plain) or (credited and found.alone):
        return "partly derived"
    return "unknown"


def _whole(found: Findings) -> bool:
    """Say whether the texts as wholes tell alike, not only a stretch of one."""
    return any(one.found.out_of == found.told.out_of for one in found.retold)


def reasons(a: Document, b: Document, found: Findings) -> tuple[Evidence, ...]:
    """List the reasons one by one, each with its weight in thousandths."""
    return tuple(filter(None, (
        _passages(found), _choice(found), _credit(a, b, found), _alone(found), _quotations(found),
        _numbers(found), _order(a, b, found),
    )))  # fmt: skip


def _passages(found: Findings) -> Evidence | None:
    kept = [one for one, words in zip(found.passages, found.plain, strict=True) if words]
    if not kept:
        return None
    words = sum(one.matched for one in kept)
    said = f"{words} words agree in {_count(len(kept), 'passage')}, {found.covered:.0%} of the shorter text"
    return Evidence("aligned-passages", said, round(1000 * found.covered))


def _choice(found: Findings) -> Evidence | None:
    told = max((one.found for one in found.retold), key=strength, default=found.told)
    if told.shared < FEWEST or told.worded < FEWEST_WORDS:
        return None
    said = (
        f"{told.shared} of {told.out_of} particulars stand in both, {told.ordered} of them in one order "
        f"(by chance about {2 * told.shared**0.5:.0f})"
    )
    return Evidence("choice-and-order", said, min(1000, round(1000 * strength(told))))


def _credit(a: Document, b: Document, found: Findings) -> Evidence | None:
    for name, by in ((found.credits_a, b), (found.credits_b, a)):
        if name:
            return Evidence(
                "credit", f"{name}, which published one of them, is named in {_short(by)}", CREDIT
            )
    return None


def credited_in(evidence: Evidence) -> str:
    """Give the first twelve digits of the item that names the other's publisher, of a reason `credit`; else nothing."""
    return evidence.said.rpartition(" ")[2] if evidence.name == "credit" else ""


def _short(document: Document) -> str:
    return document.item.hex[:12]


def _alone(found: Findings) -> Evidence | None:
    if not found.alone:
        return None
    listed = ", ".join(found.alone[:6])
    said = f"in this collection only these two have: {listed}"
    return Evidence("shared-rare", said, min(MOST_ALONE, ALONE * len(found.alone)))


def _quotations(found: Findings) -> Evidence | None:
    if not found.quotations:
        return None
    agree = "agrees" if found.quotations == 1 else "agree"
    said = f"{_count(found.quotations, 'quotation')} {agree} word for word"
    return Evidence("same-quotation", said, min(MOST_QUOTED, QUOTATION * found.quotations))


def _numbers(found: Findings) -> Evidence | None:
    if found.numbers is None:
        return None
    one = found.numbers
    said = (
        f"{one.shared} of {one.out_of} numbers and names agree, {one.ordered} of them in one order"
    )
    return Evidence("numbers-and-names", said, NUMBERS)


def _order(a: Document, b: Document, found: Findings) -> Evidence | None:
    if not found.earlier:
        return None
    first, second = (a, b) if found.earlier == "a" else (b, a)
    said = f"by their own dates {_short(first)} was published before {_short(second)}"
    return Evidence("published-before", said)


def _places(
    a: Read, b: Read, found: Findings, verdict: Verdict
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Give the places to show: aligned passages, what is retold where that says more, else the whole texts."""
    aligned = [(a.words.span(*one.a), b.words.span(*one.b)) for one in found.passages]
    if shows_retold(found):
        return [(one.a, one.b) for one in found.retold] + [
            pair for pair in aligned if retold_apart(found.retold, pair)
        ]
    if aligned:
        return aligned
    return [((0, len(a.words.text)), (0, len(b.words.text)))]


def shows_retold(found: Findings) -> bool:
    """Say whether what is told anew says more of a pair than the words that agree."""
    return bool(found.retold) and found.covered < DERIVED


def retold_apart(told: Sequence[Retold], pair: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    """Say whether a passage stands outside all that is told anew."""
    return not any(one.b[0] <= pair[1][0] and pair[1][1] <= one.b[1] for one in told)


def _side(document: Document, span: tuple[int, int]) -> Side:
    return Side(document.item, document.name, *span)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

"""What hangs two texts together, each reason by itself: passages, quotations, credit, the choice and order of what is told.

No reason here is a verdict; `weigh` makes one of them, with published weights. Agreement inside quotation marks is kept
apart: two reporters who heard one speaker write down the same words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from wellfounded.catalogue.tokens.fold import fold
from wellfounded.copies.text.align import Aligned, align
from wellfounded.copies.text.document import Read
from wellfounded.copies.text.retelling import Retelling, retelling
from wellfounded.copies.text.retold import Retold, numbers_alike, retold

_SHORT_QUOTE: Final = 5
_SHORTEST_NAME: Final = 5


@dataclass(frozen=True, slots=True)
class Findings:
    """The reasons found in one pair.

    `passages` are aligned and `plain[i]` counts the words of passage i that agree outside quotation marks. `covered` is the
    share of the shorter text's words in them, 0 to 1. `quotations` are aligned runs inside quotation marks on both sides.
    `alone` are particulars no other text of the collection has. `earlier` is "a" or "b" where the stated times of
    publication leave no doubt. `credits_a` is the name of the first text's publisher as the second one gives it.
    """

    passages: tuple[Aligned, ...]
    plain: tuple[int, ...]
    covered: float
    quotations: int
    told: Retelling
    retold: tuple[Retold, ...]
    numbers: Retelling | None
    alone: tuple[str, ...]
    credits_a: str
    credits_b: str
    earlier: str


def compare(a: Read, b: Read, alone: Sequence[str] = ()) -> Findings:
    """Find what hangs two texts together; deterministic. `alone` comes from the collection."""
    passages = align(a.words, b.words)
    plain = tuple(_unquoted(one, a, b) for one in passages)
    fresh = sum(_fresh(one, a, b) for one, words in zip(passages, plain, strict=True) if words)
    return Findings(
        tuple(passages),
        plain,
        min(1.0, fresh / max(1, min(a.length, b.length))),
        sum(1 for one, words in zip(passages, plain, strict=True) if _quotes(one, words)),
        retelling(a.told, b.told),
        tuple(retold(a, b)),
        numbers_alike(a, b) if _other_language(a, b) else None,
        tuple(alone),
        _credit(a, b),
        _credit(b, a),
        _earlier(a, b),
    )


def _unquoted(one: Aligned, a: Read, b: Read) -> int:
    """Count the words that agree and do not stand between quotation marks on both sides."""
    return one.matched - sum(
        int((a.quoted[run.a : run.a_end] & b.quoted[run.b : run.b_end]).sum()) for run in one.runs
    )


def _fresh(one: Aligned, a: Read, b: Read) -> int:
    """Count the words that agree, without blocks that either text printed before."""
    return one.matched - sum(
        int((a.again[run.a : run.a_end] | b.again[run.b : run.b_end]).sum()) for run in one.runs
    )


def _other_language(a: Read, b: Read) -> bool:
    one, other = a.document.language.split("-")[0], b.document.language.split("-")[0]
    return bool(one and other) and one != other


def _quotes(one: Aligned, plain: int) -> bool:
    return one.matched - plain >= _SHORT_QUOTE


_EVERYWHERE: Final = frozenset(("the", "www", "com", "org", "net"))
_ANY_OUTLET: Final = frozenset(
    "news agency press media online network service daily weekly world national international".split()
)


@cache
def _named(name: str) -> re.Pattern[str] | None:
    """Give how a publisher's name is looked for, folded, in whole words: `Northline News Agency`, and `Northline` for short."""
    words = [w for w in fold(name).split() if w not in _EVERYWHERE]
    short = [w for w in words if w not in _ANY_OUTLET]
    forms = [form for form in (words, short) if len("".join(form)) >= _SHORTEST_NAME and short]
    if not forms:
        return None
    written = "|".join(" +".join(map(re.escape, form)) for form in forms)
    return re.compile(rf"(?<!\S)(?:{written})(?!\S)")


def _credit(of: Read, by: Read) -> str:
    """Give the name of one text's publisher where the other text writes it; not where both come from that publisher."""
    own = {fold(name) for name in by.document.publishers}
    folded = ""
    for name in of.document.publishers:
        pattern = _named(name)
        if pattern is None or fold(name) in own:
            continue
        folded = folded or fold(by.document.text)
        if pattern.search(folded):
            return name
    return ""


def _earlier(a: Read, b: Read) -> str:
    """Say which was published first, if no possible zone makes it the other one."""
    first, second = a.document.published, b.document.published
    if first is None or second is None:
        return ""
    if first.interval()[1] <= second.interval()[0]:
        return "a"
    return "b" if second.interval()[1] <= first.interval()[0] else ""

"""With what stance something is said: asserted, denied, reported, questioned or taken back; negated; feared, ordered or hedged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from wellfounded.claims.untrusted import lexicon
from wellfounded.claims.untrusted.english import Draft
from wellfounded.claims.untrusted.spans import covers, total

_HEDGES: Final = frozenset(
    "may might could possibly perhaps probably likely allegedly reportedly apparently supposedly presumably seemingly".split()
)
_BARE: Final = 6
_REFUSES: Final = frozenset({"refuse", "decline"})
_MOSTLY: Final = 0.8


@dataclass(frozen=True, slots=True)
class Qualities:
    """How something is said."""

    stance: str
    modality: str
    negation: bool
    factive: str


def of(draft: Draft, content: list[Any]) -> Qualities:
    """Give the stance of a statement; `content` are the parsed words of what it says."""
    word = draft.word
    roots = [t for t in content if t.head not in content or t.head == t]
    root = next((t for t in roots if t.pos_ in ("VERB", "AUX")), roots[0] if roots else None)
    bare = root is not None and len(content) <= _BARE and _negated(root) and _only_no(content, root)
    if draft.frame == "label" and content and content[-1].lower_ == "?":
        return Qualities("questions", "", False, word.standing)
    stance = "denies" if bare and word.stance in ("asserts", "reports") else word.stance
    negation = draft.negated or bare or word.lemma in _REFUSES
    return Qualities(stance, _modality(draft, root), negation, word.standing)


def _negated(token: Any) -> bool:
    return any(child.dep_ == "neg" for child in token.children)


def _only_no(content: list[Any], root: Any) -> bool:
    """Whether words say no more than no: `it was not`, `he did not`."""
    return all(t.pos_ in ("PRON", "AUX", "PART", "PUNCT", "INTJ") or t == root for t in content)


def _modality(draft: Draft, root: Any) -> str:
    if draft.word.modality:
        return draft.word.modality
    if root is None or draft.token is None:
        return ""
    feared = lexicon.meaning(lexicon.lemma(root), "VERB", "that")
    if feared is not None and feared.modality == "fears":
        return "fears"
    near = {child.lower_ for child in root.children if child.dep_ in ("aux", "advmod")}
    return "hedges" if near & _HEDGES or _hedged(draft, root) else ""


def _hedged(draft: Draft, root: Any) -> bool:
    """Whether a hedge stands before a noun of the content: `possibly genocide`."""
    return any(
        t.lower_ in _HEDGES and t.dep_ == "advmod" and t.head.pos_ in ("NOUN", "PROPN", "VERB")
        for t in root.doc
        if covers(draft.content, draft.offset + t.idx, draft.offset + t.idx + 1) and t.head.i > t.i
    )


def speech(draft: Draft) -> str:
    """Give whether the content is direct, mixed or indirect speech: how much of it stands in quotation marks."""
    size = total(draft.content)
    held = sum(covers(draft.content, quote.start, quote.end) for quote in draft.quotes)
    if draft.frame == "label":
        return "direct"
    if held == 0:
        return "indirect"
    return "direct" if held >= _MOSTLY * size else "mixed"

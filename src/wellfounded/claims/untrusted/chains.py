"""On whose authority: from who stands nearest to the reader to who could have known, as far as one sentence shows it.

`The committee said it had credible reports that ...` is committee <- credible reports; `files obtained by the station` is
station <- files; `X told the agency` is agency <- X; `X, according to Y, said ...` is Y <- X.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from wellfounded.claims.untrusted import clauses
from wellfounded.claims.untrusted.english import Draft
from wellfounded.claims.untrusted.spans import Span, covers, runs, total
from wellfounded.claims.untrusted.speakers import kind

_HANDED_ON: Final = frozenset(
    "obtain see review leak publish release provide cite quote post share broadcast carry view examine interview tell".split()
)
_HEARD: Final = frozenset({"tell", "inform", "assure", "remind", "notify"})
_DEEPEST: Final = 4


@dataclass(frozen=True, slots=True)
class Ring:
    """One link while its text is read: the words, what it is, and its place."""

    place: Span
    role: str
    head: Any = None


def rings(draft: Draft, doc: Any, offset: int) -> list[Ring]:
    """Give the links of a statement of a parsed paragraph, the one nearest to the reader first."""
    found: list[Ring] = []
    for part in (draft, *_reported(draft)):
        for ring in (*_hearers(part), *_handed_on(part, offset), *_spoken(part)):
            if all(ring.place != known.place for known in found):
                found.append(ring)
    return found[:8]


def _reported(draft: Draft) -> list[Draft]:
    """Give the statements that make up most of what a statement says, one within the other."""
    found: list[Draft] = []
    outer = draft
    while len(found) < _DEEPEST:
        inner = [d for d in draft.inner if d is not outer and d not in found and _carries(outer, d)]
        if not inner:
            return found
        outer = max(inner, key=lambda d: total(d.content))
        found.append(outer)
    return found


def _carries(outer: Draft, inner: Draft) -> bool:
    """Whether what one statement says is mostly that another is made, and by saying, not by wishing or fearing."""
    says = inner.speaks or inner.word.part == "NOUN" or inner.word.stance == "reports"
    shared = sum(covers(outer.content, start, end) for start, end in inner.content)
    first = bool(outer.content) and inner.at - outer.content[0][0] < 60
    return says and first and 2 * shared > total(outer.content)


def _spoken(part: Draft) -> list[Ring]:
    """Give the source of a statement; of a noun somebody has (`it had reports`), the noun as a document too."""
    found: list[Ring] = []
    again = part.nested and part.speaker is not None and part.speaker.pos_ == "PRON"
    if part.speaker is not None and part.source and not again:
        found.append(Ring(_whole(part.source), kind(part.speaker), part.speaker))
    if (
        part.word.part == "NOUN"
        and part.frame.startswith("light")
        and part.word.stance == "reports"
    ):
        found.append(Ring(part.noun or part.cue[-1], "document"))
    return found


def _hearers(part: Draft) -> list[Ring]:
    """Give who it was told to, where that is a body or an agency: it stands between the speaker and the reader."""
    verb = part.token
    if verb is None or verb.lemma_ not in _HEARD:
        return []
    found = []
    for child in verb.children:
        if child.dep_ in ("dobj", "dative") and child.pos_ == "PROPN" and kind(child) != "person":
            found += _ring(child, part.offset)
    return found


def _handed_on(part: Draft, offset: int) -> list[Ring]:
    """Give who obtained, saw or published what the source is: `files obtained by X`, `a video posted by X`."""
    head = part.speaker
    if head is None:
        return []
    found = []
    for child in head.children:
        if child.dep_ == "acl" and child.tag_ == "VBN" and child.lemma_ in _HANDED_ON:
            who = clauses.doer(child)
            wrong = next((t for t in child.subtree if clauses.misread(t)), None)
            if wrong is not None:
                who = next(c for c in wrong.lefts if c.dep_ == "npadvmod")
            if who is not None:
                found += _ring(who, offset)
    return found


def _ring(head: Any, offset: int) -> list[Ring]:
    short = [head.i, *(t.i for t in head.lefts if t.dep_ in ("det", "compound", "amod"))]
    before = head.nbor(-1) if head.i > 0 else head
    if before.dep_ == "det":
        short.append(before.i)
    short = sorted(set(short))
    places = runs(head.doc, short, offset)
    role = kind(head)
    return (
        [Ring((places[0][0], places[-1][1]), "outlet" if role in ("body", "speaker") else role)]
        if places
        else []
    )


def _whole(source: tuple[Span, ...]) -> Span:
    return (source[0][0], source[-1][1])

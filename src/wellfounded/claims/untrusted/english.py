"""English statements of one paragraph: the shapes of its parsed words that the lexicon takes, with its quotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from wellfounded.claims.untrusted import clauses, lexicon
from wellfounded.claims.untrusted.quotes import Quotation
from wellfounded.claims.untrusted.spans import Span, covers, joined, runs, total, without

_FEW_WORDS: Final = 4
_NEAR: Final = 120


@dataclass(slots=True)
class Draft:
    """A statement while its paragraph is read; spans count in the whole text.

    `inner` are the statements its content reports in turn. `token` and `speaker` are the parsed words its cue and its source
    turn on; `noun` is the place of a cue that is a noun.
    """

    word: lexicon.Word
    frame: str
    at: int
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    token: Any = None
    speaker: Any = None
    offset: int = 0
    noun: Span | None = None
    nested: bool = False
    negated: bool = False
    joins: bool = False
    quotes: list[Quotation] = field(default_factory=list)
    inner: list[Draft] = field(default_factory=list)

    @property
    def speaks(self) -> bool:
        """Whether its word introduces direct speech."""
        return "quote" in self.word.frames


def drafts(doc: Any, offset: int) -> list[Draft]:
    """Give what a parsed paragraph says that somebody says, in order, nested ones included."""
    found = [draft for token in doc if (draft := _taken(token, offset)) is not None]
    named = _noun_phrases(doc)
    for draft in found:
        if draft.speaks and draft.word.part == "VERB":
            _name_speaker(doc, offset, draft, named)
    return found + list(_labelled(doc, offset))


def _noun_phrases(doc: Any) -> dict[int, tuple[Any, int]]:
    """Give the noun phrases of a paragraph by where they start and, as negative numbers, by where they end."""
    found: dict[int, tuple[Any, int]] = {}
    for chunk in doc.noun_chunks:
        found[chunk.start] = (chunk.root, chunk.end)
        found[-chunk.end] = (chunk.root, chunk.start)
    return found


def _name_speaker(doc: Any, offset: int, draft: Draft, named: dict[int, tuple[Any, int]]) -> None:
    """Give a verb beside a quotation the speaker that stands next to it where the parse missed that: `"...," said X`."""
    span = doc.char_span(draft.cue[0][0] - offset, draft.cue[-1][1] - offset)
    if span is None:
        return
    before = doc[span.start - 1].lower_ if span.start > 0 else ""
    after = named.get(span.end)
    closes = before in ("”", '"', "''")
    if after is not None and (
        (closes and not _beside(draft)) or (before == "," and not draft.source)
    ):
        root, end = after
        if end < len(doc) and doc[end].dep_ == "case":
            return
        numbers = (
            [t.i for t in root.subtree if t.i >= span.end]
            if root.i >= span.end
            else range(span.end, end)
        )
        draft.source = runs(doc, clauses.trimmed(doc, numbers), offset)[:1]
        draft.speaker = root


def _beside(draft: Draft) -> bool:
    """Whether the source stands next to the cue."""
    return any(
        0 <= start - draft.cue[-1][1] <= 2 or 0 <= draft.cue[0][0] - end <= 2
        for start, end in draft.source
    )


def _taken(token: Any, offset: int) -> Draft | None:
    """Give the first shape of a word that the lexicon takes."""
    for shape in clauses.shapes(token):
        part = "VERB" if shape.head.pos_ == "AUX" else shape.head.pos_
        lemma = lexicon.lemma(shape.head)
        word = lexicon.meaning(lemma, part, shape.frame)
        if word is not None:
            return _draft(shape, word, offset)
        if shape.frame in ("none", "passive") and part == "VERB":
            word = lexicon.meaning(lemma, part, "quote")
            return None if word is None else _draft(shape, word, offset, bare=True)
    return None


def _draft(shape: clauses.Shape, word: lexicon.Word, offset: int, *, bare: bool = False) -> Draft:
    doc = shape.head.doc
    noun = shape.head if shape.head.pos_ == "NOUN" else None
    return Draft(
        word=word,
        frame="none" if bare else shape.frame,
        at=offset + shape.head.idx,
        cue=runs(doc, shape.cue, offset),
        source=runs(doc, shape.source, offset),
        content=() if bare else runs(doc, _filled(shape), offset),
        token=shape.head,
        speaker=shape.speaker,
        offset=offset,
        noun=None if noun is None else _noun_place(noun, offset),
        negated=any(child.dep_ == "neg" for child in shape.head.children),
        joins=shape.head.dep_ in ("conj", "advcl"),
    )


def _filled(shape: clauses.Shape) -> tuple[int, ...]:
    """Give the content with the word or two that part its pieces: `China of crimes and possibly ...`."""
    taken = {*shape.cue, *shape.source}
    found: list[int] = []
    for number in shape.content:
        if found and 1 < number - found[-1] <= 3:
            gap = range(found[-1] + 1, number)
            found += gap if taken.isdisjoint(gap) else ()
        found.append(number)
    return tuple(found)


def _noun_place(noun: Any, offset: int) -> Span:
    """Give the place of a noun with the adjectives before it."""
    first = min([noun.i, *(c.i for c in noun.lefts if c.dep_ in ("amod", "compound"))])
    return (offset + noun.doc[first].idx, offset + noun.idx + len(noun))


_LABEL: Final = lexicon.Word(":", "PUNCT", "asserts", "open", "", frozenset({"label", "quote"}))
_DASHES: Final = frozenset({"—", "―", "–", "--", "-"})


def _labelled(doc: Any, offset: int) -> Iterator[Draft]:
    """Give `Name: words` at the start of a paragraph, and `"words" - Name` at its end."""
    for token in doc[:9]:
        if token.lower_ == ":":
            yield from _label(doc, offset, token, doc[: token.i], doc[token.i + 1 :])
            return
    for token in reversed(doc[max(0, len(doc) - 14) :]):
        before = doc[token.i - 1].lower_ if token.i > 0 else ""
        if token.lower_ in _DASHES and before in ("”", '"', "''"):
            yield from _label(doc, offset, token, doc[token.i + 1 :], doc[: token.i])
            return


def _label(doc: Any, offset: int, mark: Any, label: Any, rest: Any) -> Iterator[Draft]:
    named = any(t.pos_ in ("PROPN", "NOUN") for t in label)
    if not named or any(t.pos_ in ("VERB", "AUX") for t in label) or len(rest) < 3:
        return
    yield Draft(
        word=_LABEL,
        frame="label",
        at=offset + mark.idx,
        cue=((offset + mark.idx, offset + mark.idx + len(mark)),),
        source=runs(doc, clauses.trimmed(doc, (t.i for t in label)), offset),
        content=runs(doc, (t.i for t in rest), offset),
        token=mark,
        speaker=label.root,
        offset=offset,
    )


def attach(
    text: str, found: list[Draft], quotes: Sequence[Quotation], before: Draft | None
) -> list[Quotation]:
    """Give each quotation of a paragraph to the statement it belongs to; gives back those that belong to none.

    `before` is the last statement of the paragraph before, which a quotation without a speaker may go on.
    """
    left: list[Quotation] = []
    last: Draft | None = None
    for quote in quotes:
        owner = _owner(text, found, quote, last, before)
        if owner is None:
            left.append(quote)
            continue
        owner.content = joined(text, (*owner.content, (quote.start, quote.end)))
        owner.content = without(owner.content, (*owner.cue, *owner.source))
        owner.quotes.append(quote)
        last = owner
    return left


def _owner(
    text: str, found: list[Draft], quote: Quotation, last: Draft | None, before: Draft | None
) -> Draft | None:
    outside = [d for d in found if not quote.start <= d.at < quote.end]
    held = [d for d in outside if covers(d.content, quote.start, quote.end) > 0]
    if held:
        return _outer(held, quote)
    if len(text[quote.start : quote.end].split()) < _FEW_WORDS:
        return None
    near = [d for d in outside if d.speaks and _distance(text, d, quote) is not None]
    if near:
        return min(near, key=lambda d: _distance(text, d, quote) or 0)
    if last is not None:
        return last
    alone = not text[_line_start(text, quote.start) : quote.start].strip()
    if (
        before is not None
        and before.speaks
        and alone
        and (quote.goes_on or (before.quotes and not found))
    ):
        return before
    return None


def _outer(held: list[Draft], quote: Quotation) -> Draft:
    """Give the widest statement that holds a quotation; a narrower one inside it is known to hold it too."""
    outer = max(held, key=lambda d: (total(d.content), -d.at))
    for draft in held:
        if (
            draft is not outer
            and covers(draft.content, quote.start, quote.end) * 2 > quote.end - quote.start
        ):
            draft.quotes.append(quote)
    return outer


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _distance(text: str, draft: Draft, quote: Quotation) -> int | None:
    """Give how far a word of saying stands from a quotation in the same sentence, or None."""
    if draft.at >= quote.end:
        gap = text[quote.end : draft.at]
        inside = text[max(quote.end - 2, 0) : quote.end]
        if any(mark in gap for mark in ".!?\n") or (
            inside[:1] in ".!?" and len(gap) > 60 and "," not in inside
        ):
            return None
    else:
        gap = text[draft.cue[-1][1] : quote.start]
        if any(mark in gap for mark in (". ", "! ", "? ", "\n")):
            return None
    return len(gap) if len(gap) <= _NEAR else None


def _only_its(outer: Draft, inner: Draft) -> bool:
    """Whether all that is quoted in a statement is quoted of another inside it: then both are told."""
    return not outer.speaks and all(quote in inner.quotes for quote in outer.quotes)


_EMPTY: Final = frozenset({"PUNCT", "PART", "SPACE", "ADP"})


def _says_something(draft: Draft) -> bool:
    """Whether a content is more than `it` or `you`; a quotation always is."""
    if draft.quotes or draft.token is None or not draft.content:
        return bool(draft.content)
    held = (
        t
        for t in draft.token.doc
        if covers(draft.content, draft.offset + t.idx, draft.offset + t.idx + 1)
    )
    return any(t.tag_ != "PRP" and t.pos_ not in _EMPTY for t in held)


def outermost(found: list[Draft]) -> list[Draft]:
    """Give the statements that stand in no other's content; what another reports in turn is put into its `inner`."""
    order = sorted(
        (d for d in found if _says_something(d)), key=lambda d: (-total(d.content), d.at)
    )
    kept: list[Draft] = []
    for draft in order:
        outer = next((k for k in kept if covers(k.content, draft.at, draft.at + 1)), None)
        if outer is None:
            kept.append(draft)
        elif draft.joins and outer.at < draft.at and draft.source and draft.source == outer.source:
            outer.content = without(outer.content, ((draft.cue[0][0], outer.content[-1][1]),))
            kept.append(draft)
        elif draft.quotes and draft.source != outer.source and _only_its(outer, draft):
            kept.append(draft)
        else:
            draft.nested = True
            outer.inner.append(draft)
    return sorted(kept, key=lambda d: d.at)

"""Where in a parsed sentence somebody may be saying something: the shapes every verb, noun and adjective takes part in.

The labels are those of spaCy's English pipelines (ClearNLP dependencies, Penn tags). A shape is only what could be an
attribution; whether it is one, the lexicon says (`lexicon.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

Token = Any
"""A spaCy token. spaCy comes with the extra `language`, so its types are not named here."""

_CUE_PARTS: Final = frozenset({"aux", "auxpass", "neg", "prt"})
_DIRECT: Final = {
    "ccomp": "that",
    "xcomp": "to",
    "dobj": "what",
    "oprd": "as",
    "acomp": "as",
    "attr": "as",
}
_SAID_OF: Final = frozenset({"parataxis", "ccomp", "advcl"})
_ADDED: Final = frozenset({"relcl", "advcl"})
_EVEN: Final = frozenset({"as", "while", "although", "though", "even"})
_RELATIVE: Final = frozenset({"WP", "WDT"})
_EDGES: Final = frozenset({",", ";", "—", "-", "–", ":", "--"})
_DEEP: Final = 6
_WITH_OBJECT: Final = ("@of", "@for", "@with", "@against", "@about", "@over", "@to")
"""Prepositions that belong to what is said about an object; others mostly say where and when it was said."""

_LONG: Final = 14
_RAISING: Final = frozenset({"seem", "appear"})
"""Verbs whose subject belongs to what seems so: nobody is said to say it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One possible attribution, as token numbers: its cue, its source and its content, and the frame it has.

    `frame` is that (a clause), to (an infinitive), ing (a gerund), what (an object), as (what something is said to be), a
    preposition (`@about`), said (the clause stands around the cue), none, or two of them joined by `+`. `speaker` is the head of the source.
    """

    head: Token
    frame: str
    cue: tuple[int, ...]
    source: tuple[int, ...] = ()
    content: tuple[int, ...] = ()
    speaker: Token | None = None
    passive: bool = False


def subject(verb: Token, depth: int = 0) -> tuple[Token | None, bool]:
    """Give the grammatical subject of a verb, its own or the one it shares, and whether the verb is passive."""
    passive = verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "advcl")
    found = None
    for child in verb.children:
        if child.dep_ in ("nsubj", "csubj"):
            return child, False
        if child.dep_ in ("nsubjpass", "csubjpass"):
            found, passive = child, True
        elif child.dep_ == "auxpass":
            passive = True
    if found is None and depth < _DEEP:
        found = _shared(verb, depth)
    return found, passive


def _shared(verb: Token, depth: int) -> Token | None:
    """Give the subject of a verb that has none of its own: that of the word it hangs on."""
    head = verb.head
    if head is verb or head == verb:
        return None
    if verb.dep_ == "acl" and verb.tag_ != "VB":
        return head
    if verb.dep_ == "acl":
        head = head.head
    if verb.dep_ == "pcomp":
        head = head.head
    if head.pos_ not in ("VERB", "AUX"):
        return None
    if verb.dep_ == "xcomp":
        told = next((child for child in head.children if child.dep_ == "dobj"), None)
        return told if told is not None else subject(head, depth + 1)[0]
    if verb.dep_ == "conj" or verb.tag_ in ("VBG", "VBN", "VB"):
        found, passive = subject(head, depth + 1)
        return None if passive and verb.tag_ == "VBN" else found
    return None


def doer(verb: Token) -> Token | None:
    """Give who a passive verb says did it: `by` somebody."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    late = [
        t for t in verb.subtree if t.lower_ == "by" and t.i > verb.i and t.head.head.head == verb
    ]
    return next((c for t in late for c in t.children if c.dep_ == "pobj"), None)


def phrase(token: Token) -> tuple[int, ...]:
    """Give the words of a source: its whole phrase, with the clauses that say who it is and without others."""
    found = {t.i for t in token.subtree}
    for child in token.children:
        inner = {t.i for t in child.subtree}
        if child.dep_ in _SAID_OF or (child.dep_ in ("relcl", "acl") and len(inner) > _LONG):
            found -= inner
    wrong = next((i for i in sorted(found) if i > token.i and misread(token.doc[i])), None)
    if wrong is not None:
        found = {i for i in found if i < wrong}
    dash = max((i for i in found if i < token.i and token.doc[i].lower_ in ("—", "--")), default=-1)
    return trimmed(token.doc, (i for i in found if i > dash))


def said_by(head: Token) -> set[int]:
    """Give the words of a content: all under its head, without what the writer adds at the end (`, which ...`, `, even as ...`)."""
    found = {t.i for t in head.subtree}
    last = max(found)
    for token in head.subtree:
        if token.dep_ not in _ADDED or token.head.i > token.i:
            continue
        inner = {t.i for t in token.subtree}
        first = min(inner)
        comma = first > 0 and token.doc[first - 1].lower_ == ","
        added = (
            token.dep_ == "relcl"
            or token.tag_ == "VBG"
            or any(c.lower_ in _EVEN for c in token.lefts)
        )
        if comma and added and max(inner) == last and first - 1 in found:
            return found - inner - {first - 1}
    return found


def trimmed(doc: Any, found: Iterable[int]) -> tuple[int, ...]:
    """Give token numbers in order, without commas and dashes at both ends."""
    order = sorted(found)
    while order and doc[order[0]].lower_ in _EDGES:
        order.pop(0)
    while order and (doc[order[-1]].lower_ in _EDGES or doc[order[-1]].lower_ == "."):
        order.pop()
    return tuple(order)


def cue(head: Token) -> tuple[int, ...]:
    """Give the words of a cue: its head with auxiliaries, negation, particles and single adverbs beside it."""
    found = {head.i}
    for child in head.children:
        alone = (
            child.dep_ == "advmod" and child.tag_ != "WRB" and not child.n_lefts + child.n_rights
        )
        if (child.dep_ in _CUE_PARTS or alone) and abs(child.i - head.i) <= 4:
            found.add(child.i)
    return tuple(sorted(found))


def shapes(head: Token) -> Iterator[Shape]:
    """Give the shapes of one word, the fullest first."""
    if misread(head):
        yield from _misread(head)
    elif head.pos_ in ("VERB", "AUX"):
        if head.lower_ == "according":
            yield from _according(head)
        elif head.lemma_ == "make" and any(c.lower_ == "clear" for c in head.rights):
            yield from _made_clear(head)
        elif head.lemma_ == "be":
            yield from _being(head)
        else:
            yield from _verb(head)
    elif head.pos_ == "NOUN":
        yield from _noun(head)
    elif head.pos_ == "ADP":
        yield from _in_document(head)
    elif head.pos_ == "ADV":
        top = _clause_top(head)
        body = {t.i for t in top.subtree} - {head.i}
        yield Shape(head, "adverb", (head.i,), (), trimmed(head.doc, body))


def _verb(verb: Token) -> Iterator[Shape]:
    who, passive = subject(verb)
    if verb.lemma_ in _RAISING:
        passive = True
    speaker = doer(verb) if passive else who
    parts = cue(verb)
    keep = set(parts)
    source: tuple[int, ...] = ()
    if speaker is not None:
        own = {t.i for t in verb.subtree} if verb.dep_ in ("acl", "relcl") else set()
        own -= {t.i for t in speaker.subtree} if speaker.i in own else set()
        source = trimmed(verb.doc, (i for i in phrase(speaker) if i not in own))
        keep |= {t.i for t in speaker.subtree} - own
        if passive and speaker.head.lower_ == "by":
            keep.add(speaker.head.i)
    found: dict[str, list[Token]] = {}
    for frame, token in _objects(verb):
        found.setdefault(frame, []).append(token)
    if verb.dep_ == "parataxis" and verb.head != verb and "that" not in found:
        around = {t.i for t in verb.head.subtree} - {t.i for t in verb.subtree}
        yield Shape(verb, "said", parts, source, trimmed(verb.doc, around), speaker, passive)
    for frame in _joined(found):
        names = frame.split("+")
        heads = [t for name in (*names, "more") for t in found.get(name, ())] if frame else []
        if passive and who is not None and (frame != "that" or who.head == verb):
            heads.append(who)
        if frame == "as" and verb.dep_ == "relcl" and who is not None and who.tag_ not in _RELATIVE:
            gap = {t.i for t in verb.head.subtree} - {t.i for t in verb.subtree}
        else:
            gap = set()
        body = (gap | {i for h in heads for i in said_by(h)}) - keep
        shown = ("passive+" + frame).rstrip("+") if passive else frame or "none"
        yield Shape(verb, shown, parts, source, trimmed(verb.doc, body), speaker, passive)


def _joined(found: dict[str, list[Token]]) -> Iterator[str]:
    """Give the frames to try: pairs around an object first, then one by one."""
    preps = [name for name in found if name.startswith("@")]
    if "what" in found:
        for name in ("that", "as", "to", *(p for p in preps if p in _WITH_OBJECT)):
            if name in found:
                yield "what+" + name
    for name in ("that", "what", "as", "to", "ing", *preps):
        if name in found:
            yield name
    yield ""


def misread(token: Token) -> bool:
    """Whether a past tense was parsed as an adjective: `files obtained by X detailed the use of ...`."""
    return bool(
        token.tag_ == "VBN"
        and token.dep_ == "amod"
        and token.head.i > token.i
        and any(c.dep_ == "npadvmod" and c.i == token.i - 1 for c in token.lefts)
    )


def _misread(token: Token) -> Iterator[Shape]:
    """The statement of such a verb: what stands before it in its phrase says what stands behind it."""
    top = token.head
    while top.dep_ not in ("nsubj", "ROOT") and top.head != top:
        top = top.head
    source = trimmed(token.doc, (t.i for t in top.subtree if t.i < token.i))
    what = token.head.head if token.head.dep_ == "poss" else token.head
    body = trimmed(token.doc, (t.i for t in what.subtree if t.i > token.i))
    yield Shape(token, "what", (token.i,), source, body, top)


def _objects(verb: Token) -> Iterator[tuple[str, Token]]:
    """Give what a verb governs, by the frame it makes."""
    for child in verb.children:
        frame = _DIRECT.get(child.dep_)
        if frame == "to" and child.tag_ == "VBG":
            frame = "ing"
        if frame is not None:
            yield frame, child
        elif child.dep_ in ("prep", "dative") and child.pos_ in ("ADP", "SCONJ", "PART"):
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from (("that", c) for c in inner.children if _that_clause(c))
                if inner.dep_ in ("pobj", "pcomp"):
                    yield ("as" if child.lower_ == "as" else "@" + child.lower_), inner
        elif child.dep_ == "conj" and child.tag_ == "VB" and verb.tag_ in ("VBD", "VBN", "VBZ"):
            if all(c.dep_ not in ("aux", "dobj") for c in child.children):
                yield "more", child  # a noun read as a verb: `accused X of A and possibly B`
        elif (
            child.dep_ == "advcl"
            and child.i > verb.i
            and any(c.lower_ in ("if", "whether", "that") for c in child.lefts)
        ):
            yield "that", child


def _made_clear(verb: Token) -> Iterator[Shape]:
    """`X made clear that`, `made it clear that`."""
    clear = next(c for c in verb.rights if c.lower_ == "clear")
    who, _ = subject(verb)
    said = [c for h in (clear, verb) for c in h.children if c.dep_ == "ccomp" and c != clear]
    if clear.dep_ == "ccomp" and not said:
        said = [c for c in clear.children if c.dep_ in ("xcomp", "advcl")]
    body = {i for c in said for i in said_by(c)}
    source = phrase(who) if who is not None else ()
    parts = tuple(sorted({*cue(verb), clear.i}))
    yield Shape(verb, "clear", parts, source, trimmed(verb.doc, body), who)


def _that_clause(token: Token) -> bool:
    """Whether a clause with `that` was hung on a noun before it: `said in a statement that ...`."""
    return token.dep_ in ("acl", "ccomp") and any(
        c.lower_ == "that" and c.dep_ == "mark" for c in token.lefts
    )


def _being(verb: Token) -> Iterator[Shape]:
    """`X is confident that`, `is critical of`; `the idea is that`."""
    who, _ = subject(verb)
    if who is None:
        return
    for child in verb.children:
        if child.dep_ == "acomp":
            parts = tuple(sorted({*cue(verb), child.i}))
            for frame, token in _objects(child):
                body = trimmed(verb.doc, said_by(token))
                yield Shape(child, frame, parts, phrase(who), body, who)
        elif child.dep_ == "ccomp" and who.pos_ == "NOUN":
            owner = _owner(who)
            parts = tuple(sorted({who.i, *cue(verb)}))
            body = trimmed(verb.doc, said_by(child))
            yield Shape(who, "that", parts, phrase(owner) if owner is not None else (), body, owner)


def _noun(noun: Token) -> Iterator[Shape]:
    """`his claim that`, `the demand by X that`, `fears of`; with a light verb, `X expressed concern that`."""
    owner = _owner(noun)
    parts = {noun.i}
    light = noun.head if noun.dep_ == "dobj" and noun.head.pos_ == "VERB" else None
    if owner is None and light is not None:
        owner = subject(light)[0]
        parts |= set(cue(light))
    source = phrase(owner) if owner is not None else ()
    found = [(f, t) for f, t in _objects(noun) if not (owner is not None and owner in t.subtree)]
    for child in noun.children:
        if child.dep_ == "acl" and (child.pos_ in ("VERB", "AUX")):
            marks = {c.lower_ for c in child.lefts}
            if "that" in marks or child.dep_ == "ccomp":
                found.insert(0, ("that", child))
            elif "to" in marks:
                found.insert(0, ("to", child))
    for frame, token in found:
        if owner is None and frame not in ("that", "@about"):
            continue
        body = trimmed(noun.doc, said_by(token) - set(source))
        shown = "light+" + frame if light is not None and owner is not None else frame
        yield Shape(noun, shown, tuple(sorted(parts)), source, body, owner)


def _owner(noun: Token) -> Token | None:
    """Give whose saying a noun is: `her claim`, `the claim of X`, `the claim by X`."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _according(head: Token) -> Iterator[Shape]:
    """`according to X`: the clause it hangs on, without itself."""
    to = next((c for c in head.children if c.lower_ == "to"), None)
    who = None if to is None else next((c for c in to.children if c.dep_ == "pobj"), None)
    if to is None or who is None:
        return
    top = _clause_top(head)
    body = {t.i for t in top.subtree} - {t.i for t in head.subtree}
    source = phrase(who)
    yield Shape(head, "according", (head.i, to.i), source, trimmed(head.doc, body), who)


def _in_document(prep: Token) -> Iterator[Shape]:
    """`In a survey of 2019, ...`: the document says what follows."""
    if prep.lower_ != "in" or prep.dep_ != "prep" or prep.head.pos_ not in ("VERB", "AUX"):
        return
    what = next((c for c in prep.children if c.dep_ == "pobj"), None)
    if what is None or prep.i > prep.head.i:
        return
    source = phrase(what)
    body = {t.i for t in prep.head.subtree} - {t.i for t in prep.subtree}
    yield Shape(what, "in", (prep.i,), source, trimmed(prep.doc, body), what)


def _clause_top(token: Token) -> Token:
    """Give the verb of the clause a word stands in."""
    top = token.head
    while top.head != top and top.pos_ not in ("VERB", "AUX"):
        top = top.head
    return top

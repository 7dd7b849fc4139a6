"""What a person types, as clauses (docs/know/search.md). Any text is a query; none raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from wellfounded.catalogue.aliases import Aliases
from wellfounded.catalogue.tokens import index_form, spellings

FILTERS: Final = ("source", "in", "lang")
MOST_CLAUSES: Final = 64
_PIECE: Final = re.compile(
    r"""(?P<minus>-?)(?:(?P<filter>source|in|lang):)?(?:["“”„](?P<quoted>[^"“”„]*)["“”„]?|(?P<bare>[^\s"“”„]+))"""
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow one another; with `prefix` the last may go on. `also` looks among further spellings only.

    `apart` asks for the words anywhere in the passage: single characters next to words have no fixed neighbour.
    """

    words: tuple[str, ...]
    prefix: bool = False
    also: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Something that must occur, or must not: any of its phrases will do."""

    phrases: tuple[Phrase, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood. `sources`, `items`, `languages` narrow it; several of one kind are alternatives.

    `barred` holds the filters excluded: pairs of the filter's name and value.
    """

    clauses: tuple[Clause, ...] = ()
    sources: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    barred: tuple[tuple[str, str], ...] = ()

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses that must occur."""
        return tuple(clause for clause in self.clauses if not clause.negated)

    @property
    def unwanted(self) -> tuple[Clause, ...]:
        """The clauses that must not occur."""
        return tuple(clause for clause in self.clauses if clause.negated)


@dataclass(slots=True)
class _Piece:
    """One word or quotation as typed."""

    text: str
    quoted: bool = False
    negated: bool = False
    prefix: bool = False
    joined: bool = False  # by OR to the piece before
    words: tuple[str, ...] = field(default_factory=tuple)


def parse(text: str, aliases: Aliases | None = None) -> Query:
    """Read a query. Words must all occur, `"phrases"` as they stand, `OR` joins its neighbours, `-` excludes, `*` goes on."""
    pieces: list[_Piece] = []
    narrowed: dict[str, list[str]] = {name: [] for name in FILTERS}
    barred: list[tuple[str, str]] = []
    for piece, named in _pieces(text):
        if not named:
            pieces.append(piece)
        elif piece.negated:
            barred.append((named, piece.text))
        else:
            narrowed[named].append(piece.text)
    clauses = _clauses(pieces[:MOST_CLAUSES], aliases or Aliases())
    sources, items, languages = (tuple(narrowed[name]) for name in FILTERS)
    return Query(tuple(clauses), sources, items, languages, tuple(barred))


def _pieces(text: str) -> Iterator[tuple[_Piece, str]]:
    """Give each piece with the name of its filter, if it is one."""
    joined = False
    for found in _PIECE.finditer(text):
        bare, quoted = found["bare"], found["quoted"]
        if bare == "OR" and not found["minus"] and not found["filter"]:
            joined = True
            continue
        content = quoted if bare is None else bare
        if found["filter"]:
            yield _Piece(content, negated=bool(found["minus"])), found["filter"]
            continue
        piece = _Piece(content, quoted=bare is None, negated=bool(found["minus"]), joined=joined)
        piece.words = tuple(index_form(content)[0].split())
        piece.prefix = bare is not None and bare.endswith("*")
        if piece.words:
            yield piece, ""
            joined = False


def _clauses(pieces: list[_Piece], aliases: Aliases) -> list[Clause]:
    clauses: list[Clause] = []
    at = 0
    while at < len(pieces):
        used, phrases = _named(pieces, at, aliases)
        piece = pieces[at]
        if not phrases:
            used, phrases = 1, _phrases(piece.text, piece.prefix)
        before = clauses[-1] if clauses else None
        if piece.joined and before is not None and before.negated == piece.negated:
            clauses[-1] = Clause(_once((*before.phrases, *phrases)), before.negated)
        else:
            clauses.append(Clause(phrases, piece.negated))
        at += used
    return clauses


def _named(pieces: list[_Piece], at: int, aliases: Aliases) -> tuple[int, tuple[Phrase, ...]]:
    """Give how many pieces from here are a listed name, the most there are, and the phrases of all its names."""
    best: tuple[int, tuple[Phrase, ...]] = (0, ())
    words: tuple[str, ...] = ()
    for end in range(at, min(len(pieces), at + aliases.longest)):
        piece = pieces[end]
        if end > at and (piece.quoted or piece.joined or piece.negated or pieces[at].quoted):
            break
        if piece.prefix:
            break
        words += piece.words
        if names := aliases.named(words):
            best = (end - at + 1, _once(p for name in names for p in _phrases(name, False)))
    return best


def _phrases(text: str, prefix: bool) -> tuple[Phrase, ...]:
    """Give the phrases one piece stands for: as written, then in its other spellings."""
    words = tuple(index_form(text)[0].split())
    found = [_as_written(words, prefix)]
    for spelling in spellings(text):
        if spelling.words and spelling.words != words:
            found.append(Phrase(spelling.words, prefix, also=spelling.keys_only))
    return _once(found)


def _as_written(words: tuple[str, ...], prefix: bool) -> Phrase:
    """A single character beside other words is a pair with its neighbour in a longer run: find it so too."""
    if len(words) < 2:
        return Phrase(words, prefix)
    if any(_alone(word) for word in words[:-1]):
        return Phrase(words, prefix, apart=True)
    return Phrase(words, prefix or _alone(words[-1]))


def _alone(word: str) -> bool:
    return len(word) == 1 and not word.isascii() and ord(word) >= 0x0E01


def _once(phrases: object) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(phrases))  # type: ignore[call-overload]

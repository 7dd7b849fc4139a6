"""Words of a text as they are indexed, and the same words with their places in the stored text.

Scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) give pairs of neighbouring characters, so that
a name of two characters is one search word. `alt` holds what a word is also found by: single characters, the Latin
key of Uyghur words, words with an apostrophe joined.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from wellfounded.catalogue.tokens import uyghur
from wellfounded.catalogue.tokens.fold import FOLDING, fold
from wellfounded.catalogue.tokens.han import han_fingerprint

RULES: Final = 1
LONGEST: Final = 64
_RUN: Final = re.compile(
    "[\u0e01-\u0e4e\u0e81-\u0ecd\u0edc-\u0edf\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3021-\u3029\u3031-\u3035"
    "\u3038-\u303c\u3041-\u309f\u30a1-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_TOO_LONG: Final = re.compile(rf"\S{{{LONGEST + 1},}}")
_WORD: Final = re.compile(r"\S+")
_JOINED: Final = re.compile("[^\\W\\d_]+(?:['’ʼʻ‘`ʹ][^\\W\\d_]+)+")


class Token(NamedTuple):
    """A search word and where it stands: a half-open span of code points of the stored text."""

    text: str
    start: int
    end: int


def fingerprint() -> str:
    """Name the rules that made an index; an index made under other rules is thrown away."""
    return f"rules {RULES}, unicode {unicodedata.unidata_version}, han {han_fingerprint()}"


def index_form(text: str, language: str = "") -> tuple[str, str]:
    """Give what is indexed of a text: its words in order, and the words it is also found by, each between spaces."""
    folded = fold(text)
    if text.isascii():
        body = _capped(folded)
        return body, _joined_keys(text) if "'" in text or "`" in text else ""
    if _RUN.search(folded) is None:
        body, also = _capped(folded), ""
    else:
        body = _capped(_RUN.sub(_pairs, folded))
        runs = _RUN.findall(folded)
        also = " ".join(dict.fromkeys(char for run in runs if len(run) > 1 for char in run))
    return body, " ".join(filter(None, (also, _uyghur_keys(text, language), _joined_keys(text))))


def tokens(text: str, language: str = "") -> tuple[list[Token], list[Token]]:
    """Give the same words with their places: those in order, and those the text is also found by.

    Slower than index_form; meant for what is shown, not for what is indexed.
    """
    folded, starts = _traced(text)
    ordered, also = [], []
    for word in _WORD.finditer(folded):
        for unit, first, end in _units(word.group(), word.start()):
            ordered.append(_placed(unit[:LONGEST], text, starts, first, end))
        for run in _RUN.finditer(folded, word.start(), word.end()):
            if len(run.group()) > 1:
                for at in range(run.start(), run.end()):
                    also.append(_placed(folded[at], text, starts, at, at + 1))
    if not text.isascii():
        also += _uyghur_tokens(text, language)
    return ordered, also + list(joined(text))


def _pairs(run: re.Match[str]) -> str:
    chars = run.group()
    if len(chars) == 1:
        return f" {chars} "
    return f" {' '.join(map(str.__add__, chars, chars[1:]))} "


def _capped(body: str) -> str:
    """Cut words longer than LONGEST; a word that long covers a whole block of half its length."""
    half = LONGEST // 2
    if all(body.find(" ", at, at + half) >= 0 for at in range(0, len(body) - half, half)):
        return body
    return _TOO_LONG.sub(lambda word: word.group()[:LONGEST], body)


def _units(word: str, offset: int) -> Iterator[tuple[str, int, int]]:
    """Split one word into runs of unspaced scripts, as pairs, and the rest."""
    at = 0
    for run in _RUN.finditer(word):
        if run.start() > at:
            yield word[at : run.start()], offset + at, offset + run.start()
        chars, first = run.group(), offset + run.start()
        if len(chars) == 1:
            yield chars, first, first + 1
        for i in range(len(chars) - 1):
            yield chars[i : i + 2], first + i, first + i + 2
        at = run.end()
    if at < len(word):
        yield word[at:], offset + at, offset + len(word)


def _traced(text: str) -> tuple[str, list[int]]:
    """Fold, with the place in the text each folded character came from."""
    pieces, starts = [], []
    for at, char in enumerate(text):
        piece = FOLDING[ord(char)]
        pieces.append(piece)
        starts += [at] * len(piece)
    return "".join(pieces), starts


def _placed(word: str, text: str, starts: list[int], first: int, end: int) -> Token:
    """Lead folded places back; marks that follow the last letter belong to it."""
    finish = starts[end - 1] + 1
    while finish < len(text) and not FOLDING[ord(text[finish])]:
        finish += 1
    return Token(word, starts[first], finish)


def _uyghur_tokens(text: str, language: str) -> list[Token]:
    if not uyghur.is_uyghur(text, language):
        return []
    found = (Token(uyghur.key(w.group()), w.start(), w.end()) for w in uyghur.WORD.finditer(text))
    return [Token(t.text[:LONGEST], t.start, t.end) for t in found if t.text]


def _uyghur_keys(text: str, language: str) -> str:
    return " ".join(token.text for token in _uyghur_tokens(text, language))


def joined(text: str) -> Iterator[Token]:
    """Give words with an apostrophe inside as one word: `jem'iyet` is also `jemiyet`."""
    for word in _JOINED.finditer(text):
        whole = fold(word.group()).replace(" ", "")[:LONGEST]
        if whole:
            yield Token(whole, word.start(), word.end())


def _joined_keys(text: str) -> str:
    return " ".join(token.text for token in joined(text))

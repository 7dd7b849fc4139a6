"""Folding: each code point to what it is searched by. Never applied to a stored text, only to its search words.

The table works on one code point at a time, so a place in the folded text leads back to one in the stored text.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from wellfounded.catalogue.tokens import arabic
from wellfounded.catalogue.tokens.han import han_table

_LATIN: Final = {
    "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th",
    "ŋ": "ng", "ə": "e", "ǝ": "e", "ɵ": "o", "ƣ": "gh", "ⱪ": "q", "ⱨ": "h", "ⱬ": "zh", "ƶ": "zh", "ʒ": "zh",
}  # fmt: skip
_MARKS: Final = (
    (0x0300, 0x036F),  # combining marks of Latin, Greek and Cyrillic
    (0x0483, 0x0489),
    (0x0591, 0x05C7),  # Hebrew points
    (0x0610, 0x061A),  # Arabic marks and harakat
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x0730, 0x074A),  # Syriac points
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)


class Folding(dict[int, str]):
    """What each code point folds to, worked out when first met: letters and digits, nothing, or a space."""

    def __missing__(self, code: int) -> str:
        """Work out one code point and keep it."""
        folded = self[code] = _fold(chr(code))
        return folded


def _fold(char: str) -> str:
    pieces = unicodedata.normalize("NFKD", char)
    return "".join(_piece(lower) for piece in pieces for lower in _lower(piece))


def _lower(char: str) -> str:
    return unicodedata.normalize("NFKD", char.casefold())


def _piece(char: str) -> str:
    """Give letters, digits and marks that carry meaning; a space for what stands between words."""
    code = ord(char)
    if code < 0x80:
        return char if char.isalnum() else " "
    if any(first <= code <= last for first, last in _MARKS):
        return ""
    if code >= 0x2E80 and (simple := han_table().get(char)) is not None:
        return simple
    for table in (_LATIN, arabic.LETTERS):
        if char in table:
            return table[char]
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return char if category[0] in "LNM" else " "


FOLDING: Final = Folding()


def fold(text: str) -> str:
    """Give the text as it is searched: words of folded letters and digits between spaces."""
    return text.translate(FOLDING)

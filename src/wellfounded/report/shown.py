"""Evidence text as markup: escaped, with what an eye would miss made visible, and its direction."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from markupsafe import Markup, escape

_NAMES: Final = {
    0x061C: "ALM",
    0x200B: "ZWSP",
    0x200E: "LRM",
    0x200F: "RLM",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2028: "LSEP",
    0x2029: "PSEP",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
    0x00AD: "SHY",
}
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U0001fffe\U0001ffff\U000e0000-\U000e0fff]"
)
_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
)
_LEFT_SCRIPTS: Final = frozenset({"latn", "cyrl"})
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")


def shown(text: object) -> Markup:
    """Give text as safe markup; overrides, controls and lone surrogates become marks like ⟦RLO⟧.

    Zero-width joiners stay as they are: Persian, Uyghur and emoji need them.
    """
    plain = str(text).replace("\r\n", "\n")
    if (plain.isascii() and plain.isprintable()) or _UNSEEN.search(plain) is None:
        return escape(plain)
    parts: list[str] = []
    at = 0
    for found in _UNSEEN.finditer(plain):
        parts.append(str(escape(plain[at : found.start()])))
        parts.append(_mark(found.group()))
        at = found.end()
    parts.append(str(escape(plain[at:])))
    return Markup("".join(parts))


def plainly(text: object) -> str:
    """Give text with the same marks, without markup: for attributes, titles and SVG."""
    return _UNSEEN.sub(lambda m: f"⟦{_name(ord(m.group()))}⟧", str(text))


def _mark(character: str) -> str:
    number = ord(character)
    full = unicodedata.name(character, "control or unassigned character")
    return f'<span class="unseen" title="U+{number:04X} {full}">⟦{_name(number)}⟧</span>'


def _name(number: int) -> str:
    return _NAMES.get(number, f"U+{number:04X}")


def language(tag: str) -> str:
    """Give a BCP 47 tag that is safe in an attribute; anything else is `und`, undetermined."""
    return tag if _TAG.fullmatch(tag) else "und"


def direction(tag: str) -> str:
    """Give rtl or ltr for a language tag, and auto where the tag does not decide."""
    first, *rest = tag.lower().split("-")
    if first in _RIGHT_TO_LEFT and not _LEFT_SCRIPTS.intersection(rest):
        return "rtl"
    return "auto" if language(tag) == "und" or tag == "und" else "ltr"


def initials(name: str) -> str:
    """Give the initials of a name, as minors and third parties are shown by default."""
    letters = [word[0] for word in re.split(r"[\s._@-]+", name) if word and word[0].isalpha()]
    return ".".join(letters[:4]) + "." if letters else "—"

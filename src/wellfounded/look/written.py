"""Evidence text as markup: escaped, what an eye would miss made visible, with its language and
direction.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from markupsafe import Markup, escape

# Overrides, isolates, marks of direction, zero-width spaces, controls, lone surrogates, tag
# characters. Joiners stay:
# Uyghur, Persian and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SHORT: Final = {
    0x200E: "LRM", 0x200F: "RLM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO",
    0x202E: "RLO",
    0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0x200B: "ZWSP", 0xFEFF: "BOM",
    0x00AD: "SHY",
}  # fmt: skip
_RTL: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}", re.ASCII)


def marked(text: object) -> Markup:
    """Give text as safe markup in which an override stands as ⟦RLO⟧."""
    plain = str(text)
    parts: list[str] = []
    at = 0
    for found in _UNSEEN.finditer(plain):
        full = escape(unicodedata.name(found.group(), "control or unassigned character"))
        parts.append(str(escape(plain[at : found.start()])))
        parts.append(f'<span class="unseen" title="{full}">{_mark(found.group())}</span>')
        at = found.end()
    parts.append(str(escape(plain[at:])))
    return Markup("".join(parts))


def visible(text: object) -> str:
    """Give text with the same marks and no markup, for a terminal or an attribute."""
    return _UNSEEN.sub(lambda found: _mark(found.group()), str(text))


def _mark(character: str) -> str:
    return f"⟦{_SHORT.get(ord(character), f'U+{ord(character):04X}')}⟧"


def language(tag: str) -> str:
    """Give a tag that is safe in an attribute; anything else is `und`."""
    return tag if _TAG.fullmatch(tag) else "und"


def direction(tag: str) -> str:
    """Give rtl for languages written so, ltr for other known ones, else auto."""
    first, *rest = tag.lower().split("-")
    if first in _RTL and not {"latn", "cyrl"} & set(rest):
        return "rtl"
    return "auto" if language(tag) == "und" or tag == "und" else "ltr"

"""Uyghur in its three scripts under one key: the Latin letters of ULY without diacritics.

`ئۈرۈمچى`, `Үрүмчи` and `Ürümchi` all give `urumchi`. Letters ULY tells apart only by a diacritic (o/ö, u/ü, e/ë) fall together.
Source: the Uyghur Latin Yéziqi (2008) and the 1946 Cyrillic alphabet, letter by letter.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ARABIC: Final = {
    "ا": "a", "ە": "e", "ب": "b", "پ": "p", "ت": "t", "ج": "j", "چ": "ch", "خ": "x", "د": "d", "ر": "r", "ز": "z",
    "ژ": "zh", "س": "s", "ش": "sh", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ک": "k", "گ": "g", "ڭ": "ng", "ل": "l",
    "م": "m", "ن": "n", "ھ": "h", "ه": "h", "ہ": "h", "و": "o", "ۇ": "u", "ۆ": "o", "ۈ": "u", "ۋ": "w", "ې": "e",
    "ى": "i", "ي": "y", "ی": "y", "ئ": "",
}  # fmt: skip
CYRILLIC: Final = {
    "а": "a", "ә": "e", "б": "b", "в": "w", "г": "g", "ғ": "gh", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "җ": "j",
    "з": "z", "и": "i", "й": "y", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "ң": "ng", "о": "o", "ө": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ү": "u", "ф": "f", "х": "x", "һ": "h", "ц": "ts", "ч": "ch",
    "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_ONLY_ARABIC: Final = re.compile("[ەېۆۈۇۋڭ\ufbd3-\ufbd9\ufbdd-\ufbdf\ufbe4-\ufbe9\ufbea-\ufbfb]")
_ONLY_CYRILLIC: Final = re.compile("[әғқңөүһҗӘҒҚҢӨҮҺҖ]")
WORD: Final = re.compile(
    "[\u0620-\u065f\u0670-\u06d3\u06d5\u06ee-\u06ff\u0750-\u077f\ufb50-\ufbff\ufe70-\ufefc]+|[\u0400-\u04ff\u0306\u0308]+"
)


def is_uyghur(text: str, language: str) -> bool:
    """Say whether the words of a text get a key: it holds letters of Uyghur (or near kin), or is known to be Uyghur."""
    if language.partition("-")[0] == "ug":
        return True
    return bool(_ONLY_ARABIC.search(text) or _ONLY_CYRILLIC.search(text))


def key(word: str) -> str:
    """Give the Latin key of one word in Arabic or Cyrillic letters; letters of no Uyghur alphabet are left out."""
    letters = unicodedata.normalize("NFKC", word).casefold()
    return "".join(ARABIC.get(c) or CYRILLIC.get(c, "") for c in letters)

"""The language of a text as a BCP 47 tag, or '' where the text does not show it: never a guess."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

_IDENTIFIER: Final = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
_SURE: Final = 0.8
_READ: Final = 400
_LETTERS: Final = 14
_HAN_LETTERS: Final = 4
_GROUPS: Final = {
    **dict.fromkeys(("wuu", "yue"), "zh"),
    **dict.fromkeys(("ary", "arz"), "ar"),
    **dict.fromkeys(("pcm",), "en"),
    **dict.fromkeys(("gcf", "gcr"), "fr"),
    "uzs": "uz-Arab",
    "zxx": "",
    "hbo": "he",
}
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]+")
_UYGHUR_LATIN: Final = frozenset(
    [
        "we",
        "bu",
        "bilen",
        "üchün",
        "emes",
        "qilip",
        "qilghan",
        "bolghan",
        "bolup",
        "idi",
        "dégen",
        "toghrisida",
        "kéyin",
        "méning",
        "uning",
        "hemme",
        "bar",
        "yoq",
        "ular",
        "biz",
        "siz",
        "hemmimiz",
        "özi",
        "öyüm",
        "heqqide",
        "yerdin",
        "chong",
        "kichik",
        "shundaq",
        "qandaq",
    ]
)
_UYGHUR_CYRILLIC: Final = frozenset(
    [
        "вә",
        "билән",
        "үчүн",
        "әмәс",
        "қилип",
        "қилған",
        "болған",
        "болуп",
        "еди",
        "дегән",
        "һәм",
        "тоғрисида",
        "кейин",
        "мениң",
        "униң",
        "һәммә",
        "йоқ",
        "улар",
        "бар",
        "өзи",
        "уйғур",
    ]
)


def language_of(text: str) -> str:
    """Give the BCP 47 tag of the language the text is written in, '' when it is short or unclear.

    Deterministic; reads the first 400 characters. Chinese carries its script (zh-Hans, zh-Hant)
    where letters of only one of the two occur.
    """
    return _language(text[:_READ])


@lru_cache(maxsize=2048)
def _language(start: str) -> str:
    han, kana = len(_HAN.findall(start)), len(_KANA.findall(start))
    letters = sum(map(str.isalpha, start))
    if kana > 1 and 5 * (han + kana) > 2 * letters:
        return "ja"
    if 2 * len(_HANGUL.findall(start)) > letters and letters >= _HAN_LETTERS:
        return "ko"
    if han >= _HAN_LETTERS and 5 * han > 2 * letters:
        return "zh" + _chinese_script(start)
    if letters < _LETTERS:
        return ""
    return _uyghur(start) or _identified(start)


def _identified(text: str) -> str:
    tag, sure = _IDENTIFIER.classify(text)
    if sure < _SURE:
        sums: dict[str, float] = {}
        for name, part in _IDENTIFIER.rank(text)[:8]:
            group = _GROUPS.get(name, name)
            sums[group] = sums.get(group, 0.0) + part
        tag, sure = max(sums.items(), key=lambda pair: pair[1])
    tag = _GROUPS.get(tag, tag)
    if sure < _SURE or tag == "zh" or (tag == "ug" and not _ARABIC.search(text)):
        return ""
    return str(tag)


def _uyghur(text: str) -> str:
    """Uyghur in Latin or Cyrillic letters, which the model does not know: by words only it has."""
    words = {word.lower() for word in _WORD.findall(text)}
    if len(words & _UYGHUR_LATIN) >= 3 and len(words & _UYGHUR_LATIN) * 8 >= len(words):
        return "ug-Latn"
    if _CYRILLIC.search(text) and len(words & _UYGHUR_CYRILLIC) >= 2:
        return "ug-Cyrl"
    return ""


def _chinese_script(text: str) -> str:
    """The script by letters that stand in one national set only (GB 2312 or Big5)."""
    simplified = traditional = 0
    for letter in set(_HAN.findall(text)):
        in_gb, in_big5 = _encodes(letter, "gb2312"), _encodes(letter, "big5")
        simplified += in_gb and not in_big5
        traditional += in_big5 and not in_gb
    if simplified > 4 * traditional:
        return "-Hans"
    return "-Hant" if traditional > 4 * simplified else ""


def _encodes(letter: str, charset: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


language_of("Every list is loaded once, here. 这个 這個 is read before the jail closes.")
language_of("这个這個里裡")

"""The language of a text, or nothing where it does not show."""

from __future__ import annotations

import pytest

from wellfounded.extract.untrusted.language import language_of

TEXTS = {
    "en": "In a ruling on Wednesday, the judge said he fears retaliation.",
    "ug": "بۇ يېزىدا مېنىڭ ئۆيۈم بار",
    "ug-Latn": "Bu yézida méning öyüm bar, biz hemmimiz bille turimiz",
    "ug-Cyrl": "Бу йезида мениң өйүм бар вә униң билән кәлгән",
    "zh-Hans": "这个县的学校关门了，他们都走了",
    "zh-Hant": "這個縣的學校關門了，他們都走了",
    "zh": "人口大事中心上下",
    "ar": "هذا نص مكتوب باللغة العربية عن المدينة",
    "fa": "این یک متن فارسی است که در تهران نوشته شده",
    "ur": "یہ اردو زبان کا متن ہے",
    "ru": "Это русский текст о городе и его жителях",
    "kk": "Қазақ тілінде жазылған мәтін",
    "ja": "東京は大きい都市です",
    "ko": "이것은 한국어 문장입니다",
    "de": "Das ist ein deutscher Satz über die Stadt",
    "tr": "Bu metin Türkçe olarak yazılmıştır ve uzundur",
}


@pytest.mark.parametrize(("tag", "words"), TEXTS.items())
def test_language(tag: str, words: str) -> None:
    """One sentence is enough, in each script."""
    assert language_of(words) == tag


@pytest.mark.parametrize(
    "words", ["", "Ali", "Hello", "12 March 2024", "Nurlan A.", "关恒", "— 17 —"]
)
def test_short_text_is_no_guess(words: str) -> None:
    """A name or a date has no language."""
    assert language_of(words) == ""

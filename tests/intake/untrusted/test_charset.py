"""The charset of a text is found, stated with how it became known, and changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.fake import run
from wellfounded.extract.untrusted import text
from wellfounded.intake.untrusted import charset

SHORT = {
    "gb18030": [
        "县公安局转来的材料",
        "各乡镇：现将有关人员名单下发。",
        "关恒",
        "王芳说她在学校",
        "李明",
    ],
    "big5": ["縣公安局轉來的材料", "這是一個中文句子", "關恆"],
    "koi8-r": ["Это русский текст", "Иван Петров", "привет", "МИНИСТЕРСТВО ЮСТИЦИИ"],
    "windows-1251": ["Это русский текст", "Иван Петров", "привет", "ПРИКАЗ о переводе"],
    "windows-1252": [
        "café",
        "The “safe” house – he said",
        "Müller",
        "¿Qué?",
        "It’s",
        "Åse Ødegård",
    ],
    "windows-1256": ["هذا نص باللغة العربية", "شكرا", "محمد", "وزارة الداخلية"],
    "windows-1254": ["Türkiye'de yaşıyoruz ağaç"],
    "windows-1250": ["Příliš žluťoučký kůň", "Łódź"],
    "windows-1253": ["Αυτό είναι κείμενο"],
    "windows-874": ["นี่คือข้อความภาษาไทย"],
    "ibm866": ["Это русский текст"],
    "shift_jis": ["東京は大きい都市です", "ありがとう"],
    "euc-jp": ["東京は大きい都市です"],
    "euc-kr": ["안녕하세요 이것은 한국어 문장입니다", "서울"],
    "iso-2022-jp": ["東京は大きい都市です"],
    "hz-gb-2312": ["这是一个中文句子"],
    "utf-16-le": ["Hello world", "Guan 2020\nis"],
    "utf-16-be": ["Hello world"],
    "utf-32-le": ["Hello"],
}


@pytest.mark.parametrize(("name", "words"), [(n, w) for n, ws in SHORT.items() for w in ws])
def test_short_legacy_text(name: str, words: str) -> None:
    """A few words in each charset come back as written, marked as guessed."""
    found = charset.decode(words.encode(charset.codec_of(name)))
    assert found.text == words
    assert found.basis == "guessed"
    assert found.confidence < 1000


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(mark: str) -> None:
    """A marked text is what its mark says, without the mark."""
    found = charset.decode("关恒 said".encode(mark))
    assert (found.text, found.basis) == ("关恒 said", "mark")


def test_a_stated_charset_is_used_unless_the_bytes_are_utf8() -> None:
    """What a page states is believed when it can be, and UTF-8 bytes show themselves."""
    assert charset.decode("Müller".encode("iso-8859-2"), "iso-8859-2").text == "Müller"
    assert charset.decode("关恒".encode("gbk"), "gb2312").basis == "stated"
    assert charset.decode("关恒".encode(), "gb2312").charset == "utf-8"


def test_broken_utf8_stays_utf8() -> None:
    """One broken byte in a long text is shown and counted; the rest is read."""
    data = "Это русский текст. ".encode() * 10 + b"\xff" + "Конец".encode()
    out = run(text.read, data)
    assert out.facts["charset"] == "utf-8"
    assert out.facts["charset.undecodable"] == 1
    assert "Конец" in out.text


def test_a_person_can_state_the_charset() -> None:
    """The setting wins over the guess."""
    out = run(text.read, "ЖЖ".encode("koi8-r"), settings={"charset": "koi8-r"})
    assert out.text == "ЖЖ"
    assert out.facts["charset.basis"] == "stated"


@given(st.binary(max_size=300))
def test_any_bytes_decode(data: bytes) -> None:
    """No bytes raise, and what comes out has a UTF-8 form."""
    charset.decode(data).text.encode("utf-8")
    charset.looks_like_text(data)

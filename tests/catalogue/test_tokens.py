"""Words across scripts and spellings, and their places in the stored text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellfounded.catalogue.tokens import index_form, tokens
from wellfounded.catalogue.tokens.fold import fold
from wellfounded.catalogue.tokens.uyghur import key

SAMPLES = st.sampled_from(
    [
        "关恒",
        "關恆",
        "ئۈرۈمچى",
        "Үрүмчи",
        "Ürümchi's",
        "jem'iyet",
        "ﬁﬀ",
        "ﷺ",
        "é",
        "e\u0301",
        "กรุงเทพ",
        "１２",
        "x" * 70,
        " ",
    ]
)
TEXT = st.lists(st.one_of(SAMPLES, st.text(max_size=12)), max_size=8).map("".join)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ürümchi", "urumchi"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("ﬁne", "fine"),
        ("Ｆｕｌｌ", "full"),
        ("関", "关"),
        ("裏裡里", "里里里"),
        ("后後", "后后"),
        ("髮發", "发发"),
        ("臺台", "台台"),
        ("٢٠٢٤ ۲۰۲۴", "2024 2024"),
        ("آأإٱا", "ااااا"),
        ("ﻻ", "لا"),
        ("كِتَابٌ", "كتاب"),
        ("کتاب", "كتاب"),
        ("ёж", "еж"),
        ("so\u00adft\u200d", "soft"),
        ("a\u202eb", "ab"),
        ("नमस्ते", "नमस्ते"),
    ],
)
def test_folding(written: str, folded: str) -> None:
    """What is written differently and meant alike folds to one."""
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("arabic", "cyrillic", "latin"),
    [
        ("ئۈرۈمچى", "Үрүмчи", "Ürümchi"),
        ("قەشقەر", "Қәшқәр", "Qeshqer"),
        ("غۇلجا", "Ғулҗа", "Ghulja"),
        ("خوتەن", "Хотән", "Xoten"),
        ("شىنجاڭ", "Шинҗаң", "Shinjang"),
        ("ئۆي", "өй", "öy"),
        ("ئەۋەتىش", "әвәтиш", "ewetish"),
        ("يېزا", "йеза", "yëza"),
    ],
)
def test_uyghur_has_one_key_in_three_scripts(arabic: str, cyrillic: str, latin: str) -> None:
    """A word in Arabic, Cyrillic and Latin letters has one key, the plain letters of the Latin word."""
    assert key(arabic) == key(cyrillic) == fold(latin)


def test_chinese_is_indexed_in_pairs_and_single_characters() -> None:
    """Two characters are one search word, and each is one more."""
    assert index_form("关恒在A股") == (" 关恒 恒在 a 股 ", "关 恒 在")


@given(TEXT, st.sampled_from(["", "ug", "en"]))
@settings(max_examples=400, deadline=None)
def test_words_with_places_are_the_words_indexed(text: str, language: str) -> None:
    """The slow way, with places, gives exactly the words of the fast way, in their order."""
    body, alt = index_form(text, language)
    ordered, also = tokens(text, language)
    assert [token.text for token in ordered] == body.split()
    assert {token.text for token in also} == set(alt.split())


@given(TEXT)
@settings(max_examples=400, deadline=None)
def test_a_place_leads_back_to_what_folds_to_the_word(text: str) -> None:
    """The span of a word lies in the stored text, in order, and folds to at least that word."""
    ordered, also = tokens(text)
    for token in ordered:
        assert 0 <= token.start < token.end <= len(text)
        assert token.text in fold(text[token.start : token.end])
    assert [t.start for t in ordered] == sorted(t.start for t in ordered)
    assert all(0 <= t.start < t.end <= len(text) for t in also)


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_index_words_are_letters_and_digits_between_spaces(text: str) -> None:
    """Nothing reaches the index's own language that could mean something in it."""
    body, alt = index_form(text)
    for word in (*body.split(), *alt.split()):
        assert len(word) <= 64
        assert not set(word) & set("\"'*^():{}+-\ue000\x00")

"""What an eye would miss is made visible, and nothing else is changed."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from wellfounded.report.shown import direction, initials, language, plainly, shown


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a‮b", "RLO"),
        ("a⁦b", "LRI"),
        ("a‎b", "LRM"),
        ("a​b", "ZWSP"),
        ("a﻿b", "BOM"),
        ("a\x00b", "U+0000"),
        ("a\udc80b", "U+DC80"),
        ("a\U000e0041b", "U+E0041"),
    ],
)
def test_unseen_characters_become_marks(text: str, mark: str) -> None:
    """Each is replaced by its name in a box, and gone itself."""
    assert f"⟦{mark}⟧" in shown(text)
    assert text[1] not in shown(text)
    assert plainly(text) == f"a⟦{mark}⟧b"


@pytest.mark.parametrize(
    "text", ["می‌خواهم", "👩‍👩‍👧", "ئۇيغۇر", "две строки\nтекста", "中文\tтаб", "a\r\nb"]
)
def test_what_scripts_need_stays(text: str) -> None:
    """Joiners, line ends and tabs are no marks."""
    assert "⟦" not in shown(text)


@given(st.text())
def test_markup_is_safe_and_says_the_same(text: str) -> None:
    """For any text: no angle bracket comes from it, and unescaped it is the text with its marks."""
    made = shown(text)
    assert isinstance(made, Markup)
    bare = html.unescape(_without_boxes(str(made)))
    assert bare == plainly(text.replace("\r\n", "\n"))


def _without_boxes(made: str) -> str:
    parts = made.split('<span class="unseen" title="')
    return parts[0] + "".join(p.split('">', 1)[1].replace("</span>", "", 1) for p in parts[1:])


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ug", "rtl"),
        ("ug-Arab-CN", "rtl"),
        ("ug-Latn", "ltr"),
        ("ug-Cyrl", "ltr"),
        ("ar", "rtl"),
        ("zh-Hant", "ltr"),
        ("en", "ltr"),
        ("", "auto"),
        ('"><x', "auto"),
        ("und", "auto"),
    ],
)
def test_direction_follows_language_and_script(tag: str, expected: str) -> None:
    """Uyghur runs right to left in Arabic letters only.

    An unknown language is left to its letters.
    """
    assert direction(tag) == expected


def test_a_language_tag_is_safe_in_an_attribute() -> None:
    """What is no BCP 47 tag is undetermined."""
    assert (language("zh-Hans-CN"), language('en" onload="x')) == ("zh-Hans-CN", "und")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Deren Halvik", "D.H."),
        ("mirel", "m."),
        ("", "—"),
        ("ئەلى خان", "ئ.خ."),
        ("+44 123", "—"),
        ("<b>", "—"),
    ],
)
def test_initials(name: str, expected: str) -> None:
    """The first letter of each word, at most four."""
    assert initials(name) == expected

"""A text as a row of words, places counted in code points of the text itself."""

import string

from hypothesis import given
from hypothesis import strategies as st

from wellfounded.copies.text.words import split


def _written(text: str) -> list[str]:
    words = split(text)
    return [words.word(n) for n in range(len(words))]


def test_words_of_several_scripts() -> None:
    """Letters and digits are words, Chinese characters one each; a number with its marks and `thirty-one` are one word."""
    assert _written("It's 2,300.50 for thirty-one men") == [
        "It's",
        "2,300.50",
        "for",
        "thirty-one",
        "men",
    ]
    assert _written("关恒said 三") == ["关", "恒", "said", "三"]
    assert _written("лагерь №4, ئانا") == ["лагерь", "4", "ئانا"]
    assert _written("... --- ") == []


def test_folded_words_have_one_number() -> None:
    """Case, accents and both forms of a Chinese character make no difference; another word does."""
    a, b = split("Café 關恆 ABC"), split("cafe 关恒 abc")
    assert a.ids.tolist() == b.ids.tolist()
    assert split("cafe").ids.tolist() != split("cafes").ids.tolist()


@given(
    st.text(
        st.sampled_from(string.ascii_letters + string.digits + " .,'’-\n关é\u202e\ud800"),
        max_size=80,
    )
)
def test_places_are_in_order_and_lead_back(text: str) -> None:
    """Every word stands where it says, none overlaps the next, and the span of all of them is the text's own."""
    words = split(text)
    ends = 0
    for at in range(len(words)):
        start, end = words.span(at, at + 1)
        assert ends <= start < end <= len(text)
        assert text[start:end] == words.word(at)
        ends = end

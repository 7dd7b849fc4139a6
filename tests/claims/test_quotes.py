"""The state machine of quotation marks: nothing is lost to a mark that is missing or stands alone."""

from hypothesis import given
from hypothesis import strategies as st

from wellfounded.claims.untrusted.quotes import LONGEST, quotations


def found(text: str) -> list[str]:
    """Gives the words of the quotations of a text by line."""
    return [text[q.start : q.end] for q in quotations(text, _lines(text))]


def _lines(text: str) -> list[tuple[int, int]]:
    at, spans = 0, []
    for line in text.split("\n"):
        if line:
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def test_marks_of_many_scripts() -> None:
    """Printer's, typewriter's, French, German, Chinese and doubled marks."""
    text = "“a b” and \"c d\" and «e f» and „g h“ and 「i j」 and ''k l''"
    assert found(text) == ["“a b”", '"c d"', "«e f»", "„g h“", "「i j」", "''k l''"]


def test_apostrophes_quote_nothing() -> None:
    """`don’t` and `prisoners’` open and close nothing; single marks around words do."""
    assert found("They don’t have the prisoners’ names.") == []
    assert found("He called it ‘a school’ again.") == ["‘a school’"]


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    """The next paragraph is read as if nothing were open."""
    text = "He said “the gate was locked.\nShe said “it was open.” He left."
    assert found(text) == ["“the gate was locked.", "“it was open.”"]
    one, two = quotations(text, _lines(text))
    assert (one.closed, two.closed, two.goes_on) == (False, True, False)


def test_a_quotation_of_several_paragraphs() -> None:
    """A paragraph that opens with the mark again goes on."""
    text = "“One.\n“Two.”"
    assert [q.goes_on for q in quotations(text, _lines(text))] == [False, True]


def test_a_stray_closing_mark_is_left_alone() -> None:
    """What closes nothing changes nothing after it."""
    assert found("the gate.” Then “it opened” again") == ["“it opened”"]


def test_a_quotation_has_a_longest_length() -> None:
    """A mark that is never closed on one endless line holds no more than a limit."""
    text = "“" + "word " * 20_000 + "“more” end"
    assert max(len(words) for words in found(text)) <= LONGEST + 100_001
    assert found(text)[-1] == "“more”"


@given(st.text(alphabet="“”\"'‘’«»「」 ab\n", max_size=200))
def test_quotations_lie_in_order_inside_their_paragraphs(text: str) -> None:
    """Whatever the marks: spans are ordered, do not overlap, and none crosses a line."""
    last = 0
    for quote in quotations(text, _lines(text)):
        assert last <= quote.start < quote.end <= len(text)
        assert "\n" not in text[quote.start : quote.end]
        last = quote.end

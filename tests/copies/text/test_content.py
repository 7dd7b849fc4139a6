"""What a text tells apart from its wording: names, numbers and content words."""

from wellfounded.copies.text.content import content
from wellfounded.copies.text.retelling import retelling
from wellfounded.copies.text.words import split


def _terms(text: str) -> dict[str, str]:
    return {key.text: key.sort for key in content(split(text)).terms}


def test_numbers_are_one_however_they_are_written() -> None:
    """Number words, digits and grouped digits give the same key; a decimal stays another number than a whole one."""
    assert _terms("thirty-one, fourteen, 2,704 and ٣١") == {
        "31": "number",
        "14": "number",
        "2704": "number",
    }
    assert "2.3" in _terms("2.3 million")
    assert "23" not in _terms("2.3 million")


def test_a_capital_at_the_beginning_of_a_sentence_makes_no_name() -> None:
    """Only a capital inside a sentence says name, where the word first stands."""
    assert _terms("Water rose. Orlo saw water near Lavrik.") == {
        "wat": "word", "ros": "word", "orlo": "word", "lavrik": "name",
    }  # fmt: skip
    assert _terms("We saw Orlo. Orlo ran.")["orlo"] == "name"


def test_function_words_say_nothing() -> None:
    """A sentence of function words has no content; with one content word it has one."""
    assert _terms("and then they said that it was so") == {}
    assert list(_terms("and then they said that it was flooded")) == ["flood"]


def test_order_counts() -> None:
    """The same particulars in the same order score higher than shuffled ones; what they share is the same."""
    names = "Arda Belm Corin Dassel Eskin Farro Gallen Hask Ivor Jorn Kelt Lomar".split()
    one = content(split("x " + " ".join(names)))
    same = retelling(one, content(split("y " + " z ".join(names))))
    mixed = retelling(one, content(split("y " + " z ".join(names[::-1]))))
    assert (same.shared, same.ordered, same.share) == (12, 12, 1.0)
    assert (mixed.shared, mixed.ordered) == (12, 1)
    assert same.order > 1.5 > mixed.order


def test_numbers_that_only_count_say_nothing() -> None:
    """Paragraph numbers are left out; the same numbers out of order, or fewer than four in a row, are kept."""
    numbered = "1. Arda came. 2. Belm came. 3. Corin left. 4. Rain fell. In 1987 she was 31."
    assert {t for t, sort in _terms(numbered).items() if sort == "number"} == {"1987", "31"}
    assert {"4", "3", "2"} <= _terms("4 came, 3 stayed and 2 left").keys()
    assert {"6", "7", "8"} <= _terms("6 came, 7 stayed and 8 left").keys()

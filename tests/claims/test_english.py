"""English sentences about invented people: who says what, with what stance, on whose authority."""

import pytest

from tests.claims.reading import read, told, whole, words

_ONE = (
    ("Mira Tolv said the gate was locked.", ("Mira Tolv", "the gate was locked", "asserts")),
    ("“The gate was locked,” Mira Tolv said.", ("Mira Tolv", "“The gate was locked,”", "asserts")),
    ("“The gate was locked,” said Mira Tolv, a nurse.", ("Mira Tolv, a nurse", "“The gate was locked,”", "asserts")),
    ("The gate, the warden said, was never locked.", ("the warden", "The gate ... was never locked", "asserts")),
    ("The ministry denied that anyone was held.", ("The ministry", "that anyone was held", "denies")),
    ("The ministry rejects all allegations of abuse.", ("The ministry", "all allegations of abuse", "denies")),
    ("The witness retracted his statement.", ("The witness", "his statement", "retracts")),
    ("The lawyer asked whether the list was complete.", ("The lawyer", "whether the list was complete", "questions")),
    ("According to the survey, most of the beds were empty.", ("the survey", "most of the beds were empty", "reports")),
    ("Files obtained by Radio Lumen detailed the use of the halls.", ("Files obtained by Radio Lumen", "the use of the halls", "reports")),
    ("The director called the place “a school.”", ("The director", "the place “a school.”", "asserts")),
    ("The place was described as a school by the director.", ("the director", "The place ... a school", "asserts")),
    ("The council urged the ministry to open the gate.", ("The council", "the ministry to open the gate", "asserts")),
    ("The prisoners reportedly sewed coats.", ("", "The prisoners ... sewed coats", "reports")),
    ("Her claim that the bus was full is in the file.", ("Her", "that the bus was full", "asserts")),
    ("LUMEN: Where were you taken?", ("LUMEN", "Where were you taken?", "questions")),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), _ONE, ids=[text for text, _ in _ONE])
def test_one_sentence_one_statement(text: str, expected: tuple[str, str, str]) -> None:
    """Direct, mixed and indirect speech, passives, evidential words and nouns: one statement, its words where they stand."""
    found = read(text)
    assert [told(one) for one in found] == [expected]
    for span in (*found[0].source, *found[0].cue, *found[0].content):
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "text",
    [
        "The bus left the yard at four.",
        "Deren sought asylum after he crossed the border.",
        "He posted the film and recorded the halls.",
        "The ministry can appeal and has 30 days to file.",
        "The gate was locked.",
    ],
)
def test_an_act_is_no_statement(text: str) -> None:
    """Nothing is invented: what people do is not what they say; with a word of saying before it, it is found."""
    assert read(text) == []
    assert len(read("The warden said: " + text)) == 1


def test_stance_of_a_bare_denial() -> None:
    """`said it was not` denies."""
    asked, one = read("Asked whether the list was complete, the warden said it was not.")
    assert told(asked) == ("", "whether the list was complete", "questions")
    assert (one.stance, one.negation, words(one.source)) == ("denies", True, "the warden")


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The judge said the man reasonably fears revenge.", "fears"),
        ("She fears that the list will show her name.", "fears"),
        ("The council ordered the warden to open the gate.", "orders"),
        ("The bus allegedly carried twenty people.", "hedges"),
        ("The doctor said the water might be bad.", "hedges"),
        ("The doctor said the water was bad.", ""),
    ],
)
def test_modality(text: str, modality: str) -> None:
    """Fears, orders and hedges are told apart from plain assertions."""
    (one,) = read(text)
    assert one.modality == modality


def test_negation_stands_beside_the_stance() -> None:
    """A cue that is negated says so; the stance stays that of the word."""
    (one,) = read("The warden did not say who had the key.")
    assert (one.stance, one.negation) == ("asserts", True)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "The committee said it had credible reports that a thousand people were held.",
            [("The committee", "body"), ("credible reports", "document")],
        ),
        (
            "Files obtained by Radio Lumen detailed the use of the halls.",
            [("Radio Lumen", "outlet"), ("Files obtained by Radio Lumen", "document")],
        ),
        (
            "The spokesman said the police told him that the gate was open.",
            [("The spokesman", "person"), ("the police", "body")],
        ),
    ],
)
def test_a_chain_ends_with_who_could_know(text: str, chain: list[tuple[str, str]]) -> None:
    """The chain goes from who stands nearest to the reader to who could have known."""
    (one,) = read(text)
    assert [(link.who, link.role) for link in one.chain] == chain


def test_who_is_quoted_is_led_back_through_the_text() -> None:
    """`He` is the person last spoken of, `the judge` the judge named before, part of a name the whole of it."""
    text = (
        "A magistrate of the coast, Ilse Marn, read the file.\n"
        "Torvald Ekker crossed the river in March. He said the bridge was guarded.\n"
        "Ekker said he saw four men. The magistrate said the account was clear.\n"
    )
    found = read(text)
    assert [one.speaker for one in found] == [
        "Torvald Ekker",
        "Torvald Ekker",
        "A magistrate of the coast, Ilse Marn",
    ]


def test_no_name_is_better_than_a_wrong_one() -> None:
    """A `she` after a man is led back to nobody; a `he` there is led back to him."""
    man = "The chairman, Torvald Ekker, left. "
    assert [s.speaker for s in read(man + "She said the bridge was guarded.")] == [""]
    assert [s.speaker for s in read(man + "He said the bridge was guarded.")] == [
        "The chairman, Torvald Ekker"
    ]


def test_a_quotation_goes_on_over_paragraphs() -> None:
    """A quotation broken off by `he said`, and one of several paragraphs, stay one statement."""
    text = (
        "“The bus was full,” Deren Holt said. “Nobody told us where it went.\n\n"
        "“In the morning we saw the wire.”\n"
    )
    (one,) = read(text)
    assert words(one.content) == (
        "“The bus was full,” ... “Nobody told us where it went.\n\n“In the morning we saw the wire.”"
    )
    assert one.speech == "direct" and one.quoted


def test_repeated_blocks_count_once() -> None:
    """What a page prints twice is one statement, with the second place beside it."""
    block = "Mira Tolv said the gate was locked.\n\nThe bus left at four.\n\n"
    text = block + block
    (one,) = read(text)
    (again,) = one.also
    assert text[again[0] : again[1]] == "Mira Tolv said the gate was locked"
    assert again[0] == len(block)
    assert len(read(block + "Mira Tolv said the gate was open.\n\n")) == 2


def test_when_it_was_said() -> None:
    """The time beside the word of saying is when it was said; one inside the content is not."""
    text = "On Monday the warden said the gate was locked in 2018."
    (one,) = read(text, "2025-08-20")
    assert one.date is not None
    assert (one.date.readings[0].first, one.date.anchor) == ("2025-08-18", "2025-08-20")
    (bare,) = read("The warden said the gate was locked in 2018.", "2025-08-20")
    assert bare.date is None


def test_deadlines_of_a_text() -> None:
    """A deadline is found beside the statements, and is none of them."""
    found = whole("The court read its ruling. The ministry can appeal and has 30 days to file.")
    assert list(found.statements()) == []
    (deadline,) = found.deadlines
    assert (deadline.who, deadline.act, deadline.trigger) == ("The ministry", "file", "ruling")

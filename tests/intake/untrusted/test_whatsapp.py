"""WhatsApp exports: messages, senders and times in the forms of many phones; an undecided date
stays two.

The forms are those the program is publicly known to write; no export of a real person is used.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.fake import Collected, run
from wellfounded.intake.untrusted.whatsapp import looks_like, read
from wellfounded.terms.record import Fact


def _chat(*lines: str) -> Collected:
    return run(read, "\n".join(lines).encode(), "_chat.txt")


def _times(found: Collected) -> list[list[str]]:
    return [[m.local for m in p.when] for p in found.passages]


def _notes(found: Collected, name: str) -> list[tuple[int | None, str | int]]:
    return [
        (f.locus.message if f.locus else None, f.value)
        for f in found.records
        if isinstance(f, Fact) and f.name == name
    ]


@pytest.mark.parametrize(
    ("line", "readings"),
    [
        ("[25/02/2024, 12:30:45] Dana: hello", ["2024-02-25T12:30:45"]),
        ("[01/02/2024, 12:30:45] Dana: hello", ["2024-02-01T12:30:45", "2024-01-02T12:30:45"]),
        ("[25.02.24, 09:05:01] Dana: hello", ["2024-02-25T09:05:01"]),
        ("\u200e[2/25/24, 3:04:05\u202fPM] Dana: hello", ["2024-02-25T15:04:05"]),
        ("[2024/2/1 下午3:04:05] Dana: hello", ["2024-02-01T15:04:05"]),
        ("[2024/2/1 上午12:04:05] Dana: hello", ["2024-02-01T00:04:05"]),
        ("[2024. 2. 1. 오후 3:04:05] Dana: hello", ["2024-02-01T15:04:05"]),
        ("[2024-02-01, 15:04:05] Dana: hello", ["2024-02-01T15:04:05"]),
        ("25/02/2024, 12:30 - Dana: hello", ["2024-02-25T12:30"]),
        ("25/02/2024 12:30 - Dana: hello", ["2024-02-25T12:30"]),
        ("2/25/24, 3:04 PM - Dana: hello", ["2024-02-25T15:04"]),
        ("2/25/24, 3:04\u202fam - Dana: hello", ["2024-02-25T03:04"]),
        ("25/2/2024, 3:04 p. m. - Dana: hello", ["2024-02-25T15:04"]),
        ("25.02.24, 12:30 - Dana: hello", ["2024-02-25T12:30"]),
        ("25.2.2024 klo 12.30 - Dana: hello", ["2024-02-25T12:30"]),
        ("2024-02-25 12:30 - Dana: hello", ["2024-02-25T12:30"]),
        ("2024/2/1 下午3:04 - Dana: hello", ["2024-02-01T15:04"]),
        ("2024年2月25日 15:04 - Dana: hello", ["2024-02-25T15:04"]),
        ("\u200f٢٥\u200f/٢\u200f/٢٠٢٤، ٣:٠٤ م - Dana: hello", ["2024-02-25T15:04"]),
        ("25/2/2024, 12:04 a.m. - Dana: hello", ["2024-02-25T00:04"]),
        ("2/2/24, 12:30 - Dana: hello", ["2024-02-02T12:30"]),
    ],
)
def test_the_time_forms_of_many_phones(line: str, readings: list[str]) -> None:
    """Brackets and dashes, 12 and 24 hours, marks of direction, narrow blanks, digits of other
    scripts.
    """
    found = _chat(line)
    assert _times(found) == [readings]
    (only,) = found.passages
    assert (only.speaker, only.text, only.locus.message) == ("Dana", "hello", 1)
    assert all(m.offsets == () for m in only.when)


def test_an_undecided_order_stays_two_readings() -> None:
    """Where every day is at most 12 nothing is decided, and the file says so."""
    found = _chat("01/02/2024, 12:30 - Dana: one", "03/04/2024, 12:31 - Ilyas: two")
    assert _times(found) == [
        ["2024-02-01T12:30", "2024-01-02T12:30"],
        ["2024-04-03T12:31", "2024-03-04T12:31"],
    ]
    assert str(found.facts["chat.date-order"]).startswith("undecided: day, month, year or month")


def test_one_date_decides_the_order_of_the_whole_file() -> None:
    """A day past 12 in one message settles the others, and that message is named."""
    found = _chat(
        "01/02/2024, 12:30 - Dana: one",
        "02/02/2024, 12:30 - Dana: two",
        "25/02/2024, 12:31 - Ilyas: three",
    )
    assert _times(found) == [["2024-02-01T12:30"], ["2024-02-02T12:30"], ["2024-02-25T12:31"]]
    (place,) = _notes(found, "chat.date-order")
    assert place == (3, "day, month, year: message 3 is dated 25/02/2024, 12:31")
    american = _chat("1/2/24, 3:04 PM - Dana: one", "1/31/24, 3:04 PM - Dana: two")
    assert _times(american)[0] == ["2024-01-02T15:04"]


def test_dates_that_fit_no_one_order_are_each_read_alone() -> None:
    """A file put together from two phones is not forced into one order, and that is said."""
    found = _chat(
        "25/02/2024, 12:30 - Dana: one",
        "02/26/2024, 12:30 - Dana: two",
        "01/02/2024, 12:31 - Dana: three",
    )
    assert _times(found) == [
        ["2024-02-25T12:30"],
        ["2024-02-26T12:30"],
        ["2024-02-01T12:31", "2024-01-02T12:31"],
    ]
    assert "no one order" in str(found.facts["chat.date-order"])


def test_short_east_asian_dates_may_begin_with_the_year() -> None:
    """`24/2/25 下午` may be of 2024 or of 2025 until a date that cannot end with its year decides."""
    assert _times(_chat("[24/2/25 下午3:04:05] Dana: hello")) == [
        ["2025-02-24T15:04:05", "2024-02-25T15:04:05"]
    ]
    found = _chat("[24/2/25 下午3:04:05] Dana: hello", "[24/3/1 上午3:04:05] Dana: again")
    assert _times(found) == [["2024-02-25T15:04:05"], ["2024-03-01T03:04:05"]]


def test_messages_over_several_lines_and_the_words_before_the_first() -> None:
    """Lines without a time belong to the message before them; what stands before any message is
    kept as a fact.
    """
    found = _chat(
        "exported by hand",
        "25/02/2024, 12:30 - Dana: first",
        "",
        "second: line",
        "25/02/2024, 12:31 - Ilyas: next",
    )
    assert [p.text for p in found.passages] == ["first\n\nsecond: line", "next"]
    assert found.facts["chat.before-first-message"] == "exported by hand"
    assert found.facts["chat.messages"] == 2


def test_what_the_program_wrote_has_no_speaker() -> None:
    """System messages are messages without a sender, also where they quote a colon."""
    found = _chat(
        "25/02/2024, 12:30 - Messages and calls are end-to-end encrypted.",
        '25/02/2024, 12:31 - Dana changed the subject to "Bridge: north"',
        "25/02/2024, 12:32 - +86 138 1234 5678: hello",
    )
    assert [p.speaker for p in found.passages] == ["", "", "+86 138 1234 5678"]
    assert [n for n, _ in _notes(found, "chat.system")] == [1, 2]


def test_files_edits_and_deletions_are_noted_beside_their_message() -> None:
    """Names of files link to the items beside the export; edits and deletions are marked."""
    found = _chat(
        "25/02/2024, 12:30 - Dana: IMG-20240225-WA0001.jpg (file attached)",
        "[25/02/2024, 12:30:01] Dana: \u200e<attached: 00000002-PHOTO-2024-02-25-12-30-01.jpg>",
        "25/02/2024, 12:31 - Dana: <Media omitted>",
        "[25/02/2024, 12:31:05] Dana: \u200eimage omitted",
        "25/02/2024, 12:32 - Dana: At nine \u200e<This message was edited>",
        "25/02/2024, 12:33 - Dana: This message was deleted",
        "25/02/2024, 12:34 - Dana: مرفق.pdf (الملف مرفق)",
    )
    assert _notes(found, "chat.attachment") == [
        (1, "IMG-20240225-WA0001.jpg"),
        (2, "00000002-PHOTO-2024-02-25-12-30-01.jpg"),
        (7, "مرفق.pdf"),
    ]
    assert [n for n, _ in _notes(found, "chat.attachment-left-out")] == [3, 4]
    assert [n for n, _ in _notes(found, "chat.edited")] == [5]
    assert [n for n, _ in _notes(found, "chat.deleted")] == [6]


def test_every_reading_says_how_little_an_export_shows() -> None:
    """The caution is the first thing said of any export."""
    found = _chat("25/02/2024, 12:30 - Dana: x")
    first = found.records[0]
    assert isinstance(first, Fact)
    assert (first.name, first.value) == ("caution", "an export is text its sender can edit")


def test_an_impossible_date_is_kept_as_written() -> None:
    """A date no calendar has gives no time, and stays beside the message; the others are still
    decided.
    """
    found = _chat("45/45/2024, 12:30 - Dana: x", "25/02/2024, 12:31 - Dana: y")
    assert _times(found) == [[], ["2024-02-25T12:31"]]
    assert _notes(found, "chat.time-as-written") == [(1, "45/45/2024, 12:30")]


def test_a_file_without_messages_is_a_failure() -> None:
    """A text in which no message begins is not passed off as a chat."""
    assert _chat("only words", "more words").codes == ["damaged"]
    assert not looks_like("only words\nmore words")
    assert looks_like("\u200f٢٥/٢/٢٠٢٤، ٣:٠٤ م - Dana: x\n٢٥/٢/٢٠٢٤، ٣:٠٥ م - Dana: y")


_LINE = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40
)


@given(st.lists(_LINE.filter(lambda t: t.strip()), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_any_words_come_back_in_order(texts: list[str]) -> None:
    """Whatever the messages say, each comes back as written, numbered in order."""
    found = _chat(*[f"25/02/2024, 12:30 - Dana: {text}" for text in texts])
    assert [p.text for p in found.passages] == texts
    assert [p.locus.message for p in found.passages] == list(range(1, len(texts) + 1))


@pytest.mark.parametrize("piece", ["\u200e", "1", "[1", "1/1/24, ", "a.bc (", "<a: ", " "])
def test_lines_made_to_take_long_do_not(piece: str) -> None:
    """A line of a million signs that nearly begin a message is read within the test's own time."""
    found = _chat(
        "25/02/2024, 12:30 - Dana: before",
        piece * (300_000 // len(piece)),
        "25/02/2024, 12:31 - Dana: x",
    )
    assert found.passages[-1].text == "x"


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_bytes_end_in_another_error(data: bytes) -> None:
    """Whatever stands in an export, reading ends in records and failures."""
    run(read, b"[25/02/2024, 12:30:45] Dana: " + data + b"\n25/02/2024, 12:30 - " + data)

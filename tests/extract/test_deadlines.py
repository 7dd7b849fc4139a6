"""Deadlines: who has how long to do what, from which event; never a date."""

import pytest

from wellfounded.extract.dates.spans import spans
from wellfounded.extract.untrusted.deadlines import deadlines

_FOUND = (
    (
        "The Ministry can appeal and has 30 days to file.",
        (30, "day", "unsaid", "at-most", "The Ministry", "file"),
    ),
    ("She has 14 calendar days to respond.", (14, "day", "calendar", "at-most", "She", "respond")),
    (
        "The council must answer within ten business days of the notice.",
        (10, "day", "business", "at-most", "", ""),
    ),
    (
        "An objection may be filed within three months of publication.",
        (3, "month", "unsaid", "at-most", "", ""),
    ),
    (
        "No payment may be made no sooner than 60 days after the hearing.",
        (60, "day", "unsaid", "at-least", "", ""),
    ),
    ("The 30-day appeal window is open.", (30, "day", "unsaid", "at-most", "", "appeal")),
    ("当事人应当自收到判决书之日起十五日内上诉。", (15, "day", "unsaid", "at-most", "", "上诉")),
    ("答复须在10个工作日内作出。", (10, "day", "business", "at-most", "", "作出")),
    (
        "Жалоба подаётся в течение 30 дней со дня вручения.",
        (30, "day", "unsaid", "at-most", "", ""),
    ),
    ("يجب الرد خلال 15 يوما من التبليغ.", (15, "day", "unsaid", "at-most", "", "")),
)


@pytest.mark.parametrize(("text", "expected"), _FOUND, ids=[text for text, _ in _FOUND])
def test_a_deadline_is_an_object_of_its_own(text: str, expected: tuple[object, ...]) -> None:
    """Duration, counting, limit, who and what are read; the same words are no date."""
    found = list(deadlines(text))
    assert len(found) == 1
    one = found[0]
    assert (one.amount, one.unit, one.counting, one.limit, one.who, one.act) == expected
    assert text[one.start : one.end] == one.text
    assert spans(text) == []


def test_the_trigger_is_read_where_it_is_written() -> None:
    """`of the notice` starts it; an appeal of which the sentence says no more starts at the ruling named before it."""
    assert next(deadlines("He must reply within 10 days of the notice.")).trigger == "the notice"
    text = "The ministry can appeal and has 30 days to file."
    assert next(deadlines(text, 0, "The ruling was read on Monday.")).trigger == "ruling"
    assert next(deadlines(text)).trigger == ""


@pytest.mark.parametrize(
    "text",
    [
        "He was held for 30 days.",
        "Within 30 days he was released.",
        "It took three months.",
        "虚岁三十",
        "在30天的拘留之后",
    ],
)
def test_a_duration_is_no_deadline(text: str) -> None:
    """What lasted some days gives nobody time to do anything; the same duration with a duty does."""
    assert list(deadlines(text)) == []
    assert list(deadlines("He must leave within 30 days."))

"""Two exports of one chat: every message is on both sides or on one, in order, and each difference is found and no other."""

from __future__ import annotations

import random
from dataclasses import replace

from wellfounded.copies.exports import Line, Message, align
from wellfounded.terms.moment import Moment

_WORDS = "ferry gate blue bus market river lantern copper moss tide harbour wren".split()


def _chat(seed: int, count: int) -> list[Message]:
    chance = random.Random(seed)
    texts = (
        chance.choice(["ok", "yes", " ".join(chance.choices(_WORDS, k=6))]) for _ in range(count)
    )
    return [_message(n, f"P{n % 3}", n, text) for n, text in enumerate(texts, 1)]


def _message(number: int, speaker: str, minute: int, text: str) -> Message:
    when = Moment.parse(f"2024-03-01T{minute // 60:02d}:{minute % 60:02d}")
    return Message(number, speaker, (when,), text)


def _later(message: Message, minutes: int) -> Message:
    at = int(message.when[0].local[11:13]) * 60 + int(message.when[0].local[14:16]) + minutes
    return replace(_message(message.number, message.speaker, at, message.text))


def _odd(lines: tuple[Line, ...]) -> list[tuple[str, int | None, int | None, tuple[str, ...]]]:
    return [
        (
            line.kind,
            line.first.number if line.first else None,
            line.second.number if line.second else None,
            line.otherwise,
        )
        for line in lines
        if line.kind != "same"
    ]


def test_each_planted_difference_is_found_and_nothing_else() -> None:
    """Another wording, another sender, another time, a message that only one has; names and clocks of telephones differ throughout."""
    one = _chat(1, 120)
    names = {"P0": "Mum", "P1": "P1 Work", "P2": "Ali"}
    two = [replace(_later(m, 120), speaker=names[m.speaker]) for m in one]
    one[39] = _message(40, one[39].speaker, 40, "I counted fourteen buses since five")
    two[39] = replace(two[39], text="I counted forty buses since five")
    two[59] = replace(two[59], speaker="Mum" if two[59].speaker != "Mum" else "Ali")
    two[79] = _later(two[79], 7)
    del two[99], one[19]
    aligned = align(one, two)
    assert aligned.clocks == 120
    assert _odd(aligned.lines) == [
        ("second-only", None, 20, ()),
        ("differs", 40, 40, ("words",)),
        ("differs", 60, 60, ("sender",)),
        ("differs", 80, 80, ("time",)),
        ("first-only", 100, None, ()),
    ]


def test_every_message_stands_once_and_in_order() -> None:
    """Whatever was deleted, added or changed on either side; and aligned the other way round as many agree."""
    for seed in range(40):
        chance = random.Random(seed)
        whole = _chat(seed, 90)
        sides = [[m for m in whole if chance.random() < 0.8] for _ in range(2)]
        aligned = align(*sides)
        assert [line.first for line in aligned.lines if line.first] == sides[0]
        assert [line.second for line in aligned.lines if line.second] == sides[1]
        assert align(sides[0], sides[0]).count("same") == len(sides[0])
        assert aligned.count("same") > 30


def test_a_long_chat_of_few_words_is_aligned_in_time() -> None:
    """10,000 messages of which many are alike; the two that differ are found."""
    one = [_message(n, "A", n % 1440, f"{n} ok" if n % 3 else "ok") for n in range(1, 10_001)]
    two = list(one)
    two[4999] = replace(two[4999], text="4 k")
    del two[7000]
    assert [(kind, a) for kind, a, _, _ in _odd(align(one, two).lines)] in (
        [("differs", 5000), ("first-only", 7001)],
        [("first-only", 5000), ("second-only", None), ("first-only", 7001)],
    )


def test_nothing_against_nothing_and_against_something() -> None:
    """An empty side has none of the other's messages; no clock can be said."""
    assert align([], []).lines == ()
    aligned = align(_chat(3, 4), [])
    assert aligned.count("first-only") == 4
    assert aligned.clocks is None

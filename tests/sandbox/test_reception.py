"""Whatever comes out of the pipe, the near side takes what is sound or says garbage; it never fails otherwise."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox.found import Found
from wellfounded.sandbox import Task, wire
from wellfounded.sandbox.reception import Reception
from wellfounded.sandbox.wire import Garbage
from wellfounded.terms import canonical
from wellfounded.terms.decoding import Limits, OverLimit
from wellfounded.terms.digest import Digest

ITEM = Digest.of(b"item")
LOCUS = {"in": str(ITEM), "page": 1, "chars": [0, 2]}


def reception(limits: Limits | None = None) -> tuple[Reception, Found]:
    """Give the near side of a reading and what it hands on."""
    kept = Found()
    return Reception(Task("a.b", ITEM, 4, limits=limits or Limits()), kept), kept


def record(**fields: object) -> bytes:
    """Give a record frame."""
    return wire.frame(wire.RECORD, canonical.encode(fields))


SOUND = b"".join(
    [
        record(type="passage", text="ab", locus=LOCUS, source="text", when=[{"local": "2024-03"}]),
        record(type="fact", name="gps", value="x", where={"lat_e7": 1, "lon_e7": 2, "radius_m": 3}),
        wire.frame(wire.BLOB, b"blob"),
        record(
            type="picture",
            role="page",
            blob=str(Digest.of(b"blob")),
            width=1,
            height=2,
            locus=LOCUS,
            mime="image/png",
        ),
        wire.frame(
            wire.MEMBER,
            canonical.encode(
                {
                    "name": {"bytes_hex": "61", "shown": "a", "charset_guess": "utf-8"},
                    "relation": "member",
                }
            ),
        ),
        wire.frame(wire.DATA, b"bytes"),
        wire.frame(wire.END, wire.TAIL.pack(Digest.of(b"bytes").raw, 5)),
        record(type="failure", stage="read", code="damaged", what="page 2 is damaged"),
        record(type="something-new", anything={"at": ["all", 1, None]}),
        wire.frame(wire.DONE),
    ]
)


def test_a_sound_reading_arrives() -> None:
    """Every kind of frame is taken, a record of a type nobody knows yet included."""
    near, kept = reception()
    near.feed(SOUND)
    assert near.conclude(0) is None
    assert kept.order == [
        *("passage", "fact", "blob", "picture", "begin", "end", "member", "failure"),
        "something-new",
    ]


@given(st.lists(st.integers(1, len(SOUND)), max_size=8))
def test_it_does_not_matter_how_the_bytes_are_cut(cuts: list[int]) -> None:
    """A stream cut anywhere gives the same."""
    near, kept = reception()
    at = 0
    for cut in [*sorted(cuts), len(SOUND)]:
        near.feed(SOUND[at:cut])
        at = max(at, cut)
    assert near.conclude(0) is None
    assert len(kept.records) == 6


@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
def test_any_byte_changed(at: int, change: int) -> None:
    """With any one byte changed the reading is sound, garbage or over a limit: nothing else comes out."""
    changed = bytearray(SOUND)
    changed[at] ^= change
    near, kept = reception()
    with contextlib.suppress(Garbage, OverLimit):
        near.feed(bytes(changed))
        near.conclude(0)
    for meta, data, digest in kept.members:
        assert meta["index"] == 0
        assert digest == Digest.of(data)


@given(st.binary(max_size=400))
def test_noise(noise: bytes) -> None:
    """Noise is garbage, or waits for more."""
    near, _ = reception()
    with contextlib.suppress(Garbage, OverLimit):
        near.feed(noise)
        near.conclude(0)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["text", "locus", "when", "where", "value", "name", "blob", "limits", "code", "what"]
)


@given(
    st.sampled_from(["passage", "fact", "picture", "failure", "member", "x"]),
    st.dictionaries(FIELDS, JSON),
    st.sampled_from([wire.RECORD, wire.MEMBER, wire.FAILURE]),
)
def test_records_of_any_shape(kind: str, fields: dict[str, object], frame: int) -> None:
    """Well-formed JSON of any shape is taken or garbage."""
    import json

    payload = json.dumps(
        fields | {"type": kind}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    near, _ = reception()
    with contextlib.suppress(Garbage, UnicodeEncodeError):
        near.feed(wire.frame(frame, payload.encode()))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"type": "passage", "text": 1, "locus": LOCUS}, "text"),
        ({"type": "passage", "text": "a"}, "passage"),
        ({"type": "passage", "text": "a", "locus": {"page": 1}}, "counts in nothing"),
        ({"type": "passage", "text": "a", "locus": LOCUS | {"box": [1, 2]}}, "box"),
        ({"type": "passage", "text": "a", "locus": LOCUS | {"page": True}}, "page"),
        ({"type": "passage", "text": "a", "locus": LOCUS, "when": [{"local": "soon"}]}, "passage"),
        ({"type": "fact", "name": "a", "value": []}, "value"),
        ({"type": "fact", "name": "a", "value": 1, "when": [1]}, "when"),
        ({"type": "fact", "name": "a", "value": 1, "where": {"lat_e7": 1}}, "fact"),
        ({"type": "picture", "blob": str(ITEM), "locus": LOCUS}, "picture"),
        ({"type": "failure", "stage": "read", "what": "x"}, "code"),
        ({"type": "member"}, "type"),
        ({"type": 1}, "type"),
        ({}, "type"),
    ],
)
def test_impossible_records(fields: dict[str, object], why: str) -> None:
    """Each wrong shape is garbage, with a reason that holds nothing of the record's own words."""
    near, kept = reception()
    with pytest.raises(Garbage, match=why):
        near.feed(record(**fields))
    assert kept.records == []


def test_what_a_failure_says_is_cleaned() -> None:
    """A sentence that came out of the jail is one line of at most 300 characters that print."""
    near, _ = reception()
    what = "a\nb\x1b[31m‮c" + "d" * 1000
    near.feed(wire.frame(wire.FAILURE, canonical.encode({"code": "damaged", "what": what})))
    failure = near.conclude(0)
    assert failure is not None
    assert failure.what.startswith("a b [31m cdd")
    assert len(failure.what) <= 300

"""Digests, places, loci, records and canonical JSON come back as they went in, and nothing malformed comes in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.terms import canonical, record
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Refused
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcXYZ.-_ 09", min_size=1, max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)
ITEM = Digest.of(b"item")


@given(VALUES)
def test_canonical_json_is_one_form_for_each_value(value: Any) -> None:
    """Decoding what was encoded gives the value, and no other bytes are taken for it."""
    data = canonical.encode(value)
    assert canonical.decode(data) == value
    for other in (data + b" ", b" " + data):
        with pytest.raises(Refused):
            canonical.decode(other)


def test_canonical_json_is_what_the_standard_library_writes() -> None:
    """Every code point in a string, every kind of value: the format does not hang on one library."""
    plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    points = [chr(n) for n in range(0x110000) if not 0xD800 <= n < 0xE000]
    for start in range(0, len(points), 4096):
        value = {"b": points[start : start + 4096], "a": [None, True, -5, 2**53 - 1, {}, []]}
        assert canonical.encode(value) == plain.encode(value).encode()


@pytest.mark.parametrize("value", [1.0, 2**53, {"é": 1}, {"": 1}, "\ud800", b"x", {1: 2}])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    """Floats, large integers, odd keys, lone surrogates and other types have none."""
    with pytest.raises(Refused):
        canonical.encode(value)


@given(st.binary(min_size=32, max_size=32))
def test_a_digest_is_printed_and_parsed_strictly(raw: bytes) -> None:
    """`sha256:` and 64 lower-case digits, nothing else."""
    digest = Digest(raw)
    assert Digest.parse(str(digest)) == digest
    for text in (
        raw.hex(),
        f"SHA256:{raw.hex()}",
        f"sha256:{raw.hex()} ",
        f"sha256:{raw.hex()[:-1]}",
    ):
        with pytest.raises(Mistaken):
            Digest.parse(text)


@pytest.mark.parametrize("place", [(900_000_001, 0, 5), (0, -1_800_000_001, 5), (0, 0, 0)])
def test_a_place_is_on_the_earth_and_has_a_radius(place: tuple[int, int, int]) -> None:
    """A point without doubt is no place; one with it comes back as it was."""
    with pytest.raises(Mistaken):
        Place(*place)
    good = Place(-446_130_981, 794_039_917, 50, ("گەن", "Kerrin"))
    assert Place.from_json(good.to_json()) == good


RECORDS = [
    record.Passage(
        "gate",
        Locus(ITEM, page=3, box=(1, 2, 3, 4)),
        "ocr",
        "en",
        990,
        "M.",
        "title",
        (Moment.parse("2024"),),
    ),
    record.Passage("", Locus(ITEM, chars=(0, 0))),
    record.Fact("gps", "44 S", Locus(ITEM), Moment.parse("2024-03-01T10:00Z"), Place(1, 2, 3)),
    record.Fact("pages", 7),
    record.Picture("keyframe", ITEM, 320, 240, Locus(ITEM, pts=(0, 512), base=(1, 15360))),
    record.Member(
        record.RawName(b"\xff", "\\xff", "unknown"),
        ITEM,
        9,
        4,
        "attachment",
        Locus(ITEM, part="1.2"),
        (("a", "b"),),
    ),
    record.Failure(
        "read",
        "over-limit",
        "stopped",
        Locus(ITEM, sheet="S", cells="A1:B2"),
        (("pages", 5),),
        9,
        "look by eye",
    ),
]


@pytest.mark.parametrize("one", RECORDS, ids=lambda r: type(r).__name__)
def test_a_record_comes_back_as_it_went_in(one: record.Record) -> None:
    """Through canonical JSON, with every field set and with none."""
    assert record.from_json(canonical.decode(canonical.encode(one.to_json()))) == one


def test_an_unknown_record_is_left_alone() -> None:
    """A type of a later version is no error."""
    assert record.from_json({"type": "hologram", "x": 1}) is None


def test_a_locus_is_described_as_a_person_reads_it() -> None:
    """Page, seconds, cell, message, characters."""
    said = {
        "page 3": Locus(ITEM, page=3),
        "00:00:00.000-00:00:02.500": Locus(ITEM, pts=(0, 5), base=(1, 2)),
        "sheet Staff, cell B2": Locus(ITEM, sheet="Staff", cells="B2"),
        "message 12": Locus(ITEM, message=12),
        "characters 4-9": Locus(ITEM, chars=(4, 9)),
        "whole item": Locus(ITEM),
    }
    assert {words: locus.describe() for words, locus in said.items()} == {w: w for w in said}

"""Prints: what is packed comes back, and nothing that `pack` would not write is taken."""

import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellfounded.copies import print as prints
from wellfounded.terms.errors import Refused

_SAMPLE = {
    "hash": np.arange(5, dtype=np.uint32),
    "time": np.arange(5, dtype=np.uint32) * 7,
}
_ENTRY = 16


def _changed(at: int, form: str, value: object, data: bytes | None = None) -> bytes:
    changed = bytearray(data or prints.pack(_SAMPLE))
    struct.pack_into(form, changed, at, value)
    return bytes(changed)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True),
        st.tuples(
            st.sampled_from(["u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f4"]),
            st.lists(st.integers(0, 5), max_size=4),
        ),
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_what_is_packed_comes_back(shapes: dict[str, tuple[str, list[int]]]) -> None:
    """Every name, type, shape and value; same arrays, same bytes; the views cannot be written."""
    arrays = {
        name: np.arange(int(np.prod(shape)) if shape else 1).reshape(shape).astype(kind)
        for name, (kind, shape) in shapes.items()
    }
    data = prints.pack(arrays)
    found = prints.unpack(data)
    assert list(found) == sorted(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype and found[name].shape == array.shape
        assert np.array_equal(found[name], array)
        assert not found[name].flags.writeable
    assert prints.pack(found) == data


def test_the_sample_of_the_format_page() -> None:
    """Two arrays of five numbers take 320 bytes and begin where docs/formats/print.md says."""
    data = prints.pack(_SAMPLE)
    assert len(data) == 320
    assert data[:16].hex(" ") == "77 66 70 72 69 6e 74 31 02 00 00 00 00 00 00 00"
    assert struct.unpack_from("<5I", data, 192) == (0, 1, 2, 3, 4)
    assert struct.unpack_from("<5I", data, 256) == (0, 7, 14, 21, 28)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        prints.pack(_SAMPLE)[:-1],
        prints.pack(_SAMPLE) + bytes(64),
        prints.pack(_SAMPLE)[:100],
        _changed(0, "<B", 0x78),
        _changed(8, "<I", 3),
        _changed(8, "<I", 2**32 - 1),
        _changed(12, "<I", 1),
        _changed(_ENTRY, "<B", ord("z")),
        _changed(_ENTRY, "<B", ord("/")),
        _changed(_ENTRY + 32, "<B", 0),
        _changed(_ENTRY + 32, "<B", 10),
        _changed(_ENTRY + 33, "<B", 5),
        _changed(_ENTRY + 34, "<B", 1),
        _changed(_ENTRY + 40, "<Q", 2**63),
        _changed(_ENTRY + 40, "<Q", 33),
        _changed(_ENTRY + 48, "<Q", 2),
        _changed(_ENTRY + 72, "<Q", 256),
        _changed(_ENTRY + 72, "<Q", 2**64 - 64),
        _changed(128, "<f", float("nan"), prints.pack({"a": np.zeros(3, np.float32)})),
        _changed(128, "<f", float("inf"), prints.pack({"a": np.zeros(3, np.float32)})),
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    """Each change to a good print is refused as such, and by nothing else; the good one is taken."""
    assert prints.unpack(prints.pack(_SAMPLE))["hash"][4] == 4
    with pytest.raises(Refused) as caught:
        prints.unpack(data)
    assert caught.value.code == "print"


@given(st.binary(max_size=400))
def test_random_bytes_are_refused_or_read(data: bytes) -> None:
    """Nothing but Refused comes out of bytes a hostile decoder wrote."""
    with suppress(Refused):
        assert prints.pack(prints.unpack(b"wfprint1" + data))[:8] == b"wfprint1"


@pytest.mark.parametrize(
    "arrays",
    [
        {"a": np.zeros(2, np.float64)},
        {"a": np.zeros((1, 1, 1, 1, 1), np.uint8)},
        {"A": np.zeros(1, np.uint8)},
        {f"a{n}": np.zeros(1, np.uint8) for n in range(65)},
        {"a": np.array([object()])},
    ],
)
def test_what_a_print_cannot_hold(arrays: dict[str, prints.Array]) -> None:
    """A type, shape, name or number of arrays beyond the format is refused before a byte is written."""
    with pytest.raises(Refused):
        prints.pack(arrays)

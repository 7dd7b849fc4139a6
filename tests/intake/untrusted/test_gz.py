"""Packed files: the bytes within become a member, damage is said, nothing before it is lost."""

import bz2
import gzip
import lzma
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.fake import run
from tests.intake.archives import contents
from wellfounded.intake.untrusted.gz import read

_DATA = bytes(range(256)) * 4000
_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}


@pytest.mark.parametrize("kind", _PACKERS)
def test_the_bytes_within_become_one_member(kind: str) -> None:
    """gzip, bzip2 and xz; several streams one after the other are one file; bytes behind are
    counted.
    """
    pack = _PACKERS[kind]
    found = run(read, pack(_DATA) + pack(b"more") + b"garbage", "notes.txt." + kind[:2])
    assert [data for _, data in contents(found)] == [_DATA + b"more"]
    assert found.facts["archive.compression"] == kind
    assert found.facts["archive.bytes-after"] == 7
    assert found.failures == []


def test_a_gzip_header_says_name_time_and_comment() -> None:
    """The stored name is the member's name; the time counts in UTC."""
    body = gzip.compress(b"x", mtime=1709267400)
    head = bytes([*body[:3], 0x18, *body[4:10]]) + "справка.txt".encode("cp1251") + b"\0note\0"
    found = run(read, head + body[10:], "a.gz")
    (member, data), *_ = found.members
    assert (member.name.raw, data) == ("справка.txt".encode("cp1251"), b"x")
    assert found.facts["archive.modified"] == "2024-03-01T04:30:00Z"
    assert found.facts["archive.comment"] == "note"


def test_the_name_without_its_ending_is_shown_and_marked_as_ours() -> None:
    """Where no name is stored the raw name is empty and the shown one comes from the file's."""
    (member, _), *_ = run(read, bz2.compress(b"x"), "notes.txt.bz2").members
    assert (member.name.raw, member.name.shown) == (b"", "notes.txt")


@pytest.mark.parametrize("kind", _PACKERS)
def test_a_file_that_breaks_off_keeps_what_came(kind: str) -> None:
    """The bytes before the break are kept, and the failure says so."""
    noise = b"".join(n.to_bytes(4, "big") for n in range(0, 4_000_000_000, 9973))
    packed = _PACKERS[kind](noise)
    found = run(read, packed[: len(packed) * 2 // 3], "a.gz")
    assert found.codes == ["damaged"]
    (_, data), *_ = found.members
    assert noise.startswith(data)
    assert kind == "xz" or len(data) > len(noise) // 3


def test_a_wrong_checksum_keeps_every_byte() -> None:
    """gzip's checksum is compared after the last byte is kept."""
    packed = bytearray(gzip.compress(_DATA))
    packed[-5] ^= 1
    found = run(read, bytes(packed), "a.gz")
    assert [data for _, data in contents(found)] == [_DATA]
    assert found.codes == ["damaged"]


def test_an_endless_stream_is_abandoned_at_the_ratio() -> None:
    """100 MB of zeros in 100 kB pass under a ratio of 2000 and are abandoned under 200."""
    packed = gzip.compress(bytes(100_000_000), 1)
    assert run(read, packed, ratio=2000).failures == []
    found = run(read, packed, ratio=200)
    assert found.codes == ["over-limit"]
    assert found.members == []


@pytest.mark.parametrize("size", range(3, 18))
def test_a_header_that_breaks_off_is_damage(size: int) -> None:
    """A file cut anywhere in its header or trailer ends as damaged, never in another error."""
    assert "damaged" in run(read, gzip.compress(b"")[:size]).codes


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=4), st.sampled_from(list(_PACKERS)))
@settings(max_examples=150, deadline=None)
def test_no_change_to_a_packed_file_ends_in_another_error(at: int, patch: bytes, kind: str) -> None:
    """Whatever bytes are overwritten, reading ends in records, members and failures."""
    data = bytearray(_PACKERS[kind](b"words and words " * 200))
    at %= len(data)
    data[at : at + len(patch)] = patch
    run(read, bytes(data))

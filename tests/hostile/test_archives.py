"""Attacks through archives neither escape nor lose a member.

Every archive is read in a folder of its own with hostile names pointing out of it; afterwards
nothing has been written anywhere. That writing would be seen is shown first.
"""

import gzip
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.extract.fake import run
from tests.intake.archives import contents, failed, names, padded, pax, tar_header, zip_of
from wellfounded.intake.untrusted import gz, tar
from wellfounded.intake.untrusted import zip as zips
from wellfounded.terms.digest import Digest

_END = bytes(1024)
_HOSTILE = [
    b"../escaped",
    b"../../../../../../tmp/escaped",
    b"/tmp/escaped",
    b"a/../../escaped",
    b"..\\..\\escaped",
    b"C:\\escaped",
    b"\\\\server\\share\\escaped",
    b".",
    b"..",
    b"./escaped",
    b"~/escaped",
    b"a\nb",
    b"a\x1b[2Jb",
    b"con",
    b"\xff\xfe",
    b"-rf",
    b"$(touch escaped)",
    b"\xe2\x80\xaegpj.exe",
]


@pytest.fixture(autouse=True)
def nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Runs each test in an empty folder and fails it if anything is there afterwards."""
    inner = tmp_path / "one" / "two"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)

    def listed() -> set[str]:
        here = {str(path) for path in tmp_path.rglob("*")}
        return here | {name for name in os.listdir("/tmp") if "escaped" in name}

    before = listed()
    (inner.parent / "escaped").touch()
    assert listed() != before
    (inner.parent / "escaped").unlink()
    yield
    assert listed() == before


def test_names_that_point_outside_are_only_names_in_a_zip() -> None:
    """Every member is kept under exactly the bytes of its name, and nothing is written."""
    members = [(name, b"content of %d" % n) for n, name in enumerate(_HOSTILE)]
    assert contents(run(zips.read, zip_of(members))) == members


def test_names_with_nul_are_kept_whole_in_a_zip() -> None:
    """A NUL does not cut a name: readers that cut it would show another ending."""
    (member, _), *_ = run(zips.read, zip_of([(b"photo.jpg\0.exe", b"x")])).members
    assert member.name.raw == b"photo.jpg\0.exe"


def test_names_that_point_outside_are_only_names_in_a_tar() -> None:
    """The same in a tar, plain and packed, and by long pax names."""
    members = [(name, b"content of %d" % n) for n, name in enumerate(_HOSTILE)]
    data = b"".join(tar_header(name, len(d)) + padded(d) for name, d in members) + _END
    assert contents(run(tar.read, data)) == members
    assert contents(run(gz.read, gzip.compress(data))) == members
    record = pax(path=b"../" * 60 + b"escaped")
    data = (
        tar_header(b"pax", len(record), b"x")
        + padded(record)
        + tar_header(b"a", 1)
        + padded(b"x")
        + _END
    )
    assert names(run(tar.read, data)) == [b"../" * 60 + b"escaped"]


def test_two_members_of_one_name_are_two_members() -> None:
    """The second does not replace the first, as in most unpackers."""
    members = [(b"order.pdf", b"first"), (b"order.pdf", b"second"), (b"ORDER.PDF", b"third")]
    assert contents(run(zips.read, zip_of(members))) == members
    data = b"".join(tar_header(name, len(d)) + padded(d) for name, d in members) + _END
    assert contents(run(tar.read, data)) == members


def test_a_link_followed_by_a_file_through_it_writes_nothing() -> None:
    """The classic: a link to a folder outside, then a file below the link. Both are named, the
    file is kept.
    """
    data = (
        tar_header(b"door", 0, b"2", link=b"/tmp") + tar_header(b"door/escaped", 1) + padded(b"x")
    )
    found = run(tar.read, data + tar_header(b"hard", 0, b"1", link=b"/etc/passwd") + _END)
    assert contents(found) == [(b"door/escaped", b"x")]
    assert found.facts["archive.symbolic-link"] == "door -> /tmp"
    assert found.facts["archive.hard-link"] == "hard -> /etc/passwd"


def _overlapping(count: int, size: int) -> bytes:
    """A zip whose members all share one packed block: `count` times `size` bytes of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1 << 20)
    packed, crc = bytearray(), 0
    for _ in range(size >> 20):
        packed += packer.compress(zeros)
        crc = zlib.crc32(zeros, crc)
    packed += packer.flush()
    fixed = struct.pack("<3H2H3L", 20, 0, 8, 0, 0, crc, len(packed), size)
    body = b"PK\3\4" + fixed + struct.pack("<2H", 1, 0) + b"a" + packed
    line = (
        b"PK\1\2"
        + struct.pack("<2B", 20, 0)
        + fixed
        + struct.pack("<5H2L", 1, 0, 0, 0, 0, 0, 0)
        + b"a"
    )
    end = struct.pack("<4H2LH", 0, 0, count, count, len(line) * count, len(body), 0)
    return body + line * count + b"PK\5\6" + end


def test_members_that_share_their_bytes_are_read_once() -> None:
    """10 MB that claim more than 1 TB: the first member is read within the ratio, the others
    are refused by name.
    """
    data = _overlapping(11_000, 100 << 20)
    assert len(data) < 10_000_000
    assert 11_000 * (100 << 20) > 1 << 40
    found = run(zips.read, data, ratio=2000)
    assert len(found.members) == 1
    assert found.codes == ["refused"] * 10_999
    assert run(zips.read, _overlapping(5, 100 << 20), ratio=200).codes == [
        "over-limit",
        *["refused"] * 4,
    ]


def test_a_member_that_quotes_the_next_one_is_refused_the_second_time() -> None:
    """Fifield's quoting: the first member's packed bytes run over the second's header."""
    inner = zip_of([(b"b", b"B" * 100)], method=0)
    cut = inner[: inner.index(b"PK\1\2")]
    quoted = b"\x01" + struct.pack("<2H", len(cut), 0xFFFF - len(cut)) + cut
    fixed = struct.pack("<3H2H3L", 20, 0, 8, 0, 0, zlib.crc32(cut), len(quoted), len(cut))
    first = b"PK\3\4" + fixed + struct.pack("<2H", 1, 0) + b"a"
    at_b = len(first) + 5
    lines = (
        b"PK\1\2"
        + struct.pack("<2B", 20, 0)
        + fixed
        + struct.pack("<5H2L", 1, 0, 0, 0, 0, 0, 0)
        + b"a"
    )
    fixed_b = inner[4:26]
    lines += (
        b"PK\1\2"
        + struct.pack("<2B", 20, 0)
        + fixed_b
        + struct.pack("<5H2L", 1, 0, 0, 0, 0, 0, at_b)
        + b"b"
    )
    end = struct.pack("<4H2LH", 0, 0, 2, 2, len(lines), len(first) + len(quoted), 0)
    found = run(zips.read, first + quoted + lines + b"PK\5\6" + end)
    assert contents(found) == [(b"a", cut)]
    assert failed(found) == [("b", "refused")]


def test_a_bomb_does_not_take_its_neighbours_with_it() -> None:
    """200 MB of zeros are abandoned at the ratio; the members before and behind are whole."""
    data = zip_of([(b"before", b"alpha"), (b"bomb", bytes(200_000_000)), (b"after", b"omega")])
    found = run(zips.read, data)
    assert contents(found) == [(b"before", b"alpha"), (b"after", b"omega")]
    assert found.codes == ["over-limit"]


def test_archives_within_archives_come_out_one_level_at_a_time() -> None:
    """A nest of 16 times 16 is 16 members that are read in their turn: a reader that goes down
    by itself would not end.
    """
    bottom = zip_of([(b"0", bytes(1_000_000))])
    middle = zip_of([(b"%d.zip" % n, bottom) for n in range(16)])
    top = zip_of([(b"%d.zip" % n, middle) for n in range(16)])
    found = run(zips.read, top)
    assert len(found.members) == 16
    assert {member.digest for member, _ in found.members} == {Digest.of(middle)}


def test_a_truncated_zip_gives_what_is_left() -> None:
    """Without its directory the members still there are found by their own headers; the cut one
    is kept as it is.
    """
    whole = zip_of([(b"a", os.urandom(5000)), (b"b", os.urandom(5000)), (b"c", os.urandom(5000))])
    found = run(zips.read, whole[:12_000])
    assert names(found) == [b"a", b"b", b"c"]
    assert found.codes == ["damaged", "damaged"]
    assert [len(data) for _, data in contents(found)][:2] == [5000, 5000]


def test_a_wrong_checksum_keeps_the_member() -> None:
    """The bytes are evidence whatever their checksum says; the disagreement stands beside them."""
    found = run(zips.read, zip_of([(b"a", b"alpha"), (b"b", b"beta")], crc_off_by=1))
    assert contents(found) == [(b"a", b"alpha"), (b"b", b"beta")]
    assert failed(found) == [("a", "damaged"), ("b", "damaged")]


def test_a_directory_that_lies_does_not_end_the_reading() -> None:
    """Offsets into nowhere, sizes without end and counts that are wrong: each member says what
    became of it.
    """
    data = bytearray(zip_of([(b"a", b"alpha"), (b"b", b"beta")], method=0))
    first = bytes(data).index(b"PK\1\2")
    struct.pack_into("<L", data, first + 42, 0x7FFFFFFF)
    found = run(zips.read, bytes(data))
    assert contents(found) == [(b"b", b"beta")]
    assert failed(found) == [("a", "damaged")]
    data = bytearray(zip_of([(b"a", b"alpha"), (b"b", b"beta")], method=0))
    struct.pack_into("<2L", data, bytes(data).index(b"PK\1\2") + 20, 0xFFFFFFF0, 0xFFFFFFF0)
    assert (b"b", "refused") in [(n.encode(), c) for n, c in failed(run(zips.read, bytes(data)))]


def test_a_tar_of_huge_claims_is_bounded() -> None:
    """A member of 8 exabytes that is not there, a sparse one that would be made of zeros: said,
    and memory stays small.
    """
    claimed = tar_header(b"huge", 0)
    block = bytearray(claimed)
    block[124:136] = b"\x80" + (1 << 62).to_bytes(11, "big")
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    found = run(tar.read, bytes(block) + padded(b"x" * 700))
    assert failed(found) == [("huge", "damaged")]
    record = pax(
        GNU__sparse__map=b"0,1,9000000000000000000,1", GNU__sparse__size=b"9000000000000000001"
    )
    data = tar_header(b"pax", len(record), b"x") + padded(record)
    data += tar_header(b"sparse", 2) + padded(b"xy") + tar_header(b"next", 1) + padded(b"z") + _END
    found = run(tar.read, data)
    assert contents(found) == [(b"next", b"z")]
    assert failed(found) == [("sparse", "over-limit")]


def test_an_endless_packed_tar_is_bounded() -> None:
    """A tar of zeros without end inside gzip is stopped at the ratio, and what came before is
    kept.
    """
    head = tar_header(b"first", 5) + padded(b"alpha") + tar_header(b"endless", 8 << 30)
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = packer.compress(head)
    zeros = bytes(1 << 20)
    for _ in range(256):
        packed += packer.compress(zeros)
    found = run(gz.read, packed + packer.flush())
    assert contents(found) == [(b"first", b"alpha")]
    assert "over-limit" in found.codes

"""RAR archives: members are named, stored ones come out, packed ones are said with the way
round it.
"""

import os
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.fake import run
from tests.intake.archives import contents, failed
from wellfounded.intake import unar
from wellfounded.intake.untrusted import rar_unpacked
from wellfounded.intake.untrusted.rar import read
from wellfounded.sandbox import Sandbox


def _vint(value: int) -> bytes:
    out = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        out.append(low | (0x80 if value else 0))
        if not value:
            return bytes(out)


def _block5(kind: int, body: bytes, *, data: bytes = b"", flags: int = 0) -> bytes:
    flags |= 2 if data else 0
    header = _vint(kind) + _vint(flags) + (_vint(len(data)) if data else b"") + body
    sized = _vint(len(header)) + header
    return struct.pack("<L", zlib.crc32(sized)) + sized + data


def _file5(name: bytes, data: bytes, method: int = 0) -> bytes:
    body = (
        _vint(6)
        + _vint(len(data))
        + _vint(0o644)
        + struct.pack("<2L", 1709267400, zlib.crc32(data))
    )
    return _block5(2, body + _vint(method << 7) + _vint(1) + _vint(len(name)) + name, data=data)


def _rar5(*files: bytes) -> bytes:
    return b"Rar!\x1a\x07\x01\x00" + _block5(1, _vint(0)) + b"".join(files) + _block5(5, _vint(0))


def _file4(name: bytes, data: bytes, method: int = 0x30, flags: int = 0x8000) -> bytes:
    fixed = struct.pack(
        "<LLBLLBBHL",
        len(data),
        len(data),
        3,
        zlib.crc32(data),
        0x586163A5,
        29,
        method,
        len(name),
        0o100644,
    )
    head = struct.pack("<BHH", 0x74, flags, 7 + len(fixed) + len(name)) + fixed + name
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data


def _rar4(*files: bytes) -> bytes:
    main = struct.pack("<BHH", 0x73, 0, 13) + bytes(6)
    end = struct.pack("<BHH", 0x7B, 0x4000, 7)
    blocks = [struct.pack("<H", zlib.crc32(b) & 0xFFFF) + b for b in (main, end)]
    return b"Rar!\x1a\x07\x00" + blocks[0] + b"".join(files) + blocks[1]


@pytest.mark.parametrize("make", [5, 4])
def test_stored_members_come_out_and_packed_ones_are_said(make: int) -> None:
    """Both formats: the stored member whole, the packed one a failure that says what to do."""
    file, rar, packed = (_file5, _rar5, 3) if make == 5 else (_file4, _rar4, 0x33)
    found = run(read, rar(file("證據.txt".encode(), b"stored"), file(b"p.txt", b"????", packed)))
    assert contents(found) == [("證據.txt".encode(), b"stored")]
    assert failed(found) == [("p.txt", "unsupported")]
    assert "unpack it with a program" in found.failures[-1].next
    assert found.facts["archive.members"] == 2
    expected = "2024-03-01T04:30:00Z" if make == 5 else "2024-03-01T12:29:10"
    assert dict(found.members[0][0].facts)["modified"] == expected


_LSAR = shutil.which("lsar")


@pytest.mark.skipif(_LSAR is None, reason="lsar is not installed")
@pytest.mark.parametrize("make", [5, 4])
def test_the_archives_of_these_tests_are_archives_to_others(tmp_path: Path, make: int) -> None:
    """What these tests write is what another program reads as RAR."""
    data = (
        _rar5(_file5(b"one.txt", b"stored")) if make == 5 else _rar4(_file4(b"one.txt", b"stored"))
    )
    (tmp_path / "x.rar").write_bytes(data)
    listed = subprocess.run(
        [str(_LSAR), "-t", "x.rar"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "one.txt" in listed.stdout
    assert "OK" in listed.stdout


@pytest.mark.parametrize("make", [5, 4])
def test_what_a_program_unpacked_is_cut_into_members(make: int) -> None:
    """Packed members come out of the program's one stream by the archive's own sizes, each by
    its checksum.
    """
    file, rar, packed = (_file5, _rar5, 3) if make == 5 else (_file4, _rar4, 0x33)
    members = [(b"a", b"alpha", 0), (b"b", b"beta", packed), (b"c", b"gamma", packed)]
    archive = rar(
        *(file(name, data, method or (0 if make == 5 else 0x30)) for name, data, method in members)
    )
    known = {"archive_bytes": len(archive)}
    found = run(rar_unpacked.read, archive + b"alphabetagamma", settings=known)
    assert contents(found) == [(b"b", b"beta"), (b"c", b"gamma")]
    assert found.failures == []
    short = run(rar_unpacked.read, archive + b"alphabetagamm", settings=known)
    assert contents(short) == [(b"b", b"beta")]
    assert failed(short) == [("c", "damaged"), ("", "damaged")]
    wrong = run(rar_unpacked.read, archive + b"ALPHAbetagamma", settings=known)
    assert contents(wrong) == []
    assert wrong.codes == ["damaged", "damaged"]


@pytest.mark.skipif(unar.program() is None, reason="unar is not installed")
@pytest.mark.parametrize("make", [5, 4])
def test_the_program_writes_its_stream_from_within_the_jail(tmp_path: Path, make: int) -> None:
    """unar reads both formats in the jail and writes the members one after the other, and
    nothing else.
    """
    file, rar = (_file5, _rar5) if make == 5 else (_file4, _rar4)
    (tmp_path / "x.rar").write_bytes(rar(file(b"../a", b"alpha"), file(b"b", b"beta")))
    fd = os.open(tmp_path / "x.rar", os.O_RDONLY)
    with Sandbox([unar.DECODER], weaker=True) as box:
        printed, outcome = box.tool(unar.tool(), fd)
    os.close(fd)
    assert outcome.failure is None
    assert printed == b"alphabeta"


def test_names_packed_in_unicode_are_read() -> None:
    """RAR 3 packs the Unicode form of a name against its plain form; the stored bytes stay the
    name.
    """
    stored = b"????.txt\0" + bytes([0x04, 0b01010101, 0x43, 0x38, 0x42, 0x30, 0b11000000, 0x02])
    (member, _), *_ = run(read, _rar4(_file4(stored, b"x"))).members
    assert (member.name.raw, member.name.shown) == (stored, "уита.txt")


def test_locked_lists_and_members_are_needs_password() -> None:
    """An encrypted list, and an encrypted member in an open list."""
    assert run(read, _rar5(_block5(4, _vint(0)))).codes == ["needs-password"]
    found = run(read, _rar4(_file4(b"a", b"xxxx", flags=0x8004)))
    assert failed(found) == [("a", "needs-password")]


def test_a_wrong_checksum_keeps_the_member_and_says_so() -> None:
    """The bytes are kept; that they do not agree is a failure beside them."""
    data = _rar5(_file5(b"a", b"stored")).replace(b"stored", b"STORED")
    found = run(read, data)
    assert contents(found) == [(b"a", b"STORED")]
    assert failed(found) == [("a", "damaged")]


@given(st.integers(0, 1000), st.binary(min_size=1, max_size=4), st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_change_to_an_archive_ends_in_another_error(at: int, patch: bytes, five: bool) -> None:
    """Whatever bytes are overwritten, reading ends in records, members and failures."""
    data = bytearray(_rar5(_file5(b"a", b"stored")) if five else _rar4(_file4(b"a", b"stored")))
    at %= len(data)
    data[at : at + len(patch)] = patch
    run(read, bytes(data))

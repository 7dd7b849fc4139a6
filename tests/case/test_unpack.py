"""Members that only a later stage unpacks are read in the same build."""

import struct
import zlib
from pathlib import Path

import pytest

from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.preserve.add import add
from wellfounded.case.understand.build import build
from wellfounded.intake import unar

# RAR 3, packed by method 3: a text of 2 KiB that RAR's own program packed is not shipped; an archive of empty members and
# one stored member is enough to see both stages run, and to see that the second leaves alone what the first has read.


def _stored(name: bytes, data: bytes) -> bytes:
    fixed = struct.pack(
        "<LLBLLBBHL",
        len(data),
        len(data),
        3,
        zlib.crc32(data),
        0x586163A5,
        29,
        0x30,
        len(name),
        0o100644,
    )
    head = struct.pack("<BHH", 0x74, 0x8000, 7 + len(fixed) + len(name)) + fixed + name
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data


def _rar(*files: bytes) -> bytes:
    main = struct.pack("<BHH", 0x73, 0, 13) + bytes(6)
    end = struct.pack("<BHH", 0x7B, 0x4000, 7)
    blocks = [struct.pack("<H", zlib.crc32(b) & 0xFFFF) + b for b in (main, end)]
    return b"Rar!\x1a\x07\x00" + blocks[0] + b"".join(files) + blocks[1]


@pytest.mark.skipif(unar.program() is None, reason="unar is not installed")
def test_both_stages_of_a_rar_run_and_nothing_is_left_waiting(case: Case, tmp_path: Path) -> None:
    """The stored member is received once, though two stages looked at the archive; no second
    build is needed.
    """
    (tmp_path / "x.rar").write_bytes(_rar(_stored(b"a.txt", b"words of a witness")))
    add(case, [tmp_path / "x.rar"], actor="mina")
    first = build(case, actor="mina", weaker=True)
    assert first.members == 1
    with open_catalogue(case) as catalogue:
        assert {item.state for item in catalogue.items()} == {"read"}
        stages = {r.stage for i in catalogue.items() for r in catalogue.item(i.digest).readings}
    assert {"read", "unpack"} <= stages
    again = build(case, actor="mina", weaker=True)
    assert (again.read, again.partial, again.failed, again.members) == (0, 0, 0, 0)

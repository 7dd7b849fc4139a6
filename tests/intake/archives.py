"""Archives made for tests: what a library would refuse to write, written byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from tests.extract.fake import Collected
from wellfounded.terms.record import Failure


def zip_of(
    members: Sequence[tuple[bytes, bytes]],
    *,
    flags: int = 0,
    method: int = 8,
    crc_off_by: int = 0,
    local_names: Sequence[bytes] | None = None,
    mode: int = 0,
    comment: bytes = b"",
    before: bytes = b"",
) -> bytes:
    """A zip with exactly these names and contents; `before` stands in front, offsets not
    counting it.
    """
    body, directory = bytearray(), bytearray()
    for index, (name, data) in enumerate(members):
        packed = _deflated(data) if method == 8 else data
        fixed = struct.pack(
            "<3H2H3L", 20, flags, method, 0x63A5, 0x5861, zlib.crc32(data) + crc_off_by & 0xFFFFFFFF,
            len(packed), len(data),
        )  # fmt: skip
        local = name if local_names is None else local_names[index]
        at = len(body)
        body += b"PK\3\4" + fixed + struct.pack("<2H", len(local), 0) + local + packed
        directory += b"PK\1\2" + struct.pack("<2B", 20, 3 if mode else 0) + fixed
        directory += struct.pack("<5H2L", len(name), 0, 0, 0, 0, mode << 16, at) + name
    end = struct.pack(
        "<4H2LH", 0, 0, len(members), len(members), len(directory), len(body), len(comment)
    )
    return before + bytes(body + directory) + b"PK\5\6" + end + comment


def plain_zip(**members: bytes) -> bytes:
    """A zip as the standard library writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def tar_header(
    name: bytes,
    size: int = 0,
    kind: bytes = b"0",
    *,
    link: bytes = b"",
    magic: bytes = b"ustar\x0000",
) -> bytes:
    """One 512-byte tar header with a right checksum."""
    block = bytearray(512)
    block[: len(name[:100])] = name[:100]
    block[100:108] = b"0000644\0"
    block[108:116] = block[116:124] = b"0001750\0"
    block[124:136] = b"%011o\0" % size
    block[136:148] = b"14570000000\0"
    block[148:156] = b" " * 8
    block[156:157] = kind
    block[157 : 157 + len(link)] = link
    block[257 : 257 + len(magic)] = magic
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def padded(data: bytes) -> bytes:
    """Data filled up to whole tar blocks."""
    return data + bytes(-len(data) % 512)


def pax(**fields: bytes) -> bytes:
    """The data of a pax header."""
    out = b""
    for key, value in fields.items():
        line = b" " + key.replace("__", ".").encode() + b"=" + value + b"\n"
        length = len(line) + 1
        while len(str(length)) + len(line) != length:
            length = len(str(length)) + len(line)
        out += str(length).encode() + line
    return out


def names(found: Collected) -> list[bytes]:
    """The raw names of the members, in order."""
    return [member.name.raw for member, _ in found.members]


def contents(found: Collected) -> list[tuple[bytes, bytes]]:
    """Raw name and bytes of each member, in order."""
    return [(member.name.raw, data) for member, data in found.members]


def failed(found: Collected) -> list[tuple[str, str]]:
    """Member and code of each failure, in order."""
    return [
        (f.locus.member or "" if f.locus else "", f.code)
        for f in found.records
        if isinstance(f, Failure)
    ]

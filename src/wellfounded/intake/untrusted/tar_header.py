"""One header block of a tar archive, in every dialect: v7, ustar, GNU, and the records of pax.

Sources: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Extended Header"; GNU tar manual,
"Basic Tar Format".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BLOCK: Final = 512
MAGIC: Final = b"ustar"
_CHECKSUM = slice(148, 156)


@dataclass(frozen=True, slots=True)
class Header:
    """One header: `kind` is the type flag; `modified` is in seconds since 1970, as the octal or
    binary field says.
    """

    name: bytes
    kind: bytes
    size: int
    mode: int
    modified: int
    link: bytes
    user: bytes
    group: bytes
    block: bytes

    @property
    def old_sparse(self) -> tuple[list[tuple[int, int]], bool, int]:
        """The first spans of an old GNU sparse header, whether more blocks follow, and the real
        size.
        """
        spans = spans_of(self.block[386:482])
        return spans, self.block[482:483] == b"\x01", _number(self.block[483:495])


def parse(block: bytes) -> Header | None:
    """Read one block; None if its checksum is not that of a header."""
    if len(block) < BLOCK or not _sums_up(block):
        return None
    name, prefix = _text(block[:100]), b""
    if block[257:263] == b"ustar\0":
        prefix = _text(block[345:500])
    return Header(
        name=prefix + b"/" + name if prefix else name,
        kind=block[156:157],
        size=max(0, _number(block[124:136])),
        mode=_number(block[100:108]) & 0o7777,
        modified=_number(block[136:148]),
        link=_text(block[157:257]),
        user=_text(block[265:297]) if block[257:262] == MAGIC else b"",
        group=_text(block[297:329]) if block[257:262] == MAGIC else b"",
        block=block,
    )


def spans_of(table: bytes) -> list[tuple[int, int]]:
    """Read an old GNU sparse table: pairs of offset and length, 12 bytes each, until an empty
    one.
    """
    spans = []
    for at in range(0, len(table) - 23, 24):
        if not table[at : at + 24].strip(b"\0 "):
            break
        spans.append((_number(table[at : at + 12]), _number(table[at + 12 : at + 24])))
    return spans


def pax_records(data: bytes) -> dict[bytes, bytes]:
    """Read the records of a pax header as far as they can be read; a later one of a key wins."""
    found: dict[bytes, bytes] = {}
    at = 0
    while at < len(data):
        space = data.find(b" ", at, at + 20)
        if space < 0 or not data[at:space].isdigit():
            break
        end = at + int(data[at:space])
        record = data[space + 1 : end - 1]
        key, equals, value = record.partition(b"=")
        if end <= space or end > len(data) or not equals:
            break
        found[key] = value
        at = end
    return found


def _sums_up(block: bytes) -> bool:
    stated = _number(block[_CHECKSUM])
    rest = block[:148] + b" " * 8 + block[156:BLOCK]
    if sum(rest) == stated:
        return any(rest[:148])
    return sum(byte - 256 if byte > 127 else byte for byte in rest) == stated


def _text(field: bytes) -> bytes:
    return field.split(b"\0", 1)[0]


def _number(field: bytes) -> int:
    """Read an octal field, or a binary one as GNU writes large numbers; what is neither is 0."""
    if field[:1] in (b"\x80", b"\xff"):
        value = int.from_bytes(field[1:], "big")
        return value - (1 << 8 * (len(field) - 1)) if field[:1] == b"\xff" else value
    digits = field.split(b"\0", 1)[0].strip(b" ")
    try:
        return int(digits or b"0", 8)
    except ValueError:
        return 0

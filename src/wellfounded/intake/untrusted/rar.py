"""RAR archives: the list of members, and the bytes of those stored unpacked; RAR's packing
itself is not public.

A packed member is a Failure that says what to do. Source: RAR 5.0 archive format (RARLAB technical
note), and the header layout of RAR 1.5 to 4 as its technical note gives it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from wellfounded.intake.untrusted.names import guess, received
from wellfounded.intake.untrusted.rar_header import (
    MARK_4,
    MARK_5,
    Stored,
    blocks_of_rar4,
    blocks_of_rar5,
)
from wellfounded.intake.untrusted.streaming import BLOCK, Broken, Closed, Locked, Members
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.record import Fact, RawName

_SEARCHED: Final = 1024 * 1024
_NEXT: Final = "unpack it with a program that reads RAR and add what comes out, linked to this item"


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Name every member; stream out those that are stored unpacked."""
    source.file.seek(0)
    head = source.file.read(_SEARCHED)
    at5, at4 = head.find(MARK_5), head.find(MARK_4)
    if at5 < 0 and at4 < 0:
        raise Unreadable("damaged", "no RAR mark stands at the start of the file")
    members = Members(source, out)
    found = blocks_of_rar5(source, at5 + 8) if at5 >= 0 else blocks_of_rar4(source, at4 + 7)
    out.record(Fact("archive.format", "RAR 5" if at5 >= 0 else "RAR 4"))
    count = packed = 0
    for stored in found:
        if stored.folder:
            out.record(Fact("archive.folder", _name(stored).shown))
            continue
        count += 1
        packed += stored.method != 0
        if stored.link:
            shown = f"{_name(stored).shown} -> {received(stored.link).shown}"
            out.record(Fact("archive.symbolic-link", shown))
            continue
        members.stream(_name(stored), _bytes(source, stored), stored.packed, _facts(stored))
    out.record(Fact("archive.members", count))
    if packed:
        what = f"{packed} of {count} members are packed in a way this version does not unpack"
        raise Unreadable("unsupported", what, next=_NEXT)


def _name(stored: Stored) -> RawName:
    return received(stored.name, guess([stored.name], dos=True))


def _bytes(source: Source, stored: Stored) -> Iterator[bytes]:
    if stored.encrypted:
        raise Locked("it is protected by a password")
    if stored.split:
        raise Closed("it goes on in another volume of the archive")
    if stored.method != 0:
        raise Closed("packed by RAR, which this version does not unpack")
    crc, left, at = 0, stored.packed, stored.data
    while left > 0:
        source.file.seek(at)
        block = source.file.read(min(BLOCK, left))
        if not block:
            raise Broken("its bytes end early")
        crc = zlib.crc32(block, crc)
        yield block
        at, left = at + len(block), left - len(block)
    if stored.crc is not None and crc != stored.crc:
        raise Broken("its bytes do not agree with their checksum")


def _facts(stored: Stored) -> tuple[tuple[str, str], ...]:
    facts = {"method": str(stored.method), "size": str(stored.size)}
    if stored.modified:
        facts["modified"] = stored.modified
    return tuple(sorted(facts.items()))

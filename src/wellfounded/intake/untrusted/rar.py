"""RAR archives: the list of members, and the bytes of those stored unpacked.

RAR's packing is not public. Where a program that unpacks it is on the system, `intake.unar` runs it
in the jail; without one a packed member is a Failure that says what to do. Sources: RAR 5.0 archive
format (RARLAB technical note), and the header layout of RAR 1.5 to 4 as its technical note gives
it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from wellfounded.intake.untrusted.names import guess, plain, received
from wellfounded.intake.untrusted.rar_header import (
    MARK_4,
    MARK_5,
    Stored,
    blocks_of_rar4,
    blocks_of_rar5,
)
from wellfounded.intake.untrusted.streaming import BLOCK, Broken, Members
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.record import Fact, RawName

_SEARCHED: Final = 1024 * 1024
_NEXT: Final = "unpack it with a program that reads RAR and add what comes out, linked to this item"
_PACKED: Final = "packed by RAR, which only a program of its own unpacks"


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Name every member; stream out those that are stored unpacked."""
    members = Members(source, out)
    count = 0
    for stored in listed(source):
        if stored.folder or stored.link:
            state(out, stored)
            continue
        count += 1
        why = why_not(stored)
        if why is not None:
            members.fail(name_of(stored), *why, next=_NEXT)
        elif is_packed(stored):
            members.fail(name_of(stored), "unsupported", _PACKED, next=_NEXT)
        else:
            chunks = checked(stored_bytes(source, stored), stored)
            members.stream(name_of(stored), chunks, stored.packed, facts_of(stored))
    out.record(Fact("archive.members", count))


def listed(source: Source) -> Iterator[Stored]:
    """Give every member; raises Unreadable where the headers break off or are locked."""
    source.file.seek(0)
    head = source.file.read(min(_SEARCHED, source.size))
    at5, at4 = head.find(MARK_5), head.find(MARK_4)
    if at5 < 0 and at4 < 0:
        raise Unreadable("damaged", "no RAR mark stands at the start of the file")
    if at5 >= 0:
        return blocks_of_rar5(source, at5 + len(MARK_5))
    return blocks_of_rar4(source, at4 + len(MARK_4))


def state(out: Emitter, stored: Stored) -> None:
    """State a folder, or what points to another member."""
    name = name_of(stored).shown
    if stored.folder:
        out.record(Fact("archive.folder", name))
    else:
        target = received(stored.link, guess([stored.link])).shown
        out.record(Fact(f"archive.{stored.points}", f"{name} -> {target}"))


def why_not(stored: Stored) -> tuple[str, str] | None:
    """Give code and sentence of what keeps a member closed even to a program that unpacks RAR."""
    if stored.encrypted:
        what = "it is protected by a password: unpack it with that and add what it holds"
        return "needs-password", what
    if stored.split:
        what = "it goes on in another volume: unpack all volumes together and add what they hold"
        return "unsupported", what
    return None


def is_packed(stored: Stored) -> bool:
    """Whether the bytes are packed; of an empty member it makes no difference."""
    return stored.method != 0 and stored.size != 0


def name_of(stored: Stored) -> RawName:
    """Give the name as stored, shown by its Unicode form where there is one."""
    if stored.unicode:
        return RawName(stored.name, plain(stored.unicode)[:1024], "rar-unicode")
    return received(stored.name, guess([stored.name], dos=True))


def facts_of(stored: Stored) -> tuple[tuple[str, str], ...]:
    """Give what the header says beside the name."""
    facts = {"method": str(stored.method)}
    if stored.modified:
        facts["modified"] = stored.modified
    if stored.points:
        facts["link"] = stored.points
    return tuple(sorted(facts.items()))


def stored_bytes(source: Source, stored: Stored) -> Iterator[bytes]:
    """Give the bytes of a member that is not packed."""
    left, at = stored.packed if stored.size else 0, stored.data
    while left > 0:
        source.file.seek(at)
        block = source.file.read(min(BLOCK, left, max(0, source.size - at)))
        if not block:
            raise Broken("its bytes end early")
        yield block
        at, left = at + len(block), left - len(block)


def checked(chunks: Iterator[bytes], stored: Stored) -> Iterator[bytes]:
    """Give the bytes; raises Broken after the last where their checksum is not the one stated."""
    crc = 0
    for chunk in chunks:
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if stored.crc is not None and crc != stored.crc:
        raise Broken("its bytes do not agree with their checksum")

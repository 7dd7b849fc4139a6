"""What a program unpacked from a RAR archive: one stream of bytes, cut into members by the
archive's own headers.

The file read here is the archive (`archive_bytes` long, a setting) with the stream behind it. Each
piece must agree with the checksum in its header before it becomes a member: a program that left
something out is seen at once.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace

from wellfounded.intake.untrusted.rar import facts_of, is_packed, listed, name_of, why_not
from wellfounded.intake.untrusted.rar_header import Stored
from wellfounded.intake.untrusted.streaming import BLOCK, Members
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.record import Fact


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the members that were packed; the others were read from the archive itself."""
    start = int(settings["archive_bytes"])
    archive = replace(source, size=start)
    members = Members(source, out)
    files = [m for m in listed(archive) if not (m.folder or m.link or why_not(m))]
    packed = sum(map(is_packed, files))
    at = start
    for stored in files if packed else ():
        if not _agrees(source, at, stored):
            what = "what the program unpacked does not agree with the archive from this member on"
            members.fail(name_of(stored), "damaged", what)
            raise Unreadable("damaged", "the archive could not be unpacked to its end")
        if is_packed(stored):
            chunks = _piece(source, at, stored.size)
            members.stream(name_of(stored), chunks, stored.size, facts_of(stored))
        at += stored.size
    out.record(Fact("archive.members-unpacked", packed))


def _agrees(source: Source, at: int, stored: Stored) -> bool:
    crc, size = 0, 0
    for chunk in _piece(source, at, stored.size):
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
    return size == stored.size and (stored.crc is None or crc == stored.crc)


def _piece(source: Source, at: int, size: int) -> Iterator[bytes]:
    end = min(at + size, source.size)
    while at < end:
        source.file.seek(at)
        chunk = source.file.read(min(BLOCK, end - at))
        if not chunk:
            return
        yield chunk
        at += len(chunk)

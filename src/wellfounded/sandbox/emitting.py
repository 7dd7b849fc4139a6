"""The far side of the pipe: the Emitter a decoder is given, which frames what it hands over and holds the limits."""

from __future__ import annotations

import hashlib
import os
from typing import Any, Final

from wellfounded.sandbox import wire
from wellfounded.terms import canonical
from wellfounded.terms.decoding import Limits, OverLimit
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Passage, Picture, RawName, Record

_FLUSH_AT: Final = 256 * 1024
_PIECE: Final = wire.LARGEST[wire.DATA]
RATIO_FLOOR: Final = 16 * 1024**2
"""Members may always hold this many bytes together, whatever the ratio to the item."""


class Pipe:
    """Frames written to a file descriptor, small ones gathered."""

    def __init__(self, fd: int) -> None:
        """Write to `fd`, which stays open."""
        self._fd = fd
        self._held = bytearray()

    def put(self, kind: int, payload: bytes | memoryview) -> None:
        """Add one frame."""
        self._held += wire.HEADER.pack(kind, len(payload))
        if len(payload) >= _FLUSH_AT // 4:
            self.flush()
            self._write(memoryview(payload))
            return
        self._held += payload
        if len(self._held) >= _FLUSH_AT:
            self.flush()

    def flush(self) -> None:
        """Hand everything held to the pipe."""
        with memoryview(self._held) as view:
            self._write(view)
        self._held.clear()

    def _write(self, view: memoryview) -> None:
        while view:
            view = view[os.write(self._fd, view) :]


class PipeEmitter:
    """The `terms.decoding.Emitter` of a jailed process. Raises OverLimit where the item's limits are passed."""

    def __init__(self, pipe: Pipe, limits: Limits, size: int, stage: str) -> None:
        """Write to `pipe`; `size` is the item's, for the ratio."""
        self._pipe = pipe
        self._limits = limits
        self._stage = stage
        self._member_allowance = max(size * limits.ratio, RATIO_FLOOR)
        self._counts = {"records": 0, "text_chars": 0, "members": 0}
        self._output = 0
        self._member_bytes = 0
        self._open: PipeMember | None = None

    def record(self, record: Record) -> None:
        """Hand over one record."""
        self._count("records", 1)
        if isinstance(record, Passage):
            self._count("text_chars", len(record.text))
        elif isinstance(record, Picture) and record.width * record.height > self._limits.pixels:
            raise OverLimit("pixels", self._limits.pixels)
        payload = canonical.encode(record.to_json())
        if len(payload) > wire.LARGEST[wire.RECORD]:
            raise OverLimit("record_bytes", wire.LARGEST[wire.RECORD])
        self._add_output(len(payload))
        self._pipe.put(wire.RECORD, payload)

    def blob(self, data: bytes) -> Digest:
        """Hand over derived bytes and give their digest."""
        self._count("records", 1)
        if len(data) > wire.LARGEST[wire.BLOB]:
            raise OverLimit("blob_bytes", wire.LARGEST[wire.BLOB])
        self._add_output(len(data))
        self._pipe.put(wire.BLOB, data)
        return Digest.of(data)

    def member(
        self,
        name: RawName,
        *,
        relation: str = "member",
        locus: Locus | None = None,
        facts: tuple[tuple[str, str], ...] = (),
    ) -> PipeMember:
        """Begin the next member; raises RuntimeError while another is open."""
        if self._open is not None:
            raise RuntimeError("a member is still open")
        self._count("members", 1)
        self._count("records", 1)
        meta: dict[str, Any] = {"name": name.to_json(), "relation": relation}
        if locus is not None:
            meta["locus"] = locus.to_json()
        if facts:
            meta["facts"] = dict(facts)
        payload = canonical.encode(meta)
        if len(payload) > wire.LARGEST[wire.MEMBER]:
            raise OverLimit("member_name_bytes", wire.LARGEST[wire.MEMBER])
        self._pipe.put(wire.MEMBER, payload)
        self._open = PipeMember(self, self._pipe)
        return self._open

    def abandon_open(self, code: str, what: str) -> None:
        """End a member the decoder left open."""
        if self._open is not None:
            self._open.abandon(code, what)

    def member_closed(self) -> None:
        """Note that the open member ended."""
        self._open = None

    def count_member_bytes(self, size: int) -> None:
        """Count bytes of members; raises OverLimit for the ratio or the total."""
        self._member_bytes += size
        if self._member_bytes > self._limits.member_bytes:
            raise OverLimit("member_bytes", self._limits.member_bytes)
        if self._member_bytes > self._member_allowance:
            raise OverLimit("ratio", self._limits.ratio)

    @property
    def stage(self) -> str:
        """The stage failures are recorded under."""
        return self._stage

    def _count(self, limit: str, step: int) -> None:
        self._counts[limit] += step
        allowed: int = getattr(self._limits, limit)
        if self._counts[limit] > allowed:
            raise OverLimit(limit, allowed)

    def _add_output(self, size: int) -> None:
        self._output += size
        if self._output > self._limits.output_bytes:
            raise OverLimit("output_bytes", self._limits.output_bytes)


class PipeMember:
    """The `terms.decoding.MemberWriter` of a jailed process."""

    def __init__(self, emitter: PipeEmitter, pipe: Pipe) -> None:
        """Begin a member of `emitter`."""
        self._emitter = emitter
        self._pipe = pipe
        self._hash = hashlib.sha256()
        self._size = 0
        self._closed = False

    def write(self, data: bytes) -> None:
        """Hand over the next bytes; raises OverLimit when a limit is passed."""
        self._require_open()
        self._emitter.count_member_bytes(len(data))
        self._hash.update(data)
        self._size += len(data)
        with memoryview(data) as view:
            for at in range(0, len(view), _PIECE):
                self._pipe.put(wire.DATA, view[at : at + _PIECE])

    def close(self) -> Digest:
        """End the member and give its digest."""
        self._end()
        digest = self._hash.digest()
        self._pipe.put(wire.END, wire.TAIL.pack(digest, self._size))
        return Digest(digest)

    def abandon(self, code: str, what: str) -> None:
        """End the member unread; a Failure record takes its place."""
        self._end()
        failure = {"code": code, "what": what[:1000]}
        self._pipe.put(wire.ABANDONED, canonical.encode(failure))

    def _end(self) -> None:
        self._require_open()
        self._closed = True
        self._emitter.member_closed()

    def _require_open(self) -> None:
        if self._closed:
            raise RuntimeError("the member has ended")

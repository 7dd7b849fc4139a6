"""The near side of the pipe: examines every frame, counts against the limits, and hands on what
is sound.
"""

from __future__ import annotations

import hashlib
from typing import Any

from wellfounded.sandbox import shape, wire
from wellfounded.sandbox.task import Sink, Task
from wellfounded.sandbox.wire import Garbage
from wellfounded.terms.decoding import OverLimit
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Failure

_LONGEST_SENTENCE = 300


class Reception:
    """Takes the bytes of one reading; raises Garbage or OverLimit to end it."""

    def __init__(self, task: Task, sink: Sink) -> None:
        """Begin one reading; what is sound goes to the sink."""
        self._task = task
        self._sink = sink
        self._frames = wire.Frames()
        self._blobs: set[str] = set()
        self._output = 0
        self._records = 0
        self._members = 0
        self._member_bytes = 0
        self._open: dict[str, Any] | None = None
        self._hash = hashlib.sha256()
        self._size = 0
        self._failed: Failure | None = None
        self._done = False

    def feed(self, data: bytes | memoryview) -> None:
        """Take the next bytes of the pipe."""
        for kind, payload in self._frames.feed(data):
            if self._done:
                raise Garbage("a frame after the last one")
            self._take(kind, payload)

    @property
    def settled(self) -> bool:
        """True once the last frame has come."""
        return self._done

    def conclude(self, status: int) -> Failure | None:
        """Give the failure the decoder told, or that it ended before its last frame; raises
        Garbage within a frame.
        """
        if self._done:
            return self._failed
        if not self._frames.empty:
            raise Garbage("the pipe ended within a frame")
        return Failure(
            self._task.stage, "crashed", "the reading process ended before it had finished"
        )

    def abandon(self, failure: Failure) -> None:
        """Drop a member that is still open because the reading ended within it."""
        if self._open is not None:
            self._drop_member(failure.to_json())

    def _take(self, kind: int, payload: bytes) -> None:
        if kind == wire.DATA:
            self._member_data(payload)
        elif kind == wire.RECORD:
            self._record(payload)
        elif kind == wire.BLOB:
            self._blob(payload)
        elif kind == wire.MEMBER:
            self._member_begin(payload)
        elif kind == wire.END:
            self._member_end(payload)
        elif kind == wire.ABANDONED:
            self._require_open()
            self._drop_member(self._failure(payload).to_json())
        elif kind == wire.FAILURE:
            self._failed = self._failure(payload)
            self._done = True
        else:
            if self._open is not None:
                raise Garbage("the reading ended within a member")
            self._done = True

    def _count_output(self, size: int) -> None:
        self._output += size
        if self._output > self._task.limits.output_bytes:
            raise OverLimit("output_bytes", self._task.limits.output_bytes)

    def _count_record(self) -> None:
        self._records += 1
        if self._records > self._task.limits.records:
            raise OverLimit("records", self._task.limits.records)

    def _record(self, payload: bytes) -> None:
        self._count_record()
        self._count_output(len(payload))
        record = shape.json_object(payload)
        shape.examine(record)
        if record["type"] in ("picture", "print") and record["blob"] not in self._blobs:
            raise Garbage(f"a {record['type']} whose bytes were not handed over")
        self._sink.on_record(record)

    def _blob(self, payload: bytes) -> None:
        self._count_record()
        self._count_output(len(payload))
        self._blobs.add(str(Digest.of(payload)))
        self._sink.on_blob(payload)

    def _member_begin(self, payload: bytes) -> None:
        if self._open is not None:
            raise Garbage("a member begun within a member")
        self._count_record()
        self._count_output(len(payload))
        if self._members >= self._task.limits.members:
            raise OverLimit("members", self._task.limits.members)
        meta = shape.json_object(payload)
        shape.member_meta(meta)
        self._open = meta | {"index": self._members}
        self._members += 1
        self._hash, self._size = hashlib.sha256(), 0
        self._sink.on_member_begin(dict(self._open))

    def _member_data(self, payload: bytes) -> None:
        self._require_open()
        self._size += len(payload)
        self._member_bytes += len(payload)
        if self._member_bytes > self._task.limits.member_bytes:
            raise OverLimit("member_bytes", self._task.limits.member_bytes)
        self._hash.update(payload)
        self._sink.on_member_data(payload)

    def _member_end(self, payload: bytes) -> None:
        meta = self._require_open()
        if len(payload) != wire.TAIL.size:
            raise Garbage("the end of a member without its digest")
        digest, (claimed, size) = self._hash.digest(), wire.TAIL.unpack(payload)
        if claimed != digest or size != self._size:
            raise Garbage("a member whose digest or size is not the one claimed")
        self._open = None
        self._sink.on_member_end(Digest(digest), size)
        record = {"type": "member", "item": str(Digest(digest)), "size": size} | meta
        self._sink.on_record(record)

    def _require_open(self) -> dict[str, Any]:
        if self._open is None:
            raise Garbage("bytes of a member that was not begun")
        return self._open

    def _drop_member(self, failure: dict[str, Any]) -> None:
        opened, self._open = self._open, None
        if opened is not None and "locus" in opened:
            failure["locus"] = opened["locus"]
        self._sink.on_member_abandoned(failure)
        self._sink.on_record(failure)

    def _failure(self, payload: bytes) -> Failure:
        said = shape.json_object(payload)
        shape.failure_fields(said)
        return Failure(
            self._task.stage,
            said["code"],
            _one_line(said["what"]),
            limits=tuple(sorted(said.get("limits", {}).items())),
            next=_one_line(said.get("next", "")),
        )


def _one_line(text: str) -> str:
    """Give at most 300 characters that print, on one line."""
    shown = "".join(c if c.isprintable() else " " for c in text[:_LONGEST_SENTENCE])
    return " ".join(shown.split())

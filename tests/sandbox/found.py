"""A sink that keeps what it is given."""

from __future__ import annotations

from typing import Any

from wellfounded.terms.digest import Digest


class Found:
    """Keeps records, blobs and members, and the order of everything."""

    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = []
        self.blobs: list[bytes] = []
        self.members: list[tuple[dict[str, Any], bytes, Digest | None]] = []
        self.abandoned: list[dict[str, Any]] = []
        self.order: list[str] = []
        self._open: dict[str, Any] = {}
        self._data = bytearray()

    def on_record(self, record: dict[str, Any]) -> None:
        self.order.append(record["type"])
        self.records.append(record)

    def on_blob(self, data: bytes) -> None:
        self.order.append("blob")
        self.blobs.append(data)

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        self.order.append("begin")
        self._open = meta
        self._data.clear()

    def on_member_data(self, data: bytes) -> None:
        self._data += data

    def on_member_end(self, digest: Digest, size: int) -> None:
        self.order.append("end")
        assert size == len(self._data)
        self.members.append((self._open, bytes(self._data), digest))

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        self.order.append("abandoned")
        self.abandoned.append(failure)

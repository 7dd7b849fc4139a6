"""Tar archives: every member streamed out under its raw name; links and devices are said, never
followed or made.

The archive is read forward only, so that a compressed one is unpacked in passing. Attacks this
meets: names with `../` and absolute names (kept as bytes), members of one name (all kept), long
headers (bounded), sparse members that expand without end (bounded by the ratio), headers that break
off or lie about their size (what can be found after them is read).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, Protocol

from wellfounded.intake.untrusted.names import guess, received
from wellfounded.intake.untrusted.streaming import BLOCK as PIECE
from wellfounded.intake.untrusted.streaming import Broken, Members
from wellfounded.intake.untrusted.tar_header import BLOCK, Header, parse, pax_records
from wellfounded.intake.untrusted.tar_sparse import Span, holes_filled, in_data, old_gnu, pax_spans
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.moment import utc
from wellfounded.terms.record import Fact, Failure, RawName

HEADER_BYTES: Final = 1024 * 1024
_FILES: Final = frozenset({b"0", b"\0", b"7", b"S"})
_WITHOUT_BYTES: Final = {
    b"1": "hard-link",
    b"2": "symbolic-link",
    b"3": "character-device",
    b"4": "block-device",
    b"5": "folder",
    b"6": "pipe",
}
_IGNORED: Final = frozenset({b"g", b"V", b"M", b"N"})


class Forward(Protocol):
    """A stream read once, from front to back."""

    def read(self, size: int) -> bytes:
        """Give up to `size` bytes; fewer only at the end."""


@dataclass(slots=True)
class _Pending:
    """What header records before a member say of it."""

    pax: dict[bytes, bytes] = field(default_factory=dict)
    name: bytes = b""
    link: bytes = b""


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Stream every member out."""
    source.file.seek(0)
    read_stream(source, out, source.file)


def read_stream(source: Source, out: Emitter, stream: Forward | BinaryIO) -> None:
    """Stream out every member of the tar in `stream`, which may be unpacked in passing."""
    _Reading(source, out, stream).run()


class _Reading:
    def __init__(self, source: Source, out: Emitter, stream: Forward | BinaryIO) -> None:
        self.source = source
        self.out = out
        self.stream = stream
        self.members = Members(source, out)
        self.pending = _Pending()
        self.skipped = 0
        self.count = 0

    def run(self) -> None:
        """Read headers until the end mark, the end of the bytes, or the end of what can be
        unpacked.
        """
        zeros = 0
        try:
            while zeros < 2 and (block := self.stream.read(BLOCK)):
                if not any(block):
                    zeros += 1
                    continue
                zeros = 0
                self._block(block)
        except Broken as exc:
            raise Unreadable("damaged", f"the archive breaks off: {exc}") from exc
        finally:
            self._say_skipped()
            self.out.record(Fact("archive.members", self.count))
        if not zeros:
            self.out.record(Fact("archive.end-mark", "missing"))
        if not zeros and not self.count:
            raise Unreadable("damaged", "no member could be found in the archive")

    def _block(self, block: bytes) -> None:
        header = parse(block)
        if header is None:
            self.skipped += len(block)
            return
        self._say_skipped()
        if header.kind in (b"x", b"L", b"K", b"X"):
            self._about_next(header)
            return
        pending, self.pending = self.pending, _Pending()
        if header.kind in _IGNORED:
            self._skip(header.size)
            return
        self._member(header, pending)

    def _about_next(self, header: Header) -> None:
        size = min(header.size, HEADER_BYTES)
        data = self._exactly(size)
        self._skip(_padded(header.size) - size)
        if header.size > size:
            what = f"a header record of {header.size} bytes is cut at {HEADER_BYTES}"
            self.out.record(Failure("read", "over-limit", what, limits=(("header", HEADER_BYTES),)))
        if header.kind in (b"x", b"X"):
            self.pending.pax |= pax_records(data)
        elif header.kind == b"L":
            self.pending.name = data.split(b"\0", 1)[0]
        else:
            self.pending.link = data.split(b"\0", 1)[0]

    def _member(self, header: Header, pending: _Pending) -> None:
        pax = pending.pax
        raw = pax.get(b"GNU.sparse.name") or pax.get(b"path") or pending.name or header.name
        link = pax.get(b"linkpath") or pending.link or header.link
        name = received(raw, guess([raw]))
        facts = _facts(header, pax)
        size = _decimal(pax.get(b"size"), header.size)
        if what := _WITHOUT_BYTES.get(header.kind):
            self._without_bytes(what, name, link, facts)
            self._skip(_padded(size) if header.kind not in (b"1", b"2") else 0)
            return
        if header.kind not in _FILES:
            facts["type"] = received(header.kind).shown
        if header.kind == b"0" and raw.endswith(b"/") and not size:
            self._without_bytes("folder", name, b"", facts)
            return
        self.count += 1
        body = _Body(self.stream, size)
        spans, real = self._spans(header, pax, body)
        chunks = body.chunks() if spans is None else holes_filled(body, spans, real)
        if spans is not None:
            facts["sparse"] = "yes"
        self.members.stream(name, chunks, size, tuple(sorted(facts.items())))
        body.finish()
        self._skip(_padded(size) - size)

    def _spans(
        self, header: Header, pax: dict[bytes, bytes], body: _Body
    ) -> tuple[list[Span] | None, int]:
        if header.kind == b"S":
            return old_gnu(header, self._exactly)
        real = _decimal(pax.get(b"GNU.sparse.realsize") or pax.get(b"GNU.sparse.size"), 0)
        if pax.get(b"GNU.sparse.major") == b"1":
            return in_data(body), real
        if b"GNU.sparse.map" in pax:
            return pax_spans(pax[b"GNU.sparse.map"]), real
        return None, 0

    def _without_bytes(self, what: str, name: RawName, link: bytes, facts: dict[str, str]) -> None:
        target = f" -> {received(link, guess([link])).shown}" if link else ""
        place = self.members.locus(name)
        self.out.record(Fact(f"archive.{what}", name.shown + target, place))
        if mode := facts.get("mode"):
            self.out.record(Fact(f"archive.{what}.mode", mode, place))

    def _exactly(self, size: int) -> bytes:
        data = self.stream.read(size)
        if len(data) < size:
            raise Broken("its bytes end early")
        return data

    def _skip(self, size: int) -> None:
        while size > 0:
            block = self.stream.read(min(PIECE, size))
            if not block:
                return
            size -= len(block)

    def _say_skipped(self) -> None:
        if self.skipped:
            what = f"{self.skipped} bytes between members belong to no member"
            self.out.record(Failure("read", "damaged", what))
            self.skipped = 0


class _Body:
    """The bytes of one member within the stream: read to the end whatever the reader takes."""

    def __init__(self, stream: Forward | BinaryIO, size: int) -> None:
        self.stream = stream
        self.left = size

    def read(self, size: int) -> bytes:
        """Give up to `size` of the member's bytes; raises Broken if the stream ends first."""
        wanted = min(size, self.left)
        data = self.stream.read(wanted) if wanted else b""
        self.left -= len(data)
        if len(data) < wanted:
            self.left = 0
            if data:
                return data
            raise Broken("its bytes end early")
        return data

    def chunks(self) -> Iterator[bytes]:
        """Give all bytes in pieces."""
        while self.left:
            before = self.left
            data = self.read(PIECE)
            yield data
            if not self.left and len(data) < before:
                raise Broken("its bytes end early")

    def finish(self) -> None:
        """Pass over what was not taken."""
        while self.left:
            if not self.stream.read(min(PIECE, self.left)):
                return
            self.left -= min(PIECE, self.left)


def _facts(header: Header, pax: dict[bytes, bytes]) -> dict[str, str]:
    facts = {"mode": f"{header.mode:o}"}
    written = pax.get(b"mtime")
    if written is not None:
        facts["modified_written"] = received(written).shown
    seconds = _decimal(written.split(b".")[0] if written else None, header.modified)
    try:
        facts["modified_utc"] = utc(seconds * 1_000_000).local + "Z"
    except OverflowError:
        facts["modified_written"] = str(seconds)
    for key, value in (("user", header.user), ("group", header.group)):
        text = pax.get(b"uname" if key == "user" else b"gname", value)
        if text:
            facts[key] = received(text).shown
    if comment := pax.get(b"comment"):
        facts["comment"] = received(comment).shown
    return facts


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK


def _decimal(field_: bytes | None, otherwise: int) -> int:
    if field_ is None or not field_.isdigit() or len(field_) > 19:
        return otherwise
    return int(field_)

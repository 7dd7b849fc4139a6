"""Unpack streams in bounded pieces: deflate, gzip, bzip2, xz, lzma, zstd, and a count of what
was packed.
"""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Protocol

import inflate64

from wellfounded.intake.untrusted.streaming import BLOCK, Broken, Closed

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MEMORY: Final = 512 * 1024 * 1024
_ERRORS: Final = (zlib.error, OSError, lzma.LZMAError, EOFError, ValueError, zstd.ZstdError)


class Unpacker(Protocol):
    """What bz2, lzma and zstd decompressors have in common, and our wrapper of zlib."""

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether more packed bytes are wanted before more can come."""

    @property
    def unused_data(self) -> bytes:
        """The bytes after the end of the stream."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Give at most `max_length` more bytes."""


class Deflate:
    """zlib behind the interface of the others; `wbits` as in zlib (negative: raw)."""

    def __init__(self, wbits: int = -15) -> None:
        """Begin a stream."""
        self._inner = zlib.decompressobj(wbits)

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether more packed bytes are wanted before more can come."""
        return not self._inner.unconsumed_tail and not self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """The bytes after the end of the stream."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Give at most `max_length` more bytes."""
        held = self._inner.unconsumed_tail
        return self._inner.decompress(held + data if held else data, max(0, max_length))


def unpack(kind: str, chunks: Iterable[bytes], size: int = -1) -> Iterator[bytes]:
    """Give the bytes packed in `chunks` by one stream of `kind`: deflate, deflate64, bzip2,
    lzma, xz, zstd or stored.

    `size` ends an lzma stream that has no end mark. Raises Closed for another kind, Broken where
    the stream ends early or cannot be read.
    """
    if kind == "stored":
        yield from chunks
    elif kind == "deflate64":
        yield from _deflate64(chunks)
    elif kind == "lzma":
        yield from _zip_lzma(chunks, size)
    elif kind in _MAKERS:
        yield from drain(_MAKERS[kind](), iter(chunks))
    else:
        raise Closed(f"packed by {kind}, which this version does not unpack")


def drain(unpacker: Unpacker, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Give what `unpacker` makes of `chunks` until its stream ends, in pieces of at most BLOCK
    bytes.
    """
    try:
        while not unpacker.eof:
            data = b""
            if unpacker.needs_input:
                data = next(chunks, b"")
                if not data:
                    raise Broken("its packed bytes end early")
            if piece := unpacker.decompress(data, BLOCK):
                yield piece
    except _ERRORS as exc:
        raise Broken(f"its packed bytes cannot be unpacked ({exc})") from exc


def _deflate64(chunks: Iterable[bytes]) -> Iterator[bytes]:
    inflater = inflate64.Inflater()
    try:
        for chunk in chunks:
            for at in range(0, len(chunk), 4096):
                if piece := inflater.inflate(chunk[at : at + 4096]):
                    yield piece
            if inflater.eof:
                return
    except _ERRORS as exc:
        raise Broken(f"its packed bytes cannot be unpacked ({exc})") from exc
    if not inflater.eof:
        raise Broken("its packed bytes end early")


def _zip_lzma(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The lzma of zip files: version, length of properties, properties, raw stream (APPNOTE
    5.8.8).
    """
    pieces = iter(chunks)
    head = next(pieces, b"")
    if len(head) < 9 or head[2:4] != b"\x05\x00" or head[4] >= 225:
        raise Broken("its lzma header cannot be read")
    dictionary = int.from_bytes(head[5:9], "little")
    if dictionary > MEMORY:
        raise Closed(f"packed by lzma with a dictionary of {dictionary} bytes")
    rest, lc = divmod(head[4], 9)
    pb, lp = divmod(rest, 5)
    chain: list[dict[str, Any]] = [
        {"id": lzma.FILTER_LZMA1, "lc": lc, "lp": lp, "pb": pb, "dict_size": max(4096, dictionary)}
    ]
    try:
        unpacker = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain)
    except lzma.LZMAError as exc:
        raise Broken("its lzma header cannot be read") from exc
    came = 0
    for piece in drain(unpacker, _after(head[9:], pieces)):
        came += len(piece)
        yield piece
        if came >= size >= 0:
            return


def _after(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from rest


def xz() -> Unpacker:
    """Begin an xz or lone-lzma stream, with bounded memory."""
    return lzma.LZMADecompressor(lzma.FORMAT_AUTO, memlimit=MEMORY)


def _zstd() -> Unpacker:
    return zstd.ZstdDecompressor(options={int(zstd.DecompressionParameter.window_log_max): 27})


_MAKERS: Final[dict[str, Callable[[], Unpacker]]] = {
    "deflate": Deflate,
    "bzip2": bz2.BZ2Decompressor,
    "xz": xz,
    "zstd": _zstd,
}


def maker(kind: str) -> Callable[[], Unpacker]:
    """Give what begins a stream of `kind`: deflate, bzip2, xz or zstd."""
    return _MAKERS[kind]

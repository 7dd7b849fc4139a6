"""Payloads of age files: chunks of 64 KiB under ChaCha20-Poly1305, each numbered, the last one marked (STREAM; C2SP age.md)."""

from __future__ import annotations

import io
import os
from typing import BinaryIO

from wellfounded.disk import NewFile
from wellfounded.terms.errors import Damaged
from wellfounded.vault.encrypted.age import derive

CHUNK = 1 << 16
TAG = 16
NONCE = 16


class InMemory:
    """A new file in memory."""

    def __init__(self) -> None:
        """Begin it empty."""
        self.data = bytearray()

    def write(self, data: bytes | memoryview) -> None:
        """See NewFile."""
        self.data += data

    def close(self) -> None:
        """See NewFile."""


class Encrypting:
    """A payload being written to a file whose header stands there already."""

    def __init__(self, file: NewFile, key: bytes) -> None:
        """Take the file and the file key."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        nonce = os.urandom(NONCE)
        self._file, self._held, self._number = file, bytearray(), 0
        self._cipher = ChaCha20Poly1305(derive(key, nonce, b"payload"))
        self._before = nonce

    def write(self, data: bytes | memoryview) -> None:
        """Append all of `data`."""
        view = memoryview(data)
        if self._held:
            room = CHUNK - len(self._held)
            self._held += view[:room]
            view = view[room:]
            if not view:
                return
            self._chunk(self._held, last=False)
        while len(view) > CHUNK:
            self._chunk(view[:CHUNK], last=False)
            view = view[CHUNK:]
        self._held = bytearray(view)

    def close(self) -> None:
        """End the payload; the file is left open."""
        self._chunk(self._held, last=True)

    def _chunk(self, data: bytearray | memoryview, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last), data, None)
        self._file.write(self._before + sealed if self._before else sealed)
        self._before = b""
        self._number += 1


class Decrypting(io.RawIOBase):
    """The bytes of a payload, at any place. Opening reads its last chunk, so that a cut is known at once.

    Every read may raise Damaged `age-payload`: a chunk was changed, moved, or is of another file.
    """

    def __init__(self, file: BinaryIO, start: int, size: int, key: bytes) -> None:
        """Take a file that can be read at any place and is closed with this, where its payload starts, its size, and the file key."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        self._file, self._start = file, start + NONCE
        sealed = size - self._start
        if sealed < 0:
            raise Damaged("age-header", "an encrypted file ends before its payload begins")
        self._count = max(1, -(-sealed // (CHUNK + TAG)))
        self.length = sealed - TAG * self._count
        last = sealed - (self._count - 1) * (CHUNK + TAG)
        if last < TAG or (last == TAG and self._count > 1):
            raise _damaged("it is cut off")
        file.seek(start)
        self._cipher = ChaCha20Poly1305(derive(key, file.read(NONCE), b"payload"))
        self._at, self._held = 0, (-1, b"")
        self._chunk(self._count - 1)

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """Give the place in the bytes."""
        return self._at

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place."""
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.length}[whence]
        if origin + place < 0:
            raise OSError("a place before the beginning")
        self._at = origin + place
        return self._at

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Read what is left of the chunk at this place, as far as there is room."""
        room = memoryview(buffer).cast("B")
        size = min(len(room), CHUNK - self._at % CHUNK, max(0, self.length - self._at))
        if size:
            chunk, start = self._chunk(self._at // CHUNK), self._at % CHUNK
            room[:size] = memoryview(chunk)[start : start + size]
            self._at += size
        return size

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        if self._held[0] != number:
            self._file.seek(self._start + number * (CHUNK + TAG))
            sealed = self._file.read(CHUNK + TAG)
            try:
                nonce = _nonce(number, number == self._count - 1)
                self._held = (number, self._cipher.decrypt(nonce, sealed, None))
            except InvalidTag as exc:
                raise _damaged(f"chunk {number} was changed, moved or cut off") from exc
        return self._held[1]


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


def _damaged(why: str) -> Damaged:
    return Damaged(
        "age-payload",
        "the bytes of an encrypted file are not those that were written",
        why=why,
        next="restore this file from a mirror",
    )

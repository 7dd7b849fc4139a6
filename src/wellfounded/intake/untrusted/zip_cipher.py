"""Encrypted zip members: the traditional cipher, and AES as WinZip writes it, given a password.

Sources: PKWARE APPNOTE 6.3.10, section 6.1; WinZip AES encryption specification 1.04 (AE-1, AE-2).
"""

from __future__ import annotations

import hashlib
import hmac
import zlib
from collections.abc import Iterator
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from wellfounded.intake.untrusted.streaming import Broken, Closed, Locked
from wellfounded.intake.untrusted.zip_directory import Entry

_CRCS: Final = tuple(zlib.crc32(bytes([n]), 0xFFFFFFFF) ^ 0xFFFFFFFF for n in range(256))
_TABLE: Final = tuple(_CRCS[n] ^ _CRCS[0] for n in range(256))
_AES: Final = {1: 16, 2: 24, 3: 32}
_TAG: Final = 10
_NO_PASSWORD: Final = "it is protected by a password"
_WRONG: Final = "the password given does not open it"


def decrypted(entry: Entry, chunks: Iterator[bytes], password: str) -> Iterator[bytes]:
    """Give the packed bytes of an encrypted member.

    Raises Locked without the right password, Closed for ciphers we do not read, Broken if the bytes
    end early.
    """
    if entry.flags & 0x40 or entry.flags & 0x2000:
        raise Closed("encrypted by PKWARE strong encryption, which this version does not read")
    if not password:
        raise Locked(_NO_PASSWORD)
    if entry.method == 99:
        yield from _aes(entry, chunks, password.encode("utf-8"))
    else:
        yield from _traditional(entry, chunks, password.encode("utf-8"))


def real_method(entry: Entry) -> int:
    """Give the method behind AES encryption, else the method as it stands."""
    field = entry.fields.get(0x9901, b"")
    return int.from_bytes(field[5:7], "little") if entry.method == 99 else entry.method


def has_crc(entry: Entry) -> bool:
    """Whether the checksum of the plain bytes is stated: AE-2 leaves it out."""
    return not (entry.method == 99 and entry.fields.get(0x9901, b"")[:1] == b"\x02")


class _Keys:
    def __init__(self, password: bytes) -> None:
        self.one, self.two, self.three = 0x12345678, 0x23456789, 0x34567890
        for byte in password:
            self._turn(byte)

    def _turn(self, byte: int) -> None:
        self.one = (self.one >> 8) ^ _TABLE[(self.one ^ byte) & 0xFF]
        self.two = ((self.two + (self.one & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self.three = (self.three >> 8) ^ _TABLE[(self.three ^ (self.two >> 24)) & 0xFF]

    def decrypt(self, data: bytes) -> bytes:
        plain = bytearray(data)
        turn = self._turn
        for at, byte in enumerate(data):
            low = self.three | 2
            byte ^= ((low * (low ^ 1)) >> 8) & 0xFF
            plain[at] = byte
            turn(byte)
        return bytes(plain)


def _traditional(entry: Entry, chunks: Iterator[bytes], password: bytes) -> Iterator[bytes]:
    keys = _Keys(password)
    head, rest = _split(chunks, 12)
    check = entry.time >> 8 if entry.flags & 8 else entry.crc >> 24
    if keys.decrypt(head)[11] != check & 0xFF:
        raise Locked(_WRONG)
    yield keys.decrypt(rest)
    for chunk in chunks:
        yield keys.decrypt(chunk)


def _aes(entry: Entry, chunks: Iterator[bytes], password: bytes) -> Iterator[bytes]:
    length = _AES.get(entry.fields.get(0x9901, bytes(5))[4])
    if length is None:
        raise Closed("encrypted by AES of a strength this version does not know")
    salt_length = length // 2
    head, held = _split(chunks, salt_length + 2)
    keys = hashlib.pbkdf2_hmac("sha1", password, head[:salt_length], 1000, 2 * length + 2)
    if keys[-2:] != head[salt_length:]:
        raise Locked(_WRONG)
    tag = hmac.new(keys[length : 2 * length], digestmod=hashlib.sha1)
    counter = _Counter(keys[:length])
    for chunk in chunks:
        held += chunk
        ready, held = held[: len(held) - _TAG], held[len(held) - _TAG :]
        tag.update(ready)
        yield counter.decrypt(ready)
    ready, stated = held[:-_TAG], held[-_TAG:]
    tag.update(ready)
    if ready:
        yield counter.decrypt(ready)
    if not hmac.compare_digest(tag.digest()[:_TAG], stated):
        raise Broken("its seal does not agree with its bytes")


class _Counter:
    """AES in counter mode with a little-endian counter from 1, which libraries do not offer."""

    def __init__(self, key: bytes) -> None:
        # Electronic code book is right here: it only turns the counter into the key stream.
        self._encrypt = Cipher(algorithms.AES(key), modes.ECB()).encryptor().update
        self._next = 1
        self._held = b""

    def decrypt(self, data: bytes) -> bytes:
        missing = max(0, len(data) - len(self._held))
        blocks = -(-missing // 16)
        numbers = range(self._next, self._next + blocks)
        self._next += blocks
        stream = self._held + self._encrypt(b"".join(n.to_bytes(16, "little") for n in numbers))
        used, self._held = stream[: len(data)], stream[len(data) :]
        number = int.from_bytes(data, "little") ^ int.from_bytes(used, "little")
        return number.to_bytes(len(data), "little")


def _split(chunks: Iterator[bytes], size: int) -> tuple[bytes, bytes]:
    held = b""
    while len(held) < size:
        chunk = next(chunks, b"")
        if not chunk:
            raise Broken("its packed bytes end early")
        held += chunk
    return held[:size], held[size:]

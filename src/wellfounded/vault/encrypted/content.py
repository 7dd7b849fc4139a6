"""What stands in one encrypted file: its bytes, zeros up to one of a few lengths, and their number (docs/formats/encrypted-case.md).

    age header | payload of: bytes, zeros, length in 8 bytes, big-endian

The padded length is the next Padmé length (Nikitin et al., PETS 2019, section 4), at least LEAST: of n bytes it tells of the order of
log log n bits and adds at most 12 %.
"""

from __future__ import annotations

import io
import os
from typing import BinaryIO

from wellfounded.disk import NewFile
from wellfounded.terms.errors import Damaged
from wellfounded.vault.encrypted.age import KEY, Opener, make_header, open_header, read_header
from wellfounded.vault.encrypted.identity import Recipient
from wellfounded.vault.encrypted.stream import Decrypting, Encrypting, InMemory

LENGTH = 8
LEAST = 3896
"""With header, nonce and tag a file of 4,096 bytes."""

_ZEROS = bytes(1 << 16)


def padded(size: int) -> int:
    """Give the length that `size` bytes with their length are padded to."""
    size += LENGTH
    if size <= LEAST:
        return LEAST
    exponent = size.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size + mask) & ~mask


class EncryptedFile:
    """A new file, encrypted to one recipient while it is written; see disk.NewFile."""

    def __init__(self, file: NewFile, recipient: Recipient) -> None:
        """Take the file to write into."""
        key = os.urandom(KEY)
        file.write(make_header(key, recipient.wrap(key)))
        self._file, self._payload, self._size = file, Encrypting(file, key), 0

    def write(self, data: bytes | memoryview) -> None:
        """Append all of `data`."""
        self._payload.write(data)
        self._size += len(data)

    def close(self) -> None:
        """Pad, and end the file."""
        try:
            left = padded(self._size) - self._size - LENGTH
            while left:
                left -= len(zeros := _ZEROS[:left])
                self._payload.write(zeros)
            self._payload.write(self._size.to_bytes(LENGTH))
            self._payload.close()
        finally:
            self._file.close()


def open_content(file: BinaryIO, opener: Opener) -> BinaryIO:
    """Give the bytes of an encrypted file, at any place; `file` is closed with it, and at once when this raises.

    Raises Damaged `age-header`, `age-no-match`, `age-mac`, `age-payload`, Refused `age-armor`.
    """
    try:
        payload = _payload(file, opener)
        payload.seek(-LENGTH, os.SEEK_END)
        size = int.from_bytes(payload.read(LENGTH))
        if padded(size) != payload.length:
            raise Damaged("age-payload", "an encrypted file states a length it does not have")
    except BaseException:
        file.close()
        raise
    payload.length = size
    payload.seek(0)
    return io.BufferedReader(payload, 1 << 16)


def encrypted(recipient: Recipient, data: bytes) -> bytes:
    """Give the bytes of a small encrypted file."""
    whole = InMemory()
    file = EncryptedFile(whole, recipient)
    file.write(data)
    file.close()
    return bytes(whole.data)


def decrypted(opener: Opener, data: bytes) -> bytes:
    """Give what a small encrypted file holds; raises as `open_content` does."""
    with open_content(io.BytesIO(data), opener) as file:
        return file.read()


def _payload(file: BinaryIO, opener: Opener) -> Decrypting:
    header = read_header(file)
    key = open_header(header, opener)
    payload = Decrypting(file, header.length, file.seek(0, os.SEEK_END), key)
    if payload.length < LENGTH:
        raise Damaged("age-payload", "an encrypted file holds no length")
    return payload

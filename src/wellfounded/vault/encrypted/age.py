"""Headers of age files (C2SP age.md, version 1): binary, X25519 and scrypt recipients; nothing else is accepted.

Written over the primitives of `cryptography`: a case needs any place of a file without what comes before it, a ceiling on the work of
a passphrase before it is begun, and the speed of one call a chunk. tests/vault holds it to the vectors of C2SP/CCTV and to pyrage.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from wellfounded.terms.errors import Damaged, Refused

VERSION = b"age-encryption.org/v1\n"
MOST_WORK = 20
"""The highest scrypt work factor that is tried: 2**20, which takes 1 GiB of memory and some seconds."""

WORK = 15
"""The work factor we write: 2**15, which takes 32 MiB. Whoever tries a passphrase has to for each of eight files: 2**18 together."""

KEY = 16
_LINE = 64
_MOST_HEADER = 1 << 16
_ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_STANZA = re.compile(rb"-> [\x21-\x7e]+(?: [\x21-\x7e]+)*", re.ASCII)
_X25519 = b"age-encryption.org/v1/X25519"
_SCRYPT = b"age-encryption.org/v1/scrypt"
_ZERO = bytes(12)


@dataclass(frozen=True, slots=True)
class Stanza:
    """One way to the file key: its kind, arguments and body."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes

    def encode(self) -> bytes:
        """Give its lines."""
        text = b64(self.body)
        lines = [text[n : n + _LINE] for n in range(0, len(text) + 1, _LINE)]
        return "\n".join([" ".join(("->", self.kind, *self.arguments)), *lines, ""]).encode()


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its stanzas, the bytes its MAC is over, the MAC, and how long it is."""

    stanzas: tuple[Stanza, ...]
    signed: bytes
    mac: bytes

    @property
    def length(self) -> int:
        """Where the payload begins."""
        return len(self.signed) + 1 + len(b64(self.mac)) + 1


class Opener(Protocol):
    """Whoever can open a file: an identity or a passphrase."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Give the file key, or None when no stanza is for this one; raises Damaged `age-header`, Refused `age-work-factor`."""


def derive(secret: bytes, salt: bytes, info: bytes, size: int = 32) -> bytes:
    """Give key material by HKDF-SHA-256 (RFC 5869)."""
    key, block, out = hmac.digest(salt or bytes(32), secret, "sha256"), b"", b""
    for n in range(1, -(-size // 32) + 1):
        block = hmac.digest(key, block + info + bytes([n]), "sha256")
        out += block
    return out[:size]


def read_header(file: BinaryIO) -> Header:
    """Read a header; raises Damaged `age-header`, Refused `age-armor`. The MAC is not judged here."""
    first = file.readline(len(_ARMOR))
    if first != VERSION:
        if first.rstrip() == _ARMOR:
            raise Refused("age-armor", "an armored age file: only binary ones are read")
        raise _malformed("it does not begin as an age file of version 1")
    signed, stanzas = bytearray(first), list[Stanza]()
    while True:
        line = _line(file, signed)
        if line.startswith(b"---"):
            break
        if _STANZA.fullmatch(line) is None:
            raise _malformed("a line is not that of a recipient")
        kind, *arguments = line[3:].decode("ascii").split(" ")
        stanzas.append(Stanza(kind, tuple(arguments), _body(file, signed)))
    if not stanzas or line[3:4] != b" ":
        raise _malformed("it names no recipient, or its last line is malformed")
    mac = unb64(line[4:].decode("ascii", "replace"))
    if len(mac) != 32:
        raise _malformed("its MAC has another length")
    kept = bytes(signed[: len(signed) - len(line) - 1]) + b"---"
    return Header(tuple(stanzas), kept, mac)


def open_header(header: Header, opener: Opener) -> bytes:
    """Give the file key; raises Damaged `age-header`, `age-no-match`, `age-mac`, Refused `age-work-factor`."""
    alone = len(header.stanzas) == 1
    if not alone and any(s.kind == "scrypt" for s in header.stanzas):
        raise _malformed("a passphrase stands beside other recipients")
    key = opener.unwrap(header.stanzas)
    if key is None:
        raise Damaged("age-no-match", "none of the keys at hand opens this file")
    if not hmac.compare_digest(_mac(key, header.signed), header.mac):
        raise Damaged("age-mac", "the header of an encrypted file was changed")
    return key


def make_header(key: bytes, stanza: Stanza) -> bytes:
    """Give the bytes of a header with one recipient."""
    signed = VERSION + stanza.encode() + b"---"
    return signed + b" " + b64(_mac(key, signed)).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A passphrase, as one of the two kinds of openers. Never printed."""

    text: str

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "Passphrase()"

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """See Opener. A work factor over MOST_WORK is refused before any work."""
        for stanza in stanzas:
            if stanza.kind == "scrypt":
                return self._unwrap(stanza)
        return None

    def wrap(self, key: bytes, work: int) -> Stanza:
        """Give the stanza that lets this passphrase open a file."""
        salt = os.urandom(16)
        body = seal(self._stretched(salt, work), key)
        return Stanza("scrypt", (b64(salt), str(work)), body)

    def _unwrap(self, stanza: Stanza) -> bytes | None:
        if len(stanza.arguments) != 2 or len(stanza.body) != KEY + 16:
            raise _malformed("a passphrase recipient of another form")
        salt, work = unb64(stanza.arguments[0]), stanza.arguments[1]
        if len(salt) != 16 or re.fullmatch(r"[1-9][0-9]?", work, re.ASCII) is None:
            raise _malformed("a passphrase recipient of another form")
        if int(work) > MOST_WORK:
            raise Refused(
                "age-work-factor",
                f"a passphrase with work factor {work}: more than {MOST_WORK} is not tried",
            )
        return unseal(self._stretched(salt, int(work)), stanza.body)

    def _stretched(self, salt: bytes, work: int) -> bytes:
        n, text = 1 << work, self.text.encode()
        return hashlib.scrypt(
            text, salt=_SCRYPT + salt, n=n, r=8, p=1, maxmem=(n + 16) * 1024 + (1 << 20), dklen=32
        )


def shared_key(shared: bytes, share: bytes, recipient: bytes) -> bytes:
    """Give the key an X25519 recipient's file key is wrapped with."""
    return derive(shared, share + recipient, _X25519)


def seal(key: bytes, data: bytes) -> bytes:
    """Wrap a file key: ChaCha20-Poly1305 (RFC 8439) under a key used once, with the nonce zero."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key).encrypt(_ZERO, data, None)


def unseal(key: bytes, body: bytes) -> bytes | None:
    """Unwrap a file key, or None when it was wrapped with another key."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(key).decrypt(_ZERO, body, None)
    except InvalidTag:
        return None


def b64(data: bytes) -> str:
    """Give base64 without padding (RFC 4648 section 4)."""
    return b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    """Read base64 without padding, in its one canonical form; raises Damaged `age-header`."""
    try:
        data = b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError as exc:
        raise _malformed("base64 that is none") from exc
    if b64(data) != text:
        raise _malformed("base64 in another than its canonical form")
    return data


def _mac(key: bytes, signed: bytes) -> bytes:
    return hmac.digest(derive(key, b"", b"header"), signed, "sha256")


def _line(file: BinaryIO, signed: bytearray) -> bytes:
    line = file.readline(_MOST_HEADER)
    signed += line
    if not line.endswith(b"\n") or len(signed) > _MOST_HEADER:
        raise _malformed("it is cut off, or too long")
    return line[:-1]


def _body(file: BinaryIO, signed: bytearray) -> bytes:
    text = b""
    while True:
        line = _line(file, signed)
        if len(line) > _LINE:
            raise _malformed("a line is too long")
        text += line
        if len(line) < _LINE:
            return unb64(text.decode("ascii", "replace"))


def _malformed(why: str) -> Damaged:
    return Damaged("age-header", "the header of an encrypted file is malformed", why=why)

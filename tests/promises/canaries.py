"""Two hundred words planted in evidence and in what people state, and a search for them in every form a file may hold them in."""

from __future__ import annotations

import base64
import json
import quopri
import zlib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

_MARK = "würgl"
CANARIES = [f"{_MARK}{n:03d}x" for n in range(200)]
_LIMIT = 1 << 20


def forms(word: str) -> set[bytes]:
    """Give a word as it may lie in a file: plain, UTF-16, Latin-1, hex, base64, escaped for a URL, a mail, JSON."""
    texts = [word.encode(c) for c in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")]
    found = set(texts)
    for text in texts:
        found |= {text.hex().encode(), text.hex().upper().encode()}
        for shift in range(3):
            coded = base64.b64encode(bytes(shift) + text)
            found.add(coded[-(-shift * 8 // 6) : (shift + len(text)) * 8 // 6])
    quoted = quote(word)
    found |= {quoted.encode(), quoted.lower().encode(), quopri.encodestring(texts[0]).strip()}
    escaped = json.dumps(word)[1:-1]
    return found | {escaped.encode(), escaped.upper().replace("\\U", "\\u").encode()}


_FORMS = {word: forms(word) for word in CANARIES}
_MARKS = forms(_MARK)


def found(data: bytes, depth: int = 2) -> set[str]:
    """Give the words some bytes hold, in any form, and within what is compressed in them."""
    words: set[str] = set()
    if any(mark in data for mark in _MARKS):
        words = {word for word in CANARIES if any(form in data for form in _FORMS[word])}
    if depth:
        for inner in _unpacked(data):
            words |= found(inner, depth - 1)
    return words


def found_below(*folders: Path) -> set[str]:
    """Give the words in the bytes and names of every file below some folders."""
    words: set[str] = set()
    for folder in folders:
        for path in folder.rglob("*"):
            words |= found(str(path.relative_to(folder)).encode())
            if path.is_file():
                words |= found(path.read_bytes())
    return words


def found_in(parts: Iterable[bytes]) -> set[str]:
    """Give the words in any of some byte strings."""
    words: set[str] = set()
    for part in parts:
        words |= found(part)
    return words


def _unpacked(data: bytes) -> Iterable[bytes]:
    """Give what is compressed somewhere in the bytes: gzip, zlib, and the members of a zip file."""
    for magic, bits, skip in (
        (b"\x1f\x8b\x08", 31, 0),
        (b"x\x01", 15, 0),
        (b"x\x9c", 15, 0),
        (b"x\xda", 15, 0),
        (b"PK\x03\x04", -15, 30),
    ):
        at = data.find(magic)
        while at >= 0:
            start = at + skip
            if skip:
                lengths = data[at + 26 : at + 30]
                start += int.from_bytes(lengths[:2], "little")
                start += int.from_bytes(lengths[2:], "little")
            try:
                inner = zlib.decompressobj(bits).decompress(data[start:], _LIMIT)
            except zlib.error:
                inner = b""
            if inner:
                yield inner
            at = data.find(magic, at + 1)

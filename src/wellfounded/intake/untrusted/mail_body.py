"""The bytes of a mail part as they were before they were packed for the way."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from wellfounded.intake.untrusted.mime import LINE, Part
from wellfounded.intake.untrusted.streaming import BLOCK, Broken

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_NO_ENDING: Final = frozenset({"", "7bit", "8bit", "binary"})


def encoding_of(part: Part) -> str:
    """Give the stated transfer encoding in lower case."""
    return part.first("content-transfer-encoding").decode("ascii", "replace").strip().lower()


def unpacked(file: BinaryIO, part: Part) -> Iterator[bytes]:
    """Give the bytes of a part; raises Broken after the last where the packing is damaged or
    the part never ended.
    """
    match encoding_of(part):
        case "base64":
            yield from _base64(file, part)
        case "quoted-printable":
            yield from (quopri.decodestring(line) for line in _lines(file, part))
        case "x-uuencode" | "uuencode" | "x-uue":
            yield from _uuencode(file, part)
        case _:
            yield from _raw(file, part)
    if not part.ended:
        raise Broken("the message ends inside it")


def _raw(file: BinaryIO, part: Part) -> Iterator[bytes]:
    at = part.start
    while at < part.end:
        file.seek(at)
        data = file.read(min(BLOCK, part.end - at))
        if not data:
            return
        yield data
        at += len(data)


def _lines(file: BinaryIO, part: Part) -> Iterator[bytes]:
    at = part.start
    while at < part.end:
        file.seek(at)
        line = file.readline(min(LINE, part.end - at))
        if not line:
            return
        yield line
        at += len(line)


def _base64(file: BinaryIO, part: Part) -> Iterator[bytes]:
    held, stray, ended = b"", 0, False
    for block in _raw(file, part):
        if ended:
            stray += len(block.strip())
            continue
        packed, equals, rest = block.partition(b"=")
        letters = _NOT_BASE64.sub(b"", packed)
        stray += len(packed) - len(letters) - sum(map(packed.count, (b"\r", b"\n", b" ", b"\t")))
        if equals:
            ended, stray = True, stray + len(rest.strip(b"=\r\n \t"))
        held += letters
        ready = len(held) // 4 * 4
        if ready:
            yield binascii.a2b_base64(held[:ready])
        held = held[ready:]
    if len(held) > 1:
        yield binascii.a2b_base64(held + b"=" * (-len(held) % 4))
    if stray or len(held) == 1:
        raise Broken(f"its base64 holds {max(1, stray)} bytes that do not belong there")


def _uuencode(file: BinaryIO, part: Part) -> Iterator[bytes]:
    begun, broken = False, False
    for line in _lines(file, part):
        if not begun:
            begun = line.startswith(b"begin ")
            continue
        if line.strip() in (b"end", b"`"):
            break
        try:
            yield binascii.a2b_uu(line)
        except binascii.Error:
            broken = True
    if broken or not begun:
        raise Broken("its uuencoding is damaged")

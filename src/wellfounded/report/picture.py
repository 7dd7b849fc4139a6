"""A derived picture stripped to what makes the picture: no EXIF, no comment, no text, no bytes
after the end.

Nothing is decoded: JPEG segments (ITU-T T.81, annex B) and PNG chunks (ISO/IEC 15948) are walked
and copied or left out.
"""

from __future__ import annotations

import struct
from typing import Final

from wellfounded.terms.errors import Refused

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_JPEG_DROPPED: Final = frozenset({*range(0xE0, 0xEE), 0xEF, 0xFE})
_JPEG_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_SOS, _EOI, _ADOBE = 0xDA, 0xD9, 0xEE


def suffix(data: bytes) -> str:
    """Give the file ending of picture bytes.

    `.jpg` or `.png`; raises Refused `picture-form` for others.
    """
    if data.startswith(_PNG):
        return ".png"
    if data.startswith(b"\xff\xd8"):
        return ".jpg"
    raise Refused("picture-form", "a derived picture is neither JPEG nor PNG")


def bare(data: bytes) -> bytes:
    """Give the picture without anything but its pixels.

    Raises Refused `picture-form` if it is malformed.
    """
    try:
        return _bare_png(data) if suffix(data) == ".png" else _bare_jpeg(data)
    except (struct.error, IndexError) as exc:
        raise Refused("picture-form", "a derived picture ends too early") from exc


def _bare_png(data: bytes) -> bytes:
    kept = [_PNG]
    at = len(_PNG)
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise Refused("picture-form", "a PNG chunk is longer than the picture")
        if name in _PNG_KEPT:
            kept.append(data[at:end])
        elif not name[0] & 0x20:
            raise Refused("picture-form", "a PNG has a critical chunk we do not know")
        at = end
        if name == b"IEND":
            return b"".join(kept)


def _bare_jpeg(data: bytes) -> bytes:
    kept = [b"\xff\xd8"]
    at = 2
    while True:
        if data[at] != 0xFF:
            raise Refused("picture-form", "a JPEG segment does not begin where it should")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _EOI:
            return b"".join([*kept, b"\xff\xd9"])
        if marker in _JPEG_ALONE:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise Refused("picture-form", "a JPEG segment is longer than the picture")
        if marker == _SOS:
            end = _scan_end(data, end)
        if marker not in _JPEG_DROPPED and not (marker == _ADOBE and length != 14):
            kept.append(data[at:end])
        at = end


def _scan_end(data: bytes, at: int) -> int:
    """Find the next marker after entropy-coded data.

    0xFF not followed by 0x00 or a restart marker.
    """
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise Refused("picture-form", "a JPEG scan does not end")
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2

"""Text from the tags of media files: bytes of any charset made into a string that a record can
hold.
"""

from __future__ import annotations

from typing import Final

MAX_CHARS: Final = 4_000
"""A tag longer than this is cut, and says so."""

_HEAD_BYTES: Final = 32


def text_of(raw: bytes) -> str:
    """Give the text of a tag: UTF-8, else Latin-1, cut at the first NUL."""
    body = raw.split(b"\0", 1)[0]
    try:
        return short(body.decode("utf-8"))
    except UnicodeDecodeError:
        return short(body.decode("latin-1"))


def short(text: str) -> str:
    """Give text without lone surrogates, stripped, and at most MAX_CHARS long."""
    clean = text.encode("utf-8", "backslashreplace").decode("utf-8").strip("\0 \t\r\n")
    if len(clean) > MAX_CHARS:
        return f"{clean[:MAX_CHARS]} ... ({len(clean)} characters)"
    return clean


def opaque(raw: bytes) -> str:
    """Give bytes that are no text as a person can tell them apart: their number and the first of
    them.
    """
    if raw and raw.rstrip(b"\0").isascii() and raw.rstrip(b"\0").decode().isprintable():
        return short(raw.rstrip(b"\0").decode())
    head = raw[:_HEAD_BYTES].hex(" ")
    more = " ..." if len(raw) > _HEAD_BYTES else ""
    return f"{len(raw)} bytes: {head}{more}" if raw else "empty"

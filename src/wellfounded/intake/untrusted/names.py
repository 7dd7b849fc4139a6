"""Names inside containers: the bytes as stored, and a reading of them that is marked as a guess
where it is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from wellfounded.intake.untrusted import charset
from wellfounded.terms.record import RawName

SHOWN_CHARS: Final = 1024
NAME_BYTES: Final = 64 * 1024
_SAMPLE: Final = 16 * 1024
_DOS_LETTERS = frozenset([*range(0x80, 0xA6), 0xE1])
_LATIN = frozenset({"windows-1252", "windows-1250", "windows-1254", "windows-1253", "windows-874"})


def guess(names: Iterable[bytes], *, dos: bool = False) -> str:
    """Give the charset all `names` together are most likely written in: names of one container
    share one.

    `dos` allows code page 437, which zip names stored without a mark are in by specification
    (APPNOTE 4.4.4).
    """
    sample = bytearray()
    for name in names:
        if not name.isascii():
            sample += name + b"\n"
        if len(sample) > _SAMPLE:
            break
    if not sample:
        return "utf-8"
    found = charset.decode(bytes(sample[:_SAMPLE]), partial=True).charset
    high = [byte for byte in sample if byte > 0x7F]
    if dos and found in _LATIN and all(byte in _DOS_LETTERS for byte in high):
        return "cp437"
    return "utf-8" if found == "us-ascii" else found


def received(raw: bytes, guessed: str = "utf-8") -> RawName:
    """Give the name stored as `raw`: UTF-8 where it is valid, else as `guessed`, else with escapes.

    Names over NAME_BYTES are cut there; `shown` is cut at SHOWN_CHARS.
    """
    raw = raw[:NAME_BYTES]
    for name in ("utf-8", guessed):
        try:
            return RawName(raw, _cut(raw.decode(charset.codec_of(name))), name)
        except (UnicodeDecodeError, LookupError):
            continue
    return RawName(raw, _cut(raw.decode("utf-8", "backslashreplace")), "unknown")


def unnamed(shown: str) -> RawName:
    """Give the name of something that came without one, with what we call it."""
    return RawName(b"", _cut(shown), "utf-8")


def plain(text: str) -> str:
    """Give `text` without lone surrogates, so that it can stand in a record."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _cut(shown: str) -> str:
    return shown if len(shown) <= SHOWN_CHARS else shown[: SHOWN_CHARS - 1] + "…"

"""One header of a mail message: its raw bytes, its words as decoded, its parameters, its time.

Sources: RFC 5322; RFC 2047 (encoded words); RFC 2231 (parameters in other charsets). Raw 8-bit
headers, which no standard allows and which mail from China, Russia and the Arab world is full of,
are read by the charset the message states or by guess.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass
from email.utils import parsedate_tz
from typing import Final

from wellfounded.intake.untrusted import charset
from wellfounded.intake.untrusted.names import plain
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment

_WORD = re.compile(rb"=\?([^?\s*]{1,60})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(rb"[ \t\r\n]+\Z")
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_PARAMETER = re.compile(
    rb";\s*([^\s=;*]+)(?:\*(\d{1,3}))?(\*)?\s*=\s*(\"(?:[^\"\\]|\\.)*\"?|[^;]*)", re.S
)
_QUOTED = re.compile(rb"\\(.)", re.S)
_ZONE = re.compile(r"([+-]\d{4}|[A-Za-z]{1,5})\s*(?:\([^()]*\)\s*)*$")
# Zones that are names say little: only these mean one offset everywhere, and CST is China's as well as Chicago's.
_TIME_BYTES: Final = 200
_NAMED: Final[dict[str, tuple[int, ...]]] = {
    "UT": (0,),
    "UTC": (0,),
    "GMT": (0,),
    "Z": (0,),
    "CST": (-360, 480),
}


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its name in lower case, and its value as bytes, unfolded, without the blanks
    around it.
    """

    name: str
    value: bytes

    @classmethod
    def parse(cls, raw: bytes) -> Header:
        """Read one header with its continuation lines."""
        name, _, value = raw.partition(b":")
        return cls(name.strip().decode("ascii", "replace").lower(), unfold(value))


@dataclass(frozen=True, slots=True)
class Parameter:
    """The value of a parameter: its bytes after transfer decoding, and as text with the charset
    it was read in.
    """

    raw: bytes
    text: str
    charset: str


def unfold(value: bytes) -> bytes:
    """Give the value on one line."""
    return _FOLD.sub(b"", value).strip()


def words(value: bytes, stated: str = "") -> str:
    """Give a header value as text: encoded words decoded, raw bytes by `stated` or by guess."""
    text, held, held_charset, at = "", b"", "", 0
    for found in _WORD.finditer(value):
        between = value[at : found.start()]
        name = found.group(1).decode("ascii", "replace").lower()
        joined = bool(held_charset) and not between.strip(b" \t\r\n")
        if not joined or name != held_charset:
            text += _decoded(held, held_charset)
            held = b""
        if not joined:
            text += _raw(between, stated)
        held += _payload(found.group(2), found.group(3))
        held_charset = name
        at = found.end()
    return plain(text + _decoded(held, held_charset) + _raw(value[at:], stated))


def parameters(value: bytes) -> tuple[str, dict[str, Parameter]]:
    """Give the bare value (`text/plain`, `attachment`) and the parameters by name in lower case."""
    bare = value.split(b";", 1)[0].strip().decode("ascii", "replace")
    pieces: dict[str, dict[int, tuple[bool, bytes]]] = {}
    for found in _PARAMETER.finditer(value):
        name = found.group(1).decode("ascii", "replace").lower()
        data = found.group(4).strip()
        if data.startswith(b'"'):
            data = _QUOTED.sub(rb"\1", data[1:].removesuffix(b'"'))
        number = int(found.group(2)) if found.group(2) else -1
        pieces.setdefault(name, {}).setdefault(number, (bool(found.group(3)), data))
    return bare, {name: _joined(found) for name, found in pieces.items()}


def time_of(value: bytes) -> Moment | None:
    """Give the time a Date or Received header states; `-0000` and zones by name that mean
    several leave it open.
    """
    text = value[:_TIME_BYTES].decode("ascii", "replace").strip()
    fields = parsedate_tz(text)
    if fields is None:
        return None
    zone = _ZONE.search(text)
    named = zone.group(1) if zone else ""
    offsets: tuple[int, ...] = ()
    if named[:1] in ("+", "-") and named != "-0000":
        minutes = int(named[1:3]) * 60 + int(named[3:5])
        offsets = (-minutes if named[0] == "-" else minutes,)
    elif named:
        offsets = _NAMED.get(named.upper(), ())
    try:
        return Moment(tuple(fields[:6]), offsets, plain(text))
    except (Mistaken, OverflowError):
        return None


def _joined(pieces: dict[int, tuple[bool, bytes]]) -> Parameter:
    """Put the pieces of one parameter together (RFC 2231), else read encoded words in it, as
    many programs write.
    """
    if -1 in pieces and not pieces[-1][0]:
        return _simple(pieces[-1][1])
    name, raw = "", b""
    for number in sorted(pieces):
        encoded, data = pieces[number]
        if encoded and number in (-1, 0) and data.count(b"'") >= 2:
            stated, _, data = data.split(b"'", 2)
            name = stated.decode("ascii", "replace").lower()
        raw += _percent(data) if encoded else data
    read = charset.decode(raw, name)
    return Parameter(raw, plain(read.text), read.charset)


def _simple(data: bytes) -> Parameter:
    found = list(_WORD.finditer(data))
    if found and found[0].start() == 0:
        name = found[0].group(1).decode("ascii", "replace").lower()
        raw = b"".join(_payload(f.group(2), f.group(3)) for f in found)
        return Parameter(raw, words(data), charset.canonical_name(name) or name)
    read = charset.decode(data)
    return Parameter(data, plain(read.text), read.charset)


def _percent(data: bytes) -> bytes:
    return re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m.group(1), 16)]), data)


def _payload(how: bytes, data: bytes) -> bytes:
    if how in b"bB":
        try:
            return base64.b64decode(data + b"=" * (-len(data) % 4))
        except (binascii.Error, ValueError):
            return data
    return quopri.decodestring(data, header=True)


def _decoded(data: bytes, name: str) -> str:
    if not data:
        return ""
    return charset.decode(data, name).text


def _raw(data: bytes, stated: str) -> str:
    return data.decode("ascii") if data.isascii() else charset.decode(data, stated).text

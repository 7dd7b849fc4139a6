"""The parts of a mail message by where they stand in the file: read line by line, without
recursion, broken ones too.

Sources: RFC 5322; RFC 2045 and 2046 (MIME); a part that never ends, ends with the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from wellfounded.intake.untrusted.mail_header import Header, parameters
from wellfounded.terms.decoding import OverLimit

LINE: Final = 64 * 1024
HEADER_BYTES: Final = 1024 * 1024
DEPTH: Final = 50
_TOO_MANY: Final = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds no other: its number (`1.2`, `1` for a message without parts), headers,
    and span in the file.

    `start` and `end` are offsets in bytes; `ended` is False where the file ends before the part
    does. `inside` is the type of the multipart it stands in, '' for none.
    """

    number: str
    headers: tuple[Header, ...]
    start: int
    end: int
    ended: bool
    inside: str

    def first(self, name: str) -> bytes:
        """Give the raw value of the first header of that name, b'' for none."""
        return next((h.value for h in self.headers if h.name == name), b"")

    @property
    def type(self) -> str:
        """The stated type in lower case, `text/plain` where none or no valid one is stated."""
        stated = parameters(self.first("content-type"))[0].lower()
        return stated if stated.count("/") == 1 and " " not in stated else "text/plain"


@dataclass(slots=True)
class _Multipart:
    boundary: bytes
    type: str
    number: str
    count: int = 0


@dataclass(slots=True)
class _Walk:
    stack: list[_Multipart] = field(default_factory=list)
    parts: int = 0


def message_headers(file: BinaryIO) -> tuple[tuple[Header, ...], int]:
    """Give the headers at the start of the file and where the body begins."""
    file.seek(0)
    return _headers(file)


def parts(file: BinaryIO, limit: int) -> Iterator[Part]:
    """Give every part that holds no other, in order; raises OverLimit for more than `limit`
    parts or DEPTH levels.
    """
    headers, start = message_headers(file)
    walk = _Walk()
    number, inside = "1", ""
    current: tuple[tuple[Header, ...], int] | None = (headers, start)
    while current is not None:
        headers, start = current
        walk.parts += 1
        if walk.parts > limit:
            raise OverLimit("members", limit)
        opened = _opened(headers, number if walk.stack else "")
        if opened is not None:
            if len(walk.stack) >= DEPTH:
                raise OverLimit("depth", DEPTH)
            walk.stack.append(opened)
        end, closed_by = _until_boundary(file, start, walk.stack)
        if opened is not None and not closed_by and end > start:
            yield Part(number, (), start, end, False, inside)
        elif opened is None:
            yield Part(number, headers, start, end, closed_by or not walk.stack, inside)
        current = _next_part(file, walk) if closed_by else None
        if current is not None:
            top = walk.stack[-1]
            top.count += 1
            number = f"{top.number}.{top.count}" if top.number else str(top.count)
            inside = top.type


def _opened(headers: tuple[Header, ...], number: str) -> _Multipart | None:
    raw = next((h.value for h in headers if h.name == "content-type"), b"")
    stated, params = parameters(raw)
    boundary = params.get("boundary")
    if not stated.lower().startswith("multipart/") or boundary is None or not boundary.raw:
        return None
    return _Multipart(b"--" + boundary.raw, stated.lower(), number)


def _until_boundary(file: BinaryIO, start: int, stack: list[_Multipart]) -> tuple[int, bool]:
    """Give where the body ends, and whether a boundary ended it; the file then stands at the
    boundary's line.
    """
    file.seek(start)
    at, fresh, line_end = start, True, 0
    while line := file.readline(LINE):
        if fresh and line.startswith(b"--") and _matches(line, stack) is not None:
            file.seek(at)
            return max(start, at - line_end), True
        at += len(line)
        fresh = line.endswith(b"\n")
        line_end = 2 if line.endswith(b"\r\n") else 1 if fresh else 0
    return at, False


def _matches(line: bytes, stack: list[_Multipart]) -> tuple[int, bool] | None:
    """Give which open multipart the line belongs to, innermost first, and whether it closes it."""
    stripped = line.rstrip(b" \t\r\n")
    for level in range(len(stack) - 1, -1, -1):
        boundary = stack[level].boundary
        if stripped == boundary:
            return level, False
        if stripped == boundary + b"--":
            return level, True
    return None


def _next_part(file: BinaryIO, walk: _Walk) -> tuple[tuple[Header, ...], int] | None:
    """Pass the boundary the file stands at, and what follows a closed multipart; give the next
    part's headers and start.
    """
    while line := file.readline(LINE):
        found = _matches(line, walk.stack) if line.startswith(b"--") else None
        if found is None:
            continue
        level, closes = found
        del walk.stack[level + 1 :]
        if closes:
            walk.stack.pop()
            if not walk.stack:
                return None
            continue
        return _headers(file)
    return None


def _headers(file: BinaryIO) -> tuple[tuple[Header, ...], int]:
    """Read header lines up to the empty line; a line that is none begins the body."""
    found: list[Header] = []
    raw = b""
    taken = 0
    while True:
        at = file.tell()
        line = file.readline(LINE)
        taken += len(line)
        if line[:1] in (b" ", b"\t") and raw and line.strip():
            raw += line
            continue
        if raw:
            found.append(Header.parse(raw))
        if not line or not line.strip(b"\r\n") or taken > HEADER_BYTES or len(found) > _TOO_MANY:
            return tuple(found), file.tell()
        if not _is_header(line):
            if not found and line.startswith((b"From ", b">From ")):
                raw = b""
                continue
            return tuple(found), at
        raw = line


def _is_header(line: bytes) -> bool:
    name, colon, _ = line.partition(b":")
    name = name.rstrip(b" \t")
    return bool(colon) and bool(name) and all(32 < byte < 127 for byte in name)

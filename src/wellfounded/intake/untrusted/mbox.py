"""A mailbox in one file: each message streamed out as an item of its own, exactly as it stands
between its From lines.

Source: RFC 4155, and the four dialects it tells apart. A `>From ` inside a message is left as it
stands: no dialect can be told from the file, and the bytes are what was received.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from wellfounded.intake.untrusted.mail_header import Header, words
from wellfounded.intake.untrusted.names import plain, unnamed
from wellfounded.intake.untrusted.streaming import Members
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact

LINE: Final = 64 * 1024
_FROM = re.compile(rb"From (?:\S+ .*)?.*\b\d{4}\b.*\s*\Z", re.S)
_KEPT: Final = {b"from", b"subject", b"date"}


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Stream every message out, numbered from 1."""
    members = Members(source, out, "message")
    box = _Box(source.file)
    count = 0
    while box.separator:
        count += 1
        facts = box.facts()
        place = Locus(source.digest, message=count)
        name = unnamed(f"message {count}.eml")
        members.stream(name, box.message(), source.size, facts, locus=place)
        box.pass_on()
    out.record(Fact("mbox.messages", count))
    if not count:
        raise Unreadable("damaged", "no From line begins a message")


class _Box:
    """The mailbox read line by line; `separator` is the From line of the message that comes
    next.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.separator = b""
        self._next = b""
        self._open = True
        self._blank = True
        self._fresh = True
        file.seek(0)
        self.pass_on()

    def pass_on(self) -> None:
        """Go to the next From line, past what was not taken."""
        if self._open:
            for _ in self.message():
                pass
        self.separator, self._next = self._next, b""

    def message(self) -> Iterator[bytes]:
        """Give the lines of the message, without the From line and the empty line before the
        next one.
        """
        self._open = True
        held = b""
        while line := self.file.readline(LINE):
            if self._fresh and self._blank and line.startswith(b"From ") and _FROM.match(line):
                self._next = line
                break
            if held:
                yield held
            held = b""
            if self._fresh and line in (b"\n", b"\r\n"):
                held = line
            else:
                yield line
            self._blank = self._fresh and not line.strip(b"\r\n")
            self._fresh = line.endswith(b"\n")
        self._open = False

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Give the From line and the sender, subject and date of the message that comes next."""
        found = {"from_line": plain(self.separator.strip().decode("ascii", "backslashreplace"))}
        at = self.file.tell()
        raw = b""
        for _ in range(500):
            line = self.file.readline(LINE)
            if raw and line[:1] not in (b" ", b"\t"):
                header = Header.parse(raw)
                if header.name.encode("ascii", "replace") in _KEPT:
                    found.setdefault(header.name, words(header.value)[:500])
                raw = b""
            if not line.strip(b"\r\n"):
                break
            raw += line
        self.file.seek(at)
        return tuple(sorted(found.items()))

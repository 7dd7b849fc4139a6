"""What every chat export has in common: numbered messages, who sent them as written, and how
little the file can show.
"""

from __future__ import annotations

from typing import Final

from wellfounded.intake.untrusted import charset
from wellfounded.intake.untrusted.names import plain
from wellfounded.terms.decoding import Emitter, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Passage

CAUTION: Final = "an export is text its sender can edit"
EXPORT_BYTES: Final = 512 * 1024 * 1024
_SPEAKERS: Final = 2000


class Chat:
    """The messages of one export, handed over in order; the caution comes first."""

    def __init__(self, source: Source, out: Emitter, app: str) -> None:
        """Begin the reading of an export of `app`."""
        self.source = source
        self.out = out
        self.count = 0
        self._speakers: dict[str, int] = {}
        out.record(Fact("caution", CAUTION))
        out.record(Fact("chat.app", app))

    @property
    def place(self) -> Locus:
        """The place of the message last handed over."""
        return Locus(self.source.digest, message=self.count)

    def say(self, text: str, speaker: str = "", when: tuple[Moment, ...] = ()) -> None:
        """Hand over the next message; one without a speaker was written by the program, not by
        a person.
        """
        self.count += 1
        name = plain(speaker).strip()
        words = plain(text).strip("\n")
        if words.strip():
            self.out.record(Passage(words, self.place, "message", speaker=name, when=when))
        elif name or when:
            self.note("chat.without-words", name, when)
        if not name:
            self.note("chat.system", "written by the program")
        elif name not in self._speakers and len(self._speakers) < _SPEAKERS:
            self._speakers[name] = self.count
            self.note("chat.speaker", name)

    def note(self, name: str, value: str, when: tuple[Moment, ...] = ()) -> None:
        """State a fact about the message last handed over."""
        moment = when[0] if len(when) == 1 else None
        self.out.record(Fact(name, plain(value)[:20_000], self.place, when=moment))

    def close(self) -> None:
        """State how many messages there are; raises Unreadable if there are none."""
        self.out.record(Fact("chat.messages", self.count))
        if not self.count:
            raise Unreadable("damaged", "no message could be found in the export")


def text_of(source: Source, out: Emitter) -> str:
    """Give the whole export as text and state its charset; raises Unreadable past EXPORT_BYTES."""
    source.file.seek(0)
    data = source.file.read(EXPORT_BYTES + 1)
    if len(data) > EXPORT_BYTES:
        raise Unreadable("too-large", f"a chat export has at most {EXPORT_BYTES} bytes here")
    decoded = charset.decode(data)
    out.record(Fact("charset", decoded.charset))
    if decoded.undecodable:
        out.record(Fact("charset.undecodable", decoded.undecodable))
    return decoded.text

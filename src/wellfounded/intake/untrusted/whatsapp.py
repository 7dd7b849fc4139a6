"""A WhatsApp chat export (`_chat.txt`, `WhatsApp Chat with ....txt`): every message with its
number, sender and time.

Messages run over several lines; a line that does not begin with a time belongs to the message
before. The time has no zone and is given none: it is the clock of the phone that exported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wellfounded.intake.untrusted.chat import Chat, text_of
from wellfounded.intake.untrusted.whatsapp_marks import marks_of
from wellfounded.intake.untrusted.whatsapp_time import MARKS, Stamp, decide, stamp_of
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.record import Fact

_SPEAKER = re.compile(r"([^\n]{1,100}?):(?: |$)", re.M)
_QUOTES = frozenset('"“”„«»「」')
_STRIPPED = re.compile(f"[{MARKS}]")


@dataclass(slots=True)
class _Message:
    stamp: Stamp
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Read every message; a date whose order cannot be decided keeps both readings."""
    chat = Chat(source, out, "WhatsApp")
    before, messages = _messages(text_of(source, out))
    order = decide([message.stamp for message in messages])
    place = None
    for number, message in enumerate(messages, 1):
        speaker, text = _split(message.text)
        when = order.moments(message.stamp)
        chat.say(text, speaker, when)
        if not when:
            chat.note("chat.time-as-written", message.stamp.written)
        for name, value in marks_of(text):
            chat.note(name, value)
        if number == order.message:
            place = chat.place
    if messages:
        out.record(Fact("chat.date-order", order.said, place))
    if before:
        out.record(Fact("chat.before-first-message", before[:2000]))
    chat.close()


def looks_like(text: str) -> bool:
    """Whether `text` begins like an export: at least two of its first 60 lines, and one in
    five, begin with a time.
    """
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    stamps = sum(stamp_of(line) is not None for line in lines)
    return stamps >= 2 and stamps * 5 >= len(lines)


def _messages(text: str) -> tuple[str, list[_Message]]:
    """Give the words before the first message, and the messages."""
    before: list[str] = []
    messages: list[_Message] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        stamp = stamp_of(line)
        if stamp is not None:
            messages.append(_Message(stamp, [line[stamp.end :]]))
        elif messages:
            messages[-1].lines.append(line)
        elif line.strip():
            before.append(line)
    return "\n".join(before), messages


def _split(text: str) -> tuple[str, str]:
    """Give the sender and the words; what the program wrote has no sender."""
    found = _SPEAKER.match(text)
    if found is None:
        return "", text
    name = _STRIPPED.sub("", found.group(1)).strip()
    if not name or _QUOTES & set(name):
        return "", text
    return name, text[found.end() :]

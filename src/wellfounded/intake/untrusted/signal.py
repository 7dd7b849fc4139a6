"""Exports of Signal Desktop, which exports nothing itself, by the two public programs people
use for it.

`signal-export` writes `chat.md` (`[2024-03-01 12:30:05] Name: words`) and `data.json` (a JSON
object a line); `sigtop` writes text with `From:`, `Type:` and `Sent:` lines. The forms were taken
from what those programs write; times in the first have no zone, in the second they have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_tz
from typing import Any

import msgspec

from wellfounded.intake.untrusted.chat import Chat, text_of
from wellfounded.intake.untrusted.mail_header import time_of
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure

_LINE = re.compile(
    r"\[(\d{4}-\d\d-\d\d),? (\d\d:\d\d(?::\d\d)?)\] ([^\n]{0,200}?): ?(.*)", re.ASCII | re.S
)
_BEGINS = re.compile(
    r"\[\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?|, \d\d:\d\d)\] [^\n]{0,200}?:", re.A
)
_LINK = re.compile(
    r"!?\[([^\]\n]{0,300})\]\((\./media/[^)\n]{1,300}|\.\./exported_stickers/[^)\n]{1,300})\)"
)
_REACTIONS = re.compile(r"^\(- (.*) -\)\s*$", re.M)
_DELETED = "(This message was deleted)"
_FIELD = re.compile(r"(Conversation|From|Type|Sent|Received|Attachment|Reaction|Edited): (.*)")


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Read every message, whichever of the programs wrote the export."""
    chat = Chat(source, out, "Signal")
    text = text_of(source, out).replace("\r\n", "\n")
    start = text.lstrip()[:1]
    if start == "{":
        out.record(Fact("chat.exporter", "signal-export data.json"))
        _read_json(chat, text)
    elif text.lstrip().startswith(("Conversation: ", "From: ")):
        out.record(Fact("chat.exporter", "sigtop"))
        _read_fields(chat, text)
    else:
        out.record(Fact("chat.exporter", "signal-export chat.md"))
        _read_lines(chat, text)
    chat.close()


def looks_like(text: str) -> bool:
    """Whether `text` begins as one of the text forms does: `signal-export` writes no comma
    before seconds, phones do.
    """
    head = text.lstrip("\ufeff\n")
    if head.startswith("Conversation: ") and "\nType: " in head[:4096]:
        return True
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    begun = sum(_BEGINS.match(line) is not None for line in lines)
    return begun >= 2 and begun * 5 >= len(lines)


def _read_lines(chat: Chat, text: str) -> None:
    for written, speaker, words in _blocks(text):
        body = words.strip()
        chat.say(body, speaker, _moment(written))
        if body == _DELETED:
            chat.note("chat.deleted", body)
        for name, path in _LINK.findall(body):
            chat.note("chat.attachment", path or name)
        for reaction in _REACTIONS.findall(body):
            chat.note("chat.reaction", reaction)


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """Give time, sender and words of each message; lines that begin none go on with the one
    before.
    """
    held: tuple[str, str, list[str]] | None = None
    for line in text.split("\n"):
        found = _LINE.match(line)
        if found is not None:
            if held is not None:
                yield held[0], held[1], "\n".join(held[2])
            held = f"{found[1]}T{found[2]}", found[3], [found[4]]
        elif held is not None:
            held[2].append(line)
    if held is not None:
        yield held[0], held[1], "\n".join(held[2])


def _read_json(chat: Chat, text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            message = msgspec.json.decode(line.encode("utf-8"))
        except (msgspec.DecodeError, RecursionError) as exc:
            _damaged(chat, number, str(exc))
            continue
        if not isinstance(message, dict):
            _damaged(chat, number, "no object")
            continue
        _one_json(chat, message)


def _one_json(chat: Chat, message: dict[str, Any]) -> None:
    words = "".join(str(message.get(key) or "") for key in ("quote", "body")).strip()
    chat.say(words, str(message.get("sender") or ""), _moment(str(message.get("date") or "")))
    if message.get("deleted"):
        chat.note("chat.deleted", "marked as deleted")
    for one in _listed(message, "attachments"):
        if isinstance(one, dict):
            chat.note("chat.attachment", str(one.get("path") or one.get("name") or ""))
    for one in _listed(message, "reactions"):
        pair = one if isinstance(one, list) else list(one.values()) if isinstance(one, dict) else []
        chat.note("chat.reaction", ": ".join(str(part) for part in pair))


def _listed(message: dict[str, Any], key: str) -> list[Any]:
    value = message.get(key)
    return value if isinstance(value, list) else []


def _damaged(chat: Chat, number: int, why: str) -> None:
    chat.out.record(Failure("read", "damaged", f"line {number} of the export is not JSON ({why})"))


def _read_fields(chat: Chat, text: str) -> None:
    """Read sigtop's form: a block of fields, an empty line, the words, an empty line."""
    fields: list[tuple[str, str]] = []
    words: list[str] = []
    reading_fields = True
    lines = text.split("\n")
    for at, line in enumerate(lines):
        found = _FIELD.match(line)
        if not reading_fields and found and found[1] == "From" and _begins(lines, at):
            _one_block(chat, fields, words)
            fields, words, reading_fields = [], [], True
        if reading_fields and found:
            if found[1] == "Conversation" and not fields:
                chat.out.record(Fact("chat.title", found[2][:2000]))
            else:
                fields.append((found[1], found[2]))
        elif fields:
            reading_fields = False
            words.append(line)
    _one_block(chat, fields, words)


def _begins(lines: list[str], at: int) -> bool:
    """Whether a message begins at that line: an empty line before it, a Type line after it."""
    return not lines[at - 1] and at + 1 < len(lines) and lines[at + 1].startswith("Type: ")


def _one_block(chat: Chat, fields: list[tuple[str, str]], words: list[str]) -> None:
    if not fields:
        return
    by_name = dict(reversed(fields))
    when = time_of(by_name.get("Sent", "").encode("utf-8"))
    speaker = by_name.get("From", "")
    chat.say("\n".join(words).strip("\n"), speaker, () if when is None else (when,))
    if received := by_name.get("Received"):
        moment = time_of(received.encode("utf-8")) if parsedate_tz(received) else None
        chat.note("chat.received", received, () if moment is None else (moment,))
    for name, value in fields:
        if name in ("Type", "Attachment", "Reaction", "Edited"):
            chat.note(f"chat.{name.lower()}", value)


def _moment(written: str) -> tuple[Moment, ...]:
    try:
        return (Moment.parse(written),)
    except Mistaken:
        return ()

"""The messages of Telegram Desktop's `messages.html`, by the classes its exporter writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wellfounded.intake.untrusted.markup import tell
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment

_WHEN = re.compile(
    r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: UTC([+-]\d\d:\d\d))?", re.ASCII
)


@dataclass(slots=True)
class Found:
    """One message, or with `title` set the name of the chat."""

    text: str = ""
    speaker: str = ""
    when: tuple[Moment, ...] = ()
    notes: list[tuple[str, str]] = field(default_factory=list)
    title: str = ""


def messages_of(page: str) -> Iterator[Found]:
    """Give the messages in order; broken markup gives what can be read."""
    reader = _Reader()
    tell(page, reader)
    reader.end_message()
    yield from reader.found


class _Reader:
    def __init__(self) -> None:
        self.found: list[Found] = []
        self._stack: list[tuple[str, str]] = []
        self._message: Found | None = None
        self._message_depth = 0
        self._service = False
        self._speaker = ""
        self._words: dict[str, list[str]] = {}

    def start(self, tag: str, given: dict[str, str]) -> None:
        classes = given.get("class", "").split()
        if tag == "div" and "message" in classes:
            self.end_message()
            self._message = Found()
            self._message_depth = len(self._stack)
            self._service = "service" in classes
            if number := given.get("id", "").removeprefix("message"):
                self._message.notes.append(("chat.message-id", number))
        if tag == "br":
            self._say("\n")
        if self._message is not None:
            self._attributes(self._message, classes, given)
        self._stack.append((tag, self._meaning(classes)))

    def end(self, tag: str) -> None:
        if self._stack:
            self._stack.pop()
        if self._message is not None and len(self._stack) <= self._message_depth:
            self.end_message()

    def data(self, data: str) -> None:
        self._say(data)

    def end_message(self) -> None:
        """Close the message under way."""
        words = {
            name: " ".join("".join(said).split(" ")).strip() for name, said in self._words.items()
        }
        self._words = {}
        message, self._message = self._message, None
        if message is None:
            if words.get("title"):
                self.found.append(Found(title=words["title"]))
            return
        if forwarded := words.get("forwarded"):
            message.notes.append(("chat.forwarded-from", forwarded))
        if self._service:
            message.text = words.get("service", "")
        else:
            self._speaker = words.get("speaker") or self._speaker
            message.speaker = self._speaker
            message.text = "\n".join(w for w in (words.get("text"), words.get("media")) if w)
        self.found.append(message)

    def _attributes(self, message: Found, classes: list[str], given: dict[str, str]) -> None:
        if "date" in classes and not message.when:
            message.when = _when(given.get("title", ""))
        href = given.get("href", "")
        wanted = any(c.endswith("_wrap") or c.startswith("media") for c in classes)
        if wanted and href and "://" not in href and not href.startswith("#"):
            message.notes.append(("chat.attachment", href))
        if "reply_to" in classes:
            message.notes.append(("chat.reply", "answers another message"))

    def _meaning(self, classes: list[str]) -> str:
        inside = self._stack[-1][1] if self._stack else ""
        if self._message is None:
            return "title" if "page_header" in classes or inside == "title" else ""
        if self._service and "body" in classes:
            return "service"
        if "from_name" in classes:
            return "forwarded" if inside == "forwarded" or self._words.get("speaker") else "speaker"
        if "date" in classes or "reply_to" in classes or "userpic_wrap" in classes:
            return "skip"
        if inside == "skip":
            return "skip"
        if "text" in classes:
            return "text"
        if "media" in classes or "media_wrap" in classes:
            return "media"
        return inside

    def _say(self, data: str) -> None:
        meaning = self._stack[-1][1] if self._stack else ""
        if meaning and meaning != "skip":
            kept = data if data == "\n" else re.sub(r"\s+", " ", data)
            self._words.setdefault(meaning, []).append(kept)


def _when(title: str) -> tuple[Moment, ...]:
    found = _WHEN.search(title)
    if found is None:
        return ()
    day, month, year, hour, minute, second = (int(n) for n in found.groups()[:6])
    zone = found.group(7)
    offsets: tuple[int, ...] = ()
    if zone:
        minutes = int(zone[1:3]) * 60 + int(zone[4:6])
        offsets = (-minutes if zone[0] == "-" else minutes,)
    try:
        return (Moment((year, month, day, hour, minute, second), offsets, title[:100]),)
    except Mistaken:
        return ()

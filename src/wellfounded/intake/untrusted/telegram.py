"""A Telegram Desktop export: `result.json` (one chat or all of them) or `messages.html`.

In the JSON each message has its local time, and since 2021 the instant beside it: together they say
the zone of the computer that exported. The HTML writes day.month.year, always, and since 2021 the
zone. The forms are those of Telegram Desktop's own exporter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from wellfounded.intake.untrusted.chat import EXPORT_BYTES, Chat, text_of
from wellfounded.intake.untrusted.names import plain
from wellfounded.intake.untrusted.telegram_page import messages_of
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment, utc
from wellfounded.terms.record import Fact

_FILES = ("file", "photo", "thumbnail", "contact_vcard")
_SAID = (
    "forwarded_from",
    "via_bot",
    "author",
    "from_id",
    "actor_id",
    "media_type",
    "mime_type",
    "sticker_emoji",
    "duration_seconds",
    "self_destruct_period_seconds",
)
_LEFT_OUT = "(File not included"


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Read every message of the export."""
    source.file.seek(0)
    if source.file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        _read_json(source, out)
    else:
        _read_page(source, out)


def _read_json(source: Source, out: Emitter) -> None:
    chat = Chat(source, out, "Telegram")
    for name, kind, messages in _chats(_parsed(source)):
        out.record(Fact("chat.title", plain(name)[:2000]))
        if kind:
            out.record(Fact("chat.kind", plain(kind)[:200]))
        for message in messages:
            if isinstance(message, dict):
                _message(chat, message)
    chat.close()


def _parsed(source: Source) -> Any:
    source.file.seek(0)
    data = source.file.read(EXPORT_BYTES + 1)
    if len(data) > EXPORT_BYTES:
        raise Unreadable("too-large", f"a chat export has at most {EXPORT_BYTES} bytes here")
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        raise Unreadable("damaged", f"the export is not whole JSON ({exc})") from exc


def _chats(top: Any) -> Iterator[tuple[str, str, list[Any]]]:
    """Give name, kind and messages of every chat: of one chat's export, or of all chats of an
    account.
    """
    if not isinstance(top, dict):
        return
    if isinstance(top.get("messages"), list):
        yield str(top.get("name") or ""), str(top.get("type") or ""), top["messages"]
    for part in ("chats", "left_chats"):
        listed = top.get(part)
        chats = listed.get("list") if isinstance(listed, dict) else None
        for one in chats if isinstance(chats, list) else ():
            if isinstance(one, dict) and isinstance(one.get("messages"), list):
                yield str(one.get("name") or ""), str(one.get("type") or ""), one["messages"]


def _message(chat: Chat, message: dict[str, Any]) -> None:
    text = _text(message.get("text"))
    speaker = str(message.get("from") or "")
    if message.get("type") == "service":
        who = str(message.get("actor") or "")
        text = " ".join(
            x for x in (who, str(message.get("action") or ""), _details(message), text) if x
        )
        speaker = ""
    chat.say(text, speaker, _when(message, "date"))
    if "id" in message:
        chat.note("chat.message-id", str(message["id"]))
    if edited := _when(message, "edited"):
        chat.note("chat.edited", edited[0].written or edited[0].local, edited)
    if "reply_to_message_id" in message:
        chat.note("chat.reply-to", str(message["reply_to_message_id"]))
    for key in _SAID:
        if message.get(key):
            chat.note(f"chat.{key.replace('_', '-')}", str(message[key]))
    for key in _FILES:
        value = message.get(key)
        if isinstance(value, str) and value:
            left_out = value.startswith(_LEFT_OUT)
            chat.note("chat.attachment-left-out" if left_out else "chat.attachment", value)
    _place(chat, message.get("location_information"))


def _details(message: dict[str, Any]) -> str:
    members = message.get("members")
    names = [str(m) for m in members if m] if isinstance(members, list) else []
    title = str(message.get("title") or "")
    return ", ".join(n for n in (title, *names) if n)


def _place(chat: Chat, where: Any) -> None:
    """A sent position is kept as written; no radius is stated there, so it is no Place."""
    if isinstance(where, dict):
        chat.note("chat.position", f"{where.get('latitude')}, {where.get('longitude')}")


def _text(value: Any) -> str:
    """Give the words of a message: a string, or a list of strings and marked-up pieces."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return ""
    pieces = (
        p if isinstance(p, str) else p.get("text") if isinstance(p, dict) else "" for p in value
    )
    return "".join(str(piece) for piece in pieces if piece)


def _when(message: dict[str, Any], key: str) -> tuple[Moment, ...]:
    """Give the time of a message: with the zone where local time and instant together say one."""
    local = _local(message.get(key))
    stated = str(message.get(f"{key}_unixtime") or "")
    if not stated.isdigit() or len(stated) > 12:
        return () if local is None else (local,)
    instant = int(stated) * 1_000_000
    if local is None:
        return (utc(instant),)
    minutes, rest = divmod(Moment(local.fields, (0,)).interval()[0] - instant, 60_000_000)
    if rest or not -720 <= minutes <= 840 or minutes % 15:
        return (local, utc(instant))
    return (Moment(local.fields, (minutes,), local.written),)


def _local(value: Any) -> Moment | None:
    if not isinstance(value, str):
        return None
    try:
        return Moment.parse(value)
    except Mistaken:
        return None


def _read_page(source: Source, out: Emitter) -> None:
    chat = Chat(source, out, "Telegram")
    order = "day, month, year: as Telegram Desktop writes it in every language"
    out.record(Fact("chat.date-order", order))
    for found in messages_of(text_of(source, out)):
        if found.title:
            out.record(Fact("chat.title", plain(found.title)[:2000]))
            continue
        chat.say(found.text, found.speaker, found.when)
        for name, value in found.notes:
            chat.note(name, value)
    chat.close()

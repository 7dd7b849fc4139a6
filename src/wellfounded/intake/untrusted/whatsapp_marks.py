"""The marks WhatsApp leaves in a message: files it names, files left out, edits and deletions,
in several languages.

The phrases are those the program writes in each language; in others the words simply stay part of
the message.
"""

from __future__ import annotations

import re
from typing import Final

from wellfounded.intake.untrusted.whatsapp_time import MARKS

_FILE_IOS = re.compile(r"<[^<>:\n]{2,40}: ?([^<>\n]{1,200}\.[A-Za-z0-9]{2,5})>")
_FILE_ANDROID = re.compile(
    rf"[{MARKS}]{{0,4}}([^\n<>]{{1,200}}\.[A-Za-z0-9]{{2,5}}) \([^()\n]{{4,40}}\)$", re.M
)
_LEFT_OUT: Final = (
    "<Media omitted>",
    "<Medien ausgeschlossen>",
    "<Multimedia omitido>",
    "<Médias omis>",
    "<Mídia oculta>",
    "<Media omessi>",
    "<Без медиафайлов>",
    "<省略多媒体文件>",
    "<تم استبعاد الوسائط>",
    "image omitted",
    "video omitted",
    "audio omitted",
    "sticker omitted",
    "GIF omitted",
    "document omitted",
    "Contact card omitted",
)
_EDITED: Final = (
    "<This message was edited>",
    "<Diese Nachricht wurde bearbeitet.>",
    "<Se editó este mensaje.>",
    "<Ce message a été modifié>",
    "<Сообщение изменено>",
)
_DELETED: Final = (
    "This message was deleted",
    "You deleted this message",
    "This message was deleted by admin",
    "Diese Nachricht wurde gelöscht.",
    "Se eliminó este mensaje.",
    "Ce message a été supprimé",
    "Данное сообщение удалено",
    "Вы удалили данное сообщение",
    "此消息已删除",
    "此訊息已刪除",
    "تم حذف هذه الرسالة",
)
_EDGES: Final = (
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    " \t\r\n\u00a0\u202f"
)

_DELETED_BARE: Final = frozenset(phrase.rstrip(".") for phrase in _DELETED)


def marks_of(text: str) -> list[tuple[str, str]]:
    """Give the marks of one message as pairs of fact name and value."""
    found = [("chat.attachment", name) for name in _FILE_IOS.findall(text)]
    found += [("chat.attachment", name) for name in _FILE_ANDROID.findall(text)]
    bare = text.strip(_EDGES).rstrip("." + _EDGES)
    if any(phrase in text for phrase in _LEFT_OUT[:9]) or bare in _LEFT_OUT:
        found.append(("chat.attachment-left-out", bare[:200]))
    found += [("chat.edited", phrase) for phrase in _EDITED if phrase in text]
    if bare in _DELETED_BARE:
        found.append(("chat.deleted", bare))
    return found

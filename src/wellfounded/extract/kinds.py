"""The kinds of item there are, as their content shows them, and which stages apply to each.

Names only, no decoding: what `extract.untrusted.kind` finds and what `case` plans with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its name, the file-name endings it usually has, and what a person calls it."""

    name: str
    shown: str
    endings: tuple[str, ...] = ()
    stages: tuple[str, ...] = ("read",)


_PICTURE = ("read", "exif", "ocr")
_CLIP = ("read", "exif", "speech")
_OFFICE = ("read", "exif")
_TEXTS = ("txt", "text", "md", "log", "json", "xml", "yaml", "yml", "toml", "svg")
_IMAGE_ENDINGS = (
    *("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "tif", "tiff"),
    *("webp", "heic", "heif", "avif", "ico", "jp2", "psd", "dng"),
)
_VIDEO_ENDINGS = (
    *("mp4", "m4v", "mov", "3gp", "3g2", "mkv", "webm", "avi"),
    *("mpg", "mpeg", "ts", "mts", "flv", "wmv", "ogv"),
)
_AUDIO_ENDINGS = (
    *("mp3", "m4a", "aac", "wav", "ogg", "opus", "oga"),
    *("flac", "amr", "aif", "aiff", "wma", "mka", "weba"),
)

KINDS: Final[tuple[Kind, ...]] = (
    Kind("text", "text", _TEXTS),
    Kind("html", "web page", ("html", "htm", "xhtml", "shtml")),
    Kind("pdf", "PDF document", ("pdf",), ("read", "exif", "ocr")),
    Kind("docx", "Word document", ("docx", "docm", "dotx"), _OFFICE),
    Kind("xlsx", "spreadsheet", ("xlsx", "xlsm", "xltx"), _OFFICE),
    Kind("pptx", "presentation", ("pptx", "pptm", "ppsx"), _OFFICE),
    Kind("odt", "OpenDocument text", ("odt", "ott"), _OFFICE),
    Kind("ods", "OpenDocument spreadsheet", ("ods", "ots"), _OFFICE),
    Kind("odp", "OpenDocument presentation", ("odp",), _OFFICE),
    Kind("csv", "table in plain text", ("csv", "tsv", "tab", "txt")),
    Kind("rtf", "rich text", ("rtf", "doc")),
    Kind("ole", "older Office document", ("doc", "xls", "ppt", "msg"), _OFFICE),
    Kind("subtitle", "subtitles", ("srt", "vtt")),
    Kind("image", "picture", _IMAGE_ENDINGS, _PICTURE),
    Kind("video", "video", _VIDEO_ENDINGS, _CLIP),
    Kind("audio", "sound", _AUDIO_ENDINGS, _CLIP),
    Kind("archive-zip", "zip archive", ("zip", "epub", "jar", "apk", "cbz", "wacz")),
    Kind("warc", "web capture", ("warc",)),
    Kind("archive-tar", "tar archive", ("tar",)),
    Kind("archive-7z", "7z archive", ("7z",)),
    Kind("archive-rar", "RAR archive", ("rar",), ("read", "unpack")),
    Kind("gzip", "compressed file", ("gz", "tgz", "bz2", "tbz", "tbz2", "xz", "txz", "zst")),
    Kind("mail", "e-mail message", ("eml", "mht", "mhtml")),
    Kind("mbox", "mailbox", ("mbox", "mbx")),
    Kind("chat-whatsapp", "WhatsApp export", ("txt",)),
    Kind("chat-telegram", "Telegram export", ("json", "html")),
    Kind("chat-signal", "Signal export", ("json", "md", "txt", "csv", "jsonl")),
    Kind("font", "font", ("ttf", "otf", "woff", "woff2", "ttc")),
    Kind("database", "SQLite database", ("db", "sqlite", "sqlite3")),
    Kind("program", "program", ("exe", "dll", "so", "bin", "com")),
    Kind("empty", "empty file"),
    Kind("unknown", "bytes of no known kind"),
)
"""Every kind, in the order a person meets them."""

_BY_NAME: Final = {kind.name: kind for kind in KINDS}


def kind_named(name: str) -> Kind:
    """Give the kind of that name; a name this version does not know gives `unknown`."""
    return _BY_NAME.get(name, _BY_NAME["unknown"])


def stages_for(name: str) -> tuple[str, ...]:
    """Give the stages that apply to items of this kind, in order: read, then exif, ocr, speech.

    Of a PDF, `ocr` is for the pages the `read` stage reported with a Failure `no-text`.
    """
    return kind_named(name).stages


def ending_of(file_name: str) -> str:
    """Give the last ending of a file name in lower case, without the dot; none gives ''."""
    stem, dot, ending = file_name.rpartition(".")
    return ending.lower() if dot and stem and len(ending) <= 8 and ending.isalnum() else ""


def ending_disagrees(name: str, file_name: str) -> bool:
    """Say whether the ending of the name is the usual one of another kind, and not of this one."""
    ending = ending_of(file_name)
    if not ending or ending in kind_named(name).endings:
        return False
    return any(ending in kind.endings for kind in KINDS)

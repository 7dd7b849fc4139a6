"""The kind of an item by its content: signature, then structure, then what its text looks like.

The name it came with is a hint only where the content allows two readings (a table or plain text).
"""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO, Final, NamedTuple

from wellfounded.extract.untrusted import textkind
from wellfounded.extract.untrusted.magic import Found, signed
from wellfounded.intake.untrusted import charset
from wellfounded.terms.decoding import Source

HEAD: Final = 64 * 1024
_TAIL: Final = 66 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_ZIP_MAIN: Final[tuple[tuple[re.Pattern[str], Found], ...]] = (
    (re.compile(r"word/document\d*\.xml"), Found("docx", _OFFICE + "wordprocessingml.document")),
    (re.compile(r"xl/workbook\d*\.xml"), Found("xlsx", _OFFICE + "spreadsheetml.sheet")),
    (re.compile(r"xl/workbook\.bin"), Found("xlsx", "application/vnd.ms-excel.sheet.binary")),
    (
        re.compile(r"ppt/presentation\d*\.xml"),
        Found("pptx", _OFFICE + "presentationml.presentation"),
    ),
)
_ZIP_MIME: Final[dict[bytes, Found]] = {
    b"application/vnd.oasis.opendocument.text": Found("odt", _ODF + "text"),
    b"application/vnd.oasis.opendocument.spreadsheet": Found("ods", _ODF + "spreadsheet"),
    b"application/vnd.oasis.opendocument.presentation": Found("odp", _ODF + "presentation"),
    b"application/epub+zip": Found("archive-zip", "application/epub+zip"),
}
_ZIP: Final = Found("archive-zip", "application/zip")
_PDF: Final = Found("pdf", "application/pdf")


_OBJECT: Final = re.compile(rb"\b\d+ \d+ obj\b")


class Identity(NamedTuple):
    """What an item is, and what else its bytes could be read as (it is read as `kind` alone)."""

    kind: str
    mime: str
    also: tuple[str, ...] = ()


def identify(source: Source) -> Identity:
    """Give the kind of the item by content; leaves the file at its start."""
    file = source.file
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if not head:
        return Identity("empty", "application/x-empty")
    first = _by_content(file, head, source.name)
    file.seek(0)
    also = _readings(file, head, source.size) - {first.kind}
    if first.kind in {"docx", "xlsx", "pptx", "odt", "ods", "odp"}:
        also.discard("archive-zip")
    if first.mime.startswith(("text/", "message/", "multipart/")):
        also.discard("html")
    file.seek(0)
    return Identity(first.kind, first.mime, tuple(sorted(also)))


def _by_content(file: BinaryIO, head: bytes, name: str) -> Found:
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip(file)
    found = signed(file, head)
    if found is not None:
        return found
    if b"%PDF-" in head[:1024] or (_OBJECT.search(head[:1024]) and _ends_as_pdf(file)):
        return _PDF
    if head[:64].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return textkind.of_page(charset.decode(head, partial=len(head) == HEAD).text)
    if not charset.looks_like_text(head):
        return Found("unknown", "application/octet-stream")
    return textkind.of_text(charset.decode(head, partial=len(head) == HEAD).text, name)


def _readings(file: BinaryIO, head: bytes, size: int) -> set[str]:
    """Every other format whose own readers would accept these bytes."""
    found = set()
    if b"%PDF-" in head[:1024]:
        found.add("pdf")
    if _ends_as_zip(file, size):
        found.add("archive-zip")
    start = head[:4096].lower()
    if b"<script" in start or b"<html" in start:
        found.add("html")
    return found


def _ends_as_zip(file: BinaryIO, size: int) -> bool:
    """Whether an end-of-central-directory record stands at the end and points to a directory."""
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return False
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    start = size - len(tail) + at - length
    if length < 46 or start < 0:
        return False
    file.seek(start)
    return file.read(4) == b"PK\x01\x02"


def _ends_as_pdf(file: BinaryIO) -> bool:
    """A PDF whose header is gone still ends in a reference to its table of objects."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 2048))
    return b"startxref" in file.read(2048)


def _zip(file: BinaryIO) -> Found:
    """A zip by what it holds; one that cannot be opened is still an archive."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                for main, found in _ZIP_MAIN:
                    if any(main.fullmatch(name) for name in names):
                        return found
            if "mimetype" in names:
                with archive.open("mimetype") as stated:
                    return _ZIP_MIME.get(stated.read(128).strip(), _ZIP)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return _ZIP
    return _ZIP

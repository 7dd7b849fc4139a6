"""The kind of an item comes from its content."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile

import pytest

from tests.extract.fake import run
from wellfounded.extract import kinds
from wellfounded.extract.untrusted import read


def _zip(**members: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return data.getvalue()


def _office(main: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<x/>")
    return data.getvalue()


def _tar() -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return data.getvalue()


_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
_MAIL = (
    b"Received: from a\r\nFrom: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nHello\r\n"
)
_CHAT = "[12/03/2024, 14:22:01] Aru: salam\n[12/03/2024, 14:23:11] Ben: \u200eimage omitted\n"
_CHAT_ANDROID = "12/03/2024, 14:22 - Aru: salam\n12/03/2024, 14:25 - Ben: how are you\n"
_CHAT_CHINESE = "2024/3/12 下午2:22 - Aru: 你好\n2024/3/12 下午2:23 - Ben: 你好\n"
_SIGNAL = "[2024-03-12, 14:22] Aru: salam\n\n[2024-03-12, 14:23] Me: hello\n"
_TELEGRAM = (
    '{"name": "Aru", "type": "personal_chat", "messages": [{"id": 1, "date_unixtime": "1"}]}'
)

CASES = [
    ("empty", b""),
    ("text", b"Just some words.\n"),
    ("text", "Дорогие друзья, это письмо.".encode("koi8-r")),
    ("text", "关恒的材料已经转来。".encode("gb18030")),
    ("text", "Hello\nworld\n".encode("utf-16-le")),
    ("html", b"<!DOCTYPE html><html><body><p>x</p></body></html>"),
    ("html", b"\n<!-- c --><!-- d --><html><head></head></html>"),
    ("html", b"<div><p>a fragment</p></div>"),
    ("text", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("pdf", _PDF),
    ("pdf", b"\r\njunk before the header\n" + _PDF),
    ("docx", _office("word/document.xml")),
    ("xlsx", _office("xl/workbook.xml")),
    ("pptx", _office("ppt/presentation.xml")),
    ("odt", _zip(mimetype="application/vnd.oasis.opendocument.text")),
    ("ods", _zip(mimetype="application/vnd.oasis.opendocument.spreadsheet")),
    ("archive-zip", _zip(word__document="no content types")),
    ("archive-zip", b"PK\x03\x04 and nothing that follows"),
    ("archive-tar", _tar()),
    ("gzip", gzip.compress(b"x", mtime=0)),
    ("archive-7z", b"7z\xbc\xaf\x27\x1c" + bytes(26)),
    ("archive-rar", b"Rar!\x1a\x07\x01\x00"),
    ("mail", _MAIL),
    ("mbox", b"From a@example.org Fri Mar  1 12:30:00 2024\n" + _MAIL),
    ("chat-whatsapp", _CHAT.encode()),
    ("chat-whatsapp", _CHAT_ANDROID.encode()),
    ("chat-whatsapp", _CHAT_CHINESE.encode()),
    ("chat-signal", _SIGNAL.encode()),
    ("chat-telegram", _TELEGRAM.encode()),
    ("text", b"[2024-03-12 14:22:01] ERROR: no disk\n[2024-03-12 14:22:05] INFO: done\n" * 3),
    ("csv", b"name,age,place\nAru,38,Korla\nBen,41,Ili\nCem,29,Hotan\n"),
    ("csv", "name;age;place\nAru;38;Korla\nBen;41;Ili\n".encode("utf-16")),
    ("text", b"One, two, three and four.\nOne, two, three, and five.\nOne, two, three, six.\n"),
    ("image", b"\xff\xd8\xff\xe0" + bytes(32)),
    ("image", b"\x89PNG\r\n\x1a\n" + bytes(32)),
    ("image", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
    ("image", b"RIFF\x24\0\0\0WEBPVP8 "),
    ("video", b"\0\0\0\x18ftypisom\0\0\0\0isommp42\0\0\0\x10moov    vide"),
    ("audio", b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom"),
    ("audio", b"\0\0\0\x18ftypisom\0\0\0\0isommp42\0\0\0\x10moov    soun"),
    ("audio", b"RIFF\x24\0\0\0WAVEfmt "),
    ("audio", b"OggS\0\x02" + bytes(22) + b"\x01\x13OpusHead"),
    ("video", b"\x1aE\xdf\xa3\x93\x42\x82\x84webmV_VP9"),
    ("font", b"OTTO\0\x0a"),
    ("ole", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)),
    ("rtf", rb"{\rtf1\ansi hello}"),
    ("database", b"SQLite format 3\0" + bytes(64)),
    ("program", b"\x7fELF" + bytes(64)),
    ("unknown", bytes(range(256)) * 4),
]


@pytest.mark.parametrize(("kind", "data"), CASES)
def test_kind_by_content(kind: str, data: bytes) -> None:
    """Each format is known by its bytes, under a name that says nothing."""
    found = read.identify(_source(data, "item"))
    assert found.kind == kind
    assert kind in {k.name for k in kinds.KINDS}


def _source(data: bytes, name: str) -> read.Source:
    from wellfounded.terms.decoding import Limits
    from wellfounded.terms.digest import Digest

    return read.Source(io.BytesIO(data), Digest.of(data), len(data), name, Limits())


def test_random_bytes_are_never_text() -> None:
    """Bytes without a pattern are of no known kind."""
    kinds_found = {read.identify(_source(os.urandom(4096), "x")).kind for _ in range(20)}
    assert "text" not in kinds_found


def test_the_ending_is_only_a_hint() -> None:
    """A text named .jpg is read as text, and that the ending disagrees is stated."""
    out = run(read.read, b"Not a picture at all.", "photo.JPG")
    assert out.facts["kind"] == "text"
    assert out.facts["kind.extension-disagrees"] == "jpg"
    assert "kind.extension-disagrees" not in run(read.read, b"Words.", "notes.txt").facts


def test_a_polyglot_is_stated() -> None:
    """A picture that is also a zip archive and a PDF says so, and is read as a picture."""
    data = b"GIF89a\x01\0\x01\0\0\0\0;%PDF-1.4\n" + bytes(64) + _zip(a="b")
    found = read.identify(_source(data, "x.gif"))
    assert found.kind == "image"
    assert found.also == ("archive-zip", "pdf")
    assert read.identify(_source(b"GIF89a\x01\0\x01\0\0\0\0;", "x.gif")).also == ()


def test_no_reader_is_a_failure_with_a_next_step() -> None:
    """An older Office document is not skipped: it says what to do."""
    out = run(read.read, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "memo.doc")
    assert out.codes == ["unsupported"]
    assert "save a copy" in out.failures[0].next


def test_an_empty_file_is_read() -> None:
    """Nothing in it is something to know, not a failure."""
    out = run(read.read, b"", "x.txt")
    assert out.facts["kind"] == "empty"
    assert out.failures == []


def test_a_missing_library_is_a_failure_that_names_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without the library of an extra the item says which extra it needs; with it, it is read."""
    data = b"GIF89a\x01\0\x01\0\0\0\0;"
    assert "needs-extra" not in run(read.read, data, "x.gif").codes

    def absent(name: str) -> object:
        raise ModuleNotFoundError(f"No module named {name}", name="rapidocr.main")

    monkeypatch.setattr(read, "_loaded", {})
    monkeypatch.setattr(read, "_missing", {})
    monkeypatch.setattr(read.importlib, "import_module", absent)
    read.preload(["image"])
    out = run(read.read, data, "x.gif")
    assert out.codes == ["needs-extra"]
    assert out.failures[0].what == "needs [ocr]"
    assert "wellfounded[ocr]" in out.failures[0].next

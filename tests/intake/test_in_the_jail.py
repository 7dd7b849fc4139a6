"""The decoders of containers do all their work in the jail: nothing they need is loaded only
when it is used.

A jailed process opens no file. A module or a charset that Python would load at first use is missing
there, and a name or a member would come out otherwise than outside.
"""

import bz2
import gzip
import io
import json
import lzma
import os
import tempfile
import zipfile
from collections.abc import Iterator

import py7zr
import pytest

from tests.extract.fake import run
from tests.intake.archives import padded, tar_header, zip_of
from tests.sandbox.found import Found
from wellfounded.extract.untrusted.read import read
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.digest import Digest

_DECODER = "wellfounded.extract.untrusted.read"
_MAIL = b"From: a@example.org\r\nDate: Fri, 1 Mar 2024 12:30:05 +0800\r\nMessage-ID: <1@example.org>\r\n"
_TAR = tar_header("ү".encode() * 30, 5) + padded(b"alpha") + bytes(1024)
_CHAT = {
    "name": "Bridge",
    "type": "personal_chat",
    "messages": [{"id": 1, "type": "message", "from": "Dana", "from_id": "user1", "text": "hello"}],
    "date_unixtime": "",
}


def _zip(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.txt", b"words " * 3000)
    return out.getvalue()


def _seven() -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="secret") as archive:
        archive.writestr(b"words " * 3000, "a.txt")
    return out.getvalue()


_ITEMS = {
    **{
        f"zip names in {codec}": zip_of([(text.encode(codec), b"x")])
        for codec, text in (
            ("gb18030", "证据现场照片说明.jpg"),
            ("big5", "證據現場照片說明.jpg"),
            ("cp866", "фотографии на мосту.jpg"),
            ("koi8-r", "фотографии на мосту.jpg"),
            ("cp1256", "صور شهادة من المدينة.jpg"),
            ("shift_jis", "きのうの証言について.jpg"),
            ("euc-kr", "증거사진에대하여.jpg"),
            ("cp437", "Müller Größe.jpg"),
        )
    },
    **{f"zip method {method}": _zip(method) for method in (0, 8, 12, 14)},
    "tar": _TAR,
    "tar.gz": gzip.compress(_TAR, mtime=1),
    "bz2": bz2.compress(b"words"),
    "xz": lzma.compress(b"words"),
    "7z": _seven(),
    "mail in koi8-r": _MAIL + b"Subject: " + "Свидетель".encode("koi8-r") + b"\r\n"
    b"Content-Type: text/plain; charset=koi8-r\r\n\r\n" + "Слова свидетеля".encode("koi8-r"),
    "mail in gb18030": _MAIL + b"Subject: =?gb2312?B?1qS0yg==?=\r\n"
    b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=D6=A4=B4=CA</p>",
    "mbox": b"From x@example.org Fri Mar  1 12:00:00 2024\n"
    + _MAIL.replace(b"\r", b"")
    + b"\nhello\n",
    "whatsapp": "[2024/2/25 下午3:04:05] Dana: 你好\n[2024/2/25 下午3:05:05] Dana: 你好\n".encode(),
    "telegram": json.dumps(_CHAT, ensure_ascii=False).encode(),
    "signal": b"[2024-03-01 12:30:05] Me: a\n[2024-03-01 12:31:05] Dana: b\n",
}


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """One sandbox for all items of this module."""
    with Sandbox([_DECODER], weaker=True) as made:
        yield made


@pytest.mark.parametrize("what", _ITEMS)
def test_the_jail_reads_what_is_read_outside(box: Sandbox, what: str) -> None:
    """Every record is the same in the jail as outside it, members and their bytes too."""
    data, settings = _ITEMS[what], {"password": "secret"}
    outside = run(read, data, what, settings=settings)
    found = Found()
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        fd = os.open(file.name, os.O_RDONLY)
        task = Task(_DECODER, Digest.of(data), len(data), what, settings)
        outcome = box.read(task, fd, found)
        os.close(fd)
    assert outcome.failure is None
    assert found.records == [record.to_json() for record in outside.records]
    assert [inner for _, inner, _ in found.members] == [inner for _, inner in outside.members]
    assert outside.members or outside.passages

"""The 515 naughty strings as names: in folders, zips, tars and mails each comes back as the
bytes it was.
"""

import json
import os
from pathlib import Path

import pytest

from tests.extract.fake import run
from tests.intake.archives import names, padded, pax, tar_header, zip_of
from wellfounded.intake.untrusted import eml, tar
from wellfounded.intake.untrusted import zip as zips
from wellfounded.intake.walk import Offered, offered


def _strings() -> list[str]:
    corpora = os.environ.get("WELLFOUNDED_CORPORA")
    if not corpora:
        pytest.skip("WELLFOUNDED_CORPORA is not set")
    return list(json.loads((Path(corpora) / "naughty-strings" / "blns.json").read_text("utf-8")))


def _raw() -> list[bytes]:
    return [text.encode("utf-8") for text in _strings()]


def test_all_of_them_are_here() -> None:
    """The list is whole, so that the tests below try what they say."""
    assert len(_strings()) == 515


def test_as_names_of_files_in_a_folder(tmp_path: Path) -> None:
    """What a file system can name is offered under its own bytes, long ones cut to what it
    allows.
    """
    wanted = {raw.replace(b"/", b"_").replace(b"\0", b"_")[:255] for raw in _raw()} - {
        b"",
        b".",
        b"..",
    }
    for raw in wanted:
        with open(os.fsencode(tmp_path) + b"/" + raw, "wb") as file:
            file.write(raw)
    taken = [offer for offer in offered([tmp_path]) if isinstance(offer, Offered)]
    assert {offer.name.raw for offer in taken} == wanted
    assert len(taken) == len(wanted)
    for offer in taken:
        offer.name.shown.encode("utf-8")


def test_as_names_in_a_zip() -> None:
    """All 515, duplicates and the empty one too, in the order they stand."""
    raws = [raw.rstrip(b"/") for raw in _raw()]
    found = run(zips.read, zip_of([(raw, b"%d" % n) for n, raw in enumerate(raws)], flags=0x800))
    assert names(found) == raws
    assert [data for _, data in found.members] == [b"%d" % n for n in range(515)]
    assert [member.name.shown for member, _ in found.members][:400] == [
        r.decode()[:1024] for r in raws
    ][:400]


def test_as_names_in_a_tar() -> None:
    """All that are not empty, as pax names of any length."""
    raws = [raw.rstrip(b"/") or b"x" for raw in _raw()]
    data = bytearray()
    for raw in raws:
        record = pax(path=raw)
        data += tar_header(b"pax", len(record), b"x") + padded(record)
        data += tar_header(b"short", len(raw)) + padded(raw)
    found = run(tar.read, bytes(data) + bytes(1024))
    assert names(found) == raws
    assert [content for _, content in found.members] == raws


def test_as_names_of_attachments() -> None:
    """Every one as a file name by RFC 2231: the bytes come back, whatever they are."""
    raws = [raw or b"x" for raw in _raw()]
    lines = [b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"]
    for raw in raws:
        escaped = "".join(f"%{byte:02X}" for byte in raw).encode()
        lines.append(
            b"--x\r\nContent-Disposition: attachment; filename*=utf-8''"
            + escaped
            + b"\r\n\r\nbody\r\n"
        )
    found = run(eml.read, b"".join(lines) + b"--x--\r\n")
    assert names(found) == raws
    assert {data for _, data in found.members} == {b"body"}


def test_as_subjects_and_words_of_mails() -> None:
    """Raw in a header and in a body, each is read without an error and loses no letter of the
    body.
    """
    for text in _strings():
        line = text.replace("\r", " ").replace("\n", " ")
        data = f"From: a@example.org\r\nSubject: {line}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{line}\r\n"
        found = run(eml.read, data.encode("utf-8"))
        words = line.removeprefix("\ufeff").strip()
        if words and "\x00" not in words:
            assert found.passages[-1].text == words

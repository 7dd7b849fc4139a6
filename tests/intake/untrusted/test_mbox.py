"""Mailboxes: each message an item, byte for byte."""

import mailbox
from email.message import EmailMessage
from pathlib import Path

from tests.extract.fake import run
from tests.intake.archives import contents
from wellfounded.intake.untrusted.mbox import read


def _box(path: Path, *bodies: str) -> bytes:
    box = mailbox.mbox(path)
    for number, body in enumerate(bodies):
        letter = EmailMessage()
        letter["From"] = f"person{number}@example.org"
        letter["Subject"] = f"Тема {number}"
        letter.set_content(body)
        box.add(letter)
    box.close()
    return path.read_bytes()


def test_every_message_is_an_item_with_its_number(tmp_path: Path) -> None:
    """Messages come out in order, numbered from 1, with their sender and subject beside them."""
    data = _box(tmp_path / "box", "alpha\n", "beta\n", "gamma\n")
    found = run(read, data)
    assert found.facts["mbox.messages"] == 3
    assert [m.locus.message for m, _ in found.members if m.locus] == [1, 2, 3]
    assert [dict(m.facts)["subject"] for m, _ in found.members] == ["Тема 0", "Тема 1", "Тема 2"]
    assert all(b"person%d@" % n in body for n, (_, body) in enumerate(contents(found)))


def test_a_from_line_inside_a_message_does_not_cut_it() -> None:
    """Only a line with a sender and a year after an empty line begins a message; the rest is as
    received.
    """
    one = b"Subject: a\n\nFrom here on it rained.\nFrom x Fri Mar  1 2024\n\nFrom the bridge\n>From quoted\n"
    two = b"Subject: b\r\n\r\nend\r\n"
    line = b"From x@example.org Fri Mar  1 12:00:00 2024\n"
    found = run(read, line + one + b"\n" + line + two)
    assert [body for _, body in contents(found)] == [one, two]


def test_no_byte_of_a_mailbox_is_lost(tmp_path: Path) -> None:
    """From lines, messages and the empty lines between them make up the whole file."""
    data = _box(tmp_path / "box", "alpha\n" * 20_000, "b\n\n\n", "")
    found = run(read, data)
    parts = [dict(m.facts)["from_line"].encode() + b"\n" + body for m, body in found.members]
    assert b"\n".join(parts) in (data, data[:-1])


def test_a_file_without_a_from_line_is_a_failure() -> None:
    """A mailbox in which no message begins says so."""
    assert run(read, b"hello\n").codes == ["damaged"]

"""Signal exports in the forms of the two public programs that make them; no export of a real
person is used.
"""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.fake import Collected, run
from wellfounded.intake.untrusted import whatsapp
from wellfounded.intake.untrusted.signal import looks_like, read
from wellfounded.terms.record import Fact


def _notes(found: Collected, name: str) -> list[tuple[int | None, str | int]]:
    return [
        (f.locus.message if f.locus else None, f.value)
        for f in found.records
        if isinstance(f, Fact) and f.name == name
    ]


def test_chat_md_gives_messages_without_a_zone() -> None:
    """Time, sender and words; lines that go on; files, reactions and deletions noted."""
    text = (
        "[2024-03-01 12:30:05] Me: first\nsecond line\n(- Dana: 👍 -)\n"
        "[2024-03-01, 12:31] Dana: see ![p.jpg](./media/p.jpg)  \n"
        "[2024-03-01 12:32:00] Dana: (This message was deleted)\n"
    )
    found = run(read, text.encode(), "chat.md")
    assert [(p.speaker, [m.local for m in p.when]) for p in found.passages] == [
        ("Me", ["2024-03-01T12:30:05"]),
        ("Dana", ["2024-03-01T12:31"]),
        ("Dana", ["2024-03-01T12:32:00"]),
    ]
    assert found.passages[0].text.startswith("first\nsecond line")
    assert all(m.offsets == () for p in found.passages for m in p.when)
    assert _notes(found, "chat.attachment") == [(2, "./media/p.jpg")]
    assert _notes(found, "chat.reaction") == [(1, "Dana: 👍")]
    assert [n for n, _ in _notes(found, "chat.deleted")] == [3]
    assert found.facts["caution"] == "an export is text its sender can edit"


def test_data_json_gives_messages_and_says_which_line_is_damaged() -> None:
    """One object a line; a line cut off is a failure and the next lines are read."""
    one = {
        "date": "2024-03-01T12:30:05",
        "sender": "Dana",
        "body": "hello  ",
        "quote": "",
        "reactions": [["Ilyas", "👍"]],
        "attachments": [{"name": "p.jpg", "path": "media/p.jpg"}],
        "deleted": False,
    }
    two = one | {"body": "again", "reactions": [], "attachments": []}
    text = json.dumps(one) + '\n{"date": "20\n' + json.dumps(two) + "\n"
    found = run(read, text.encode(), "data.json")
    assert [p.text for p in found.passages] == ["hello", "again"]
    assert _notes(found, "chat.attachment") == [(1, "media/p.jpg")]
    assert _notes(found, "chat.reaction") == [(1, "Ilyas: 👍")]
    assert found.codes == ["damaged"]


def test_sigtop_text_keeps_sent_and_received_with_their_zone() -> None:
    """Both times stand in the file with a zone; words that look like fields do not begin a
    message.
    """
    text = (
        "Conversation: Dana (+86 138)\n\n"
        "From: You\nType: outgoing\nSent: Fri, 1 Mar 2024 12:30:05 +0800\n\nhello\nFrom: here it rained\n\n"
        "From: Dana (+86 138)\nType: incoming\nSent: Fri, 1 Mar 2024 12:31:05 +0800\n"
        "Received: Fri, 1 Mar 2024 12:31:09 +0800\nAttachment: p.jpg (image/jpeg, 10 bytes)\n\nlook\n\n"
    )
    found = run(read, text.encode(), "x.txt")
    assert [(p.speaker, p.text) for p in found.passages] == [
        ("You", "hello\nFrom: here it rained"),
        ("Dana (+86 138)", "look"),
    ]
    assert found.passages[1].when[0].zone == "+08:00"
    assert _notes(found, "chat.received") == [(2, "Fri, 1 Mar 2024 12:31:09 +0800")]
    assert _notes(found, "chat.attachment") == [(2, "p.jpg (image/jpeg, 10 bytes)")]
    assert found.facts["chat.title"] == "Dana (+86 138)"


def test_exports_of_signal_and_whatsapp_are_told_apart() -> None:
    """Both begin with a bracket and a date; only phones write a comma before a time with
    seconds.
    """
    signal = "[2024-03-01 12:30:05] Me: a\n[2024-03-01 12:31:05] Dana: b\n"
    assert looks_like(signal)
    assert looks_like("Conversation: Dana\n\nFrom: You\nType: outgoing\nSent: x\n")
    assert not looks_like(signal.replace(" 12", ", 12"))
    assert whatsapp.looks_like(signal.replace(" 12", ", 12"))


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_ends_in_another_error(text: str) -> None:
    """Whatever stands in an export, reading ends in records and failures."""
    for start in ("", "[2024-03-01 12:30:05] Me: ", "{", "From: x\nType: y\n", '{"date": 1}\n'):
        run(read, (start + text).encode("utf-8", "surrogatepass"))

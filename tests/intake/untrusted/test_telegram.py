"""Telegram Desktop exports, as its exporter writes them; no export of a real person is used."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.fake import Collected, run
from wellfounded.intake.untrusted.telegram import read
from wellfounded.terms.record import Fact


def _json(*messages: dict[str, Any]) -> Collected:
    chat = {"name": "Bridge", "type": "private_group", "id": 1, "messages": list(messages)}
    return run(read, json.dumps(chat, ensure_ascii=False).encode(), "result.json")


def _notes(found: Collected, name: str) -> list[tuple[int | None, str | int]]:
    return [
        (f.locus.message if f.locus else None, f.value)
        for f in found.records
        if isinstance(f, Fact) and f.name == name
    ]


_PLAIN = {"id": 7, "type": "message", "from": "Dana", "from_id": "user1", "text": "hello"}


def test_local_time_and_instant_together_say_the_zone() -> None:
    """Both stand in the file: the zone is read, not guessed. Without the instant there is none."""
    found = _json(
        _PLAIN | {"date": "2024-03-01T12:30:05", "date_unixtime": "1709267405"},
        _PLAIN | {"date": "2024-03-01T12:30:05"},
        _PLAIN | {"date": "2024-03-01T12:30:05", "date_unixtime": "1709267406"},
    )
    zones = [[m.zone for m in p.when] for p in found.passages]
    assert zones == [["+08:00"], ["no zone"], ["no zone", "+00:00"]]


def test_text_in_pieces_edits_answers_and_files() -> None:
    """Marked-up pieces are joined; edits, answers, forwards and files stand beside their
    message.
    """
    found = _json(
        _PLAIN
        | {
            "date": "2024-03-01T12:30:05",
            "text": ["see ", {"type": "link", "text": "https://example.org"}, " now"],
            "edited": "2024-03-01T12:40:05",
            "reply_to_message_id": 6,
            "forwarded_from": "Channel",
            "photo": "photos/photo_1@01-03-2024_12-30-05.jpg",
        },
        _PLAIN
        | {"file": "(File not included. Change data exporting settings to download.)", "text": ""},
    )
    assert found.passages[0].text == "see https://example.org now"
    assert _notes(found, "chat.edited") == [(1, "2024-03-01T12:40:05")]
    assert _notes(found, "chat.reply-to") == [(1, "6")]
    assert _notes(found, "chat.forwarded-from") == [(1, "Channel")]
    assert _notes(found, "chat.attachment") == [(1, "photos/photo_1@01-03-2024_12-30-05.jpg")]
    assert [n for n, _ in _notes(found, "chat.attachment-left-out")] == [2]
    assert found.facts["chat.messages"] == 2


def test_what_the_program_wrote_has_no_speaker() -> None:
    """A service message says who did what, and is nobody's words."""
    found = _json(
        {
            "id": 1,
            "type": "service",
            "date": "2024-03-01T12:30:05",
            "actor": "Dana",
            "action": "invite_members",
            "members": ["Ilyas", None],
            "text": "",
        }
    )
    (only,) = found.passages
    assert (only.speaker, only.text) == ("", "Dana invite_members Ilyas")


def test_an_export_of_all_chats_gives_each_with_its_name() -> None:
    """Chats of a whole account are read one after the other, titles between them."""
    one = {"name": "A", "type": "personal_chat", "messages": [_PLAIN]}
    two = {"name": None, "type": "saved_messages", "messages": [_PLAIN]}
    data = json.dumps({"about": "x", "chats": {"list": [one, two]}})
    found = run(read, data.encode())
    assert [f.value for f in found.named("chat.title")] == ["A", ""]
    assert [p.locus.message for p in found.passages] == [1, 2]


def test_broken_json_is_a_failure() -> None:
    """An export cut off, nested without end or of another shape is said to be damaged."""
    assert run(read, b'{"messages": [').codes == ["damaged"]
    assert run(read, b'{"a":' * 100_000).codes == ["damaged"]
    assert run(read, b'{"messages": 5}').codes == ["damaged"]


_PAGE = """<!DOCTYPE html><html><body><div class="page_wrap">
<div class="page_header"><div class="content"><div class="text bold">Bridge</div></div></div>
<div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">1 March 2024</div></div>
<div class="message default clearfix" id="message10">
 <div class="pull_left userpic_wrap"><div class="userpic userpic1"><div class="initials">D</div></div></div>
 <div class="body">
  <div class="pull_right date details" title="01.03.2024 12:30:05 UTC+08:00">12:30</div>
  <div class="from_name">Dana</div>
  <div class="text">first line<br>second &amp; last</div>
 </div>
</div>
<div class="message default clearfix joined" id="message11"><div class="body">
  <div class="pull_right date details" title="01.03.2024 12:31:05">12:31</div>
  <div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/photo_1.jpg">
  <img class="photo" src="photos/photo_1_thumb.jpg"></a></div>
  <div class="text">look</div></div></div>
<div class="message default clearfix" id="message12"><div class="body">
  <div class="pull_right date details" title="01.03.2024 12:32:05">12:32</div>
  <div class="from_name">Ilyas</div>
  <div class="reply_to details">In reply to <a href="#go_to_message10">this message</a></div>
  <div class="forwarded body"><div class="from_name">Channel 29.02.2024</div><div class="text">news</div></div>
 </div></div>
</div></div></div></body></html>"""


def test_the_page_form_gives_the_same() -> None:
    """Speaker, words, time with and without zone, files, answers and forwards from
    messages.html.
    """
    found = run(read, _PAGE.encode(), "messages.html")
    assert [(p.speaker, p.text) for p in found.passages] == [
        ("", "1 March 2024"),
        ("Dana", "first line\nsecond & last"),
        ("Dana", "look"),
        ("Ilyas", "news"),
    ]
    assert [[f"{m.local} {m.zone}" for m in p.when] for p in found.passages] == [
        [],
        ["2024-03-01T12:30:05 +08:00"],
        ["2024-03-01T12:31:05 no zone"],
        ["2024-03-01T12:32:05 no zone"],
    ]
    assert found.facts["chat.title"] == "Bridge"
    assert _notes(found, "chat.attachment") == [(3, "photos/photo_1.jpg")]
    assert _notes(found, "chat.forwarded-from") == [(4, "Channel 29.02.2024")]
    assert found.facts["caution"] == "an export is text its sender can edit"


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["messages", "chats", "list", "text", "date", "id", "type", "members", "photo"]
                ),
                x,
                max_size=4,
            )
        ),
        max_leaves=15,
    )
)
@settings(max_examples=150, deadline=None)
def test_no_shape_ends_in_another_error(value: Any) -> None:
    """Whatever JSON stands in an export, reading ends in records and failures."""
    run(read, json.dumps({"messages": [value]}).encode())
    run(read, json.dumps({"chats": value}).encode())


@given(st.integers(0, 2000), st.text(max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_change_to_a_page_ends_in_another_error(at: int, patch: str) -> None:
    """Whatever is overwritten in the page, reading ends in records and failures."""
    at %= len(_PAGE)
    page = _PAGE[:at] + patch + _PAGE[at + len(patch) :]
    run(read, page.encode("utf-8", "surrogatepass"))

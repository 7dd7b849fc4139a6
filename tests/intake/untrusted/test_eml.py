"""Mail: headers with their own times and zones, the words with their place, attachments as
items.
"""

import base64
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.fake import Collected, run
from tests.intake.archives import contents, failed
from wellfounded.intake.untrusted.eml import read
from wellfounded.terms.digest import Digest

_HEAD = (
    b"From: dana@example.org\r\nTo: ilyas@example.org\r\nDate: Fri, 1 Mar 2024 12:30:05 +0800\r\n"
)


def _letter(*, body: str = "First words.\n\nSecond words.\n") -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = "Dana Örn <dana@example.org>"
    letter["Subject"] = "Показания"
    letter["Date"] = "Fri, 01 Mar 2024 12:30:05 +0800"
    letter["Message-ID"] = "<1@example.org>"
    letter.set_content(body)
    return letter


def _local(found: Collected, name: str) -> list[str]:
    return [f"{f.when.local} {f.when.zone}" for f in found.named(name) if f.when is not None]


def test_headers_are_decoded_and_their_raw_form_stays() -> None:
    """From and Subject are readable; what was written stands beside them."""
    found = run(read, bytes(_letter()))
    assert found.facts["mail.from"] == "Dana Örn <dana@example.org>"
    assert str(found.facts["mail.from.raw"]).startswith("Dana =?utf-8?")
    assert found.facts["mail.subject"] == "Показания"
    assert found.facts["mail.message-id"] == "<1@example.org>"
    assert _local(found, "mail.date") == ["2024-03-01T12:30:05 +08:00"]


def test_the_words_are_passages_with_sender_time_part_and_characters() -> None:
    """Each paragraph says who wrote it, when as stated, in which part, and at which characters
    of its text.
    """
    found = run(read, bytes(_letter()))
    title, first, second = found.passages
    assert (title.text, title.heading) == ("Показания", "title")
    assert (first.text, second.text) == ("First words.", "Second words.")
    assert second.speaker == "Dana Örn <dana@example.org>"
    assert second.when[0].offsets == (480,)
    text = "First words.\n\nSecond words.\n"
    assert second.locus.within == Digest.of(text.encode())
    assert second.locus.part == "1"
    assert second.locus.chars is not None
    assert text[slice(*second.locus.chars)] == "Second words."


def test_the_chain_of_servers_keeps_each_clock() -> None:
    """Every Received header is a fact with its own time and zone, in the order they stand."""
    head = (
        b"Received: from a by b; Fri, 1 Mar 2024 05:00:00 +0000 (UTC)\r\n"
        b"Received: from c\r\n by a; Fri, 1 Mar 2024 12:59:58 +0800 (CST)\r\n"
    )
    found = run(read, head + _HEAD + b"\r\nx")
    assert _local(found, "mail.received") == [
        "2024-03-01T05:00:00 +00:00",
        "2024-03-01T12:59:58 +08:00",
    ]


@pytest.mark.parametrize(
    ("zone", "read_as"),
    [
        ("+0600", "+06:00"),
        ("-0330", "-03:30"),
        ("GMT", "+00:00"),
        ("-0000", "no zone"),
        ("CST", "-06:00 or +08:00"),
        ("MSK", "no zone"),
        ("", "no zone"),
    ],
)
def test_a_zone_is_never_guessed(zone: str, read_as: str) -> None:
    """-0000 and names that mean nothing fixed leave the zone open; CST is China's and Chicago's."""
    found = run(read, b"From: a\r\nDate: Fri, 1 Mar 2024 12:30:05 " + zone.encode() + b"\r\n\r\nx")
    assert _local(found, "mail.date") == [f"2024-03-01T12:30:05 {read_as}"]


@pytest.mark.parametrize(
    ("codec", "label", "text"),
    [
        ("gb18030", "gb18030", "证词说明"),
        ("gb2312", "GB2312", "证词说明"),
        ("big5", "big5", "證詞說明"),
        ("koi8-r", "koi8-r", "Свидетельство"),
        ("cp1251", "windows-1251", "Свидетельство"),
        ("cp1256", "windows-1256", "شهادة من المدينة"),
        ("shift_jis", "shift_jis", "証言について"),
        ("utf-8", "utf-8", "گۇۋاھلىق"),
    ],
)
@pytest.mark.parametrize("how", ["word", "raw", "body"])
def test_charsets_of_headers_and_bodies(codec: str, label: str, text: str, how: str) -> None:
    """Encoded words, raw 8-bit headers with a stated charset, and bodies are read in their
    charset.
    """
    raw = text.encode(codec)
    subject = raw
    if how == "word":
        subject = b"=?" + label.encode() + b"?B?" + base64.b64encode(raw) + b"?="
    data = (
        _HEAD + b"Subject: " + subject + b"\r\nContent-Type: text/plain; charset=" + label.encode()
    )
    found = run(read, data + b"\r\n\r\n" + raw + b"\r\n")
    if how == "body":
        assert found.passages[-1].text == text
    else:
        assert found.facts["mail.subject"] == text


def test_a_letter_split_between_two_encoded_words_is_whole() -> None:
    """Programs cut words in the middle of a character; neighbours of one charset are joined
    first.
    """
    raw = "证词".encode("gb18030")
    cut = b" ".join(b"=?gb2312?B?" + base64.b64encode(p) + b"?=" for p in (raw[:3], raw[3:]))
    found = run(read, _HEAD + b"Subject: Re: " + cut + b" end\r\n\r\n")
    assert found.facts["mail.subject"] == "Re: 证词 end"


@pytest.mark.parametrize(
    "date", ["Fri, 1 Mar 99999999999 12:30:05 +0800", "1 Mar 2024 99:99 +9999", "x"]
)
def test_a_date_no_calendar_has_is_kept_as_written(date: str) -> None:
    """An impossible date gives no time; its words stay."""
    found = run(read, b"From: a\r\nDate: " + date.encode() + b"\r\n\r\nx")
    assert found.facts["mail.date"] == date
    assert _local(found, "mail.date") == []


def test_attachments_are_members_with_their_names_and_bytes() -> None:
    """Names by RFC 2231, RFC 2047 or raw, base64 or quoted-printable: bytes and shown name come
    out.
    """
    letter = _letter()
    letter.add_attachment(b"\x89PNG\r\n" * 900, "image", "png", filename="фото.png")
    letter.add_attachment("tab\tular = yes\n", filename="a.txt")
    found = run(read, bytes(letter))
    assert [
        (m.name.shown, m.relation, m.locus.part if m.locus else "") for m, _ in found.members
    ] == [
        ("фото.png", "attachment", "2"),
        ("a.txt", "attachment", "3"),
    ]
    assert found.members[0][1] == b"\x89PNG\r\n" * 900
    assert found.members[1][1].rstrip() == b"tab\tular = yes"
    assert len(found.passages) == 3


@pytest.mark.parametrize(
    "written",
    [
        b"filename*=gb2312''%D6%A4%B4%CA.doc",
        b"filename*0*=gb2312''%D6%A4;\r\n filename*1*=%B4%CA; filename*2=.doc",
        b'filename="=?gb2312?B?1qS0yi5kb2M=?="',
        b'filename="\xd6\xa4\xb4\xca.doc"',
        b"filename=\xd6\xa4\xb4\xca.doc",
    ],
)
def test_a_chinese_file_name_in_every_way_it_is_written(written: bytes) -> None:
    """The same name by both standards and by the ways programs break them: same bytes."""
    head = (
        _HEAD + b"Content-Type: application/msword\r\nContent-Disposition: attachment; " + written
    )
    (member, data), *_ = run(read, head + b"\r\n\r\nhello").members
    assert member.name.raw == "证词.doc".encode("gb2312")
    assert data == b"hello"
    if b"gb2312" in written:
        assert member.name.shown == "证词.doc"


def test_a_forwarded_message_is_an_item_and_is_not_read_here() -> None:
    """A message inside a message comes out whole, its own parts unread: it is read in its turn."""
    inner, outer = _letter(body="inner words"), _letter(body="outer words")
    outer.add_attachment(inner)
    found = run(read, bytes(outer))
    assert [m.name.shown for m, _ in found.members] == ["part 2"]
    assert b"inner words" in found.members[0][1]
    assert "inner words" not in found.text


def test_html_and_plain_with_the_same_words_are_read_once() -> None:
    """Two forms of one text give it once; where they differ both are read, and remote calls are
    named.
    """
    same = _letter(body="The bridge was closed.")
    same.add_alternative("<p>The bridge <b>was</b> closed.</p><script>x()</script>", subtype="html")
    found = run(read, bytes(same))
    assert found.text.count("The bridge was closed.") == 1
    assert "mail.alternative" in found.facts
    other = _letter(body="The bridge was closed.")
    other.add_alternative(
        '<p>The bridge was open.</p><img src="https://t.example/p.gif">', subtype="html"
    )
    found = run(read, bytes(other))
    assert "closed" in found.text
    assert "open" in found.text
    assert found.facts["mail.remote-content"] == "https://t.example/p.gif"


@pytest.mark.parametrize(
    "start", ["<!--", "<a ", '<a b="', "<![CDATA[", "&#", "<div>", "<script>", "<p"]
)
def test_markup_made_to_take_long_does_not(start: str) -> None:
    """Markup that some parsers need the square of its length for ends within the test's own
    time; words before it stay.
    """
    page = "<p>words before</p>" + start * 200_000
    found = run(read, _HEAD + b"Content-Type: text/html\r\n\r\n" + page.encode())
    assert found.passages[0].text.startswith("words before")


def test_a_message_that_breaks_off_keeps_what_came() -> None:
    """The attachment cut in the middle is kept as far as it came and said to be damaged."""
    letter = _letter()
    letter.add_attachment(bytes(range(256)) * 40, "application", "octet-stream", filename="a.bin")
    whole = bytes(letter)
    found = run(read, whole[: len(whole) - 3000])
    assert failed(found) == [("a.bin", "damaged")]
    (_, data), *_ = found.members
    assert (bytes(range(256)) * 40).startswith(data)
    assert len(data) > 5000


def test_base64_with_foreign_bytes_is_read_and_said() -> None:
    """Letters that do not belong are passed over; the member is kept and the damage told."""
    head = (
        _HEAD
        + b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a\r\n\r\n"
    )
    found = run(read, head + b"aGVs!!!bG8g\r\nd29y**bGQ=\r\n")
    assert contents(found) == [(b"a", b"hello world")]
    assert failed(found) == [("a", "damaged")]


def test_winmail_and_parts_without_names_are_members() -> None:
    """What cannot be read here is still kept: the TNEF part, and a picture nobody named."""
    data = (
        _HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\npreamble\r\n--x\r\n"
        b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nTNEF\r\n"
        b"--x\r\nContent-Type: image/png\r\n\r\nPNG\r\n--x--\r\nepilogue"
    )
    found = run(read, data)
    assert [(m.name.shown, m.name.raw, d) for m, d in found.members] == [
        ("winmail.dat", b"winmail.dat", b"TNEF"),
        ("part 2", b"", b"PNG"),
    ]


def test_a_message_encrypted_for_a_key_says_so() -> None:
    """OpenPGP and S/MIME: the closed part is kept, and that it is closed is said; a signed one
    is not closed.
    """
    pgp = _HEAD + (
        b"Content-Type: multipart/encrypted; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--x\r\n"
        b"Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n--x--\r\n"
    )
    found = run(read, pgp)
    assert found.codes == ["unsupported"]
    assert len(found.members) == 2
    for kind, codes in ((b"enveloped-data", ["unsupported"]), (b"signed-data", [])):
        head = _HEAD + b"Content-Type: application/pkcs7-mime; smime-type=" + kind
        assert run(read, head + b"\r\n\r\nx").codes == codes


def test_nested_parts_have_their_numbers() -> None:
    """Parts of parts are numbered as mail programs number them."""
    inner = b"--y\r\n\r\nalpha\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>beta</p>\r\n--y--\r\n"
    data = (
        _HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: multipart/alternative; boundary=y\r\n\r\n"
        + inner
        + b"--x\r\n\r\ngamma\r\n--x--\r\n"
    )
    found = run(read, data)
    assert [(p.text, p.locus.part) for p in found.passages] == [
        ("alpha", "1.1"),
        ("beta", "1.2"),
        ("gamma", "2"),
    ]


def test_parts_whose_boundary_never_comes_are_read_as_words() -> None:
    """A multipart message without any part still gives its words, and says it is damaged."""
    found = run(read, _HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\nall the words\r\n")
    assert found.text == "all the words"
    assert found.codes == ["damaged"]


def test_a_thousand_nested_parts_end_at_the_limit() -> None:
    """Depth is bounded and said; the parts before it are read."""
    data = (
        _HEAD + b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n--b0\r\n\r\nfirst\r\n--b0\r\n"
    )
    for level in range(1, 1000):
        data += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
    found = run(read, data)
    assert found.text == "first"
    assert found.codes == ["over-limit"]


@given(st.binary(max_size=600))
@settings(max_examples=200, deadline=None)
def test_no_bytes_end_in_another_error(data: bytes) -> None:
    """Whatever stands in a message, reading ends in records, members and failures."""
    run(read, data)
    run(read, _HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + data)
    run(read, b"Subject: " + data.replace(b"\n", b"") + b"\r\nFrom: " + data)


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_no_change_to_a_message_ends_in_another_error(at: int, patch: bytes) -> None:
    """Whatever bytes are overwritten, reading ends in records, members and failures."""
    letter = _letter()
    letter.add_attachment(b"abc" * 100, "image", "png", filename="фото.png")
    data = bytearray(bytes(letter))
    at %= len(data)
    data[at : at + len(patch)] = patch
    run(read, bytes(data))

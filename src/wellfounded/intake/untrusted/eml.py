"""A mail message: headers as facts, the words of its bodies as passages, its attachments as
members.

Every header is a fact as it was written; those people look for are decoded as well. The chain of
Received headers keeps each server's own time and zone. A message attached to a message becomes an
item and is read in its turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wellfounded.intake.untrusted import charset
from wellfounded.intake.untrusted.mail_body import encoding_of, unpacked
from wellfounded.intake.untrusted.mail_header import Header, parameters, time_of, words
from wellfounded.intake.untrusted.markup import words_of
from wellfounded.intake.untrusted.mime import Part, message_headers, parts
from wellfounded.intake.untrusted.names import plain, received, unnamed
from wellfounded.intake.untrusted.streaming import Broken, Members
from wellfounded.terms.decoding import Emitter, OverLimit, Settings, Source, Unreadable
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure, Passage, RawName

BODY_BYTES: Final = 32 * 1024 * 1024
_HEADER_CHARS: Final = 20_000
_REMOTE: Final = 50
_SMIME: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_ASK: Final = "ask who received it for the words as they read them"
_DECODED: Final = frozenset(
    "from to cc bcc reply-to sender subject comments organization thread-topic return-path "
    "x-original-to delivered-to resent-from resent-to".split()
)
_TIMES: Final = frozenset({"date", "resent-date", "delivery-date", "x-received-date"})


@dataclass(frozen=True, slots=True)
class _Letter:
    """What every passage of the message carries."""

    sender: str
    when: tuple[Moment, ...]


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Read one message."""
    headers, _ = message_headers(source.file)
    if not headers:
        raise Unreadable("damaged", "no header stands at the start of the message")
    letter = _read_headers(source, out, headers)
    members = Members(source, out, "attachment")
    said: list[str] = []
    for part in parts(source.file, source.limits.members):
        if what := _closed(part):
            out.record(
                Failure(
                    "read", "unsupported", what, Locus(source.digest, part=part.number), next=_ASK
                )
            )
        if _is_body(part):
            _read_body(source, out, part, letter, said)
        else:
            _attach(source, members, part)


def _read_headers(source: Source, out: Emitter, headers: tuple[Header, ...]) -> _Letter:
    stated = _stated_charset(headers)
    place = Locus(source.digest, part="headers")
    sender, subject, when = "", "", None
    for header in headers:
        raw = plain(header.value.decode("ascii", "backslashreplace"))[:_HEADER_CHARS]
        moment = _time(header)
        name = f"mail.{_safe(header.name)}"
        text = words(header.value, stated)[:_HEADER_CHARS] if header.name in _DECODED else raw
        out.record(Fact(name, text, place, when=moment))
        if text != raw:
            out.record(Fact(f"{name}.raw", raw, place))
        if header.name == "from":
            sender = sender or text
        elif header.name == "subject":
            subject = subject or text
        elif header.name == "date":
            when = when or moment
    letter = _Letter(sender, () if when is None else (when,))
    if subject:
        out.record(
            Passage(subject, place, "metadata", speaker=sender, heading="title", when=letter.when)
        )
    return letter


def _stated_charset(headers: tuple[Header, ...]) -> str:
    raw = next((h.value for h in headers if h.name == "content-type"), b"")
    found = parameters(raw)[1].get("charset")
    return found.text if found else ""


def _time(header: Header) -> Moment | None:
    if header.name in _TIMES:
        return time_of(header.value)
    if header.name == "received" and b";" in header.value:
        return time_of(header.value.rsplit(b";", 1)[1])
    return None


def _safe(name: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in name)[:80]


def _closed(part: Part) -> str:
    """Give what keeps the words of a part closed, '' for nothing; the part is kept as an
    attachment.
    """
    smime = parameters(part.first("content-type"))[1].get("smime-type")
    if part.type in _SMIME and (smime is None or smime.text.lower() != "signed-data"):
        return "the message is encrypted for a key (S/MIME)"
    if part.inside == "multipart/encrypted" and part.type == "application/octet-stream":
        return "the message is encrypted for a key (OpenPGP)"
    return ""


def _is_body(part: Part) -> bool:
    if part.type not in ("text/plain", "text/html"):
        return False
    disposition, params = parameters(part.first("content-disposition"))
    return disposition.lower() != "attachment" and "filename" not in params


def _read_body(source: Source, out: Emitter, part: Part, letter: _Letter, said: list[str]) -> None:
    data = bytearray()
    place = Locus(source.digest, part=part.number)
    try:
        for piece in unpacked(source.file, part):
            data += piece
            if len(data) > BODY_BYTES:
                del data[BODY_BYTES:]
                over = OverLimit("body_bytes", BODY_BYTES)
                out.record(Failure("read", over.code, over.what, place))
                break
    except Broken as exc:
        what = f"{exc}; the words before it are kept"
        out.record(Failure("read", "damaged", what, place))
    stated = parameters(part.first("content-type"))[1].get("charset")
    decoded = charset.decode(bytes(data), stated.text if stated else "")
    out.record(Fact("charset", decoded.charset, place))
    if decoded.undecodable:
        out.record(Fact("charset.undecodable", decoded.undecodable, place))
    text = plain(decoded.text).replace("\r\n", "\n")
    if part.type == "text/html":
        text = _words_of_page(out, text, place)
    if " ".join(text.split()) in said:
        out.record(Fact("mail.alternative", "holds the same words as the part before", place))
        return
    said.append(" ".join(text.split()))
    _pass_on(out, text, part.number, letter)


def _words_of_page(out: Emitter, markup: str, place: Locus) -> str:
    page = words_of(markup)
    for address in page.remote[:_REMOTE]:
        out.record(Fact("mail.remote-content", plain(address)[:2000], place))
    return "\n\n".join(page.blocks)


def _pass_on(out: Emitter, text: str, number: str, letter: _Letter) -> None:
    """Hand over the text by paragraphs; characters count in the whole text of the part."""
    digest = Digest.of(text.encode("utf-8"))
    at = 0
    for paragraph in text.split("\n\n"):
        words_ = paragraph.strip()
        if words_:
            start = at + paragraph.index(words_)
            place = Locus(digest, chars=(start, start + len(words_)), part=number)
            out.record(Passage(words_, place, "message", speaker=letter.sender, when=letter.when))
        at += len(paragraph) + 2


def _attach(source: Source, members: Members, part: Part) -> None:
    disposition, shown_as = parameters(part.first("content-disposition"))
    _, described = parameters(part.first("content-type"))
    found = shown_as.get("filename") or described.get("name")
    name = unnamed(f"part {part.number}")
    if found is not None and found.raw:
        name = RawName(
            found.raw[: 64 * 1024], received(found.raw, found.charset).shown, found.charset
        )
        if found.text and not found.raw.isascii():
            name = RawName(name.raw, found.text[:1024], found.charset)
    facts = {"type": part.type, "encoding": encoding_of(part)}
    if disposition:
        facts["disposition"] = plain(disposition.lower())
    for header in ("content-id", "content-description", "content-location"):
        if value := part.first(header):
            facts[header.replace("-", "_")] = words(value)[:2000]
    for key in ("creation-date", "modification-date"):
        if key in shown_as:
            facts[key.replace("-", "_")] = shown_as[key].text[:200]
    place = Locus(source.digest, part=part.number, member=name.shown)
    chosen = tuple((k, v) for k, v in sorted(facts.items()) if v)
    members.stream(name, unpacked(source.file, part), part.end - part.start, chosen, locus=place)

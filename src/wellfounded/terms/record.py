"""What a reading finds in one item: the records of a record set, as decoders give them (docs/formats/record-set.md).

A record set is these records as canonical JSON, one a line, in the order they were found. Its SHA-256 names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place
from wellfounded.terms.statement import Statement
from wellfounded.terms.timespan import Age, Deadline


@dataclass(frozen=True, slots=True)
class RawName:
    """A name exactly as received: its bytes, how we show it, and the guessed character set."""

    raw: bytes
    shown: str
    charset: str = "utf-8"

    def to_json(self) -> dict[str, Any]:
        """Give {bytes_hex, shown, charset_guess}."""
        return {"bytes_hex": self.raw.hex(), "shown": self.shown, "charset_guess": self.charset}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> RawName:
        """Read a record of a raw name."""
        return cls(bytes.fromhex(record["bytes_hex"]), record["shown"], record["charset_guess"])

    @classmethod
    def of_path(cls, raw: bytes) -> RawName:
        """Name a path component in UTF-8, with bytes that are none shown as \\xNN."""
        try:
            return cls(raw, raw.decode("utf-8"))
        except UnicodeDecodeError:
            return cls(raw, raw.decode("utf-8", "backslashreplace"), "unknown")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text with the place it stands.

    `source` says how it came to be text: text, ocr, speech, cell, message, caption, subtitle, metadata. `confidence` is in
    thousandths where the machine gave one. `language` is a BCP 47 tag or empty. `speaker` is the sender as written, of a
    chat or mail message. `when` is the time as written there. `heading` is title, heading, byline or empty.
    """

    text: str
    locus: Locus
    source: str = "text"
    language: str = ""
    confidence: int | None = None
    speaker: str = ""
    heading: str = ""
    when: tuple[Moment, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the record of this passage; empty parts are left out."""
        record: dict[str, Any] = {
            "type": "passage",
            "text": self.text,
            "locus": self.locus.to_json(),
            "source": self.source,
        }
        for name in ("language", "speaker", "heading"):
            if value := getattr(self, name):
                record[name] = value
        if self.confidence is not None:
            record["confidence"] = self.confidence
        if self.when:
            record["when"] = [m.to_json() for m in self.when]
        return record


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the bytes say about themselves: a dotted name and a value as written.

    Names: `kind`, `mime`, `charset`, `pdf.pages`, `image.width`, `exif.Make`, `exif.DateTimeOriginal`, `xmp....`,
    `video.duration_us`, `mail.from`, `html.title`, `html.published`, ... `when` and `where` are set if the value is a time or
    a place. A picture's position is always the fact `gps` with `where` set.
    """

    name: str
    value: str | int
    locus: Locus | None = None
    when: Moment | None = None
    where: Place | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the record of this fact."""
        record: dict[str, Any] = {"type": "fact", "name": self.name, "value": self.value}
        if self.locus is not None:
            record["locus"] = self.locus.to_json()
        if self.when is not None:
            record["when"] = self.when.to_json()
        if self.where is not None:
            record["where"] = self.where.to_json()
        return record


@dataclass(frozen=True, slots=True)
class Picture:
    """A derived picture, handed over as a blob: what it shows, and where in the item.

    `role` is thumbnail (of an image), embedded-thumbnail (found inside EXIF), page, keyframe, contact-sheet, waveform.
    """

    role: str
    blob: Digest
    width: int
    height: int
    locus: Locus
    mime: str = "image/jpeg"

    def to_json(self) -> dict[str, Any]:
        """Give the record of this picture."""
        return {
            "type": "picture",
            "role": self.role,
            "blob": str(self.blob),
            "width": self.width,
            "height": self.height,
            "locus": self.locus.to_json(),
            "mime": self.mime,
        }


@dataclass(frozen=True, slots=True)
class Member:
    """Bytes found inside the item, streamed out and preserved as an item of their own.

    `relation` is member (archive), attachment (mail), embedded (document), picture (document, sheet). `index` counts from 0
    in the order stored; the same name may occur twice. `facts` are what the container says: modified, method, flags.
    """

    name: RawName
    digest: Digest
    size: int
    index: int
    relation: str = "member"
    locus: Locus | None = None
    facts: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the record of this member."""
        record: dict[str, Any] = {
            "type": "member",
            "name": self.name.to_json(),
            "item": str(self.digest),
            "size": self.size,
            "index": self.index,
            "relation": self.relation,
        }
        if self.locus is not None:
            record["locus"] = self.locus.to_json()
        if self.facts:
            record["facts"] = dict(self.facts)
        return record


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that was not read, with the stage, the reason and the limits that held. Nothing is skipped in silence.

    `code` is stable and kebab-case: needs-password, needs-extra, damaged, too-large, timed-out, out-of-memory, crashed,
    garbage, unsupported, unsupported-language, unread-marks, refused, changed-while-read, not-a-file, over-limit. `next` says what a person can do.
    """

    stage: str
    code: str
    what: str
    locus: Locus | None = None
    limits: tuple[tuple[str, int], ...] = ()
    signal: int | None = None
    next: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give the record of this failure."""
        record: dict[str, Any] = {
            "type": "failure",
            "stage": self.stage,
            "code": self.code,
            "what": self.what,
        }
        if self.locus is not None:
            record["locus"] = self.locus.to_json()
        if self.limits:
            record["limits"] = dict(self.limits)
        if self.signal is not None:
            record["signal"] = self.signal
        if self.next:
            record["next"] = self.next
        return record


@dataclass(frozen=True, slots=True)
class Print:
    """A part of the print of an item, by which it is compared with others: named arrays, handed over as a blob.

    `kind` says of what (video, picture, sound), `form` which arrays, with their version; prints of two forms are never compared.
    `pass_` is first (key frames only) or dense. The parts of one print stand in their order.
    """

    kind: str
    form: str
    pass_: str
    blob: Digest

    def to_json(self) -> dict[str, Any]:
        """Give the record of this part."""
        return {
            "type": "print",
            "kind": self.kind,
            "form": self.form,
            "pass": self.pass_,
            "blob": str(self.blob),
        }


Record = Passage | Fact | Picture | Print | Member | Failure | Statement | Deadline | Age


def from_json(record: dict[str, Any]) -> Record | None:
    """Read one record; a type this version does not know gives None and stays in the record set as it is."""
    optional: dict[str, Any] = {}
    if "locus" in record:
        optional["locus"] = Locus.from_json(record["locus"])
    match record["type"]:
        case "passage":
            optional |= _present(record, "language", "speaker", "heading", "confidence", "source")
            when = tuple(Moment.from_json(m) for m in record.get("when", ()))
            return Passage(record["text"], when=when, **optional)
        case "fact":
            when_one = Moment.from_json(record["when"]) if "when" in record else None
            where = Place.from_json(record["where"]) if "where" in record else None
            return Fact(record["name"], record["value"], when=when_one, where=where, **optional)
        case "picture":
            optional |= _present(record, "role", "width", "height", "mime")
            return Picture(blob=Digest.parse(record["blob"]), **optional)
        case "print":
            blob = Digest.parse(record["blob"])
            return Print(record["kind"], record["form"], record["pass"], blob)
        case "member":
            optional |= _present(record, "size", "index", "relation")
            facts = tuple(sorted(record.get("facts", {}).items()))
            name, item = RawName.from_json(record["name"]), Digest.parse(record["item"])
            return Member(name=name, digest=item, facts=facts, **optional)
        case "failure":
            optional |= _present(record, "stage", "code", "what", "signal", "next")
            return Failure(limits=tuple(sorted(record.get("limits", {}).items())), **optional)
        case "statement":
            return Statement.from_json(record)
        case "deadline":
            return Deadline.from_json(record)
        case "age":
            return Age.from_json(record)
        case _:
            return None


def _present(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: record[name] for name in names if name in record}

"""A statement: who says what, on whose authority, with what stance, and exactly where it stands.

Spans count Unicode code points of the text named by `within`, half-open. For plain text that is the file as decoded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.timespan import TimeSpan

STANCES = ("asserts", "denies", "reports", "questions", "retracts")
MODALITIES = ("", "fears", "orders", "hedges")
SPEECH = ("direct", "mixed", "indirect")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: its half-open place in code points, and its words as they stand there."""

    start: int
    end: int
    text: str

    def to_json(self) -> dict[str, Any]:
        """Give the record of this span."""
        return {"start": self.start, "end": self.end, "text": self.text}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Span:
        """Read a record of a span."""
        return cls(int(record["start"]), int(record["end"]), str(record["text"]))


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain of attribution: who, as far as the text tells, in what role, and where it says so.

    `role` is outlet, agency, person, body, document or speaker (where the text does not show which).
    """

    who: str
    role: str
    place: Span

    def to_json(self) -> dict[str, Any]:
        """Give the record of this link."""
        return {"who": self.who, "role": self.role, **self.place.to_json()}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Link:
        """Read a record of a link."""
        return cls(str(record["who"]), str(record["role"]), Span.from_json(record))


@dataclass(frozen=True, slots=True)
class Statement:
    """That somebody says something. A machine's reading, unchecked, until a person looks.

    `source` is empty where the text names nobody. `speaker` is the fullest name the text gives the source (`he`, `the judge`),
    or empty. `chain` begins with who stands nearest to the reader and ends with who could have known. `negation` is true
    where the cue or the whole content is negated. `also` are places where the text repeats the statement word for word.
    `date` is when it was said, where the text tells. `annotator` names what found it.
    """

    within: Digest
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    stance: str
    speech: str
    annotator: str
    language: str = ""
    modality: str = ""
    negation: bool = False
    factive: str = "open"
    speaker: str = ""
    chain: tuple[Link, ...] = ()
    date: TimeSpan | None = None
    also: tuple[tuple[int, int], ...] = ()
    locus: Locus | None = None

    @property
    def quoted(self) -> bool:
        """Whether any of the content stands in quotation marks."""
        return self.speech != "indirect"

    def to_json(self) -> dict[str, Any]:
        """Give the record of this statement, every field there."""
        record: dict[str, Any] = {
            "type": "statement",
            "within": str(self.within),
            "source": [s.to_json() for s in self.source],
            "cue": [s.to_json() for s in self.cue],
            "content": [s.to_json() for s in self.content],
            "speaker": self.speaker,
            "chain": [link.to_json() for link in self.chain],
            "stance": self.stance,
            "modality": self.modality,
            "negation": self.negation,
            "factive": self.factive,
            "date": None if self.date is None else self.date.to_json(),
            "quoted": self.quoted,
            "speech": self.speech,
            "language": self.language,
            "also": [list(place) for place in self.also],
            "annotator": self.annotator,
        }
        if self.locus is not None:
            record["locus"] = self.locus.to_json()
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Statement:
        """Read a record of a statement; raises KeyError, ValueError or TypeError for what is none."""
        spans = {
            name: tuple(Span.from_json(s) for s in record[name])
            for name in ("source", "cue", "content")
        }
        if record["stance"] not in STANCES or record["speech"] not in SPEECH:
            raise ValueError("a stance or a form of speech that there is not")
        if record["modality"] not in MODALITIES:
            raise ValueError("a modality that there is not")
        date, locus = record.get("date"), record.get("locus")
        return cls(
            within=Digest.parse(record["within"]),
            **spans,
            stance=record["stance"],
            speech=record["speech"],
            annotator=str(record["annotator"]),
            language=str(record["language"]),
            modality=record["modality"],
            negation=bool(record["negation"]),
            factive=str(record["factive"]),
            speaker=str(record["speaker"]),
            chain=tuple(Link.from_json(link) for link in record["chain"]),
            date=None if date is None else TimeSpan.from_json(date),
            also=tuple((int(place[0]), int(place[1])) for place in record["also"]),
            locus=None if locus is None else Locus.from_json(locus),
        )

"""A copy: a place in one item matches a place in another, how one becomes the other, and the evidence for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused

Kind = Literal["video", "picture", "still", "sound", "text"]
"""What is copied: footage, a picture, a picture that is a frame of footage (`still`, the picture is side `a`), sound, words."""

Verdict = Literal[
    "copy",
    "derived",
    "partly derived",
    "same scene at another moment",
    "independent",
    "unknown",
]
Pass = Literal["first", "dense"]
"""How closely it was looked: `first` saw key frames only; only `dense` may say that no copy was found."""

Box = tuple[int, int, int, int]

VERSION: Final = 1
ONE_ORIGIN: Final[frozenset[Verdict]] = frozenset(("copy", "derived", "partly derived"))
"""The verdicts by which two items, or parts of them, come from one recording."""

_KINDS: Final = get_args(Kind)
_VERDICTS: Final = get_args(Verdict)
_MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Side:
    """The place in one of the two items.

    `start` and `end` are half-open: microseconds on the item's own clock, of text the code points. A picture has neither: both
    are None. `box` is left, top, right, bottom in thousandths of a pixel of the frame as shown; None is the whole frame.
    """

    item: Digest
    name: str
    start: int | None = None
    end: int | None = None
    box: Box | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the record as it is kept: whole numbers only."""
        record: dict[str, Any] = {"item": str(self.item), "name": self.name}
        if self.start is not None:
            record |= {"start": self.start, "end": self.end}
        if self.box is not None:
            record["box"] = list(self.box)
        return record

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Side:
        """Read a kept record."""
        box = record.get("box")
        return cls(
            Digest.parse(record["item"]),
            record["name"],
            record.get("start"),
            record.get("end"),
            None if box is None else (box[0], box[1], box[2], box[3]),
        )


@dataclass(frozen=True, slots=True)
class Transform:
    """What was done to `a` to give `b`. All whole numbers, in millionths but `turned`.

    `speed` is how many seconds of `a` pass in one second of `b`; `pitch` the frequencies of `b` over those of `a`. `frame` is a
    3 x 3 matrix, by rows, that takes a point of `a`'s frame to `b`'s, both in shares of the frame's width and height from the
    top left; mirroring and turning are in it, and said again in `mirrored` (left and right) and `turned` (degrees clockwise).
    """

    speed: int = _MICRO
    pitch: int = _MICRO
    mirrored: bool = False
    turned: int = 0
    frame: tuple[int, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the record as it is kept; what did not change is left out."""
        record: dict[str, Any] = {}
        for name in ("speed", "pitch"):
            if (value := getattr(self, name)) != _MICRO:
                record[name] = value
        if self.mirrored:
            record["mirrored"] = True
        if self.turned:
            record["turned"] = self.turned
        if self.frame is not None:
            record["frame"] = list(self.frame)
        return record

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Transform:
        """Read a kept record."""
        frame = record.get("frame")
        return cls(
            record.get("speed", _MICRO),
            record.get("pitch", _MICRO),
            record.get("mirrored", False),
            record.get("turned", 0),
            None if frame is None else tuple(frame),
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason, by itself: its stable name, what was found in a sentence, and its weight in thousandths where one is published."""

    name: str
    said: str
    weight: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the record of this reason."""
        record: dict[str, Any] = {"name": self.name, "said": self.said}
        if self.weight is not None:
            record["weight"] = self.weight
        return record

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Evidence:
        """Read a record of a reason."""
        return cls(record["name"], record["said"], record.get("weight"))


@dataclass(frozen=True, slots=True)
class Copy:
    """Two places that match. `score` is in thousandths; what one means is in docs/know/copies.md, by `kind`.

    Several excerpts of one pair are several copies. The machine proposes: a person can overrule it (`wellfounded origin`).
    """

    kind: Kind
    a: Side
    b: Side
    verdict: Verdict
    score: int
    transform: Transform = Transform()
    evidence: tuple[Evidence, ...] = ()
    pass_: Pass = "dense"

    def to_json(self) -> dict[str, Any]:
        """Give the record as it is kept: canonical JSON without floats."""
        return {
            "type": "copy",
            "v": VERSION,
            "kind": self.kind,
            "a": self.a.to_json(),
            "b": self.b.to_json(),
            "transform": self.transform.to_json(),
            "score": self.score,
            "verdict": self.verdict,
            "evidence": [e.to_json() for e in self.evidence],
            "pass": self.pass_,
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Copy:
        """Read a kept record; raises Refused `copy-record` for one this version cannot mean."""
        kind: Any = record.get("kind")
        verdict: Any = record.get("verdict")
        if record.get("v") != VERSION or kind not in _KINDS or verdict not in _VERDICTS:
            raise Refused("copy-record", "a copy of a kind, verdict or version not known here")
        return cls(
            kind,
            Side.from_json(record["a"]),
            Side.from_json(record["b"]),
            verdict,
            record["score"],
            Transform.from_json(record["transform"]),
            tuple(Evidence.from_json(e) for e in record["evidence"]),
            record["pass"],
        )

    def turned_round(self) -> Copy:
        """Give the same copy with the sides exchanged; a frame matrix that has no inverse is left out."""
        transform = self.transform
        back = replace(
            transform,
            speed=round(_MICRO * _MICRO / transform.speed),
            pitch=round(_MICRO * _MICRO / transform.pitch),
            turned=(transform.turned if transform.mirrored else -transform.turned) % 360,
            frame=None if transform.frame is None else _inverse(transform.frame),
        )
        return replace(self, a=self.b, b=self.a, transform=back)


def _inverse(rows: tuple[int, ...]) -> tuple[int, ...] | None:
    a, b, c, d, e, f, g, h, i = (n / _MICRO for n in rows)
    adjugate = (
        *(e * i - f * h, c * h - b * i, b * f - c * e),
        *(f * g - d * i, a * i - c * g, c * d - a * f),
        *(d * h - e * g, b * g - a * h, a * e - b * d),
    )
    scale = adjugate[8]
    return tuple(round(_MICRO * n / scale) for n in adjugate) if abs(scale) > 1e-9 else None

"""What two files have in common, on one page with everything inside it: no script, nothing remote, same files, same bytes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from markupsafe import Markup

from wellfounded.copies.aligned import NOTE
from wellfounded.copies.copy import ONE_ORIGIN, Copy, Side
from wellfounded.copies.shown import clock
from wellfounded.report.reasons import Reason, reasons
from wellfounded.report.strip import strip
from wellfounded.report.templating import render
from wellfounded.report.words_beside import Pair, WordsBeside

JOINING: Final[frozenset[str]] = frozenset(ONE_ORIGIN)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of an aligned part: PNG, its size, and what it shows."""

    png: bytes
    width: int
    height: int
    said: str

    @property
    def address(self) -> str:
        """The picture itself as an address."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")


@dataclass(frozen=True, slots=True)
class Named:
    """One of the two files."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Part:
    """One copy as the page shows it."""

    verdict: str
    kind: str
    score: str
    pass_: str
    in_a: str
    in_b: str
    evidence: tuple[str, ...]
    shots: tuple[Shot, ...]
    frames: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What two texts have in common, as the page shows it: `words` has the variants, `pair` the passages beside each other."""

    verdict: str
    score: int
    reasons: tuple[Reason, ...]
    words: WordsBeside
    pair: Pair | None


def page(
    a: Named,
    b: Named,
    copies: Sequence[Copy],
    shots: Sequence[Sequence[Shot]],
    words: WordsBeside | None,
    program: str,
) -> bytes:
    """Give the page; `shots` are the pictures of each copy, `words` the two texts beside each other."""
    style = files("wellfounded.report").joinpath("static/pair.css").read_text(encoding="utf-8")
    hashed = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    return render(
        "pair.html",
        a=a,
        b=b,
        parts=[_part(c, tuple(s)) for c, s in zip(copies, shots, strict=True) if c.kind != "text"],
        told=_told(copies, words),
        strip=strip(copies, JOINING),
        note=NOTE,
        style=Markup(style),
        pair_policy=Markup(policy),
        program=program,
    )


def _told(copies: Sequence[Copy], words: WordsBeside | None) -> Told | None:
    mine = tuple(c for c in copies if c.kind == "text")
    if words is None or not mine:
        return None
    pair = next(iter((words.pairs or {}).values()), None)
    return Told(mine[0].verdict, mine[0].score, tuple(reasons(mine, words.short)), words, pair)


def _part(copy: Copy, shots: tuple[Shot, ...]) -> Part:
    return Part(
        copy.verdict,
        copy.kind,
        f"{copy.score / 1000:.2f}",
        copy.pass_,
        where(copy.a),
        where(copy.b),
        tuple(e.said for e in copy.evidence),
        shots,
        copy.kind in ("video", "picture", "still"),
    )


def where(side: Side) -> str:
    """Give the place of one side as a person reads it."""
    parts = []
    if side.start is not None and side.end is not None:
        parts.append(f"{clock(side.start)} to {clock(side.end)}")
    if side.box is not None:
        left, top, right, bottom = (round(n / 1000) for n in side.box)
        parts.append(f"the part of the frame from {left}, {top} to {right}, {bottom} (pixels)")
    return "; ".join(parts) or "all of it"

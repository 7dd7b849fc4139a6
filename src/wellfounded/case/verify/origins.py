"""Families of a case: the pairs of the catalogue, what people decided about them, and the clocks that stand with each item."""

from __future__ import annotations

from dataclasses import dataclass

from wellfounded.case.batch import Event, record
from wellfounded.case.folder import Case
from wellfounded.case.verify.compare import pairs
from wellfounded.catalogue import Catalogue
from wellfounded.copies.agreement import Stands
from wellfounded.copies.origins import Clock, Edge, Known, Origin, Ruling, edges, origins
from wellfounded.ledger import Entry
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

_LENGTHS = ("video.duration_us", "audio.duration_us")
_SIDES = (("video.width", "video.height"), ("image.width", "image.height"))
_MOST_CLOCKS = 6
_WORDS = frozenset(("text", "ocr", "speech", "cell", "message", "caption", "subtitle", "metadata"))
"""Sources of passages: a time that stands in words is no time of the file."""


@dataclass(frozen=True, slots=True)
class Families:
    """The families of a case, every edge, and what is known of the items in them."""

    origins: tuple[Origin, ...]
    edges: tuple[Edge, ...]
    known: dict[Digest, Known]

    def of(self, item: Digest) -> Origin | None:
        """Give the family of an item, or None where it stands alone."""
        return next((o for o in self.origins if item in o.items), None)


def families(catalogue: Catalogue) -> Families:
    """Give the families as they stand: found by the machine, and as people decided."""
    copies = pairs(catalogue)
    rulings = [
        Ruling(d.a, d.b, d.kind == "join", d.actor, d.because, d.index)
        for d in catalogue.decided()
        if d.kind in ("join", "split") and d.b is not None
    ]
    items = {s.item for c in copies for s in (c.a, c.b)} | {i for r in rulings for i in (r.a, r.b)}
    known = {item: _known(catalogue, item) for item in sorted(items, key=lambda d: d.hex)}
    found = edges(copies, rulings, known)
    return Families(tuple(origins(found, known)), tuple(found), known)


def rule(
    case: Case, catalogue: Catalogue, a: Digest, b: Digest, *, join: bool, because: str, actor: str
) -> Entry:
    """Write in the work log that two items are one origin, or that they are not; the newest ruling on a pair holds.

    Raises Mistaken `same-item`, `no-reason`.
    """
    if a == b:
        raise Mistaken("same-item", "these are the same bytes: one item")
    if not because.strip():
        raise Mistaken("no-reason", "a decision needs a reason", next='--because "..."')
    kind = "join" if join else "split"
    return record(
        case, actor, Event("decided", (a, b), {"kind": kind}, {"because": because}), "work"
    )


def _known(catalogue: Catalogue, item: Digest) -> Known:
    summary = catalogue.summary(item)
    facts = {f.name: f.value for f in catalogue.facts(item) if isinstance(f.value, int)}
    length = max((int(facts.get(name, 0)) for name in _LENGTHS), default=0)
    pixels = max(int(facts.get(w, 0)) * int(facts.get(h, 0)) for w, h in _SIDES)
    return Known(
        item, summary.name, summary.kind, length, pixels, summary.number, _clocks(catalogue, item)
    )


def _clocks(catalogue: Catalogue, item: Digest) -> tuple[Clock, ...]:
    """Give the times that stand with an item, each once under the first label that says it, and whose word it is.

    Times inside texts are left out.
    """
    found = _labelled(catalogue, item)
    alike = {clock.moment: clock for clock in reversed(found.values())}
    return tuple(c for c in found.values() if alike[c.moment] is c)[:_MOST_CLOCKS]


def _labelled(catalogue: Catalogue, item: Digest) -> dict[str, Clock]:
    """Give the earliest time under each label."""
    found: dict[str, Clock] = {}
    for one in catalogue.timeline(item):
        if one.label in _WORDS or one.label.startswith("exiftool."):
            continue
        whose = f"stated by {one.stated_by}" if one.stated_by else "the file's own word"
        found.setdefault(one.label, Clock(one.moment, f"{one.label}, {whose}"))
    return found


def stands(catalogue: Catalogue, item: Digest) -> Stands:
    """Give the clocks, positions, device and encoder marks that stand with an item; a second reader's words are left out."""
    facts = [f for f in catalogue.facts(item) if not f.name.startswith("exiftool.")]
    words = {f.name.lower(): str(f.value) for f in facts}
    device = " ".join(
        v for name, v in words.items() if name.rpartition(".")[2] in ("make", "model")
    )
    return Stands(
        tuple(_labelled(catalogue, item).values()),
        [(f.name, f.where) for f in facts if f.where is not None],
        device,
        [str(f.value) for f in facts if f.name == "mark.encoder"],
    )

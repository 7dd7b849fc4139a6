"""Families of copies as a report shows them, with aligned frames where this computer's jail can decode them."""

from __future__ import annotations

from wellfounded.case.folder import Case
from wellfounded.case.understand.texts import asides, compared_passages, document
from wellfounded.case.verify.frames import Framer
from wellfounded.case.verify.origins import Families, families
from wellfounded.catalogue import Catalogue
from wellfounded.copies.copy import Copy
from wellfounded.copies.origins import Edge, Known
from wellfounded.report.audience import stands_aside
from wellfounded.report.kin import Kin, Member, Relation
from wellfounded.report.words_beside import Quoted
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, Unavailable

_MOST_SHOWN = 60
_LOOKS = ("video", "picture", "still")
_OWN = "the file's own word"


def kin(case: Case, catalogue: Catalogue, shots: dict[Digest, bytes]) -> list[Kin]:
    """Give the families of a case, then the pairs that are not counted as one; pictures of aligned frames go into `shots`.

    Where the jail does not hold, there are no pictures, and nothing is decoded.
    """
    found = families(catalogue)
    if not found.edges:
        return []
    shown = _shots(case, found, shots)
    inside = {e for o in found.origins for e in o.edges}
    made = []
    for origin in found.origins:
        members = tuple(_member(found.known[i], origin.parents.get(i)) for i in origin.items)
        relations = tuple(_relation(e, shown) for e in origin.edges)
        made.append(Kin(members, relations, True, origin.notes))
    for edge in found.edges:
        if edge not in inside:
            members = tuple(_member(found.known[i], None) for i in (edge.a, edge.b))
            made.append(Kin(members, (_relation(edge, shown),), False))
    return made


def quoted(catalogue: Catalogue, item: Digest) -> Quoted | None:
    """Give the text of an item as it is compared, with where margin notes stand in it; None for an item without text."""
    text = document(catalogue, item)
    notes = asides(compared_passages(catalogue, item), lambda p: stands_aside(p.source, p.locus))
    return Quoted(item, text.text, text.language, notes) if text.text else None


def _member(known: Known, parent: Digest | None) -> Member:
    times = [(c.moment, c.whose) for c in known.clocks]
    own = tuple(t for t in times if t[1].endswith(_OWN))
    stated = tuple(t for t in times if not t[1].endswith(_OWN))
    name = known.name or known.item.hex[:12]
    return Member(known.item, name, known.kind, own, stated, parent, known.length)


def _relation(edge: Edge, shown: dict[Edge, Digest]) -> Relation:
    ruling = edge.ruling
    return Relation(
        edge.a,
        edge.b,
        edge.copies,
        edge.joins,
        edge.direction,
        edge.why,
        edge.times,
        ruling is not None,
        ruling.by if ruling else "",
        ruling.because if ruling else "",
        (shown[edge],) if edge in shown else (),
    )


def _shots(case: Case, found: Families, shots: dict[Digest, bytes]) -> dict[Edge, Digest]:
    """Make one picture of aligned frames for each pair that has any, up to a number."""
    looks = [(e, c) for e in found.edges for c in e.copies[:1] if c.kind in _LOOKS][:_MOST_SHOWN]
    if not looks:
        return {}
    shown: dict[Edge, Digest] = {}
    try:
        with Framer() as framer:
            for edge, copy in looks:
                png = _shot(case, framer, copy)
                if png is not None:
                    shown[edge] = Digest.of(png)
                    shots[shown[edge]] = png
    except Unavailable as exc:
        if exc.code != "jail-weaker":
            raise
    return shown


def _shot(case: Case, framer: Framer, copy: Copy) -> bytes | None:
    try:
        with case.vault.lend(copy.a.item) as a, case.vault.lend(copy.b.item) as b:
            found = framer.of_open(copy, a.fileno(), b.fileno())
    except Damaged:  # no picture of changed bytes
        return None
    except (Mistaken, Unavailable) as exc:
        if exc.code not in ("no-object", "memory"):
            raise
        return None
    return found[len(found) // 2].png if found else None

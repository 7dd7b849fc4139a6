"""What a report may say of a case: its view model, filled from the catalogue, the logs and the cache, one item at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from wellfounded.case.corroborate.claim_log import book_of
from wellfounded.case.corroborate.claim_views import claim_views
from wellfounded.case.corroborate.contradictions import contradictions
from wellfounded.case.folder import Case
from wellfounded.case.init import PROGRAM
from wellfounded.case.present.kin import kin, quoted
from wellfounded.case.present.law_view import law_of
from wellfounded.case.proof.outside import KINDS, Judged, kept_stamps
from wellfounded.case.status import needs, unprotected
from wellfounded.case.understand.settled import Settled
from wellfounded.catalogue import Catalogue, FoundPassage, ItemDetail
from wellfounded.catalogue import Receipt as Kept
from wellfounded.claims.clash.contradiction import Contradiction
from wellfounded.claims.view import ClaimView
from wellfounded.disk import read as read_file
from wellfounded.extract.kinds import kind_named
from wellfounded.ledger import Entry
from wellfounded.report import model
from wellfounded.report.audience import sight, stands_aside
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken
from wellfounded.terms.moment import Moment, utc
from wellfounded.terms.record import Fact, Passage, Picture

_NEEDS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Filled:
    """A view, and the record sets it points into, filled while its items are walked.

    `unspoken` are items for which nobody recorded any consent: received by themselves, open, of no minor.
    """

    view: model.ReportView
    items: list[Digest]
    records: dict[Digest, None]
    unspoken: list[Digest]


def fill(
    case: Case,
    catalogue: Catalogue,
    audience: model.Audience,
    made: int,
    previous: model.Previous | None,
) -> Filled:
    """Give the view of a case for an audience; `made` is the clock its pages state, in microseconds since 1970."""
    head = case.custody.checkpoint()
    stamps = kept_stamps(case, catalogue, "custody")
    items: list[Digest] = []
    shots: dict[Digest, bytes] = {}
    records: dict[Digest, None] = {}
    unspoken: list[Digest] = []
    view = model.ReportView(
        title=case.title,
        audience=audience,
        made=made,
        program=PROGRAM,
        checkpoint=model.Checkpoint(
            case.custody.note().decode(), head.origin, head.size, case.fingerprint
        ),
        standing=lambda digest: standing_of(catalogue, digest),
        items=_items(case, catalogue, items, records, unspoken),
        log=(_line(entry) for entry in case.custody.entries(0, head.size)),
        picture=lambda digest: shots.get(digest) or _bytes(case, digest),
        quoted=lambda digest: quoted(catalogue, digest),
        kin=tuple(kin(case, catalogue, shots)),
        claims=claims_of(case, catalogue, audience, made),
        contradictions=_contradictions(case, catalogue, audience, made),
        label=lambda digest: label_of(catalogue, digest),
        not_received=_not_received(catalogue),
        needs=tuple(_needs(catalogue)),
        outside=tuple(_outside(stamps)),
        unchecked_stamps=sum(one.verdict.standing == "unknown" for one in stamps),
        protections_missing=tuple(unprotected(case, catalogue, stamps)),
        previous=previous,
        law=law_of(case, catalogue, made) if audience == "team" else None,
    )
    return Filled(view, items, records, unspoken)


def _contradictions(
    case: Case, catalogue: Catalogue, audience: model.Audience, made: int
) -> tuple[Contradiction, ...]:
    """Give what clashes; for court and public only where a person confirmed any, among the items they may see."""
    if audience == "team":
        return contradictions(case, catalogue).contradictions
    if not any(d.said == "confirm" for d in catalogue.decided("contradiction")):
        return ()
    visible = sight(lambda item: standing_of(catalogue, item), audience, made)
    return contradictions(case, catalogue, visible=visible).contradictions


def claims_of(
    case: Case, catalogue: Catalogue, audience: model.Audience, made: int
) -> tuple[ClaimView, ...]:
    """Give the claims of a case, counted without links that the audience may not see or that stand in margin notes."""
    if audience == "team":
        return tuple(claim_views(case, catalogue))
    book = book_of(case, catalogue)
    for held in book.links.values():
        for id_, link in list(held.items()):
            if link.place is not None and stands_aside("text", link.place.locus):
                del held[id_]
    may_see = sight(lambda digest: standing_of(catalogue, digest), audience, made)
    return tuple(claim_views(case, catalogue, visible=may_see, book=book))


def label_of(catalogue: Catalogue, digest: Digest) -> str:
    """Give what an item is called without its received name: its kind and digest."""
    return f"{kind_named(catalogue.summary(digest).kind).shown} {digest.hex[:12]}"


def _outside(stamps: Iterable[Judged]) -> Iterator[model.OutsideProof]:
    """Give the stamps that hold by what whoever makes the report has, oldest first."""
    for one in sorted(stamps, key=lambda s: s.verdict.time or 0):
        if one.verdict.standing == "holds" and one.verdict.time is not None:
            what = "; ".join((KINDS[one.stamp.kind], *one.verdict.notes))
            yield model.OutsideProof(one.who, what, utc(one.verdict.time), one.stamp.size)


def _items(
    case: Case,
    catalogue: Catalogue,
    items: list[Digest],
    records: dict[Digest, None],
    unspoken: list[Digest],
) -> Iterator[model.ItemView]:
    for summary in catalogue.items():
        items.append(summary.digest)
        view = _item(case, catalogue, catalogue.item(summary.digest), records)
        if _is_unspoken(view.standing):
            unspoken.append(summary.digest)
        yield view


def _is_unspoken(s: model.Standing) -> bool:
    return s.handling == "open" and not (s.consent or s.minor or s.withdrawn) and s.alone


def _item(
    case: Case, catalogue: Catalogue, detail: ItemDetail, records: dict[Digest, None]
) -> model.ItemView:
    s = detail.summary
    custody = [line.index for line in detail.entries if line.log == "custody"]
    if detail.withdrawal is None:
        records.update(dict.fromkeys(Digest.parse(r.records) for r in detail.readings if r.current))
    return model.ItemView(
        digest=s.digest,
        size=s.size,
        kind=s.kind,
        mime=s.mime,
        standing=_standing(detail),
        receipts=tuple(_receipt(r) for r in detail.receipts),
        readings=tuple(_readings(catalogue, detail)),
        links=tuple(_links(detail)),
        parts=_parts(catalogue, s.digest),
        notes=tuple(model.Note(n.text, n.actor, n.clock) for n in detail.notes if n.text),
        log=tuple(_line(case.custody.entry(n)) for n in custody),
        statements=catalogue.statements(s.digest),
        deadlines=catalogue.deadlines(s.digest),
    )


def standing_of(catalogue: Catalogue, digest: Digest) -> model.Standing | None:
    """Give how an item stands: its handling, its consent and what it came out of; None for one that is not here."""
    try:
        return _standing(catalogue.item(digest))
    except Mistaken:
        return None


def _standing(detail: ItemDetail) -> model.Standing:
    h = detail.summary.handling
    return model.Standing(
        handling=cast(model.Handling, h.handling),
        consent=cast("model.Consent | None", h.consent or None),
        consent_until=h.consent_until,
        minor=h.minor,
        graphic=h.graphic,
        withdrawn=detail.withdrawal is not None,
        parents=detail.containers,
        alone=any(r.parent is None for r in detail.receipts),
    )


def _receipt(kept: Kept) -> model.Receipt:
    row = kept.private.get("row")
    return model.Receipt(
        number=kept.number,
        door=kept.door,
        clock=kept.clock,
        actor=kept.actor,
        parent=kept.parent,
        changed_while_read=kept.changed_while_read,
        giver=kept.giver,
        note=kept.note,
        name=kept.name,
        path=kept.path,
        modified=kept.modified,
        received=_stated(kept, kept.received),
        published=_stated(kept, kept.published),
        row=json.dumps(row, ensure_ascii=False) if row else "",
    )


def _stated(kept: Kept, moment: Moment | None) -> model.StatedMoment | None:
    return None if moment is None else model.StatedMoment(moment, kept.actor, kept.clock)


def _readings(catalogue: Catalogue, detail: ItemDetail) -> Iterator[model.Reading]:
    item = detail.summary.digest
    facts = list(catalogue.facts(item))
    pictures = list(catalogue.pictures(item))
    settled = Settled(catalogue)
    for r in detail.readings:
        if not r.current:
            continue
        stage = r.stage
        mine = (f.failure for f in detail.failures if f.reading == r.index)
        failures = tuple(f for f in mine if not settled(item, f))
        yield model.Reading(
            stage=stage,
            tool=str(r.body.get("tool", r.body.get("decoder", ""))),
            outcome="read" if r.outcome == "partial" and not failures else r.outcome,
            entry=r.index,
            clock=r.clock,
            recipe=Digest.parse(r.recipe),
            records=Digest.parse(r.records),
            held=tuple(r.body.get("jail", ())),
            missing=tuple(r.body.get("jail_missing", ())),
            facts=tuple(
                Fact(f.name, f.value, f.locus, f.when, f.where) for f in facts if f.stage == stage
            ),
            passages=_passages(catalogue, item, stage),
            pictures=tuple(
                Picture(p.role, p.blob, p.width, p.height, p.locus, p.mime)
                for p in pictures
                if p.stage == stage
            ),
            failures=failures,
        )


def _passages(catalogue: Catalogue, item: Digest, stage: str) -> Iterator[Passage]:
    for p in catalogue.passages(item, stage=stage):
        yield _passage(p)


def _passage(p: FoundPassage) -> Passage:
    return Passage(
        p.text, p.locus, p.source, p.language, p.confidence, p.speaker, p.heading, p.when
    )


def _links(detail: ItemDetail) -> Iterator[model.Link]:
    item = detail.summary.digest
    for link in detail.links:
        if link.undone is None:
            outward = link.source == item
            other = link.target if outward else link.source
            yield model.Link(link.kind, other, outward, link.actor, link.clock)


def _parts(catalogue: Catalogue, item: Digest) -> Iterator[model.Part]:
    for member in catalogue.members(item):
        yield model.Part(member.item, member.relation, member.name, member.size, member.facts)


def _not_received(catalogue: Catalogue) -> Iterator[model.NotReceived]:
    for one in catalogue.not_received():
        yield model.NotReceived(one.index, one.clock, one.door, one.code, one.what, one.name)


def _needs(catalogue: Catalogue) -> Iterator[model.Need]:
    """Give what only a person can do, item by item up to a page of them, then what is left by kind."""
    settled = Settled(catalogue)
    told: dict[str, set[Digest]] = {}
    for found in catalogue.failures():
        failure, items = found.failure, told.setdefault(found.failure.code, set())
        if not failure.next or settled(found.item, failure) or found.item in items:
            continue
        items.add(found.item)
        if len(items) <= _NEEDS_SHOWN:
            name = catalogue.summary(found.item).name
            yield model.Need(_sentence(failure.what), found.item, failure.next, name)
    for need in needs(catalogue.counts(), catalogue):
        left = need.count - min(len(told.get(need.code, ())), _NEEDS_SHOWN)
        if left > 0:
            shown = (
                f"{left} more: {need.what}" if told.get(need.code) else _counted(need.what, left)
            )
            yield model.Need(shown)


def _counted(what: str, count: int) -> str:
    return f"{_sentence(what)} ({count} item{'' if count == 1 else 's'})"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line(entry: Entry) -> model.LogLine:
    body = tuple((name, _short(value)) for name, value in sorted(entry.body.items()))
    about = tuple(item for item, _ in entry.about)
    return model.LogLine(entry.index, entry.clock, entry.actor, entry.type, entry.leaf, about, body)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else text[:300] + " ..."


def _bytes(case: Case, digest: Digest) -> bytes | None:
    try:
        return read_file(case.files, case.layout.reading(digest))
    except (FileNotFoundError, Damaged):
        return None

"""`wellfounded show`: everything about one item."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, ItemArgument, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.folder import Case
    from wellfounded.catalogue import Catalogue, ItemDetail, Receipt
    from wellfounded.cli.say import Say
    from wellfounded.terms.digest import Digest
    from wellfounded.terms.moment import Moment

NAME = "show"
_PASSAGES = 40
_STATEMENTS = 5


def run(
    item: ItemArgument,
    text: Annotated[
        bool, typer.Option("--text", help="Print all text, not only the beginning.")
    ] = False,
    proofs: Annotated[
        bool, typer.Option("--proofs", help="Print the proof of each log entry.")
    ] = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show an item: receipts, digests, what it says about itself, where that agrees or clashes, copies, text, failures, its log entries with proofs.

    Example:  wellfounded show @3 --proofs
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.understand.settled import Settled
    from wellfounded.cli import show_copies
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        digest = catalogue.resolve(item)
        detail = catalogue.item(digest)
        _head(detail, say)
        for receipt in detail.receipts:
            _receipt(receipt, say)
        _relations(catalogue, detail, say)
        _facts(catalogue, digest, say)
        show_copies.tell(case, catalogue, digest, by, say)
        settled = Settled(catalogue)
        for found in detail.failures:
            if not settled(digest, found.failure):
                _failure(found.failure.to_json(), say)
        _statements(catalogue, digest, say)
        _passages(catalogue, detail, text, say)
        _entries(case, detail, proofs, say)
        _joined(case, catalogue, digest, say)


def _head(detail: ItemDetail, say: Say) -> None:
    from wellfounded.cli.say import clock, size

    s = detail.summary
    say.line(f"{s.name or '(no name)'}")
    say.line(f"  {s.digest}")
    kind = s.kind or ("" if detail.withdrawal else "not read yet")
    parts = [size(s.size), f"{kind} ({s.mime})" if s.mime else kind, s.state]
    say.line("  " + ", ".join(part for part in parts if part))
    terms = [s.handling.handling]
    if s.handling.consent:
        until = f" until {s.handling.consent_until.local}" if s.handling.consent_until else ""
        terms.append(f"consent {s.handling.consent}{until}")
    terms += [
        word for word, on in (("minor", s.handling.minor), ("graphic", s.handling.graphic)) if on
    ]
    say.line(f"  handling: {', '.join(terms)}")
    if detail.withdrawal is not None:
        w = detail.withdrawal
        say.line(f"  WITHDRAWN on {clock(w.clock)} by {w.actor}: {w.reason} (entry {w.index})")
    say.record(
        "item",
        item=str(s.digest),
        size=s.size,
        kind=s.kind,
        mime=s.mime,
        state=s.state,
        handling=s.handling.handling,
        consent=s.handling.consent or None,
        minor=s.handling.minor,
        graphic=s.handling.graphic,
        withdrawn=detail.withdrawal is not None,
    )


def _receipt(receipt: Receipt, say: Say) -> None:
    from wellfounded.cli.say import clock

    parts = [
        f"entry {receipt.index}",
        f"by {receipt.actor}",
        clock(receipt.clock),
        f"door {receipt.door}",
    ]
    if receipt.parent is not None:
        parts.append(f"out of {receipt.parent.hex[:12]}")
    if receipt.changed_while_read:
        parts.append("CHANGED WHILE IT WAS READ")
    say.line(f"  receipt @{receipt.number}: " + ", ".join(parts))
    stated = f"stated by {receipt.actor}, entered on {clock(receipt.clock)}"
    for name, value in (
        ("giver", receipt.giver),
        ("note", receipt.note),
        ("path", receipt.path),
        ("the archive's own ID", receipt.private.get("archive_id")),
        ("received", _when(receipt.received, stated)),
        ("published", _when(receipt.published, stated)),
    ):
        if value:
            say.line(f"    {name:10} {value}")
    for name, told, found in receipt.private.get("claimed", ()):
        how = "as the bytes are" if told == found else f"but the bytes have {found}"
        say.line(f"    the archive's list states {name} {told}, {how}")
    for change in receipt.amendments:
        say.line(f"    corrected  {', '.join(change.names)} by {change.actor}: {change.because}")
    say.record(
        "receipt",
        receipt=receipt.number,
        entry=receipt.index,
        actor=receipt.actor,
        clock=receipt.clock,
        door=receipt.door,
        parent=str(receipt.parent) if receipt.parent else None,
        private=dict(receipt.private),
    )


def _when(moment: object, stated: str) -> str:
    from wellfounded.terms.moment import Moment

    return f"{moment.local} ({moment.zone}; {stated})" if isinstance(moment, Moment) else ""


def _relations(catalogue: Catalogue, detail: ItemDetail, say: Say) -> None:
    for member in islice(catalogue.members(detail.summary.digest), 50):
        name = member.name.shown if member.name else ""
        modified = dict(member.facts).get("modified", "")
        told = f"  (modified {modified}, the container's word)" if modified else ""
        say.line(f"  {member.relation} {member.index}: {member.item.hex[:12]}  {name}{told}")
        say.record(
            "member",
            item=str(member.item),
            index=member.index,
            relation=member.relation,
            name=name,
            facts=dict(member.facts),
        )
    for link in detail.links:
        undone = "  (undone)" if link.undone is not None else ""
        say.line(
            f"  link: {link.source.hex[:12]} is {link.kind} {link.target.hex[:12]} (by {link.actor}){undone}"
        )
        say.record(
            "link",
            kind=link.kind,
            source=str(link.source),
            target=str(link.target),
            actor=link.actor,
            undone=link.undone is not None,
        )


def _facts(catalogue: Catalogue, item: Digest, say: Say) -> None:
    for number, fact in enumerate(catalogue.facts(item)):
        if number == 0:
            say.line("  says about itself (machine reading, unchecked)")
        zone = f"  ({fact.when.zone})" if fact.when else ""
        place = (
            f"  ({fact.locus.describe()})"
            if fact.locus and fact.locus.describe() != "whole item"
            else ""
        )
        value = str(fact.value)
        say.line(
            f"    {fact.name:28} {value if len(value) < 200 else value[:200] + ' ...'}{zone}{place}"
        )
        say.record(
            "fact",
            name=fact.name,
            value=fact.value,
            stage=fact.stage,
            when=fact.when.to_json() if fact.when else None,
            where=fact.where.to_json() if fact.where else None,
        )


def _failure(failure: dict[str, object], say: Say) -> None:
    say.line(
        f"  not read: {failure['what']} [{failure['code']}]"
        + (f"  next: {failure['next']}" if "next" in failure else "")
    )
    say.record("failure", **{k: v for k, v in failure.items() if k != "type"})


def _passages(catalogue: Catalogue, detail: ItemDetail, everything: bool, say: Say) -> None:
    found = catalogue.passages(detail.summary.digest)
    for passage in found if everything or say.as_json else islice(found, _PASSAGES):
        head = f"{passage.speaker}: " if passage.speaker else ""
        machine = (
            f" [{passage.source}, machine reading, unchecked]"
            if passage.source in ("ocr", "speech")
            else ""
        )
        say.line(f"  {passage.locus.describe()}{_times(passage.when)}{machine}")
        say.text(head + passage.text, "    ")
        say.record(
            "passage",
            text=passage.text,
            locus=passage.locus.to_json(),
            source=passage.source,
            language=passage.language,
            confidence=passage.confidence,
            speaker=passage.speaker,
            when=[m.to_json() for m in passage.when],
        )
    rest = detail.passages - _PASSAGES
    if rest > 0 and not everything:
        say.line(f"  and {rest} more passages: --text prints them")


def _statements(catalogue: Catalogue, item: Digest, say: Say) -> None:
    """Say who says what in the item: the first few for people, all of them as JSON."""
    from wellfounded.cli.statement import say_deadline, say_statement

    found = list(islice(catalogue.statements(item), None if say.as_json else _STATEMENTS + 1))
    if found:
        say.line("  who says what (machine reading, unchecked)")
    for statement in found if say.as_json else found[:_STATEMENTS]:
        say_statement(statement, str(item), say)
    if len(found) > _STATEMENTS and not say.as_json:
        say.line(f"  and more: wellfounded statement {item.hex[:12]}")
    for deadline in catalogue.deadlines(item):
        say_deadline(deadline, str(item), say)


def _times(moments: tuple[Moment, ...]) -> str:
    """Give the times written in a passage; readings of the same words stand with `or` between them."""
    readings: dict[str, list[str]] = {}
    for moment in moments:
        readings.setdefault(moment.written, []).append(f"{moment.local} ({moment.zone})")
    return "".join(", " + " or ".join(same) for same in readings.values())


def _entries(case: Case, detail: ItemDetail, proofs: bool, say: Say) -> None:
    from wellfounded.cli.say import clock

    say.line("  log entries (times are the writing computer's word)")
    for line in detail.entries:
        log = case.logs[line.log]
        proof, size = log.proof(line.index), log.checkpoint().size
        say.line(
            f"    {line.log} {line.index:6}  {clock(line.clock)}  {line.actor:12} {line.type}  in the log of {size} entries"
        )
        if proofs:
            say.text(proof.text().decode().rstrip(), "      ")
        say.record(
            "entry",
            log=line.log,
            index=line.index,
            entry_type=line.type,
            actor=line.actor,
            clock=line.clock,
            leaf=log.entry(line.index).leaf.hex(),
            proof=proof.text().decode(),
        )


def _joined(case: Case, catalogue: Catalogue, digest: Digest, say: Say) -> None:
    """Say what other computers' logs, received by this case, hold about the item: under their own names."""
    from wellfounded.case.preserve.joined import about
    from wellfounded.cli.say import clock

    for origin, entry in about(case, catalogue, digest):
        say.line(
            f"    joined {origin} {entry.index:6}  {clock(entry.clock)}  {entry.actor:12} {entry.type}"
        )
        say.record(
            "joined-entry",
            log=origin,
            index=entry.index,
            entry_type=entry.type,
            actor=entry.actor,
            clock=entry.clock,
            leaf=entry.leaf.hex(),
        )

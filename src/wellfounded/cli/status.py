"""`wellfounded status`: how the case stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wellfounded.cli.options import CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.status import Status
    from wellfounded.cli.say import Say

NAME = "status"


def run(case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """Say what is in, what was read, what not and why, what needs a person, and what is not protected.

    Example:  wellfounded status --json
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.status import status
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        found = status(case)
    _in(found, say)
    _not_read(found, say)
    _needs(found, say)
    _outside(found, say)
    say.line("Not protected")
    for line in found.unprotected:
        say.line(f"  {line}.")
    _record(found, say)


def _in(found: Status, say: Say) -> None:
    from wellfounded.cli.say import plural, size

    c = found.counts
    say.line(f"{found.title}   {found.root}")
    if found.encrypted:
        say.line(f"  encrypted; can be opened by {', '.join(found.people)}")
    say.line(f"  key {found.fingerprint}{'' if found.key_here else '  (not on this computer)'}")
    say.line(
        f"  {plural(c.items, 'item')}, {size(c.bytes)}, from {plural(c.receipts, 'receipt')} and {plural(c.givers, 'giver')}"
    )
    if c.duplicates:
        say.line(f"  {plural(c.duplicates, 'item')} received more than once: one object each")
    if c.withdrawn:
        say.line(f"  {plural(c.withdrawn, 'item')} withdrawn")
    if c.not_received:
        say.line(f"  {plural(c.not_received, 'thing')} offered and not received")
    say.line(f"  read {c.read}, in part {c.partial}, not {c.failed}, waiting {c.unread}")
    say.line(f"  logs: custody {found.entries['custody']} entries, work {found.entries['work']}")
    for stage, count in found.pending.items():
        say.line(f"  {plural(count, 'item')} to {stage}: wellfounded build")


def _not_read(found: Status, say: Say) -> None:
    if found.not_read:
        say.line("Not read, or not whole")
    for one in found.not_read:
        step = f"  next: {one.next}" if one.next else ""
        say.line(
            f"  @{one.number} {one.item.hex[:12]}  {one.name}  {one.stage}: {one.what} [{one.code}]{step}"
        )
    rest = sum(found.counts.failures.values()) - len(found.not_read)
    if rest > 0:
        say.line(f"  and {rest} more: wellfounded show ITEM names those of an item")


def _needs(found: Status, say: Say) -> None:
    if found.needs:
        say.line("Needs a person")
    for need in found.needs:
        say.line(f"  {need.count} x {need.what}")


def _outside(found: Status, say: Say) -> None:
    from wellfounded.case.proof.outside import shown_time
    from wellfounded.cli.say import plural

    say.line("Outside proof")
    if not found.outside:
        say.line("  none yet: wellfounded stamp ask NAME|URL, or wellfounded witness ask NAME|URL")
    for one in found.outside:
        verdict = one.verdict
        if verdict.standing == "holds" and verdict.time is not None:
            first = plural(one.stamp.size, "entry", "entries")
            say.line(
                f"  since {shown_time(verdict.time)}, by {one.who}: the first {first} of the custody log"
            )
        else:
            head = "CONTRADICTED" if verdict.standing == "contradicted" else "cannot check"
            say.line(f"  {head}, by {one.stamp.by}: {verdict.what}")


def _record(found: Status, say: Say) -> None:
    c = found.counts
    say.record(
        "status",
        title=found.title,
        root=found.root,
        fingerprint=found.fingerprint,
        key_here=found.key_here,
        encrypted=found.encrypted,
        people=list(found.people),
        entries=found.entries,
        items=c.items,
        receipts=c.receipts,
        givers=c.givers,
        bytes=c.bytes,
        read=c.read,
        partial=c.partial,
        failed=c.failed,
        unread=c.unread,
        withdrawn=c.withdrawn,
        duplicates=c.duplicates,
        not_received=c.not_received,
        pending=found.pending,
        failures=dict(c.failures),
        needs_person={n.code: n.count for n in found.needs},
        unprotected=list(found.unprotected),
        outside=[
            {
                "by": o.stamp.by,
                "kind": o.stamp.kind,
                "size": o.stamp.size,
                "standing": o.verdict.standing,
                "time": o.verdict.time,
            }
            for o in found.outside
        ],
    )
    for one in found.not_read:
        say.record(
            "not-read",
            item=str(one.item),
            receipt=one.number,
            stage=one.stage,
            code=one.code,
            what=one.what,
            next=one.next,
        )

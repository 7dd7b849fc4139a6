"""Checking the logs of other computers that a case has received: each as the log it is, under its own origin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from wellfounded.case.folder import Case
from wellfounded.case.preserve.check_log import Named
from wellfounded.case.preserve.check_stamps import check_stamps
from wellfounded.case.preserve.checked import Checked
from wellfounded.case.preserve.joined import (
    JoinedLog,
    Read,
    checkpoint_of,
    newest,
    read_all,
    unpacked,
)
from wellfounded.case.proof.outside import Judge, object_of
from wellfounded.case.proof.shown import Shown
from wellfounded.ledger import note
from wellfounded.terms.errors import WellfoundedError


def check_joined(
    case: Case, named: Named, kept: Sequence[Shown], judge: Judge, result: Checked
) -> None:
    """Check every joined log: that its entries lead to the root its key signed, that it only grew, its stamps and clocks, and that its items are here.

    What it names goes to `named`. A checkpoint shown of it is compared; that the log has grown elsewhere since is no damage.
    """
    for origin, last in newest(named.joined).items():
        name = f"joined log {origin}"
        try:
            read = _read(case, last)
        except (WellfoundedError, OSError) as exc:
            code = exc.code if isinstance(exc, WellfoundedError) else "object-unreadable"
            what = exc.what if isinstance(exc, WellfoundedError) else str(exc)
            result.note("damaged", code, f"what was joined does not agree: {what}", name)
            continue
        result.agrees.append(
            f"the {name}: {last.size} entries lead to the root its key signed, received in entry {last.index}"
        )
        _grew(case, [one for one in named.joined if one.origin == origin], read, name, result)
        _against(last, read, kept, name, result)
        _items(read, named, name, result)
        check_stamps(name, origin, read.facts, partial(object_of, case), judge, result, kept)


def _read(case: Case, one: JoinedLog) -> Read:
    with case.vault.open(one.entries) as file:
        read = read_all(unpacked(file, one.origin))
    read.require(checkpoint_of(case, one))
    return read


def _grew(case: Case, states: list[JoinedLog], read: Read, name: str, result: Checked) -> None:
    for one in states:
        try:
            kept = note.parse(checkpoint_of(case, one))
        except (WellfoundedError, OSError):
            continue  # a missing or changed object is found as one
        if one.size > len(read.facts.leaves) or read.facts.root(one.size) != kept.root:
            what = f"the {one.size} entries joined in entry {one.index} are no part of what was joined last"
            result.note("damaged", "forked", what, name)


def _against(
    last: JoinedLog, read: Read, kept: Sequence[Shown], name: str, result: Checked
) -> None:
    for one in kept:
        head = note.parse(one.note)
        if head.origin != last.origin:
            continue
        if head.size > last.size:
            what = f"it has {head.size} entries where {one.name} is from, and was joined with {last.size}: join it again"
            result.note("unknown", "joined-older", what, name)
        elif read.facts.root(head.size) != head.root:
            what = f"the first {head.size} entries are not those a kept checkpoint shows"
            result.note("damaged", "forked", what, f"{name}, against {one.name}")
        else:
            result.agrees.append(
                f"the {name} still holds the {head.size} entries of a kept checkpoint ({one.name})"
            )


def _items(read: Read, named: Named, name: str, result: Checked) -> None:
    """Expect the objects of its stamps, and the items it received."""
    named.objects.update(read.pinned)
    missing = [d for d in read.received if d not in named.objects and d not in named.withdrawn]
    for digest in missing:
        what = "an item this log received is not in the case"
        result.note("damaged", "joined-missing", what, f"{name}, {digest}")

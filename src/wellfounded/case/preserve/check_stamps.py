"""Checking the stamps a log keeps, and the clocks of its entries against those that hold (docs/formats/stamp.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from wellfounded.case.preserve.checked import Checked
from wellfounded.case.proof.outside import (
    KINDS,
    Judge,
    Judged,
    Stamp,
    Tree,
    clocks_outside,
    shown_time,
)
from wellfounded.case.proof.shown import Shown
from wellfounded.ledger import merkle, note
from wellfounded.terms.digest import Digest

_MOST_NAMED = 20


@dataclass(slots=True)
class Facts:
    """What one pass over the entries of a log leaves, by index: leaf hashes and clocks; the keys it names; the stamps it keeps."""

    leaves: list[bytes] = field(default_factory=list)
    clocks: list[int] = field(default_factory=list)
    keys: list[bytes] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)

    _levels: list[list[bytes]] = field(default_factory=list)

    def root(self, size: int) -> bytes:
        """Give the root of the first leaves, computed from them alone; the inner hashes are kept for the next question."""
        if not self._levels or len(self._levels[0]) != len(self.leaves):
            self._levels = _complete(self.leaves)
        return merkle.root(lambda level, index: self._levels[level][index], size)


def _complete(leaves: list[bytes]) -> list[list[bytes]]:
    """Give the hashes of all complete subtrees, by level."""
    levels = [list(leaves)]
    while len(below := levels[-1]) > 1:
        pairs = range(0, len(below) - 1, 2)
        levels.append([merkle.node_hash(below[n], below[n + 1]) for n in pairs])
    return levels


def check_stamps(
    name: str,
    origin: str,
    facts: Facts,
    read: Callable[[Digest], bytes],
    judge: Judge,
    result: Checked,
    shown: Iterable[Shown] = (),
) -> bool:
    """Judge every stamp of a log and hold its clocks against them; say whether one holds. `name` is the log's, as printed.

    Stamps and cosignatures on the checkpoints that were `shown` count too: what is under them existed by then.
    """
    tree = Tree(origin, facts.root, tuple(facts.keys))
    judged = [judge.kept(read, stamp, tree) for stamp in facts.stamps]
    judged += _judge_shown(tree, facts, judge, shown)
    for one in judged:
        _say(name, one, result, len(facts.leaves))
    held = [one for one in judged if one.verdict.standing == "holds"]
    _clocks(name, facts, held, result)
    if held:
        stamped = max(one.stamp.size for one in held)
        rest = len(facts.leaves) - stamped
        what = (
            f"the last {rest} of {len(facts.leaves)} entries are after the newest stamp that holds: their times are the "
            "computer's word. So is a time between two stamps"
        )
        result.note("unknown", "after-last-stamp", what, name)
    return bool(held)


def _judge_shown(
    tree: Tree, facts: Facts, judge: Judge, shown: Iterable[Shown]
) -> Iterator[Judged]:
    """Give the stamps on shown checkpoints of this log, as if they stood after its end."""
    for one in shown:
        head = note.parse(one.note)
        here = head.origin == tree.origin and 0 < head.size <= len(facts.leaves)
        if not here or tree.disowns(one.note, head.size) is not None:
            continue
        digest = Digest.of(one.note)
        for kind, token, name in one.stamps:
            stamp = Stamp(len(facts.leaves), kind, digest, Digest.of(token), name, head.size)
            yield Judged(stamp, judge.judge(kind, token, one.note))
        cosigned = judge.cosigned(one.note)
        if cosigned is not None:
            stamp = Stamp(len(facts.leaves), "cosignature", digest, digest, one.name, head.size)
            yield Judged(stamp, cosigned)


def _say(name: str, one: Judged, result: Checked, entries: int) -> None:
    stamp, verdict = one.stamp, one.verdict
    inside = stamp.index < entries
    where = f"{name}, entry {stamp.index}" if inside else f"{name}, shown in {stamp.by}"
    if verdict.standing == "holds" and verdict.time is not None:
        kind, noun = KINDS.get(stamp.kind, stamp.kind), "entry" if stamp.size == 1 else "entries"
        notes = "".join(f"; {note}" for note in verdict.notes)
        result.agrees.append(
            f"the {name}: its first {stamp.size} {noun} existed on {shown_time(verdict.time)}, says {one.who}, "
            f"{kind}{notes}"
        )
    elif verdict.standing == "contradicted":
        result.note("damaged", verdict.code, f"a stamp by {stamp.by}: {verdict.what}", where)
    else:
        step = f"; {verdict.next}" if verdict.next else ""
        result.note("unknown", verdict.code, f"a stamp by {stamp.by}: {verdict.what}{step}", where)


def _clocks(name: str, facts: Facts, held: Iterable[Judged], result: Checked) -> None:
    found = clocks_outside(facts.clocks, held)
    for index, what in islice(found, _MOST_NAMED):
        result.note("contradicted", "clock-outside-stamps", what, f"{name}, entry {index}")
    rest = sum(1 for _ in found)
    if rest:
        what = f"and {rest} more entries whose clock contradicts a stamp"
        result.note("contradicted", "clock-outside-stamps", what, name)

"""Families of copies as a report shows them: who is cut from what, by whose clocks, and which seconds correspond."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from wellfounded.copies.copy import Copy, Evidence
from wellfounded.extract.kinds import kind_named
from wellfounded.report.strip import Strip, strip
from wellfounded.terms.digest import Digest
from wellfounded.terms.moment import Moment


@dataclass(frozen=True, slots=True)
class Member:
    """One item of a family. `name` is for the team. `clocks` are times with whose word they are; `stated` ones are for the team.

    `length` is in microseconds, 0 where it has none.
    """

    item: Digest
    name: str
    kind: str
    clocks: tuple[tuple[Moment, str], ...] = ()
    stated: tuple[tuple[Moment, str], ...] = ()
    parent: Digest | None = None
    length: int = 0


@dataclass(frozen=True, slots=True)
class Relation:
    """Two items of a family, side `a` received first. `why` are reasons of the material; `times`, `by` and `because` are for the team.

    `shots` name pictures of aligned frames. `ruled` says that a person decided whether they count as one.
    """

    a: Digest
    b: Digest
    copies: tuple[Copy, ...]
    joins: bool
    direction: str
    why: tuple[str, ...]
    times: tuple[str, ...] = ()
    ruled: bool = False
    by: str = ""
    because: str = ""
    shots: tuple[Digest, ...] = ()


@dataclass(frozen=True, slots=True)
class Kin:
    """Items that count once, or (`once` is false) two that have something in common and are not counted as one."""

    members: tuple[Member, ...]
    relations: tuple[Relation, ...]
    once: bool
    notes: tuple[str, ...] = ()

    def children(self, item: Digest | None) -> list[Member]:
        """Give the members that are cut from this one; of None, those that are cut from no other here."""
        here = {m.item for m in self.members}
        return [m for m in self.members if (m.parent if m.parent in here else None) == item]

    @property
    def in_words(self) -> bool:
        """Whether all that these items have in common is text."""
        kinds = {c.kind for r in self.relations for c in r.copies}
        return kinds == {"text"}

    def strip(self) -> Strip | None:
        """Give the chart of the member with the most relations, and where the others stand in it."""
        counts = {m.item: sum(m.item in (r.a, r.b) for r in self.relations) for m in self.members}
        top = max(self.members, key=lambda m: (counts[m.item], m.parent is None)).item
        called = {m.item: m.name for m in self.members}
        copies = [
            _called(c if c.a.item == top else c.turned_round(), called)
            for r in self.relations
            for c in r.copies
            if top in (c.a.item, c.b.item)
        ]
        lengths = {m.item: m.length for m in self.members}
        return strip(copies, frozenset(("copy", "derived", "partly derived")), lengths)


def _called(copy: Copy, names: Mapping[Digest, str]) -> Copy:
    a, b = (replace(s, name=names.get(s.item, s.item.hex[:12])) for s in (copy.a, copy.b))
    return replace(copy, a=a, b=b)


def narrowed(
    kin: Kin, may_see: Callable[[Digest], bool], may_say: Callable[[str], bool], *, handles: bool
) -> Iterator[Kin]:
    """Give what is left of a family for court or public: what both may see, no received name, no stated time, no person's reason.

    `may_say` says under which labels a file's own times are shown; handles stay where `handles` says so. What hangs together only
    through an item that is left out is not shown as one family.
    """
    members = tuple(_unnamed(m, may_say) for m in kin.members if may_see(m.item))
    seen = {m.item for m in members}
    relations = tuple(
        replace(
            r,
            copies=tuple(_nameless(c) for c in r.copies),
            times=(),
            by=r.by if handles else "",
            because="",
        )
        for r in kin.relations
        if r.a in seen and r.b in seen
    )
    for part in _connected(members, relations):
        inside = {m.item for m in part}
        mine = tuple(r for r in relations if r.a in inside)
        yield Kin(part, mine, kin.once, ())


def _unnamed(member: Member, may_say: Callable[[str], bool]) -> Member:
    clocks = tuple((replace(m, written=""), w) for m, w in member.clocks if may_say(w))
    name = f"{kind_named(member.kind).shown} {member.item.hex[:12]}"
    return Member(member.item, name, member.kind, clocks, (), member.parent, member.length)


def _nameless(copy: Copy) -> Copy:
    a, b = (replace(s, name=s.item.hex[:12]) for s in (copy.a, copy.b))
    return replace(copy, a=a, b=b, evidence=tuple(map(_wordless, copy.evidence)))


def _wordless(evidence: Evidence) -> Evidence:
    """Give a reason without words of the texts: they may stand in a margin note."""
    if evidence.name != "shared-rare":
        return evidence
    return replace(evidence, said="words or values that only these two of this collection have")


def _connected(
    members: tuple[Member, ...], relations: tuple[Relation, ...]
) -> list[tuple[Member, ...]]:
    """Give the groups that still hang together, of two and more."""
    group = {m.item: n for n, m in enumerate(members)}
    for relation in relations:
        old, new = group[relation.a], group[relation.b]
        group = {item: new if g == old else g for item, g in group.items()}
    parts: dict[int, list[Member]] = {}
    for member in members:
        parts.setdefault(group[member.item], []).append(member)
    return [tuple(part) for part in parts.values() if len(part) > 1]

"""What of a case an audience may be given as files, and what of its custody can be shown with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from wellfounded.case.folder import Case
from wellfounded.case.present.report import AUDIENCES
from wellfounded.case.present.view import standing_of
from wellfounded.case.proof.prove import ENTRIES, LIMIT, names_more
from wellfounded.catalogue import Catalogue, ItemDetail
from wellfounded.report.audience import covers, sight
from wellfounded.report.model import Audience
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

Form = Literal["folder", "bagit"]
FORMS: Final[tuple[Form, ...]] = ("folder", "bagit")
LEFT_OUT: Final = {
    "withdrawn": "withdrawn",
    "handling": "private or privileged",
    "consent": "not covered by recorded consent",
    "container": "came only out of something this audience may not see",
    "holds": "hold something this audience may not see",
}
"""Why an item stays behind, by code, in words that follow a count."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: items, or all of them when None; for whom; in what form; and whether entries are shown that name more than the item."""

    items: tuple[Digest, ...] | None
    audience: Audience = "court"
    form: Form = "folder"
    whole_entries: bool = False
    to: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The items that go, how many stay for which reason, and whose custody is shown, a proof a group."""

    items: tuple[ItemDetail, ...]
    left_out: Mapping[str, int]
    proofs: tuple[tuple[Digest, ...], ...]
    unshown: tuple[Digest, ...]


def audience_named(words: str) -> Audience:
    """Give an audience by its name; raises Mistaken `audience`."""
    if words not in AUDIENCES:
        raise Mistaken("audience", f"no such audience: {words}", next="one of team, court, public")
    return words


def form_named(words: str) -> Form:
    """Give a form by its name; raises Mistaken `form`."""
    if words not in FORMS:
        raise Mistaken("form", f"no such form: {words}", next=f"one of {', '.join(FORMS)}")
    return words


def choose(case: Case, catalogue: Catalogue, wanted: Wanted, made: int) -> Chosen:
    """Decide as a report for the audience does at the clock `made`, and further: an archive that holds anything hidden stays.

    Raises Mistaken `withdrawn` for an item asked for by name, `nothing-to-export`.
    """
    may_see = sight(lambda item: standing_of(catalogue, item), wanted.audience, made)
    names = wanted.items
    if names is None:  # a packet that was bound has entries of its own, and was never received
        names = tuple(s.digest for s in catalogue.items() if s.receipts)
    going: list[ItemDetail] = []
    left: Counter[str] = Counter()
    for detail in map(catalogue.item, dict.fromkeys(names)):
        if detail.withdrawal is not None and wanted.items is not None:
            raise Mistaken(
                "withdrawn",
                "that item was withdrawn, and its bytes are gone",
                where=str(detail.summary.digest),
                next="wellfounded prove ITEM shows its custody and its withdrawal",
            )
        if reason := _reason(catalogue, detail, wanted.audience, made, may_see):
            left[reason] += 1
        else:
            going.append(detail)
    if not going:
        raise _nothing(left, wanted.audience)
    shown = {d.summary.digest: d for d in going if _showable(case, d, wanted, may_see)}
    unshown = tuple(d.summary.digest for d in going if d.summary.digest not in shown)
    rotations = sum(1 for _ in catalogue.entries("custody", types=("key-rotated",)))
    return Chosen(tuple(going), dict(left), tuple(_groups(shown.values(), rotations)), unshown)


def _reason(
    catalogue: Catalogue,
    detail: ItemDetail,
    audience: Audience,
    made: int,
    may_see: Callable[[Digest], bool],
) -> str:
    """Say by which rule an item stays behind, or ""."""
    item = detail.summary.digest
    if detail.withdrawal is not None:
        return "withdrawn"
    if audience == "team":
        return ""
    if detail.summary.handling.handling != "open":
        return "handling"
    if not may_see(item):
        standing = standing_of(catalogue, item)
        return "container" if standing and covers(standing, audience, made) else "consent"
    return "" if all(map(may_see, catalogue.descendants(item))) else "holds"


def _nothing(left: Mapping[str, int], audience: Audience) -> Mistaken:
    why = ", ".join(f"{count} {LEFT_OUT[code]}" for code, count in sorted(left.items()))
    return Mistaken(
        "nothing-to-export",
        f"there is nothing to hand out to {audience}",
        why=why or "no item was chosen",
        next="wellfounded show ITEM says how an item may be used" if left else "wellfounded add",
    )


def _showable(
    case: Case, detail: ItemDetail, wanted: Wanted, may_see: Callable[[Digest], bool]
) -> bool:
    """Whether the audience may see every entry about an item whole: for it alone, or naming what it came out of, if it may see that."""
    if len(detail.entries) > ENTRIES // 2:
        return False
    if wanted.whole_entries or wanted.audience == "team":
        return True
    lines = (line.index for line in detail.entries if line.log == "custody")
    for entry in map(case.custody.entry, lines):
        parent = entry.body.get("parent")
        known = parent is not None and may_see(Digest.parse(parent["item"]))
        beside = bool(entry.body.get("because")) or len(entry.about) > 1
        if names_more(entry) and (beside or not known):
            return False
    return True


def _groups(details: Iterable[ItemDetail], rotations: int) -> Iterator[tuple[Digest, ...]]:
    """Give the items a proof can hold together, in order: an item's entries, and the two that this export adds."""
    group: list[Digest] = []
    count = rotations
    for detail in details:
        cost = len(detail.entries) + 3
        if group and (count + cost > ENTRIES or len(group) == LIMIT):
            yield tuple(group)
            group, count = [], rotations
        group.append(detail.summary.digest)
        count += cost
    if group:
        yield tuple(group)

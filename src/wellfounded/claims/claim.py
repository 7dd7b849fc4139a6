"""Claims as people hold them: the entries of the work log, read in order, become claims and what bears on them.

Pure: `Told` is one entry with its private values in the clear; `read` gives the state. The form is docs/formats/claim.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from wellfounded.claims.support.graph import Ground
from wellfounded.claims.view import Stance, State
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged
from wellfounded.terms.locus import Locus
from wellfounded.terms.statement import Statement

CLAIM: Final = "claim"
LINK: Final = "claim-link"
SOURCE: Final = "claim-source"
TYPES: Final = (CLAIM, LINK, SOURCE)
STANCES: Final[tuple[Stance, ...]] = ("supports", "denies")
KNOWS: Final[tuple[Ground, ...]] = ("eyewitness", "document", "measurement", "official", "unknown")
_KEPT: Final = ("stance", "place", "statement", "speaker", "knows", "reasons", "because")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: the record set a reading found, the locus, and the words, character by character."""

    records: Digest
    locus: Locus
    words: str

    def to_json(self) -> dict[str, Any]:
        """Give the record of this place."""
        return {
            "records": str(self.records),
            "locus": self.locus.to_json(),
            "words": self.words,
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Place:
        """Read a record of a place."""
        locus = Locus.from_json(dict(record["locus"]))
        return cls(Digest.parse(record["records"]), locus, str(record["words"]))


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the work log about claims, with its private values as far as they are still kept."""

    index: int
    type: str
    actor: str
    clock: int
    items: tuple[Digest, ...]
    body: Mapping[str, Any]
    private: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HeldLink:
    """What bears on a claim, as the newest decision about it has it. `lost` says that its words went with a withdrawn item."""

    id: str
    number: int
    item: Digest
    stance: Stance
    state: State
    by: str
    clock: int
    place: Place | None = None
    statement: Statement | None = None
    speaker: str = ""
    knows: Ground | None = None
    because: str = ""
    reasons: tuple[str, ...] = ()
    undone: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A claim as it stands. `into` are the claims that took its place, `ended` says that it stands no longer."""

    id: str
    number: int
    text: str
    by: str
    clock: int
    item: Digest | None = None
    paragraph: str = ""
    place: Place | None = None
    ended: bool = False
    into: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The claim as people name it: `C3`."""
        return f"C{self.number}"


@dataclass(frozen=True, slots=True)
class Same:
    """A person's word on whether two sources are one."""

    a: str
    b: str
    same: bool
    because: str
    by: str


@dataclass(slots=True)
class Book:
    """All claims of a case by id, in the order written, what bears on each by id, and what people said of their sources."""

    claims: dict[str, HeldClaim] = field(default_factory=dict)
    links: dict[str, dict[str, HeldLink]] = field(default_factory=dict)
    sources: dict[frozenset[str], Same] = field(default_factory=dict)

    def standing(self) -> list[HeldClaim]:
        """Give the claims that were not ended."""
        return [claim for claim in self.claims.values() if not claim.ended]


def read(entries: Iterable[Told]) -> Book:
    """Give the state after these entries, in log order; raises Damaged `claim-entry` for one that is none."""
    book = Book()
    for told in entries:
        try:
            _READERS[told.type](book, told)
        except (KeyError, ValueError, TypeError, AttributeError) as exc:
            raise Damaged(
                "claim-entry",
                "an entry about a claim is none",
                where=f"work log, entry {told.index}",
                why=f"{type(exc).__name__}: {exc}",
                next="check the case: wellfounded check --full",
            ) from exc
    return book


def _claim(book: Book, told: Told) -> None:
    id_ = str(told.body["claim"])
    if told.body["act"] == "written":
        private = told.private
        place = Place.from_json(private["place"]) if "place" in private else None
        item = told.items[0] if told.items else None
        book.links[id_] = {}
        book.claims[id_] = HeldClaim(
            id_, len(book.claims) + 1, str(private.get("text", "")), told.actor, told.clock, item,
            str(private.get("paragraph", "")), place,
        )  # fmt: skip
    elif told.body["act"] == "reworded":
        _reword(book, id_, told)
    elif told.body["act"] == "ended":
        _end(book, id_, tuple(told.body.get("into", ())), told)
    else:
        raise ValueError("an act that there is not")


def _reword(book: Book, id_: str, told: Told) -> None:
    """Give a claim other words: nobody has opened its links for these yet."""
    book.claims[id_] = replace(book.claims[id_], text=str(told.private.get("text", "")))
    for key, link in book.links[id_].items():
        if link.state == "confirmed":
            book.links[id_][key] = replace(link, state="accepted")


def _end(book: Book, id_: str, into: tuple[str, ...], told: Told) -> None:
    """End a claim: its links go on at the one claim it was merged into, or as suggestions at those it was split into."""
    ended = book.claims[id_]
    book.claims[id_] = replace(ended, ended=True, into=into)
    links = [link for link in book.links[id_].values() if not link.undone]
    for target in into:
        if book.claims[target].ended:
            raise ValueError("a claim goes on in one that was ended")
        kept = book.links[target]
        for link in links:
            if link.id not in kept:
                one = replace(link, number=len(kept) + 1)
                if len(into) > 1:
                    one = replace(one, state="suggested", by=told.actor, clock=told.clock)
                kept[link.id] = one


def _link(book: Book, told: Told) -> None:
    kept = book.links[_followed(book, str(told.body["claim"]))]
    id_ = str(told.body["link"])
    before = kept.get(id_)
    kept[id_] = _decided(before, before.number if before else len(kept) + 1, id_, told)


def _followed(book: Book, id_: str) -> str:
    """Give the claim, or the one it was merged into."""
    while book.claims[id_].ended and len(book.claims[id_].into) == 1:
        id_ = book.claims[id_].into[0]
    return id_


def _decided(before: HeldLink | None, number: int, id_: str, told: Told) -> HeldLink:
    act, private = str(told.body["act"]), told.private
    lost = before is None and "stance" not in private
    link = before or HeldLink(
        id_, number, told.items[0], "supports", "suggested", told.actor, told.clock, lost=lost
    )
    link = replace(link, by=told.actor, clock=told.clock, undone=act == "unlinked")
    if act == "changed":
        turned = private.get("stance", link.stance) != link.stance and link.state == "confirmed"
        link = replace(link, state="accepted") if turned else link
    elif act != "unlinked":
        link = replace(link, state=_state(act, told.body))
    changed: dict[str, Any] = {name: private[name] for name in _KEPT if name in private}
    if changed.get("stance", "supports") not in STANCES:
        raise ValueError("a stance that there is not")
    if changed.get("knows", "unknown") not in KNOWS:
        raise ValueError("a way of knowing that there is not")
    if "place" in changed:
        changed["place"] = Place.from_json(changed["place"])
    if "statement" in changed:
        changed["statement"] = Statement.from_json(changed["statement"])
    if "reasons" in changed:
        changed["reasons"] = tuple(map(str, changed["reasons"]))
    return replace(link, **changed)


def _state(act: str, body: Mapping[str, Any]) -> State:
    match act:
        case "confirmed":
            return "confirmed" if body.get("opened") is True else "accepted"
        case "suggested" | "rejected":
            return act
        case _:
            raise ValueError("an act that there is not")


def _source(book: Book, told: Told) -> None:
    if "a" not in told.private or "b" not in told.private:
        return  # its values went with a withdrawn item
    a, b = str(told.private["a"]), str(told.private["b"])
    said = Same(a, b, told.body["act"] == "same", str(told.private.get("because", "")), told.actor)
    book.sources[frozenset((a, b))] = said


_READERS: Final = {CLAIM: _claim, LINK: _link, SOURCE: _source}

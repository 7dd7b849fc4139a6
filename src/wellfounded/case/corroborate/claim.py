"""What people decide about claims: each decision an entry of the work log, its words private, what it points into pinned.

A link is `confirmed` with `opened` true only where the person had its words before them: they made the link themselves, or named
the mark that is shown with the words. Everything else that is accepted is written as accepted without being opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Final

from wellfounded.case.batch import Batch, Event
from wellfounded.case.corroborate.citing import Paper, pin
from wellfounded.case.corroborate.claim_log import mark_of
from wellfounded.case.folder import Case
from wellfounded.catalogue import Catalogue
from wellfounded.claims.claim import CLAIM, KNOWS, LINK, SOURCE, STANCES, Book, HeldClaim, HeldLink
from wellfounded.claims.suggest import Suggested
from wellfounded.ledger import Entry
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

_LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class Bears:
    """What a person says of a link: `words` to be found in the item (empty: the item as a whole), and how it bears on the claim."""

    item: Digest
    stance: str = "supports"
    words: str = ""
    speaker: str = ""
    knows: str = ""
    because: str = ""


class Claims:
    """Writes decisions about claims in one batch; `commit` makes all of them part of the case, or none."""

    def __init__(self, case: Case, catalogue: Catalogue, actor: str) -> None:
        """Begin; nothing is written before `commit`."""
        self._case, self._catalogue = case, catalogue
        self._batch = Batch(case, actor, "work", tidy=False)
        self._papers: dict[Digest, Paper] = {}

    def paper(self, item: Digest) -> Paper:
        """Give the text of an item, read once; raises Mistaken `unknown-item`, `withdrawn-item`."""
        if item not in self._papers:
            self._papers[item] = Paper(self._catalogue, item)
        return self._papers[item]

    def new(self, text: str) -> str:
        """Write a claim in a person's own words; gives its id. Raises Mistaken `no-claim`."""
        return self._claim((), {"text": _words(text)}, ())

    def reword(self, claim: HeldClaim, text: str) -> None:
        """Write that a claim says something else; what was opened for its old words then counts as accepted without being opened."""
        about = (claim.item,) if claim.item is not None else ()
        body = {"claim": claim.id, "act": "reworded"}
        self._batch.add(Event(CLAIM, about, body, {"text": _words(text)}))

    def from_paper(self, item: Digest, known: Book) -> list[str]:
        """Write a claim for each numbered paragraph of a paper that is none yet; gives their ids. Raises Mistaken `no-paragraphs`."""
        paper = self.paper(item)
        held = {c.place.locus for c in known.standing() if c.place is not None}
        found = [p for p in paper.places if p[2].locus.part and p[2].heading == ""]
        if not found:
            raise Mistaken(
                "no-paragraphs",
                "no numbered paragraphs were read in it",
                where=paper.name,
                next='write claims by hand: wellfounded claim new "TEXT"',
            )
        written = []
        for start, end, passage in found:
            place = paper.place(start, end)
            if place.locus not in held:
                text = _without_number(place.words, passage.locus.part or "")
                private = {
                    "text": text,
                    "paragraph": passage.locus.part,
                    "place": place.to_json(),
                }
                written.append(self._claim((item,), private, (place.records,)))
        return written

    def link(self, claim: str, bears: Bears, held: Iterable[HeldLink] = ()) -> str:
        """Write that an item, or words in it, bear on a claim, as opened and confirmed: who names them has them before them.

        Gives the link's id: that of the one among `held` that points to the same place, else a new one. Raises Mistaken `stance`,
        `knows`, `quote-not-found`, `withdrawn-item`.
        """
        paper = self.paper(bears.item)
        private = _said(bears.stance, bears.knows, bears.speaker, bears.because)
        records: tuple[Digest, ...] = ()
        place = None
        if bears.words:
            start, end = paper.find(bears.words)
            place = paper.place(start, end)
            statement = paper.statement_at(start, end)
            private["place"] = place.to_json()
            records = (place.records,)
            if statement is not None:
                private["statement"] = statement.to_json()
                records += paper.statement_records
        same = (k.id for k in held if (k.item, k.place) == (bears.item, place))
        id_ = next(same, "") or token_hex(8)
        return self._link(claim, id_, bears.item, "confirmed", private, records, opened=True)

    def suggest(self, claim: str, one: Suggested) -> str:
        """Write a machine's suggestion, not counted; gives the link's id."""
        paper = self.paper(one.item)
        place = paper.place(one.start, one.end)
        private: dict[str, Any] = {
            "stance": one.stance,
            "place": place.to_json(),
            "reasons": list(one.reasons),
        }
        records: tuple[Digest, ...] = (place.records,)
        if one.statement is not None:
            private["statement"] = one.statement.to_json()
            records += paper.statement_records
        return self._link(claim, token_hex(8), one.item, "suggested", private, records)

    def decide(
        self,
        claim: HeldClaim,
        link: HeldLink,
        act: str,
        *,
        seen: str = "",
        stance: str = "",
        knows: str = "",
        speaker: str = "",
        because: str = "",
    ) -> bool:
        """Write what a person decided about a link: `confirmed`, `rejected`, `unlinked`, or `changed` for what is said of it.

        Gives whether it counts as opened.

        `seen` is the mark shown with its words. Raises Mistaken `not-seen` for another mark, `withdrawn-item`.
        """
        if seen and seen != mark_of(claim, link):
            raise Mistaken(
                "not-seen",
                f"that is not the mark of {claim.label} link {link.number} as it stands",
                next=f"read it again: wellfounded claim show {claim.label} {link.number}",
            )
        if act == "confirmed" and (link.lost or self._gone(link.item)):
            raise Mistaken("withdrawn-item", "that item was withdrawn: nothing can rest on it")
        private = _said(stance, knows, speaker, because)
        opened = bool(seen) if act == "confirmed" else None
        self._link(claim.id, link.id, link.item, act, private, (), opened=opened)
        return bool(opened)

    def end(self, claim: HeldClaim, into: Sequence[str] = (), because: str = "") -> None:
        """End a claim: merged into one other, split into several, or dropped."""
        about = (claim.item,) if claim.item is not None else ()
        body: dict[str, Any] = {"claim": claim.id, "act": "ended"}
        if into:
            body["into"] = list(into)
        self._batch.add(Event(CLAIM, about, body, {"because": because} if because else {}))

    def same(self, a: str, b: str, *, same: bool, because: str, items: Sequence[Digest]) -> None:
        """Write that two sources are one, or are not; raises Mistaken `no-reason`, `same-source`."""
        if not because.strip():
            raise Mistaken("no-reason", "a decision needs a reason", next='--because "..."')
        if a == b:
            raise Mistaken("same-source", "that is one source")
        private = {"a": a, "b": b, "because": because}
        about = tuple(dict.fromkeys(items))
        self._batch.add(Event(SOURCE, about, {"act": "same" if same else "apart"}, private))

    def commit(self) -> list[Entry]:
        """Make it part of the case, durable on return."""
        return self._batch.commit()

    def __len__(self) -> int:
        """Give the number of decisions that wait for the commit."""
        return len(self._batch)

    def close(self) -> None:
        """Drop what was not committed."""
        self._batch.__exit__(None, None, None)

    def _claim(
        self, about: tuple[Digest, ...], private: Mapping[str, Any], records: Sequence[Digest]
    ) -> str:
        id_ = token_hex(8)
        body: dict[str, Any] = {"claim": id_, "act": "written"}
        if records:
            body["pinned"] = pin(self._case, self._batch, records)
        self._batch.add(Event(CLAIM, about, body, private))
        return id_

    def _link(
        self,
        claim: str,
        link: str,
        item: Digest,
        act: str,
        private: Mapping[str, Any],
        records: Sequence[Digest],
        *,
        opened: bool | None = None,
    ) -> str:
        body: dict[str, Any] = {"claim": claim, "link": link, "act": act}
        if opened is not None:
            body["opened"] = opened
        if records:
            body["pinned"] = pin(self._case, self._batch, records)
        self._batch.add(Event(LINK, (item,), body, private))
        return link

    def _gone(self, item: Digest) -> bool:
        return self._catalogue.item(item).withdrawal is not None


@contextmanager
def deciding(case: Case, catalogue: Catalogue, actor: str) -> Iterator[Claims]:
    """Give what decisions are written with; they are committed at the end, all or, after an error, none."""
    claims = Claims(case, catalogue, actor)
    try:
        yield claims
        claims.commit()
    finally:
        claims.close()


def _words(text: str) -> str:
    words = " ".join(text.split())
    if not words or len(words) > _LONGEST:
        raise Mistaken("no-claim", f"a claim is 1 to {_LONGEST:,} characters", next='"TEXT"')
    return words


def _said(stance: str, knows: str, speaker: str, because: str) -> dict[str, Any]:
    if stance and stance not in STANCES:
        raise Mistaken("stance", f"no such stance: {stance[:40]!r}", next=" or ".join(STANCES))
    if knows and knows not in KNOWS:
        raise Mistaken(
            "knows", f"no such way of knowing: {knows[:40]!r}", next="one of " + ", ".join(KNOWS)
        )
    told = {"stance": stance, "knows": knows, "speaker": speaker.strip(), "because": because}
    return {name: value for name, value in told.items() if value}


def _without_number(words: str, part: str) -> str:
    """Give a paragraph without the number it is printed with."""
    text = " ".join(words.split())
    for mark in (f"{part}. ", f"{part}) ", f"({part}) ", f"¶ {part} ", f"{part} "):
        if text.startswith(mark):
            return text[len(mark) :]
    return text

"""What people decided about contradictions: entries of the work log that name both places, and which contradiction each is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from wellfounded.case.batch import Batch, Event
from wellfounded.case.corroborate.citing import pin
from wellfounded.case.folder import Case
from wellfounded.catalogue import Catalogue
from wellfounded.claims.clash.contradiction import (
    VERDICTS,
    Contradiction,
    Decided,
    Told,
    Verdict,
)
from wellfounded.ledger import Entry
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.locus import Locus

KIND: Final = "contradiction"
_Place = tuple[Digest, Locus]


class Log:
    """The decisions of a case about contradictions, the newest for each two places."""

    def __init__(self, decided: Iterable[tuple[_Place, _Place, Decided]]) -> None:
        """Take the decisions in log order, each with its two places."""
        self._newest: dict[frozenset[_Place], Decided] = {}
        for a, b, one in decided:
            self._newest.pop(frozenset((a, b)), None)
            self._newest[frozenset((a, b))] = one

    def newest(self) -> list[Decided]:
        """Give the decisions that hold, in log order."""
        return list(self._newest.values())

    def about(self, a: tuple[Told, ...], b: tuple[Told, ...]) -> list[Decided]:
        """Give the decisions about any place of one side and any of the other, the newest first."""
        found = [self._newest.get(frozenset((_of(s), _of(t)))) for s in a for t in b]
        return sorted((d for d in found if d is not None), key=lambda d: -d.entry)


def log_of(case: Case, catalogue: Catalogue) -> Log:
    """Give the decisions about contradictions as the work log has them."""
    return Log(_decisions(case, catalogue))


def _decisions(case: Case, catalogue: Catalogue) -> Iterator[tuple[_Place, _Place, Decided]]:
    because = {d.index: d.because for d in catalogue.decided(KIND)}
    for line in catalogue.entries("work", types=("decided",)):
        body = line.body
        if line.index not in because or body.get("as") not in VERDICTS:
            continue
        verdict = cast(Verdict, body["as"])
        decided = Decided(verdict, line.actor, line.clock, line.index, because[line.index])
        yield _place(body["a"]), _place(body["b"]), decided


def _place(record: dict[str, Any]) -> _Place:
    return Digest.parse(record["item"]), Locus.from_json(record["locus"])


def _of(told: Told) -> _Place:
    return told.item, told.place.locus


def decide(
    case: Case, found: Contradiction, verdict: Verdict, *, because: str, actor: str
) -> Entry:
    """Write what a person decided about a contradiction, with its two places; the later decision holds, the log keeps all.

    The words stand in the private part, and the record sets the places point into go into the vault. Raises Mistaken `no-reason`;
    Unavailable `record-set`.
    """
    if not because.strip():
        raise Mistaken("no-reason", "a decision needs a reason", next='--because "..."')
    a, b = found.a[0], found.b[0]
    with Batch(case, actor, "work", tidy=False) as batch:
        body = {
            "kind": KIND,
            "as": verdict,
            "a": {"item": str(a.item), "records": str(a.place.records), "locus": a.place.locus.to_json()},
            "b": {"item": str(b.item), "records": str(b.place.records), "locus": b.place.locus.to_json()},
            "pinned": pin(case, batch, (a.place.records, b.place.records)),
        }  # fmt: skip
        private = {"because": because, "a_words": a.place.words, "b_words": b.place.words}
        about = tuple(dict.fromkeys((a.item, b.item)))
        batch.add(Event("decided", about, body, private))
        (entry,) = batch.commit()
    return entry


def numbered(found: Iterable[Contradiction], number: int) -> Contradiction:
    """Give a contradiction by the number it is listed under; raises Mistaken `unknown-contradiction`."""
    all_ = list(found)
    one = next((c for c in all_ if c.number == number), None)
    if one is None:
        count = len(all_)
        raise Mistaken(
            "unknown-contradiction",
            f"there is no contradiction {number}",
            next=f"wellfounded contradiction lists {count}" if count else "none was found",
        )
    return one

"""When and where, over the whole case: every time and place that stands in an item, and what readings say of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wellfounded.catalogue.answers import Dated, Placed
from wellfounded.catalogue.database import Database
from wellfounded.catalogue.fields import digest_of, locus_of, moment_of, place_of
from wellfounded.terms.digest import Digest

WORDS_SHOWN: Final = 200
_DATED: Final = (
    "SELECT i.digest, coalesce(i.first_receipt, 0), coalesce(c.name, ''), d.label, d.moment, d.start, d.finish,"
    " coalesce(s.actor, ''), coalesce(f.within, p.within), coalesce(f.locus, p.locus), coalesce(f.value,"
    f" substr(p.text, 1, {WORDS_SHOWN}), ''), d.id FROM dated d JOIN item i ON i.id = d.item"
    " LEFT JOIN receipt c ON c.number = i.first_receipt LEFT JOIN receipt s ON s.number = d.receipt"
    " LEFT JOIN fact f ON f.id = d.fact LEFT JOIN passage p ON p.id = d.passage"
)


def timeline(database: Database, item: Digest | None = None) -> Iterator[Dated]:
    """Give every time of the case, or of one item, by the first instant it can be; then by the last, then as found."""
    only = "" if item is None else " AND i.digest = ?"
    extra = () if item is None else (item.raw,)
    sql = f"{_DATED} WHERE (d.start, d.finish, d.id) > (?, ?, ?){only} ORDER BY d.start, d.finish, d.id LIMIT 500"
    last = (-(2**63), -(2**63), -1)
    while page := database.rows(sql, (*last, *extra)):
        for row in page:
            moment = moment_of(row[4])
            if moment is not None:
                place, words = locus_of(row[0], row[8], row[9]), str(row[10])
                instants = (row[5], row[6])
                who = (digest_of(row[0]), row[1], row[2], row[3])
                yield Dated(*who, moment, *instants, row[7], place, words)
        last = (page[-1][5], page[-1][6], page[-1][11])


def places(database: Database, item: Digest | None = None) -> Iterator[Placed]:
    """Give every place of the case, or of one item, in the order of items and as found."""
    only = "" if item is None else " AND i.digest = ?"
    extra = () if item is None else (item.raw,)
    sql = (
        "SELECT i.digest, coalesce(i.first_receipt, 0), coalesce(c.name, ''), f.name, f.place, f.moment, f.within,"
        " f.locus FROM fact f JOIN item i ON i.id = f.item LEFT JOIN receipt c ON c.number = i.first_receipt"
        f" WHERE f.place IS NOT NULL{only} ORDER BY f.item, f.reading, f.seq"
    )
    for row in database.stream(sql, extra):
        place = place_of(row[4])
        if place is not None:
            locus = locus_of(row[0], row[6], row[7])
            who = (digest_of(row[0]), row[1], row[2], row[3])
            yield Placed(*who, place, moment_of(row[5]), locus)

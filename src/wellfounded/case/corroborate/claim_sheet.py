"""A changed sheet of claims taken over: only what differs is written, in one commit, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from wellfounded.case.corroborate.claim import Bears, Claims
from wellfounded.case.corroborate.claim_log import claim_named, link_numbered
from wellfounded.catalogue import Catalogue
from wellfounded.claims.claim import Book, HeldClaim, HeldLink
from wellfounded.claims.sheet import Row, wrong
from wellfounded.terms.errors import Mistaken


def take_over(claims: Claims, catalogue: Catalogue, book: Book, rows: Sequence[Row]) -> None:
    """Write what a sheet changes; raises Mistaken `claim-sheet` with the line that is wrong, or as the decision itself would.

    What is accepted in a sheet is accepted without being opened; words that a person puts into it themselves are opened.
    """
    written: dict[str, str] = {}
    for row in sorted(rows, key=lambda r: bool(r.link or r.item)):
        try:
            if row.new and not row.item and not row.link:
                written[row.claim] = claims.new(row.text)
            elif row.item and not row.link:
                _link(claims, catalogue, book, row, written)
            elif not row.new:
                claim = claim_named(book, row.claim)
                if row.link:
                    _decide(claims, claim, link_numbered(book, claim, row.link), row)
                else:
                    _claim(claims, claim, row)
            elif row.link:
                raise wrong(row.line, "a new claim has no numbered links yet")
        except Mistaken as exc:
            if exc.code == "claim-sheet":
                raise
            raise Mistaken(exc.code, exc.what, where=f"line {row.line}", next=exc.next) from exc


def _link(
    claims: Claims, catalogue: Catalogue, book: Book, row: Row, written: dict[str, str]
) -> None:
    if row.new and row.claim not in written:
        raise wrong(row.line, f"no row writes the claim {row.claim[:20]!r}")
    id_ = written[row.claim] if row.new else claim_named(book, row.claim).id
    item = catalogue.resolve(row.item)
    bears = Bears(item, row.stance or "supports", row.text, row.speaker, row.knows, row.because)
    claims.link(id_, bears, book.links.get(id_, {}).values())


def _claim(claims: Claims, claim: HeldClaim, row: Row) -> None:
    if row.state == "dropped":
        claims.end(claim, (), row.because)
    elif row.text and row.text != claim.text:
        claims.reword(claim, row.text)


def _decide(claims: Claims, claim: HeldClaim, link: HeldLink, row: Row) -> None:
    words = link.place.words if link.place else ""
    if row.text.split() != words.split():
        raise wrong(
            row.line, "the words of a link are those of the item: they cannot be changed here"
        )
    stated = {
        name: value
        for name, value, now in (
            ("stance", row.stance, link.stance),
            ("knows", row.knows, link.knows or ""),
            (
                "speaker",
                row.speaker,
                link.speaker or (link.statement.speaker if link.statement else ""),
            ),
            ("because", row.because, link.because),
        )
        if value and value != now
    }
    wanted = row.state or link.state
    if wanted != link.state:
        act = "confirmed" if wanted in ("accepted", "confirmed") else wanted
        if act == "confirmed" and link.state in ("accepted", "confirmed"):
            act = "changed"
    else:
        act = "changed"
    if stated or act != "changed":
        claims.decide(claim, link, act, **stated)

"""The views of all claims of a case: links with their words and chains, both sides counted, and what nobody linked yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from wellfounded.case.corroborate.citing import Paper
from wellfounded.case.corroborate.claim_elements import claims_held
from wellfounded.case.corroborate.claim_log import book_of
from wellfounded.case.corroborate.claim_support import Grounding
from wellfounded.case.folder import Case
from wellfounded.case.names import canonical_names
from wellfounded.catalogue import Catalogue
from wellfounded.claims.claim import Book, HeldClaim, HeldLink, Place
from wellfounded.claims.sources import named
from wellfounded.claims.view import Cited, ClaimLink, ClaimView, Gap, Side
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

_FOOTAGE = frozenset({"image", "video", "audio"})


def claim_views(
    case: Case,
    catalogue: Catalogue,
    *,
    without: str = "",
    visible: Callable[[Digest], bool] = lambda item: True,
    book: Book | None = None,
) -> Iterator[ClaimView]:
    """Give a view of every standing claim, in order.

    `without` leaves a source out, by name or by an item's full digest: what it published, with its copies, and whatever rests on
    it alone. `visible` leaves out links in items an audience may not see. Raises Mistaken `unknown-source` where nothing in
    the links of any claim goes by that name.
    """
    held = book_of(case, catalogue) if book is None else book
    elements: dict[str, list[str]] = {}
    for claim, _, told in claims_held(case, catalogue):
        elements.setdefault(claim, []).append(told["element"])
    return _Views(catalogue, held, visible, elements, canonical_names(case)).views(without)


@dataclass(frozen=True, slots=True)
class NamedSources:
    """Every source that a link of any claim names."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, grounding: Grounding, book: Book) -> Self:
        """Gather them from the chains of all links, those not counted too."""
        links = (k for held in book.links.values() for k in held.values())
        names = {named(s.name): s.name for k in links for s in grounding.chain(k)}
        return cls(tuple(names.values()))

    def require(self, wanted: str) -> None:
        """Raise Mistaken `unknown-source` where no source goes by that name."""
        if not any(named(name) == named(wanted) for name in self.names):
            known = ", ".join(self.names[:8]) or "nothing is linked yet"
            raise Mistaken(
                "unknown-source",
                f"no source of any claim goes by {wanted[:60]!r}",
                next=f"name an item or one of: {known}",
            )


def named_sources(catalogue: Catalogue, book: Book) -> NamedSources:
    """Give the sources that the links of all claims name."""
    return NamedSources.of(Grounding(catalogue), book)


class _Views:
    """Makes the views of one case; texts of items are read once."""

    def __init__(
        self,
        catalogue: Catalogue,
        book: Book,
        visible: Callable[[Digest], bool],
        elements: Mapping[str, Sequence[str]],
        canonical: Callable[[str], str],
    ) -> None:
        self._elements = elements
        self._catalogue, self._book, self._visible = catalogue, book, visible
        self._grounding = Grounding(catalogue, book.sources.values(), visible, canonical)
        self._papers: dict[Digest, Paper | None] = {}

    def views(self, without: str) -> Iterator[ClaimView]:
        gone: tuple[set[Digest], set[str]] = (set(), set())
        if without:
            gone = self._grounding.left_out(without)
            if not gone[0]:
                NamedSources.of(self._grounding, self._book).require(without)
        for claim in self._book.standing():
            if claim.item is None or self._visible(claim.item):
                yield self._view(claim, gone)

    def _view(self, claim: HeldClaim, gone: tuple[set[Digest], set[str]]) -> ClaimView:
        held = [k for k in self._book.links[claim.id].values() if not k.undone]
        held = [k for k in held if self._visible(k.item)]
        links = tuple(self._link(k) for k in held)
        alive = [k for k, shown in zip(held, links, strict=True) if not shown.withdrawn]
        opened = [k for k in alive if k.state == "confirmed"]
        taken = [k for k in alive if k.state in ("confirmed", "accepted")]
        support, denial = self._sides(claim, opened, gone)
        more = (support, denial) if len(taken) == len(opened) else self._sides(claim, taken, gone)
        return ClaimView(
            number=claim.number,
            id=claim.id,
            text=claim.text or "(its words went with a withdrawn item)",
            by=claim.by,
            clock=claim.clock,
            paragraph=claim.paragraph,
            place=None if claim.item is None else self._cited(claim.item, claim.place),
            links=links,
            support=support,
            denial=denial,
            accepted_support=more[0],
            accepted_denial=more[1],
            gaps=tuple(_gaps(links, support, denial, self._kinds(opened))),
            elements=tuple(dict.fromkeys(self._elements.get(claim.id, ()))),
        )

    def _sides(
        self, claim: HeldClaim, links: Sequence[HeldLink], gone: tuple[set[Digest], set[str]]
    ) -> tuple[Side, Side]:
        side = self._grounding.side
        return (
            side(claim.text, "supports", links, gone),
            side(claim.text, "denies", links, gone),
        )

    def _kinds(self, links: Iterable[HeldLink]) -> set[str]:
        return {self._grounding.about(k.item).kind for k in links if k.stance == "supports"}

    def _link(self, link: HeldLink) -> ClaimLink:
        summary = self._catalogue.summary(link.item)
        withdrawn = link.lost or summary.state == "withdrawn"
        statement = link.statement
        return ClaimLink(
            number=link.number,
            stance=link.stance,
            state=link.state,
            place=self._cited(link.item, link.place),
            by=link.by,
            clock=link.clock,
            said=statement.stance if statement else "",
            speaker=link.speaker or (statement.speaker if statement else ""),
            chain=() if withdrawn else self._grounding.chain(link),
            knows=link.knows,
            because=link.because,
            reasons=link.reasons,
            closed=summary.handling.handling != "open",
            withdrawn=withdrawn,
        )

    def _cited(self, item: Digest, place: Place | None) -> Cited:
        name = self._grounding.about(item).name
        if place is None:
            return Cited(item, name)
        paper = self._paper(item)
        around = paper.around(place) if paper is not None else None
        return Cited(
            item, name, place.records, place.locus, place.words,
            around.text if around else "", around.at if around else None,
        )  # fmt: skip

    def _paper(self, item: Digest) -> Paper | None:
        if item not in self._papers:
            gone = self._catalogue.item(item).withdrawal is not None
            self._papers[item] = None if gone else Paper(self._catalogue, item)
        return self._papers[item]


def _gaps(
    links: Sequence[ClaimLink], support: Side, denial: Side, kinds: set[str]
) -> Iterator[Gap]:
    """Give what nobody linked or stated yet; never a finding."""
    states: Mapping[str, int] = {
        s: sum(k.state == s for k in links) for s in ("suggested", "accepted")
    }
    if support.empty:
        yield Gap("nothing-linked", "nothing that a person opened is linked in support")
    elif support.circles:
        yield Gap("circle", support.circle_notice)
    if not support.empty and support.least == 0 and support.most > 0:
        yield Gap("no-basis", "nobody stated how any of its sources could have known")
    if support.most == 1:
        yield Gap("one-origin", "all support comes from one origin")
    if support.most > support.least > 0:
        yield Gap(
            "not-told-apart", "some origins may be one, or nobody stated how they could have known"
        )
    if not support.empty and not kinds & _FOOTAGE and "document" not in support.grounds:
        yield Gap("no-record", "no document, picture, sound or footage is linked in support")
    if not denial.empty and support.empty:
        yield Gap("denied-only", "it is denied, and nothing is linked in support")
    if states["suggested"]:
        yield Gap("not-looked-at", f"{states['suggested']} suggested, not counted")
    if states["accepted"]:
        yield Gap("not-opened", f"{states['accepted']} accepted without being opened")

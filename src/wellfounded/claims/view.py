"""The view of a claim: what report pages, the matrix and the command line draw from, and nothing else.

`case.corroborate.claim_views` fills it from the work log, the catalogue and the families of copies; pages only read it. Every number
on a page about a claim stands here, so that no page counts by itself. Names are those of the case, unfiltered: whoever draws
for court or public leaves out links and origins of items that the audience may not see, and has the view made again without
them (`claim_views(..., visible=...)`), so that a count never counts what is left out.

Two counts: `support` and `denial` rest only on links that a person opened and confirmed, and are the only ones for court and
public. `accepted_support` and `accepted_denial` take in what was accepted without being opened; for the team, said so beside it.
What is suggested or rejected never counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wellfounded.claims.support.graph import Ground, Sort
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus

Stance = Literal["supports", "denies"]
"""How a link bears on its claim."""

State = Literal["suggested", "accepted", "confirmed", "rejected"]
"""`suggested` by the machine, not counted; `accepted` without being opened; `confirmed` by a person who opened it; `rejected`."""

SHOWN_STATE: dict[State, str] = {
    "suggested": "suggested, not counted",
    "accepted": "accepted without being opened",
    "confirmed": "opened and confirmed",
    "rejected": "rejected",
}
"""The states as pages and commands write them."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What a decision points to: the item, the record set that a reading found in it, the exact place, and the words there.

    `records` and `locus` are None for an item linked as a whole. `passage` is the text around, for reading, in which the words
    stand at `at` (half-open, code points); empty where it is no longer known.
    """

    item: Digest
    name: str
    records: Digest | None = None
    locus: Locus | None = None
    words: str = ""
    passage: str = ""
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One link of a chain of sources, as people read it. `role` is outlet, agency, person, body, document or speaker."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """One thing that bears on a claim: words at a place, or an item as a whole.

    `number` is how people name it (`C3` link 2). `said` is the stance of the statement itself (asserts, denies, reports, ...),
    empty for an item or for words nobody is named for. `chain` begins with who stands nearest to the reader. `knows` is how
    the last of the chain could have known, as a person stated it; None while nobody has. `by` and `clock` are of the decision
    that holds. `reasons` say why the machine suggested it.
    """

    number: int
    stance: Stance
    state: State
    place: Cited
    by: str
    clock: int
    said: str = ""
    speaker: str = ""
    chain: tuple[Source, ...] = ()
    knows: Ground | None = None
    because: str = ""
    reasons: tuple[str, ...] = ()
    closed: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """One item of a family of copies. `links` are the numbers of the claim's links in it; it may have none."""

    item: Digest
    name: str
    outlet: str
    links: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Resting:
    """An origin that links of the claim stand in: one item, or several that are copies of one thing and count once.

    `why` gives the reasons, pair by pair, why they are one: who wants to contest them reads these. `outlets` are who answers for it.
    """

    key: str
    name: str
    publications: tuple[Publication, ...]
    outlets: tuple[str, ...] = ()
    why: tuple[tuple[Digest, Digest, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node of the support graph to draw: `key` for edges, `sort` claim, statement, origin or speaker, and how it could have known.

    `cut` is True where the claim falls with it, `circle` where it is part of a circle, `links` the numbers of its links.
    """

    key: str
    sort: Sort
    name: str
    ground: Ground | None = None
    cut: bool = False
    circle: bool = False
    links: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Dependence:
    """Two sources that count as one, or may: `because` is the evidence. `sure` is False for one that is only possible."""

    a: str
    b: str
    because: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What stands under a claim for one stance: how many independent origins, and what they fall with.

    `least` and `most` are the range. `publications` counts items with a link, `folded` those beyond one for each origin. `grounds`
    are the kinds of basis reached, `unknown` whether some source's way of knowing was not stated. `paths` are that many chains,
    as names. `falls_with` are the fewest sources without which no path is left, `possibly_falls_with` the same for `most`.
    `circles` are chains that come back to themselves and reach nobody who could have known. `nodes` and `edges` draw it.
    """

    stance: Stance
    least: int
    most: int
    publications: int
    folded: int
    grounds: tuple[Ground, ...]
    unknown: bool
    origins: tuple[Resting, ...]
    paths: tuple[tuple[str, ...], ...]
    falls_with: tuple[str, ...]
    possibly_falls_with: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]
    adrift: tuple[str, ...]
    dependences: tuple[Dependence, ...]
    nodes: tuple[DrawnNode, ...]
    edges: tuple[tuple[str, str], ...]

    @property
    def empty(self) -> bool:
        """Whether nothing that counts is linked."""
        return self.publications == 0

    @property
    def sentence(self) -> str:
        """The count as it is written: `2, at most 3, independent origins; 14 publications folded`."""
        if self.empty:
            return "nothing linked that counts"
        if self.circles and self.most == 0:
            return CIRCLE
        range_ = (
            str(self.least) if self.least == self.most else f"{self.least}, at most {self.most},"
        )
        many = "origin" if self.least == self.most == 1 else "origins"
        fold = f"; {self.folded} publication{'' if self.folded == 1 else 's'} folded"
        return f"{range_} independent {many}" + (fold if self.folded else "")

    @property
    def circle_notice(self) -> str:
        """What is written where support runs in a circle, else empty."""
        return CIRCLE if self.circles else ""


CIRCLE = "this support runs in a circle and reaches no original"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something nobody linked or stated. Never a finding, and left out of what is handed out. `kind` is stable, `text` for people."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim with all that bears on it.

    `number` is how people name it (`C3`), stable as the log grows; `id` names it in the log. `paragraph` is the number of the
    paragraph of the declaration it stands in, empty for a claim written by hand; `place` is that paragraph. `links` holds every
    link but those taken back. `elements` are the ids of elements a person holds the claim against.
    """

    number: int
    id: str
    text: str
    by: str
    clock: int
    paragraph: str
    place: Cited | None
    links: tuple[ClaimLink, ...]
    support: Side
    denial: Side
    accepted_support: Side
    accepted_denial: Side
    gaps: tuple[Gap, ...]
    elements: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The claim as people name it: `C3`."""
        return f"C{self.number}"

    def count(self, state: State) -> int:
        """Give how many links are in a state."""
        return sum(link.state == state for link in self.links)

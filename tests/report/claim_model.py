"""Invented claims as views: one with support and denial, one whose support runs in a circle."""

from collections.abc import Sequence

from tests.report.sample_model import START, digest
from wellfounded.claims.support.graph import Ground
from wellfounded.claims.view import (
    Cited,
    ClaimLink,
    ClaimView,
    Dependence,
    DrawnNode,
    Gap,
    Publication,
    Resting,
    Side,
    Source,
    Stance,
    State,
)
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus

WORDS = "a former guard said"
PASSAGE = f"The centre stood inside a timber yard, {WORDS}. Her request was filed."


def link(
    number: int,
    item: Digest,
    *,
    stance: Stance = "supports",
    state: State = "confirmed",
    name: str = "paper.html",
    because: str = "",
    words: str = WORDS,
    locus: Locus | None = None,
    reasons: tuple[str, ...] = (),
) -> ClaimLink:
    """A link of words in an item, said by a guard."""
    at = PASSAGE.find(words)
    place = Cited(
        item, name, digest("records"), locus or Locus(item), words, PASSAGE if at >= 0 else "",
        (at, at + len(words)) if at >= 0 else None,
    )  # fmt: skip
    chain = (Source("Northline", "outlet"), Source("Mira Tolv", "person"))
    return ClaimLink(
        number, stance, state, place, "mina", START, "asserts", "Mira Tolv", chain, "eyewitness",
        because, reasons,
    )  # fmt: skip


def empty(stance: Stance) -> Side:
    """A side with nothing on it."""
    return Side(stance, 0, 0, 0, 0, (), False, (), (), (), (), (), (), (), (), ())


def side(links: Sequence[ClaimLink], stance: Stance = "supports", because: str = "") -> Side:
    """A side on which every link stands in an origin of its own and rests on the guard."""
    if not links:
        return empty(stance)
    guard = f"Mira Tolv ({links[0].place.name})"
    nodes = [DrawnNode("claim", "claim", "The centre stood in a yard")]
    edges: list[tuple[str, str]] = []
    origins = []
    for k in links:
        key = f"origin:{k.place.item.hex[:16]}"
        nodes += [
            DrawnNode(f"link:{k.number}", "statement", f"link {k.number}"),
            DrawnNode(key, "origin", k.place.name, links=(k.number,)),
        ]
        edges += [("claim", f"link:{k.number}"), (f"link:{k.number}", key), (key, "guard")]
        origins.append(
            Resting(
                key,
                k.place.name,
                (Publication(k.place.item, k.place.name, "Northline", (k.number,)),),
            )
        )
    nodes.append(DrawnNode("guard", "speaker", guard, "eyewitness", cut=True))
    grounds: tuple[Ground, ...] = ("eyewitness",)
    dependences = (
        (Dependence(links[0].place.name, links[-1].place.name, because, True),) if because else ()
    )
    return Side(
        stance, 1, 1, len(links), 0, grounds, False, tuple(origins), ((guard,),), (guard,),
        (), (), (), dependences, tuple(nodes), tuple(edges),
    )  # fmt: skip


def claim(
    number: int,
    links: Sequence[ClaimLink],
    *,
    text: str = "The centre stood in a yard",
    place: Cited | None = None,
    gaps: tuple[Gap, ...] = (),
    because: str = "",
) -> ClaimView:
    """A claim counted from its opened links."""
    opened = [k for k in links if k.state == "confirmed"]
    support = side([k for k in opened if k.stance == "supports"], because=because)
    denial = side([k for k in opened if k.stance == "denies"], "denies")
    return ClaimView(
        number, f"id{number}", text, "mina", START, "7" if place else "", place, tuple(links),
        support, denial, support, denial, gaps,
    )  # fmt: skip


def ring() -> ClaimView:
    """A claim whose support runs in a circle of three outlets."""
    nodes = (
        DrawnNode("claim", "claim", "900 people are held"),
        DrawnNode("link:1", "statement", "link 1"),
        DrawnNode("origin:1", "origin", "gazette.html"),
        DrawnNode("a", "speaker", "Gazette", circle=True),
        DrawnNode("b", "speaker", "Post", circle=True),
        DrawnNode("c", "speaker", "Observer", circle=True),
    )
    edges = (
        ("claim", "link:1"),
        ("link:1", "origin:1"),
        ("origin:1", "a"),
        ("a", "b"),
        ("b", "c"),
        ("c", "a"),
    )
    one = link(1, digest("agency"))
    origins = (
        Resting(
            "origin:1",
            "gazette.html",
            (Publication(digest("agency"), "gazette.html", "Gazette", (1,)),),
        ),
    )
    support = Side(
        "supports",
        0,
        0,
        1,
        0,
        (),
        False,
        origins,
        (),
        (),
        (),
        (("Gazette", "Post", "Observer"),),
        (),
        (),
        nodes,
        edges,
    )
    denial = empty("denies")
    return ClaimView(
        9,
        "id9",
        "900 people are held",
        "mina",
        START,
        "",
        None,
        (one,),
        support,
        denial,
        support,
        denial,
        (),
    )

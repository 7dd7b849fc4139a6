"""`wellfounded origin`: families of copies, and what people decide about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.verify.origins import Families
    from wellfounded.cli.say import Say
    from wellfounded.copies.origins import Edge, Origin
    from wellfounded.terms.digest import Digest

app = typer.Typer(
    rich_markup_mode=None,
    help="Families: items that are copies of one another and count once. Bare, it lists them.",
)
_Because = Annotated[str, typer.Option("--because", metavar="TEXT", help="The reason; private.")]
_Item = Annotated[str, typer.Argument(metavar="ITEM")]


@app.callback(invoke_without_command=True)
def bare(context: typer.Context, case_at: CaseOption = None, as_json: JsonOption = False) -> None:
    """List the families: which item is cut from which, by which evidence, with dates and whose clock they are.

    Example:  wellfounded origin
    """
    if context.invoked_subcommand is not None:
        return
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.verify.origins import families
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        found = families(catalogue)
    for number, origin in enumerate(found.origins, 1):
        _family(number, origin, found, say)
    inside = {e for o in found.origins for e in o.edges}
    loose = [e for e in found.edges if e not in inside]
    if loose:
        say.line("Have something in common, and are not counted as one:")
    for edge in loose:
        _edge(edge, found, say, family=None)
    if not found.edges:
        say.line("No item is known to be a copy of another. That is no evidence that none is.")


def _family(number: int, origin: Origin, found: Families, say: Say) -> None:
    say.line(f"Origin {number}: {len(origin.items)} items that count once")
    children: dict[Digest | None, list[Digest]] = {}
    for item in origin.items:
        children.setdefault(origin.parents.get(item), []).append(item)

    def tree(item: Digest, depth: int) -> None:
        known = found.known[item]
        cut = "cut from the one above; " if depth else ""
        clocks = (
            "; ".join(f"{c.moment.local} ({c.whose})" for c in known.clocks)
            or "no time stands with it"
        )
        say.line(f"  {'  ' * depth}{item.hex[:12]}  {known.name}  {cut}{clocks}")
        for child in children.get(item, []):
            tree(child, depth + 1)

    for item in children.get(None, []):
        tree(item, 0)
    say.record(
        "origin",
        number=number,
        items=[str(i) for i in origin.items],
        parents={str(made): str(source) for made, source in origin.parents.items()},
        notes=list(origin.notes),
    )
    for edge in origin.edges:
        _edge(edge, found, say, family=number)
    for note in origin.notes:
        say.line(f"  note: {note}")


def _edge(edge: Edge, found: Families, say: Say, family: int | None) -> None:
    a, b = found.known[edge.a], found.known[edge.b]
    arrow = {
        "a to b": "b is cut from a",
        "b to a": "a is cut from b",
        "unknown": "direction unknown",
    }
    say.line(
        f"  a {edge.a.hex[:12]} {a.name} - b {edge.b.hex[:12]} {b.name}: {arrow[edge.direction]}"
    )
    if edge.ruling is not None:
        word = "one origin" if edge.joins else "not one origin"
        say.line(f"      {word}: decided by {edge.ruling.by} (work log, entry {edge.ruling.entry})")
    for reason in (*edge.why, *edge.times):
        say.line(f"      {reason}")
    say.record(
        "edge",
        origin=family,
        a=str(edge.a),
        b=str(edge.b),
        joins=edge.joins,
        direction=edge.direction,
        why=[*edge.why, *edge.times],
        decided_by=edge.ruling.by if edge.ruling else None,
        because=edge.ruling.because if edge.ruling else None,
    )


@app.command("join")
def join(
    first: _Item,
    second: _Item,
    because: _Because = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide that two items are one origin, under your handle; the log keeps it.

    Example:  wellfounded origin join clip.mp4 repost.mp4 --because "the uploader sent both" --by mina
    """
    _rule(first, second, because, case_at, by, as_json, joins=True)


@app.command("split")
def split(
    first: _Item,
    second: _Item,
    because: _Because = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide that two items are not one origin, whatever the program found; the log keeps both.

    Example:  wellfounded origin split one.mp4 two.mp4 --because "two windows of one house" --by mina
    """
    _rule(first, second, because, case_at, by, as_json, joins=False)


def _rule(
    first: str,
    second: str,
    because: str,
    case_at: str | None,
    by: str | None,
    as_json: bool,
    *,
    joins: bool,
) -> None:
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue, refresh
    from wellfounded.case.verify.origins import families, rule
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        a, b = catalogue.resolve(first), catalogue.resolve(second)
        actor = case.home.actor(by)
        entry = rule(case, catalogue, a, b, join=joins, because=because, actor=actor)
        refresh(case, catalogue)
        family = families(catalogue).of(a)
    together = family is not None and b in family.items
    word = "one origin" if joins else "not one origin"
    say.line(f"{a.hex[:12]} and {b.hex[:12]}: {word} (work log, entry {entry.index})")
    if together and not joins:
        say.line(
            "They are still one family through other items: wellfounded origin shows the edges to split."
        )
    say.record("ruled", a=str(a), b=str(b), joins=joins, together=together, entry=entry.index)

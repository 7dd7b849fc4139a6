"""How a claim is printed: its words, both sides with what they fall with, every link with its number, and what nobody linked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from wellfounded.case.corroborate.candidates import Proposed
    from wellfounded.claims.view import Cited, ClaimLink, ClaimView, Side

_CUT: Final = 160


def lines(view: ClaimView, *, whole: bool) -> Iterator[str]:
    """Give the lines of a claim; `whole` with its links, dependences and publications one by one."""
    paragraph = (
        f"  (paragraph {view.paragraph} of {view.place.name})"
        if view.place and view.paragraph
        else ""
    )
    text = view.text if whole or len(view.text) <= _CUT else view.text[:_CUT] + " ..."
    yield f"{view.label}  {text}{paragraph}"
    if not view.links:
        yield "    nothing linked yet"
        return
    yield from _side(view.support, view.accepted_support, "supported", whole=whole)
    yield from _side(view.denial, view.accepted_denial, "denied", whole=whole)
    for gap in view.gaps:
        yield f"    gap: {gap.text}"
    if whole:
        for link in view.links:
            yield from link_lines(link)


def _side(side: Side, accepted: Side, word: str, *, whole: bool) -> Iterator[str]:
    if side.empty and accepted.empty:
        yield f"    {word}: nothing yet"
        return
    basis = [*side.grounds, *(["nobody stated how"] if side.unknown else [])]
    yield f"    {word}: {side.sentence}" + (f"  [{', '.join(basis)}]" if basis else "")
    if accepted != side:
        yield f"      with what was accepted without being opened: {accepted.sentence}"
    if side.falls_with:
        yield "      falls with: " + "; ".join(side.falls_with)
    elif side.possibly_falls_with:
        yield "      falls with (if its sources could have known): " + "; ".join(
            side.possibly_falls_with
        )
    for circle in side.circles:
        yield "      circle: " + " <- ".join((*circle, circle[0]))
    for path in side.paths if whole else ():
        yield "      rests on: " + " <- ".join(path)
    for one in side.origins if whole else ():
        if len(one.publications) > 1:
            yield "      counts once: " + ", ".join(p.name for p in one.publications)
    for pair in side.dependences if whole else ():
        yield f"      {'one' if pair.sure else 'perhaps one'}: {pair.a} - {pair.b}: {pair.because}"


def link_lines(link: ClaimLink) -> Iterator[str]:
    """Give the lines of one link."""
    from wellfounded.claims.view import SHOWN_STATE

    state = SHOWN_STATE[link.state] + (f" by {link.by}" if link.state != "suggested" else "")
    private = "  private paper" if link.closed else ""
    yield f"    {link.number:3}  {link.stance}  {link.place.name}  [{state}]{private}"
    if link.withdrawn:
        yield "         withdrawn: counts nothing"
        return
    if link.place.words:
        yield f"         {' '.join(link.place.words.split())}"
    elif link.place.locus is None:
        yield "         the item as a whole"
    if link.chain:
        yield "         chain: " + " <- ".join(f"{s.name} ({s.role})" for s in link.chain)
    told = [link.said, f"could have known: {link.knows}" if link.knows else ""]
    if any(told):
        yield "         " + "; ".join(filter(None, told))
    for reason in link.reasons if link.state == "suggested" else ():
        yield (
            f"         because it {reason}" if reason.startswith("shares") else f"         {reason}"
        )
    if link.because:
        yield f"         “{link.because}”"


def record(view: ClaimView) -> dict[str, Any]:
    """Give the fields of a claim for --json."""
    return {
        "claim": view.label,
        "id": view.id,
        "text": view.text,
        "by": view.by,
        "clock": view.clock,
        "paragraph": view.paragraph,
        "place": None if view.place is None else _cited(view.place),
        "support": side_record(view.support),
        "denial": side_record(view.denial),
        "accepted_support": side_record(view.accepted_support),
        "accepted_denial": side_record(view.accepted_denial),
        "links": [link_record(link) for link in view.links],
        "gaps": [{"kind": gap.kind, "text": gap.text} for gap in view.gaps],
        "elements": list(view.elements),
    }


def side_record(side: Side) -> dict[str, Any]:
    """Give the record of one side: the range, what it falls with, what folds, and the graph."""
    return {
        "says": side.sentence,
        "least": side.least,
        "most": side.most,
        "publications": side.publications,
        "folded": side.folded,
        "grounds": list(side.grounds),
        "unknown": side.unknown,
        "falls_with": list(side.falls_with),
        "possibly_falls_with": list(side.possibly_falls_with),
        "paths": [list(path) for path in side.paths],
        "circles": [list(circle) for circle in side.circles],
        "origins": [
            {
                "name": one.name,
                "items": [str(p.item) for p in one.publications],
                "outlets": list(one.outlets),
            }
            for one in side.origins
        ],
        "dependences": [
            {"a": d.a, "b": d.b, "because": d.because, "sure": d.sure} for d in side.dependences
        ],
    }


def link_record(link: ClaimLink) -> dict[str, Any]:
    """Give the record of one link."""
    return {
        "number": link.number,
        "stance": link.stance,
        "state": link.state,
        "by": link.by,
        "clock": link.clock,
        **_cited(link.place),
        "said": link.said,
        "speaker": link.speaker,
        "chain": [{"name": s.name, "role": s.role} for s in link.chain],
        "knows": link.knows,
        "because": link.because,
        "reasons": list(link.reasons),
        "closed": link.closed,
        "withdrawn": link.withdrawn,
    }


def _cited(place: Cited) -> dict[str, Any]:
    return {
        "item": str(place.item),
        "records": None if place.records is None else str(place.records),
        "locus": None if place.locus is None else place.locus.to_json(),
        "words": place.words,
    }


def proposed_lines(one: Proposed) -> Iterator[str]:
    """Give the lines of a proposition that several texts hold."""
    from wellfounded.cli.say import plural

    yield ""
    yield one.words
    yield f"    {plural(one.publications, 'publication')}, {plural(one.origins, 'origin')}"
    for member in one.members:
        who = f"{member.speaker}: " if member.speaker else ""
        yield f"    {member.stance}  {member.name}  {member.locus.describe()}"
        yield f"         {who}{member.words}"


def proposed_record(one: Proposed) -> dict[str, Any]:
    """Give the fields of a proposition for --json."""
    return {
        "text": one.words,
        "publications": one.publications,
        "origins": one.origins,
        "members": [
            {
                "item": str(m.item),
                "locus": m.locus.to_json(),
                "words": m.words,
                "speaker": m.speaker,
                "stance": m.stance,
            }
            for m in one.members
        ],
    }

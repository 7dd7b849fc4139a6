"""What a person decides with `wellfounded claim`: confirm, reject, unlink, split, merge, drop, same."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from wellfounded.cli.claim_open import (
    AllOption,
    BecauseOption,
    ClaimArgument,
    KnowsOption,
    LinksArgument,
    SpeakerOption,
    StanceOption,
    deciding,
    item_of,
    show_link,
    wrote,
)
from wellfounded.cli.options import ByOption, CaseOption, JsonOption
from wellfounded.terms.errors import Mistaken


def confirm(
    claim: ClaimArgument,
    links: LinksArgument = None,
    every: AllOption = False,
    seen: Annotated[
        str,
        typer.Option(
            "--seen", metavar="MARK", help="The mark shown with its words: you read them."
        ),
    ] = "",
    stance: StanceOption = "",
    knows: KnowsOption = "",
    speaker: SpeakerOption = "",
    because: BecauseOption = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Confirm links. With --seen and the mark of `claim show` a link counts as opened; on a terminal one link is shown and asked for.

    Everything else is written as accepted without being opened: shown so, and not counted for court or public.

    Example:  wellfounded claim confirm C3 2 --seen 7f3a --knows eyewitness --by mina
    """
    mark = seen
    if (
        not seen
        and len(links or ()) == 1
        and not as_json
        and sys.stdin.isatty()
        and sys.stdout.isatty()
    ):
        mark = _asked(claim, (links or [0])[0], case_at)
    words = {"stance": stance, "knows": knows, "speaker": speaker, "because": because}
    _decide(claim, links, every, "confirmed", mark, words, (case_at, by, as_json))


def reject(
    claim: ClaimArgument,
    links: LinksArgument = None,
    every: AllOption = False,
    because: BecauseOption = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Reject links. They stay in the log and are not suggested again.

    Example:  wellfounded claim reject C3 4 --because "another camp" --by mina
    """
    _decide(claim, links, every, "rejected", "", {"because": because}, (case_at, by, as_json))


def unlink(
    claim: ClaimArgument,
    links: LinksArgument = None,
    because: BecauseOption = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take links back: the log keeps both, and the claim no longer has them.

    Example:  wellfounded claim unlink C3 2 --by mina
    """
    _decide(claim, links, False, "unlinked", "", {"because": because}, (case_at, by, as_json))


def reword(
    claim: ClaimArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it says now.")],
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a claim say something else. Links opened for its old words then stand as accepted without being opened: open them again.

    Example:  wellfounded claim reword C3 "There were four halls" --by mina
    """
    from wellfounded.case.corroborate.claim_log import claim_named

    with deciding(case_at, by, as_json) as opened:
        held = claim_named(opened.book, claim)
        opened.claims.reword(held, text)
    wrote(opened, [held.id])


def split(
    claim: ClaimArgument,
    texts: Annotated[
        list[str], typer.Argument(metavar="TEXT TEXT...", help="What each new claim says.")
    ],
    because: BecauseOption = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a claim and write several in its place. Its links stand at each of them as suggested: look at each again.

    Example:  wellfounded claim split C3 "There were four halls" "2,100 people had places" --by mina
    """
    from wellfounded.case.corroborate.claim_log import claim_named

    if len(texts) < 2:
        raise Mistaken("one-claim", "a claim is split into two or more", next="name two texts")
    with deciding(case_at, by, as_json) as opened:
        held = claim_named(opened.book, claim)
        written = [opened.claims.new(text) for text in texts]
        opened.claims.end(held, written, because)
    wrote(opened, written)


def merge(
    into: ClaimArgument,
    others: Annotated[
        list[str], typer.Argument(metavar="CLAIM...", help="The claims that go on in it.")
    ],
    because: BecauseOption = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let other claims go on in the first, whose words stay; their links count there as they stood.

    Example:  wellfounded claim merge C3 C7 --by mina
    """
    from wellfounded.case.corroborate.claim_log import claim_named

    with deciding(case_at, by, as_json) as opened:
        held = claim_named(opened.book, into)
        ended = [claim_named(opened.book, other) for other in dict.fromkeys(others)]
        if held in ended:
            raise Mistaken("same-claim", "a claim cannot go on in itself")
        for other in ended:
            opened.claims.end(other, [held.id], because)
    opened.say.line(f"{', '.join(c.label for c in ended)} went on in {held.label}")
    opened.say.record("claim-ended", claims=[c.label for c in ended], into=[held.label])


def drop(
    claim: ClaimArgument,
    because: BecauseOption = "",
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a claim that is not made any more; the log keeps it.

    Example:  wellfounded claim drop C3 --because "not needed" --by mina
    """
    from wellfounded.case.corroborate.claim_log import claim_named

    with deciding(case_at, by, as_json) as opened:
        held = claim_named(opened.book, claim)
        opened.claims.end(held, (), because)
    opened.say.line(f"{held.label} stands no longer")
    opened.say.record("claim-ended", claims=[held.label], into=[])


def same(
    a: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A name as it stands in a chain, or an item.")
    ],
    b: Annotated[str, typer.Argument(metavar="SOURCE", help="The other.")],
    because: Annotated[str, typer.Option("--because", help="Why; kept as a private value.")],
    apart: Annotated[bool, typer.Option("--not", help="They are two.")] = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that two names mean one source, or that a source is an item of the case: they then count as one everywhere.

    Example:  wellfounded claim same "a scanned copy seen by Ostral Wire" scan_0003.pdf --because "same stamp" --by mina
    """
    from wellfounded.case.corroborate.claim_views import named_sources

    with deciding(case_at, by, as_json) as opened:
        found = [item_of(opened.catalogue, name) for name in (a, b)]
        items = [item for item in found if item is not None]
        if len(items) < len(found):
            known = named_sources(opened.catalogue, opened.book)
            for name, item in zip((a, b), found, strict=True):
                if item is None:
                    known.require(name)
        one, two = (n if d is None else str(d) for n, d in zip((a, b), found, strict=True))
        opened.claims.same(one, two, same=not apart, because=because, items=items)
    opened.say.line(f"{a} and {b}: {'two sources' if apart else 'one source'}")
    opened.say.record("claim-source", a=a, b=b, same=not apart)


def _decide(
    claim: str,
    links: Sequence[int] | None,
    every: bool,
    act: str,
    seen: str,
    words: dict[str, str],
    where: tuple[str | None, str | None, bool],
) -> None:
    from wellfounded.case.corroborate.claim_log import claim_named, link_numbered

    with deciding(*where) as opened:
        held = claim_named(opened.book, claim)
        all_ = opened.book.links[held.id].values()
        open_ = [k.number for k in all_ if k.state == "suggested" and not k.undone]
        numbers = open_ if every else list(dict.fromkeys(links or ()))
        if not numbers:
            raise Mistaken(
                "no-link",
                "no link is named",
                next=f"wellfounded claim {held.label} lists them; or --all",
            )
        if seen and len(numbers) > 1:
            raise Mistaken("not-seen", "a mark is of one link", next="confirm them one by one")
        done = []
        for number in numbers:
            one = link_numbered(opened.book, held, number)
            done.append(opened.claims.decide(held, one, act, seen=seen, **words))
    for number, was_opened in zip(numbers, done, strict=True):
        state = ("confirmed" if was_opened else "accepted") if act == "confirmed" else act
        said = {
            "confirmed": "opened and confirmed",
            "accepted": "accepted without being opened",
        }.get(state, state)
        opened.say.line(f"{held.label} link {number}: {said}")
        opened.say.record("claim-decided", claim=held.label, link=number, state=state)


def _asked(claim: str, number: int, case_at: str | None) -> str:
    """Show a link and ask whether it bears on the claim; gives its mark, or ends the command."""
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.cli.say import Say

    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        mark = show_link(case, catalogue, claim, number, Say(False))
    if not typer.confirm("Do these words bear on the claim as it says?"):
        raise typer.Abort
    return mark

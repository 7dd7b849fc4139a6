"""`wellfounded copy`: what is a copy of what, with its seconds on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from wellfounded.cli.options import CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.catalogue import Catalogue
    from wellfounded.cli.say import Say
    from wellfounded.copies.copy import Copy, Side
    from wellfounded.copies.text.apparatus import Entry
    from wellfounded.terms.digest import Digest

NAME = "copy"
_PLACES: Final = 5
_OTHER_WORDS: Final = 5
_SHOWN: Final = 100


def run(
    item: Annotated[
        str | None,
        typer.Argument(metavar="[ITEM]", help="Only copies that this item takes part in."),
    ] = None,
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what the items of a case have in common: the same footage, picture or sound, and which seconds of it.

    Found by `build`. What each score means is in docs/know/copies.md.

    Example:  wellfounded copy VID_20240911_081405.mp4
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.verify.compare import pairs
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        digest = None if item is None else catalogue.resolve(item)
        found = pairs(catalogue, digest)
        tell(found, say, _text_of(catalogue))
        if digest is not None:
            _compared(catalogue, digest, bool(found), say)
        elif not found:
            say.line("No two items have anything in common that `build` finds.")


def tell_of(catalogue: Catalogue, item: Digest, say: Say) -> None:
    """Print the copies an item takes part in, for `show`; nothing where there are none."""
    from wellfounded.case.verify.compare import pairs

    found = pairs(catalogue, item)
    if found:
        say.line("  copies (machine reading, unchecked)")
    tell(found, say, _text_of(catalogue))


def _text_of(catalogue: Catalogue) -> Callable[[Digest], str]:
    """Give what gives the words of an item, each read once."""
    from functools import lru_cache

    from wellfounded.case.understand.texts import document

    return lru_cache(maxsize=256)(lambda item: document(catalogue, item).text)


def tell(copies: Iterable[Copy], say: Say, text: Callable[[Digest], str] | None = None) -> None:
    """Print copies: verdict, both places, what was done to it, and why; what two texts share in several places, once.

    `text` gives the words of an item, to quote how a passage begins.
    """
    from wellfounded.copies import shown

    for _, places in groupby(copies, key=lambda c: (c.a.item, c.b.item, c.verdict, c.evidence)):
        together = list(places)
        _tell_pair(together, say, text)
        for copy in together:
            fields: dict[str, Any] = shown.record(copy)
            say.record("copy", **{k: v for k, v in fields.items() if k not in ("type", "v")})


def differ(entries: Sequence[Entry], say: Say) -> None:
    """Print where the second of two texts reads otherwise than the first: numbers, dates and names first, of other words some."""
    weighty = [e for e in entries if e.sort != "word"]
    others = [e for e in entries if e.sort == "word"]
    if entries:
        say.line("where b reads otherwise (machine reading, unchecked)")
    for entry in weighty + others[:_OTHER_WORDS]:
        reading = entry.readings[0].text or "(left out)"
        say.line(f"     {entry.sort:6}  {entry.before} [{entry.lemma}] {entry.after}")
        say.line(f"             b: {reading}")
    if len(others) > _OTHER_WORDS:
        say.line(f"     and {len(others) - _OTHER_WORDS} more in other words: --json lists them")
    for entry in entries:
        say.record(
            "variant",
            sort=entry.sort,
            start=entry.at[0],
            end=entry.at[1],
            lemma=entry.lemma,
            reading=entry.readings[0].text,
            before=entry.before,
            after=entry.after,
        )


def _begins(words: str) -> str:
    """Give how a passage begins and ends, on one line."""
    line = " ".join(words.split())
    return f"“{line}”" if len(line) <= _SHOWN else f"“{line[: _SHOWN - 25]} … {line[-22:]}”"


def _tell_pair(places: list[Copy], say: Say, text: Callable[[Digest], str] | None) -> None:
    """Print what two items have in common for the same reasons, in one place or more."""
    copy = places[0]
    say.line(f"{copy.verdict}  ({copy.kind}, score {copy.score / 1000:.2f}, {copy.pass_} pass)")
    for letter, side in (("a", copy.a), ("b", copy.b)):
        say.line(f"  {letter}  {side.item.hex[:12]}  {_place(side, copy)}  {side.name}")
        if copy.kind == "text" and text is not None:
            say.line(f"       {_begins(text(side.item)[side.start : side.end])}")
    for more in places[1:_PLACES]:
        say.line(f"     and a {_place(more.a, more)} with b {_place(more.b, more)}")
    if len(places) > _PLACES:
        say.line(f"     and {len(places) - _PLACES} more places: --json lists them")
    weighed = copy.kind == "text"
    if weighed:
        say.line("     reasons, with weights of 1000:")
    for reason in copy.evidence:
        weight = f"{reason.weight or '-':>4}  " if weighed else ""
        say.line(f"     {weight}{reason.said}")


def _place(side: Side, copy: Copy) -> str:
    from wellfounded.copies.shown import clock

    parts = []
    if side.start is not None and side.end is not None:
        if copy.kind == "text":
            parts.append(f"characters {side.start}-{side.end}")
        else:
            parts.append(f"{clock(side.start)}-{clock(side.end)}")
    if side.box is not None:
        left, top, right, bottom = (round(n / 1000) for n in side.box)
        parts.append(f"box {left},{top} to {right},{bottom}")
    return ", ".join(parts) or "whole"


def _compared(catalogue: Catalogue, item: Digest, any_found: bool, say: Say) -> None:
    """Say with how many others the item was compared, and what it means that nothing was found."""
    from wellfounded.cli.say import plural
    from wellfounded.copies.missed import said

    seen = catalogue.compared(item)
    if not seen:
        say.line("Not compared: nothing of it is compared yet. Run wellfounded build.")
    for form, pass_, others in seen:
        kind = form.partition("-")[0]
        line = f"Compared by {kind} with {plural(others, 'other item')} ({pass_} pass)."
        if not any_found and pass_ == "dense":
            missed = said([kind])
            line += f" No copy found; {missed + ' (docs/know/copies.md)' if missed else 'what is missed: docs/know/copies.md'}. "
            line += "It is no evidence that there is none."
        say.line(line)
        say.record("compared", item=str(item), form=form, others=others, **{"pass": pass_})

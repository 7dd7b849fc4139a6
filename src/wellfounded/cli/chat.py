"""`wellfounded chat`: two exports of one chat, aligned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.cli.say import Say
    from wellfounded.copies.exports import Line, Message

NAME = "chat"
_KINDS = {
    "differs": "differs",
    "first-only": "only in the first",
    "second-only": "only in the second",
}


def run(
    first: Annotated[
        str, typer.Argument(metavar="ITEM", help="An export: digits of a digest, @N, or a name.")
    ],
    second: Annotated[str, typer.Argument(metavar="ITEM", help="Another export of the same chat.")],
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Align two exports of one chat, and list every message that differs or that only one of them has.

    Example:  wellfounded chat "WhatsApp Chat with Joren.txt" "WhatsApp Chat with Deren.txt"
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.verify.chat_exports import CAUTION, compare_exports
    from wellfounded.cli.say import Say, plural

    say = Say(as_json)
    with open_case(case_at) as case:
        found = compare_exports(case, first, second)
    aligned = found.aligned
    for name, item, count, without in zip(
        ("first", "second"),
        (found.first, found.second),
        found.counts,
        found.without_words,
        strict=True,
    ):
        say.line(
            f"{name:7} {item.hex[:12]}  {plural(count, 'message')}, {without} of them without words and not compared"
        )
    say.line(f"Same in both: {aligned.count('same')}")
    if aligned.clocks is not None:
        say.line(f"The second's clock is usually {aligned.clocks:+d} minutes from the first's")
    for line in aligned.lines:
        if line.kind != "same":
            _tell(line, say)
    say.line(CAUTION)
    say.record(
        "chats-compared",
        first=str(found.first),
        second=str(found.second),
        messages=list(found.counts),
        without_words=list(found.without_words),
        same=aligned.count("same"),
        differ=aligned.count("differs"),
        first_only=aligned.count("first-only"),
        second_only=aligned.count("second-only"),
        clocks=aligned.clocks,
        caution=CAUTION,
    )


def _tell(line: Line, say: Say) -> None:
    what = f": {', '.join(line.otherwise)}" if line.otherwise else ""
    say.line(f"{_KINDS[line.kind]}{what}")
    for name, one in (("first", line.first), ("second", line.second)):
        if one is not None:
            when = " or ".join(moment.local for moment in one.when)
            say.line(f"  {name:6} {one.number:>5}  {when}  {one.speaker}: {one.text}")
    say.record(
        "chat-line",
        kind=line.kind,
        otherwise=list(line.otherwise),
        first=_record(line.first),
        second=_record(line.second),
    )


def _record(one: Message | None) -> dict[str, object] | None:
    if one is None:
        return None
    times = [moment.to_json() for moment in one.when]
    return {"message": one.number, "speaker": one.speaker, "when": times, "text": one.text}

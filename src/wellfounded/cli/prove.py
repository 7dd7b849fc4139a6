"""`wellfounded prove`: show one item's custody and hide the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.proof.prove import Proven
    from wellfounded.cli.say import Say

NAME = "prove"
_Items = Annotated[
    list[str],
    typer.Argument(
        metavar="ITEM...",
        help="At least six digits of a digest, @N for receipt N, or a received name.",
    ),
]
_Reveal = Annotated[
    list[str] | None,
    typer.Option(
        "--reveal",
        metavar="FIELD",
        help="Show this personal field too: name, giver, note, ... May be repeated.",
    ),
]
_Out = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--out",
        metavar="DIR|FILE.zip",
        help="A new folder or zip; else proof-DIGITS.zip.",
    ),
]
_Since = Annotated[
    list[Path] | None,
    typer.Option(
        "--since",
        metavar="CHECKPOINT",
        help="A checkpoint the receiver holds: the proof leads on from it. May be repeated.",
    ),
]
_WholeEntries = Annotated[
    bool,
    typer.Option(
        "--whole-entries",
        help="Show entries that name more than the item: the archive it came out of, a reason in words.",
    ),
]


def run(
    items: _Items,
    reveal: _Reveal = None,
    out: _Out = None,
    to: Annotated[
        str, typer.Option("--to", help="For whom. Kept as a private value of the log.")
    ] = "",
    since: _Since = None,
    whole_entries: _WholeEntries = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a small proof of all custody of items, that others check without the case, and log that it was shown.

    No personal value is in it unless named with --reveal, and nothing of other items. The item itself is not in it either.

    Example:  wellfounded prove clip.mp4 --reveal name --to "court of Kerrin" -o proof.zip --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.proof.handout import files_of, refuse_plain_inside, refuse_taken, write
    from wellfounded.case.proof.prove import Asked, named, prove
    from wellfounded.cli.resolve import item_of
    from wellfounded.cli.say import Say

    say = Say(as_json)
    with open_case(case_at) as case:
        digests = tuple(dict.fromkeys(item_of(case, words) for words in items))
        target = out or Path(f"proof-{digests[0].hex[:12]}.zip")
        refuse_taken(target)
        refuse_plain_inside(case, target, "a proof")
        kept = tuple(_checkpoint(path) for path in since or ())
        asked = Asked(digests, named(reveal or ()), whole_entries, kept)
        proven = prove(case, asked, actor=case.home.actor(by), to=to)
        write(files_of(proven), target)
        _tell(say, proven, target, case.fingerprint)


def _checkpoint(path: Path) -> bytes:
    from wellfounded.terms.errors import Mistaken

    try:
        return path.read_bytes()
    except OSError as exc:
        raise Mistaken(
            "no-such-path",
            "there is no checkpoint at that path",
            where=str(path),
            next="name the file that was kept",
        ) from exc


def _tell(say: Say, proven: Proven, target: Path, fingerprint: str) -> None:
    from wellfounded.cli.say import plural, size
    from wellfounded.verifier import NAME as PROGRAM

    shown = proven.custody
    octets = sum(len(data) for data in proven.files.values())
    for item, chain in shown.chains.items():
        types = [shown.entries[index].type for index in reversed(chain)]
        say.line(f"{item}")
        say.line(f"  {plural(len(chain), 'entry', 'entries')}: {', '.join(types)}")
    for one in shown.fields:
        say.line(f"  shows {one.field} of entry {one.entry}")
    if not shown.fields:
        say.line("  shows no personal value")
    say.line(f"Wrote {target}: {size(octets)} of proof, {PROGRAM} and a page on how to check it")
    say.line(f"Tell the receiver some other way that the key is {fingerprint}")
    say.record(
        "proof",
        out=str(target),
        items=[str(item) for item in shown.chains],
        entries=len(shown.entries),
        fields=[f"{one.entry} {one.field}" for one in shown.fields],
        bytes=octets,
        checkpoint=proven.files["checkpoint"].decode(),
        fingerprint=fingerprint,
    )

"""`wellfounded export`: hand out preserved originals, with sums and a proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import ByOption, CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.case.folder import Case
    from wellfounded.case.present.export import Exported
    from wellfounded.case.present.export_choose import Wanted
    from wellfounded.cli.say import Say

NAME = "export"
_Items = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ITEM...",
        help="At least six digits of a digest, @N for receipt N, or a received name.",
    ),
]
_All = Annotated[bool, typer.Option("--all", help="All items the audience may have.")]
_WholeEntries = Annotated[
    bool,
    typer.Option(
        "--whole-entries",
        help="Put into the proof what names more than the item: a reason in words, a hidden archive's digest.",
    ),
]


def run(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="A new folder.")],
    items: _Items = None,
    everything: _All = False,
    audience: Annotated[
        str, typer.Option("--for", metavar="team|court|public", help="Who gets it.")
    ] = "court",
    form: Annotated[
        str,
        typer.Option("--as", metavar="folder|bagit", help="A plain folder, or a bag (RFC 8493)."),
    ] = "folder",
    to: Annotated[
        str, typer.Option("--to", help="For whom. Kept as a private value of the log.")
    ] = "",
    whole_entries: _WholeEntries = False,
    case_at: CaseOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write originals, bit for bit, into a new folder that sha256sum -c checks, with a proof of their custody, and log it.

    For court and public, handling and consent are obeyed as in a report, files are named by digest, and what holds something hidden stays. What a file itself holds goes out with it.

    Example:  wellfounded export clip.mp4 letter.pdf -o for-court --for court --by mina
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.present.export import export
    from wellfounded.case.present.export_choose import Wanted, audience_named, form_named
    from wellfounded.cli.resolve import item_of
    from wellfounded.cli.say import Say
    from wellfounded.terms.errors import Mistaken

    if everything == bool(items):
        raise Mistaken("which-items", "name items, or give --all, one of the two")
    say, who = Say(as_json), audience_named(audience)
    with open_case(case_at) as case, say.progress("writing") as bar:
        digests = None if everything else tuple(item_of(case, words) for words in items or ())
        wanted = Wanted(digests, who, form_named(form), whole_entries, to)
        done = export(case, wanted, out, actor=case.home.actor(by), progress=bar.at)
        _tell(say, done, wanted, case)


def _tell(say: Say, done: Exported, wanted: Wanted, case: Case) -> None:
    from wellfounded.case.present.export import SUMS
    from wellfounded.case.present.export_choose import LEFT_OUT
    from wellfounded.cli.say import plural, size

    say.line(
        f"Wrote {plural(len(done.files), 'original')} for {wanted.audience} into {done.folder}: {size(done.octets)}"
    )
    if case.is_encrypted:
        say.line("  these files are not encrypted: whoever has that folder can read them")
    for code, count in sorted(done.left_out.items()):
        say.line(f"  {count:,} left out: {LEFT_OUT[code]}")
    if done.unshown:
        say.line(
            f"  {len(done.unshown):,} without proof: the log names more than the item; --whole-entries shows it"
        )
    if done.handles:
        say.line(f"  the proof names the handles {', '.join(done.handles)}")
    if wanted.audience != "team":
        say.line("  the files go out whole: a position, author or camera in them goes too")
    say.line(f"Check it there with: sha256sum -c {SUMS[wanted.form]}")
    if done.proofs:
        say.line(f"Tell the receiver some other way that the key is {case.fingerprint}")
    say.record(
        "export",
        audience=wanted.audience,
        form=wanted.form,
        folder=str(done.folder),
        files=[{"item": str(one.item), "path": one.path, "size": one.size} for one in done.files],
        bytes=done.octets,
        manifest=str(done.manifest),
        left_out=dict(sorted(done.left_out.items())),
        without_proof=[str(item) for item in done.unshown],
        proofs=done.proofs,
        handles=list(done.handles),
        fingerprint=case.fingerprint,
    )

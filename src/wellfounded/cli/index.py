"""`wellfounded index`: copies of a file in an archive outside any case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import JsonOption, WeakerOption

if TYPE_CHECKING:
    from wellfounded.case.verify.archive import Entered

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="An index of an archive outside any case: which of its files a file is a copy of.",
)


@app.command("build")
def build(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to take prints of.")],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="INDEX", help="The folder of the index.")
    ],
    quick: Annotated[
        bool, typer.Option("--quick", help="Look at key frames only: fast, and misses more.")
    ] = False,
    weaker_jail: WeakerOption = False,
    as_json: JsonOption = False,
) -> int:
    """Take the prints of every file under DIR that is new or has changed. Safe to stop and repeat.

    DIR is only read. The index holds prints, digests and places, no picture and no sound.

    Example:  wellfounded index build /media/archive -o archive.index
    """
    from wellfounded.case.verify.archive import Archive
    from wellfounded.cli.say import Say, plural
    from wellfounded.terms.errors import Mistaken

    if not folder.exists():
        raise Mistaken("no-file", "there is no such folder", where=str(folder))
    say = Say(as_json)
    prints = failed = files = 0
    archive = Archive.begin(out)
    with say.progress("taking prints") as bar:

        def tell(one: Entered) -> None:
            nonlocal prints, failed, files
            files, prints, failed = files + 1, prints + one.prints, failed + bool(one.failures)
            bar.at(files)
            _told(one, say)

        archive.build(folder, weaker=weaker_jail, pass_="first" if quick else "dense", tell=tell)
    say.line(
        f"{plural(files, 'file')} new or changed: {plural(prints, 'print')} taken, {failed} not read whole; "
        f"{plural(len(archive), 'file')} in the index."
    )
    say.record("indexed", files=files, prints=prints, failed=failed, total=len(archive))
    return 1 if failed else 0


def _told(one: Entered, say: object) -> None:
    from wellfounded.cli.say import Say

    if isinstance(say, Say):
        for code, what in one.failures:
            say.line(f"not read   {one.place}: {what} [{code}]")
        failures = [{"code": code, "what": what} for code, what in one.failures]
        say.record(
            "indexing", place=one.place, item=str(one.item), prints=one.prints, failures=failures
        )


@app.command("query")
def query(
    index: Annotated[Path, typer.Argument(metavar="INDEX", help="The folder of the index.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="What to look for.")],
    weaker_jail: WeakerOption = False,
    as_json: JsonOption = False,
) -> int:
    """Say which files of the archive each FILE has something in common with; side `a` is in the archive.

    A FILE is always looked at closely. Nothing of it is kept.

    Example:  wellfounded index query archive.index clip.mp4 --json
    """
    from wellfounded.case.verify import archive
    from wellfounded.cli.copy import tell
    from wellfounded.cli.prints import not_read, nothing
    from wellfounded.cli.say import Say, plural

    say, failed = Say(as_json), False
    held = archive.Archive(index)
    for printed, copies in archive.query(held, files, weaker=weaker_jail):
        failed |= not_read(printed, say)
        tell(copies, say)
        if not copies:
            nothing(printed, f"the {plural(len(held), 'file')} of the index", say)
    return 1 if failed else 0

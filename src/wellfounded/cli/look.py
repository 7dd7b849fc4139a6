"""`wellfounded look`: one page on what a file says and does not say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wellfounded.cli.options import JsonOption, WeakerOption
from wellfounded.terms.errors import Mistaken

NAME = "look"


def run(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="One file or more.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", metavar="PAGE.html", help="Write a page; for several files, one each."
        ),
    ] = None,
    weaker_jail: WeakerOption = False,
    as_json: JsonOption = False,
) -> int:
    """Say what a file says of itself and what it does not. No case is needed and nothing is kept.

    Example:  wellfounded look clip.mp4 -o page.html
    """
    from wellfounded.case.understand.look import look
    from wellfounded.cli.say import Say
    from wellfounded.look import page, plain

    say, failed = Say(as_json), False
    for path in files:
        if not path.exists():
            raise Mistaken("no-such-path", "there is nothing at that path", where=str(path))
    for n, found in enumerate(look(files, weaker=weaker_jail)):
        failed |= found.failure is not None
        if out is not None:
            target = out if n == 0 else out.with_name(f"{out.stem}-{n + 1}{out.suffix}")
            _write(target, page(found))
            say.line(f"{found.name}: wrote {target}")
        else:
            say.text(plain(found).rstrip())
        say.record(
            "look",
            name=found.name,
            size=found.size,
            sha256=found.digest.hex,
            kind=found.kind,
            stages=list(found.stages),
            failure=found.failure.to_json() if found.failure else None,
            records=[r.to_json() for r in found.records] if as_json else [],
        )
    return 1 if failed else 0


def _write(target: Path, page: str) -> None:
    """Write a new file: what stands there already may be evidence."""
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(page)
    except FileExistsError as exc:
        raise Mistaken(
            "exists", "that file exists already", where=str(target), next="name a new file"
        ) from exc
    except FileNotFoundError as exc:
        raise Mistaken("no-such-path", "there is no such folder", where=str(target.parent)) from exc

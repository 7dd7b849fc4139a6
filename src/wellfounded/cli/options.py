"""Options that several commands share, spelled once."""

from __future__ import annotations

from typing import Annotated

import typer

CaseOption = Annotated[
    str | None,
    typer.Option(
        "-C",
        "--case",
        metavar="CASE",
        help="The case's folder; else the one you stand in, else WELLFOUNDED_CASE.",
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="HANDLE",
        help="Under whose handle this is logged; else WELLFOUNDED_BY, else the configuration.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON Lines.")]
WeakerOption = Annotated[
    bool,
    typer.Option(
        "--weaker-jail",
        help="Accept once that this computer holds hostile files less safely; it is logged.",
    ),
]
ItemArgument = Annotated[
    str,
    typer.Argument(
        metavar="ITEM",
        help="At least six digits of a digest, @N for receipt N, or a received name.",
    ),
]

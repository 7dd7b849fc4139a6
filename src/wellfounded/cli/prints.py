"""What is said of the prints of a file outside a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wellfounded.case.verify.prints import Printed
    from wellfounded.cli.say import Say


def not_read(printed: Printed, say: Say) -> bool:
    """Print what of a file was not read; say whether there was anything."""
    for failure in printed.failures:
        say.line(f"not read   {printed.name}: {failure.what} [{failure.code}]")
        fields = {k: v for k, v in failure.to_json().items() if k != "type"}
        say.record("failure", name=printed.name, **fields)
    return bool(printed.failures)


def nothing(printed: Printed, among: str, say: Say, *, text: bool = False) -> None:
    """Say that nothing was found, and what that is worth."""
    from wellfounded.copies.missed import MISSED, said

    looked = sorted({b.kind for b in printed.prints} | ({"text"} if text else set()))
    if not looked:
        say.line(f"{printed.name}: nothing of it can be compared.")
    else:
        say.line(
            f"{printed.name}: no copy found in {among} by {' and '.join(looked)}. This is no evidence that "
            f"there is none{': ' + said(looked) if said(looked) else ''} (docs/know/copies.md)."
        )
    missed = {k: {"missed": MISSED[k].missed, "of": MISSED[k].of} for k in looked if k in MISSED}
    say.record("no-copy", name=printed.name, item=str(printed.item), looked=looked, missed=missed)

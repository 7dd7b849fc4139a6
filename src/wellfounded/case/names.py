"""The user's alias list: lines of names that mean the same, in `aliases.txt` of the case or of the person's home."""

from __future__ import annotations

from wellfounded.case.folder import Case
from wellfounded.catalogue.aliases import Aliases
from wellfounded.disk import PLAIN, read


def aliases_of(case: Case) -> Aliases | None:
    """Give the aliases of the case and of this person, or None when there are none."""
    lines: list[str] = []
    for files, path in (
        (case.files, case.layout.aliases),
        (PLAIN, case.home.folder / case.layout.aliases.name),
    ):
        try:
            lines += read(files, path).decode("utf-8").splitlines()
        except FileNotFoundError:
            continue
    return Aliases.parse("\n".join(lines)) if lines else None

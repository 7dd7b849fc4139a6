"""The user's alias list: lines of names that mean the same, in `aliases.txt` of the case or of the person's home."""

from __future__ import annotations

from collections.abc import Callable

from wellfounded.case.folder import Case
from wellfounded.catalogue.aliases import Aliases
from wellfounded.catalogue.tokens import index_form
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


def canonical_names(case: Case) -> Callable[[str], str]:
    """Give what leads a name to the first of those that mean the same by the alias list; a name that is in no group to itself."""
    found = aliases_of(case)
    if found is None:
        return lambda shown: shown

    def canonical(shown: str) -> str:
        group = found.named(tuple(index_form(shown)[0].split()))
        return group[0] if group else shown

    return canonical

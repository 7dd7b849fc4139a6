"""Reading a password-protected item: the password is used once and kept nowhere."""

from __future__ import annotations

from wellfounded.case.folder import Case
from wellfounded.case.understand.build import Built, build_one
from wellfounded.terms.digest import Digest


def unlock(case: Case, item: Digest, password: str, *, actor: str, weaker: bool = False) -> Built:
    """Read an item with a password; the log holds that it was unlocked, never the password.

    With a wrong password the reading ends as it did before: `needs-password` is among the codes it gives.
    """
    return build_one(case, item, actor=actor, settings={"password": password}, weaker=weaker)

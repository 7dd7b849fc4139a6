"""Turn raw footage, leaked files, testimony and reporting into a case file others can check.

    from wellfounded import init, open_case, add, build

    with init("vale", title="The Kerrin footage", actor="mina").case as case:
        add(case, ["phone/"], actor="mina")
        build(case, actor="mina")

The verbs are functions that take a Case. Importing this module loads no decoder.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wellfounded.case.folder import Case, open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.init import init
    from wellfounded.case.present.report import report as issue_report
    from wellfounded.case.preserve.add import add
    from wellfounded.case.preserve.check import check
    from wellfounded.case.preserve.mirror import mirror
    from wellfounded.case.preserve.statement import amend, link
    from wellfounded.case.preserve.withdraw import withdraw
    from wellfounded.case.status import status
    from wellfounded.case.understand.build import build
    from wellfounded.intake.receipt import Receipt
    from wellfounded.terms.digest import Digest
    from wellfounded.terms.errors import WellfoundedError
    from wellfounded.terms.locus import Locus
    from wellfounded.terms.moment import Moment
    from wellfounded.terms.place import Place

__version__ = "0.1.0"

_WHERE = {
    "Case": "case.folder",
    "Digest": "terms.digest",
    "Locus": "terms.locus",
    "Moment": "terms.moment",
    "Place": "terms.place",
    "Receipt": "intake.receipt",
    "WellfoundedError": "terms.errors",
    "add": "case.preserve.add",
    "amend": "case.preserve.statement",
    "build": "case.understand.build",
    "check": "case.preserve.check",
    "init": "case.init",
    "issue_report": "case.present.report",
    "link": "case.preserve.statement",
    "mirror": "case.preserve.mirror",
    "open_case": "case.folder",
    "open_catalogue": "case.index",
    "status": "case.status",
    "withdraw": "case.preserve.withdraw",
}

_CALLED = {"issue_report": "report"}
"""Where a verb bears the name of a room, and the room would hide it."""

__all__ = [
    "Case",
    "Digest",
    "Locus",
    "Moment",
    "Place",
    "Receipt",
    "WellfoundedError",
    "add",
    "amend",
    "build",
    "check",
    "init",
    "issue_report",
    "link",
    "mirror",
    "open_case",
    "open_catalogue",
    "status",
    "withdraw",
]


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{_WHERE[name]}")
    return getattr(module, _CALLED.get(name, name))

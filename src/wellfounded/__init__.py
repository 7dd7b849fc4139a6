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
    from wellfounded.case.add import add
    from wellfounded.case.build import build
    from wellfounded.case.check import check
    from wellfounded.case.folder import Case, open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.init import init
    from wellfounded.case.mirror import mirror
    from wellfounded.case.report import report as issue_report
    from wellfounded.case.statement import amend, link
    from wellfounded.case.status import status
    from wellfounded.case.withdraw import withdraw
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
    "add": "case.add",
    "amend": "case.statement",
    "build": "case.build",
    "check": "case.check",
    "init": "case.init",
    "issue_report": "case.report",
    "link": "case.statement",
    "mirror": "case.mirror",
    "open_case": "case.folder",
    "open_catalogue": "case.index",
    "status": "case.status",
    "withdraw": "case.withdraw",
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

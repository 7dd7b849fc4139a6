"""What `show` says of an item beside others: where what stands with it agrees or clashes, its copies, and what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wellfounded.case.folder import Case
    from wellfounded.catalogue import Catalogue
    from wellfounded.cli.say import Say
    from wellfounded.copies.agreement import Finding
    from wellfounded.terms.digest import Digest


def tell(case: Case, catalogue: Catalogue, item: Digest, by: str | None, say: Say) -> None:
    """Print it. Decisions of others are shown to a person who has decided; without a handle, only how many there are."""
    from wellfounded.case.verify.decide import judged
    from wellfounded.case.verify.origins import families, stands
    from wellfounded.cli import copy, decide
    from wellfounded.copies.agreement import across, findings
    from wellfounded.terms.errors import Mistaken

    found = findings(stands(catalogue, item))
    family = families(catalogue).of(item)
    if family is not None:
        summaries = [(catalogue.summary(i).name or i.hex[:12], i) for i in family.items]
        found += across([(name, stands(catalogue, i).clocks) for name, i in summaries])
    _findings(item, found, say)
    copy.tell_of(catalogue, item, say)
    try:
        actor = case.home.actor(by)
    except Mistaken:
        actor = ""
    decide.tell(item, judged(catalogue, item, actor), say)


def _findings(item: Digest, found: list[Finding], say: Say) -> None:
    for word, agrees in (("agrees", True), ("clashes: a question to ask, no answer", False)):
        some = [f for f in found if f.agrees is agrees]
        if some:
            say.line(f"  {word}")
        for one in some:
            say.line(f"    {one.what}")
            if one.innocent:
                say.line(f"      may be innocent: {one.innocent}")
            say.record(
                "agreement",
                item=str(item),
                agrees=one.agrees,
                what=one.what,
                innocent=one.innocent or None,
            )

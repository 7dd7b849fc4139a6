"""Reading everything that is new: each item through the sandbox, each reading an entry, members received as items in their turn.

Safe to stop and repeat: a reading counts with its entry, and members are received in the same commit as the reading they came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wellfounded.case.corroborate.annotator import reader
from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.understand.plan import READ, STATEMENTS, prints, stages
from wellfounded.case.understand.reading import Built, Progress, Read, StageWork, Tell
from wellfounded.case.verify.compare import compare_new
from wellfounded.case.verify.compare_texts import FORM, compare_texts
from wellfounded.catalogue import Pending
from wellfounded.copies.engines import ENGINES
from wellfounded.terms.digest import Digest

__all__ = ["Built", "Progress", "Read", "Tell", "build", "build_one"]


def build(
    case: Case,
    *,
    actor: str,
    weaker: bool = False,
    languages: tuple[str, ...] = (),
    spoken: tuple[str, ...] = (),
    ask: str = "",
    tell: Tell = lambda _: None,
) -> Built:
    """Read every item that some stage has not read by its present recipe, and compare what is new with all the rest.

    `languages` (BCP 47) have Tesseract read what the OCR engine said it could not; `spoken` asks for draft transcripts.
    `ask` is the host of the model on another computer that a person chose to read statements: nobody is contacted unnamed.
    Raises Refused `not-asked` without it; Unavailable `jail-weaker` where this computer cannot hold hostile files and `weaker` was not said, `disk`, `no-key`;
    Damaged `object` or `object-missing`, after everything else was read, where a preserved object is not what was received.
    """
    sums = Built()
    with open_catalogue(case) as catalogue:
        planned = stages(languages, spoken)
        reading = [reader(case, catalogue, ask) if s is STATEMENTS else s for s in planned]
        found = -1
        while found != sums.members:  # what a later stage unpacks is read from the first stage on
            found = sums.members
            for stage in reading:
                StageWork(case, catalogue, stage, actor, weaker, sums, tell).go()
        catalogue.keep_forms_of_copies([FORM, *(engine.recipe.form for engine in ENGINES)])
        for pass_ in ("first", "dense"):
            for stage in prints(pass_):
                StageWork(case, catalogue, stage, actor, weaker, sums, tell).go()
            compare_new(case, catalogue, pass_, sums.compared, lambda *at: tell(Progress(*at)))
        compare_texts(catalogue, sums.compared, lambda *at: tell(Progress(*at)))
    return _intact(sums)


def build_one(
    case: Case, item: Digest, *, actor: str, settings: Mapping[str, Any], weaker: bool = False
) -> Built:
    """Read one item again with settings that are used and not kept: with `password`, what it opens is logged as unlocked."""
    sums = Built()
    with open_catalogue(case) as catalogue:
        summary = catalogue.summary(item)
        stage = StageWork(case, catalogue, READ, actor, weaker, sums, lambda _: None)
        pending = Pending(item, summary.size, summary.name, summary.kind, summary.number)
        stage.run([stage.job(pending, settings)])
    return _intact(sums)


def _intact(sums: Built) -> Built:
    """Give the sums, or raise the first damage, or lack of memory, after everything else was read: no reading rests on changed bytes."""
    if sums.damaged:
        raise sums.damaged[0]
    return sums

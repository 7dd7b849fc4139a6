"""The sample case, made as a person would make it: init, add with what each giver said, build, claims, report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wellfounded import sample
from wellfounded.case.corroborate.demo_claims import demo_claims
from wellfounded.case.home import Home
from wellfounded.case.index import open_catalogue
from wellfounded.case.init import init
from wellfounded.case.present.report import report
from wellfounded.case.preserve.add import add
from wellfounded.case.understand.build import Progress, Read, build
from wellfounded.intake.receipt import state
from wellfounded.terms.errors import Mistaken

ACTOR = "demo"
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the sample case and its report are, and how it went."""

    root: Path
    report: Path
    items: int
    read: int
    partial: int
    failed: int
    entries: int


def demo(
    folder: str | Path, *, tell: Tell = lambda what, done, total: None, weaker: bool = False
) -> Demo:
    """Make the sample case in `folder`/case and its team report in `folder`/report, with a key of its own in `folder`/home.

    Invented people and places. Raises Mistaken `not-empty` when there is one already.
    """
    base = Path(folder).absolute()
    if base.is_dir() and any(base.iterdir()):
        raise Mistaken(
            "not-empty", "that folder is not empty", where=str(base), next="name a new folder"
        )
    home = Home(base / "home")
    given = list(sample.items())
    with init(base / "case", title=sample.title(), actor=ACTOR, home=home).case as case:
        for n, one in enumerate(given):
            words = {
                "source": one.source,
                "note": one.note,
                "received": one.received,
                "published": one.published,
                "handling": one.handling,
                "consent": one.consent,
                "consent_until": one.consent_until,
                "minor": "yes" if one.minor else "",
                "graphic": "yes" if one.graphic else "",
            }
            add(case, [one.path], actor=ACTOR, receipt=state(words))
            tell("receiving", n + 1, len(given))

        def reading(thing: Read | Progress) -> None:
            if isinstance(thing, Progress):
                tell(f"reading ({thing.stage})", thing.done, thing.done + thing.waiting)

        sums = build(case, actor=ACTOR, weaker=weaker, tell=reading)
        demo_claims(case, sample.decisions(), actor=ACTOR)
        written = report(case, base / "report", audience="team", actor=ACTOR)
        with open_catalogue(case) as catalogue:
            items = catalogue.counts().items
        entries = case.custody.checkpoint().size
    return Demo(
        base / "case",
        written.folder / "index.html",
        items,
        sums.read,
        sums.partial,
        sums.failed,
        entries,
    )

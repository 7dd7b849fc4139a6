"""Text in pictures and scanned pages, read by a machine: each line with its box and the engine's
confidence.

Machine reading, unchecked. Settings: `pages` (numbers of PDF pages from 1, all if absent) and
`languages` (BCP 47 tags; what the engine was not made for becomes a Failure
`unsupported-language`, never a guess). A few marks in a picture that may or may not be writing become a
Failure `unread-marks`.
"""

from __future__ import annotations

from typing import Any, Final

from wellfounded.extract.dates.moments import dates_in
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, Passage

try:
    from wellfounded.extract.untrusted import ocr_engine, ocr_pages
except ImportError:  # The extra is not installed: the item says so when it is its turn.
    _READY = False
else:
    _READY = True

_LEAST_READ: Final = 0.5
_FEW: Final = 3
_SHORT: Final = 0.2
"""A share of the picture's longer side."""

_HINT: Final = (
    "look at it; if it is writing, name its language with build --ocr-language, or add a transcript"
)


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the lines of every page; raises Unreadable `needs-extra` without the extra [ocr]."""
    if not _READY:
        step = "install wellfounded[ocr] and build again"
        raise Unreadable("needs-extra", "needs [ocr]", next=step)
    wanted = tuple(str(tag) for tag in settings.get("languages", ()))
    known = [tag for tag in wanted if tag.split("-")[0].lower() in ocr_engine.LANGUAGES]
    for tag in wanted:
        if tag not in known:
            what = f"{ocr_engine.NAME} was not made for the language {tag}"
            out.record(Failure("ocr", "unsupported-language", what, next=_HINT))
    if wanted and not known:
        return
    language = known[0] if len(known) == 1 else ""
    out.record(Fact("ocr.engine", ocr_engine.NAME))
    total = 0
    for page in ocr_pages.pages(source, tuple(settings.get("pages", ()))):
        total += _page(source, out, page, language)
    out.record(Fact("ocr.lines", total))


def _page(source: Source, out: Emitter, page: Any, language: str) -> int:
    """Hand over one page and give the number of lines read."""
    where = Locus(source.digest, page=page.number, frame=page.frame)
    try:
        found = ocr_engine.lines(page.pixels)
    except ocr_engine.ENGINE_ERRORS as exc:
        out.record(Failure("ocr", "damaged", f"the engine gave up: {str(exc)[:200]}", where))
        return 0
    for line in found.lines:
        left, top, right, bottom = (round(n / page.scale * 1000) for n in line.box)
        box = (left, top, right, bottom)
        locus = Locus(source.digest, page=page.number, frame=page.frame, box=box)
        score = min(max(round(line.score * 1000), 0), 1000)
        when = dates_in(line.text)
        out.record(Passage(line.text, locus, "ocr", language, score, when=when))
    missed = found.seen - len(found.lines)
    if missed and page.number is None and _are_marks(found):
        what = f"marks that may be writing, not read: {missed} of {found.seen}"
        out.record(Failure("ocr", "unread-marks", what, where))
    elif missed and len(found.lines) < _LEAST_READ * found.seen:
        what = (
            f"lines not read: {missed} of {found.seen}, unclear or in a script "
            f"{ocr_engine.NAME} does not know"
        )
        out.record(Failure("ocr", "unsupported-language", what, where, next=_HINT))
    elif missed:
        out.record(
            Failure("ocr", "partial", f"{missed} of {found.seen} lines could not be read", where)
        )
    return len(found.lines)


def _are_marks(found: ocr_engine.Reading) -> bool:
    """Say whether what was seen in a picture is one line, or a few short ones: a railing, a wheel, a far sign as often as writing."""
    return found.seen == 1 or (found.seen <= _FEW and found.longest < _SHORT)

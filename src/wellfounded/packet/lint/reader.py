"""What any reader of a PDF needs: that it opens, does nothing by itself, hides nothing, can be searched, and leads nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wellfounded.packet.lint.finding import Asked, Found
from wellfounded.packet.seen import Line, Page

_ACTIVE: Final = {
    "pdf.javascript": "a script",
    "pdf.launch": "an action that starts a program",
    "pdf.submit-form": "an action that sends a form",
    "pdf.import-data": "an action that takes data in",
    "pdf.media": "sound, film or a model that plays by itself",
    "pdf.additional-actions": "actions set off by opening, closing or touching",
    "pdf.xfa-form": "a form drawn by a script",
}
_ANEW: Final = "Open it in the program that made it and print it to a new PDF; if it does not open there, get it again."
_SCAN: Final = 300
_DRAFT: Final = re.compile(r"\bunsigned\s+draft\b", re.IGNORECASE)


def opens(asked: Asked) -> Iterator[Found]:
    """A file that asks for a password or has locks on it, or that was not read to its end."""
    if asked.seen.unread:
        yield Found(f"not read: {asked.seen.unread}", do=_ANEW)
    elif "pdf.encrypted" in asked.seen.found:
        yield Found(
            "it is encrypted: it opens without a password, but copying or printing may be locked"
        )


def active(asked: Asked) -> Iterator[Found]:
    """Scripts and actions."""
    kinds = [what for name, what in _ACTIVE.items() if name in asked.seen.found]
    if kinds:
        yield Found("it holds " + ", ".join(kinds))


def attached(asked: Asked) -> Iterator[Found]:
    """Files inside the file."""
    names = [str(name) for name in asked.seen.found.get("filed.attachment", ())]
    if names:
        yield Found(f"{len(names)} files inside it: " + ", ".join(names[:5]))


def notes(asked: Asked) -> Iterator[Found]:
    """Comments that somebody left on pages."""
    yield from _on(asked, "filed.note", "a comment or note")


def forms(asked: Asked) -> Iterator[Found]:
    """Form fields, which whoever opens the file can still change."""
    yield from _on(asked, "filed.form-field", "a form field that can still be filled in or changed")


def links(asked: Asked) -> Iterator[Found]:
    """Links that lead to no page of this file, or to another file."""
    yield from _on(asked, "filed.dead-link", "a link that leads to no page of this file")


def fonts(asked: Asked) -> Iterator[Found]:
    """Fonts the file does not hold, so that its pages look different elsewhere."""
    for page in asked.seen.pages:
        for name in page.found.get("filed.font-missing", ()):
            pages = tuple(p.number for p in asked.seen.pages if name in p.found.get("filed.font-missing", ()))  # fmt: skip
            if page.number == pages[0]:
                yield Found(f"the font {name} is not in the file", pages)


def _on(asked: Asked, name: str, what: str) -> Iterator[Found]:
    if pages := tuple(page.number for page in asked.seen.pages if name in page):
        yield Found(what, pages)


def unseen(asked: Asked) -> Iterator[Found]:
    """Text that somebody who looks at a page does not see: drawn in no colour where no picture is, beside the page, in a layer."""
    invisible = [p.number for p in asked.seen.pages if not _scan(p) and any(not one.drawn for one in p.lines)]  # fmt: skip
    if invisible:
        yield Found("text drawn invisibly, with no picture under it", tuple(invisible))
    if beside := [p.number for p in asked.seen.pages if any(_outside(p, one) for one in p.lines)]:
        yield Found("text beside the page", tuple(beside))
    if "filed.hidden-layers" in asked.seen.found:
        yield Found("it has layers that are switched off")


def _scan(page: Page) -> bool:
    return page.pictures >= _SCAN


def _outside(page: Page, line: Line) -> bool:
    left, top, right, bottom = line.box
    return right <= 0 or bottom <= 0 or left >= page.width or top >= page.height


def searchable(asked: Asked) -> Iterator[Found]:
    """Scanned pages without words that can be searched; and pages with nothing on them."""
    scans = [p.number for p in asked.seen.pages if _scan(p) and len(p.flowing) < 2 * _stamp(p)]
    if scans:
        yield Found("a picture of a page, without words that can be searched", tuple(scans))
    if blank := [p.number for p in asked.seen.pages if "filed.blank" in p]:
        yield Found("nothing on it", tuple(blank), "Say on the page that it was left blank, or take it out.")  # fmt: skip


def _stamp(page: Page) -> int:
    """Give how many characters stand at the foot of a page, where stamps are."""
    return sum(len(one.text) for one in page.lines if one.box[1] > 0.85 * page.height) + 10


def draft(asked: Asked) -> Iterator[Found]:
    """The words `UNSIGNED DRAFT`, which this program prints across what nobody signed yet."""
    if pages := tuple(p.number for p in asked.seen.pages if _DRAFT.search(p.flowing)):
        yield Found("it says UNSIGNED DRAFT", pages)

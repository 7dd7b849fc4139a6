"""The words on our own pages, and the data the typesetter is given. Pure: same binding, same words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unicodedata import category

from wellfounded.packet.numbering import PartNumbers, spans
from wellfounded.packet.plan import Binding, Bound, Cover, Run

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_JOINERS = "\u200c\u200d"
_CHECK = (
    ("text", "Take the file an exhibit was made from, and compute its SHA-256 digest. No program of ours is needed:"),
    ("command", "Linux      sha256sum FILE"),
    ("command", "macOS      shasum -a 256 FILE"),
    ("command", "Windows    certutil -hashfile FILE SHA256"),
    ("text", "It must be the digest that stands on the source sheet of the exhibit, digit for digit. Then hold its pages beside the pages bound here."),
    ("text", "With Python 3.9 or later and the two files wellfounded-verify.py and wellfounded_verify_packet.py, which whoever filed this has, every page can be checked at once. FILE is the checkpoint below, from a copy that was filed or kept earlier:"),
    ("command", "python3 wellfounded-verify.py PACKET.pdf --checkpoint FILE"),
)  # fmt: skip
_MADE = (
    "Pages of a PDF are bound as they are: size, turn and every drawing instruction are those of the file. Added is one stamp in the lower right corner of each page, with the exhibit and the page. Tab sheets, index and the sheets at the end are made by the program, and are tagged for screen readers with language and reading order; pages of exhibits are as accessible as the files they come from.",
    "Where an exhibit is not a PDF, its pages were set from what the program read in the file, and its source sheet says so. The file itself is kept unchanged, under the digest given there.",
    "Scripts, actions and files inside an exhibit are not carried into this packet. Where something was left out, the source sheet says it.",
)


def data(
    binding: Binding,
    place: int,
    numbers: Sequence[PartNumbers],
    total: int,
    *,
    tabs: bool = True,
) -> dict[str, Any]:
    """Give what the typesetter is told for one part; without `tabs` all but the tab sheets, and no links to them."""
    told, runs = numbers[place], binding.parts[place] if tabs else ()
    ends = place == len(binding.parts) - 1
    where = spans(binding.parts, numbers, len(binding.exhibits))
    begun = {run.exhibit for run in runs if run.start == 0}
    return {
        "title": plain(binding.cover.title or "Exhibits"),
        "paper": binding.paper,
        "lang": binding.language or "en",
        "part": place + 1,
        "parts": len(binding.parts),
        "total": total,
        "cover": None if binding.cover_source >= 0 else _cover(binding.cover),
        "exhibits": [_exhibit(one, where[n], n in begun) for n, one in enumerate(binding.exhibits)],
        "tabs": [_tab(binding, run, number) for run, number in zip(runs, told.tabs, strict=False)],
        "index": told.index,
        "source": told.sources,
        "end": told.last,
        "sources": [_source(one) for one in binding.exhibits] if ends else [],
        "last": list(_MADE) if ends else None,
        "check": [list(one) for one in _CHECK],
        "checkpoint": binding.checkpoint,
        "qr": binding.qr,
    }


def stamp(one: Bound, page: int, number: int, total: int) -> tuple[str, str]:
    """Give the words of a stamp: the exhibit and its page, the page of the packet."""
    return f"Exhibit {one.tab}, page {page} of {one.total}", f"{number} of {total}"


def day(written: str) -> str:
    """Give a day YYYY-MM-DD as people write it."""
    year, month, number = written.split("-")
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"


def plain(text: str) -> str:
    """Give text as it can be set: control characters, and those that turn the direction of others, stand as a mark."""
    if text.isprintable():
        return text
    return "".join(c if _settable(c) else "\ufffd" for c in " ".join(text.splitlines()))


def _settable(char: str) -> bool:
    return char.isprintable() or char in _JOINERS or category(char) == "Zs"


def _cover(cover: Cover) -> dict[str, Any]:
    names = [n for n in Cover.__struct_fields__ if n != "lines"]
    told: dict[str, Any] = {name: plain(getattr(cover, name)) for name in names}
    return told | {"lines": [[plain(n), plain(v)] for n, v in cover.lines]}


def _exhibit(one: Bound, where: tuple[int, int, int], here: bool) -> dict[str, Any]:
    first, last, part = where
    words = {n: plain(getattr(one, n)) for n in ("title", "maker", "dated", "offered", "language")}
    return words | {"tab": one.tab, "first": first, "last": last, "part": part + 1, "here": here}


def _tab(binding: Binding, run: Run, number: int) -> dict[str, Any]:
    one = binding.exhibits[run.exhibit]
    return {
        "exhibit": run.exhibit,
        "number": number,
        "continued": run.start > 0,
        "extent": _extent(one, run),
    }


def _extent(one: Bound, run: Run) -> str:
    """Say how many pages follow, and which of its source where that is not all."""
    count = run.stop - run.start
    if count == one.total:
        return "1 page" if count == 1 else f"{count} pages"
    named = ranges(one.pages[run.start : run.stop])
    return f"{'page' if count == 1 else 'pages'} {named} of {one.total}"


def ranges(numbers: Sequence[int]) -> str:
    """Give numbers as people write them: 1–3, 7."""
    spans_: list[list[int]] = []
    for number in numbers:
        if spans_ and number == spans_[-1][1] + 1:
            spans_[-1][1] = number
        else:
            spans_.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans_)


def _source(one: Bound) -> dict[str, Any]:
    rows = [[name, plain(value)] for name, value in one.origin]
    rows += [["Note", plain(note)] for note in one.notes]
    return {"tab": one.tab, "title": plain(one.title), "rows": rows}

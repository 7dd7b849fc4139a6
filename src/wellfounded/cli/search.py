"""`wellfounded search`: find words, with the exact place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from wellfounded.cli.options import CaseOption, JsonOption

if TYPE_CHECKING:
    from wellfounded.catalogue.search import Hit
    from wellfounded.cli.say import Say

NAME = "search"
_MACHINE = {"ocr": "OCR", "speech": "speech"}


def run(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...",
            help='All must occur; "a phrase", OR, -not, begin*, source:ocr, in:ITEM. Best in single quotes.',
        ),
    ],
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=1000, help="At most so many hits.")
    ] = 20,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Skip so many hits.")] = 0,
    case_at: CaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find words in everything that was read: page, characters, seconds, cell or message of each hit.

    Chinese names are found in either script form, Uyghur in its three alphabets.

    Example:  wellfounded search '关恒 "before dawn" -source:ocr'
    """
    from wellfounded.case.folder import open_case
    from wellfounded.case.index import open_catalogue
    from wellfounded.case.names import aliases_of
    from wellfounded.cli.say import Say, plural

    say = Say(as_json)
    with open_case(case_at) as case, open_catalogue(case) as catalogue:
        found = aliases_of(case)
        hits = catalogue.search(" ".join(words), aliases=found, limit=limit, offset=offset)
    for remark in hits.remarks:
        say.line(f"note: {remark}")
    for hit in hits.hits:
        _hit(hit, say)
    more = "" if hits.counted else "at least "
    say.line(
        f"{more}{plural(hits.found, 'hit')}"
        + (f", {len(hits.hits)} shown" if hits.found > len(hits.hits) else "")
    )
    say.record("found", found=hits.found, counted=hits.counted, remarks=list(hits.remarks))


def _hit(hit: Hit, say: Say) -> None:
    where = hit.locus.describe()
    machine = ""
    if hit.source in _MACHINE:
        sure = f" {hit.confidence / 10:.0f} %" if hit.confidence is not None else ""
        machine = f"  [{_MACHINE[hit.source]}{sure}, machine reading, unchecked]"
    say.line(f"@{hit.number} {hit.item.hex[:12]}  {hit.name}  {where}{machine}")
    say.line("    " + _marked(hit).replace("\n", " "))
    say.record(
        "hit",
        item=str(hit.item),
        receipt=hit.number,
        name=hit.name,
        locus=hit.locus.to_json(),
        source=hit.source,
        confidence=hit.confidence,
        language=hit.language,
        snippet=hit.snippet.text,
        start=hit.snippet.start,
        marks=[list(m) for m in hit.snippet.marks],
    )


def _marked(hit: Hit) -> str:
    """Give the words around the hit; on a terminal the matches stand between guillemets."""
    text, out, at = hit.snippet.text, "", 0
    if not sys.stdout.isatty():
        return text
    for start, end in hit.snippet.spans:
        out += text[at:start] + "»" + text[start:end] + "«"
        at = end
    return out + text[at:]

"""A web page: its main text by block, who says it was published when, and what it refers to.

Places count code points of the page's visible text: every block in document order, white space in it
collapsed, blocks joined by U+000A (`html_blocks`). Fact `text.digest` names that text.
"""

from __future__ import annotations

import re
from typing import Final

import trafilatura
from lxml import etree, html

from wellfounded.extract.dates.moments import dates_in
from wellfounded.extract.untrusted import html_facts
from wellfounded.extract.untrusted.html_blocks import Block, is_hidden, visible_blocks
from wellfounded.extract.untrusted.language import language_of
from wellfounded.extract.untrusted.text import limited, state_charset
from wellfounded.extract.untrusted.text_blocks import LONGEST
from wellfounded.extract.untrusted.text_marks import Repeats, unseen
from wellfounded.intake.untrusted import charset
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, Passage

_MOST_ELEMENTS: Final = 100_000
_MOST_SEARCHED: Final = 3000
_LEAD: Final = 15
_SHORT: Final = 3
_STATED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{1,40})", re.I)
_FAULTS = (RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError)


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the page: facts first, then passages of its main text. Nothing is fetched.

    The article is what stands from its first to its last paragraph, menus and side columns aside.
    Visible text that is not main is counted in `html.text.left-out`. Where no main
    text can be told, every visible block is handed over.
    """
    tree = _parsed(_decoded(source, out, settings))
    html_facts.state(tree, out)
    _state_hidden(tree, out)
    blocks = visible_blocks(tree)
    whole = "\n".join(block.text for block in blocks)
    kept = _main(tree, blocks, out)
    within = Digest.of(whole.encode("utf-8"))
    out.record(Fact("text.digest", str(within)))
    out.record(Fact("text.chars", len(whole)))
    left_out = sum(len(b.text) for n, b in enumerate(blocks) if n not in kept)
    if left_out:
        out.record(Fact("html.text.left-out", left_out))
    _hand_over(blocks, kept, whole, within, out)


def _decoded(source: Source, out: Emitter, settings: Settings) -> str:
    source.file.seek(0)
    data = source.file.read(4 * source.limits.text_chars)
    head = data[:8192]
    named = _STATED.search(head) or _DECLARED.search(head)
    stated = str(settings.get("charset", named.group(1).decode("ascii") if named else ""))
    found = charset.decode(data, stated)
    state_charset(found, out)
    if named:
        out.record(Fact("charset.stated", named.group(1).decode("ascii")))
    return limited(found.text, source, out)


def _parsed(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    data = text.replace("\0", "\ufffd").encode("utf-8")
    try:
        tree = html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as fault:
        raise Unreadable("damaged", f"no page can be made of this: {str(fault)[:120]}") from fault
    return tree


def _state_hidden(tree: html.HtmlElement, out: Emitter) -> None:
    """State text that the page itself hides; it is kept out of the passages."""
    given = 0
    for element in tree.iter(etree.Element):
        parent = element.getparent()
        if not is_hidden(element) or (parent is not None and is_hidden(parent)):
            continue
        words = " ".join(element.text_content().split())
        if words and element.tag not in ("script", "style", "noscript", "template", "head"):
            given += 1
            if given <= 50:
                out.record(Fact("html.hidden-text", words[:300]))
    if given > 50:
        out.record(Fact("html.hidden-text.more", given - 50))


def _main(tree: html.HtmlElement, blocks: list[Block], out: Emitter) -> set[int]:
    """The numbers of the blocks that are the article; all where that cannot be told."""
    every = set(range(len(blocks)))
    if len(blocks) < 4 or sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        return every
    try:
        found = trafilatura.bare_extraction(
            tree, fast=True, include_comments=False, include_tables=True, favor_recall=True
        )
    except _FAULTS as fault:
        out.record(Failure("read", "damaged", f"the main text cannot be told: {fault!r:.120}"))
        return every
    body = getattr(found, "body", None)
    if body is None:
        return every
    lines = {"".join("".join(part.itertext()).split()) for part in body.iter(etree.Element)}
    joined = "".join("".join(body.itertext()).split())
    found_in = {n for n, block in enumerate(blocks) if _is_main(n, block, lines, joined)}
    matched = sum(len("".join(blocks[n].text.split())) for n in found_in)
    if matched < 0.5 * len(joined) or not found_in:
        return every
    first, last = min(found_in), max(found_in)
    for n in range(max(0, first - _LEAD), first):
        if blocks[n].heading == "title":
            first = n
            break
    return found_in | {n for n in range(first, last + 1) if not blocks[n].aside}


def _is_main(number: int, block: Block, lines: set[str], joined: str) -> bool:
    """Whether a block is in the main text, white space aside."""
    words = "".join(block.text.split())
    if block.aside or len(words) < _SHORT:
        return False
    return words in lines or (number < _MOST_SEARCHED and len(words) > 24 and words in joined)


def _hand_over(
    blocks: list[Block], kept: set[int], whole: str, within: Digest, out: Emitter
) -> None:
    repeats, at, titled = Repeats(whole), 0, False
    for number, block in enumerate(blocks):
        start, end = at, at + len(block.text)
        at = end + 1
        if number not in kept:
            continue
        repeats.add(start, end)
        heading = block.heading
        if heading == "title":
            heading, titled = ("heading" if titled else "title"), True
        for first in range(start, end, LONGEST):
            last = min(first + LONGEST, end)
            words = whole[first:last]
            place = Locus(within, chars=(first, last))
            language, when = language_of(words), dates_in(words)
            out.record(Passage(words, place, language=language, heading=heading, when=when))
    for fact in (*repeats.facts(within), *unseen(whole, within)):
        out.record(fact)


def _warm() -> None:
    """Call once what opens files at its first use."""
    page = "<html><head><title>t</title></head><body><article>" + "<p>Some words here.</p>" * 9
    tree = _parsed(page + "</article></body></html>")
    trafilatura.bare_extraction(tree, fast=True, include_comments=False, favor_recall=True)


_warm()

"""Plain text: its charset, its paragraphs with their place in characters, and what repeats."""

from __future__ import annotations

from wellfounded.extract.dates.moments import dates_in
from wellfounded.extract.untrusted.language import language_of
from wellfounded.extract.untrusted.text_blocks import blocks, line_count
from wellfounded.extract.untrusted.text_marks import Repeats, unseen
from wellfounded.intake.untrusted import charset
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, Passage


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the text by paragraph; `settings["charset"]` may state what a person knows of it.

    Places count code points of the text as decoded, named by its digest (Fact `text.digest`).
    """
    text = decoded(source, out, settings)
    hand_over(text, out)


def decoded(source: Source, out: Emitter, settings: Settings, stated: str = "") -> str:
    """Give the whole text, or as much as the limits allow, and hand over Facts on its charset."""
    most = 4 * source.limits.text_chars
    source.file.seek(0)
    data = source.file.read(most)
    found = charset.decode(data, str(settings.get("charset", stated)), partial=source.size > most)
    state_charset(found, out)
    return limited(found.text, source, out)


def state_charset(found: charset.Decoded, out: Emitter) -> None:
    """Hand over the charset, how it became known, and what else it could be."""
    out.record(Fact("charset", found.charset))
    out.record(Fact("charset.basis", found.basis))
    if found.basis == "guessed":
        out.record(Fact("charset.confidence", found.confidence))
    if found.also:
        out.record(Fact("charset.also", ", ".join(found.also)))
    if found.undecodable:
        out.record(Fact("charset.undecodable", found.undecodable))


def limited(text: str, source: Source, out: Emitter) -> str:
    """Give the text up to the limit of characters; the rest becomes a Failure."""
    most = source.limits.text_chars
    if len(text) <= most and source.size <= 4 * most:
        return text
    what = f"only the first {most} characters were read"
    next_step = "raise the limit text_chars, or split the file"
    out.record(Failure("read", "over-limit", what, limits=(("text_chars", most),), next=next_step))
    return text[:most]


def hand_over(text: str, out: Emitter) -> Digest:
    """Hand over a text by paragraph with its digest and marks; gives the digest places count in."""
    within = Digest.of(text.encode("utf-8"))
    out.record(Fact("text.digest", str(within)))
    out.record(Fact("text.chars", len(text)))
    out.record(Fact("text.lines", line_count(text)))
    repeats = Repeats(text)
    for block in blocks(text):
        words = text[block.start : block.end]
        repeats.add(block.start, block.end)
        place = Locus(within, chars=(block.start, block.end), part=block.number or None)
        out.record(Passage(words, place, language=language_of(words), when=dates_in(words)))
    for fact in repeats.facts(within):
        out.record(fact)
    for fact in unseen(text, within):
        out.record(fact)
    return within

"""The statements of a text: paragraphs parsed, their quotations given to speakers, each statement once however often it stands.

Decoder. `settings`: `input` is `records` (a record set, whose passages are read) or `text` (plain text, read as such);
`published` is the day the text was published (ISO 8601), `pipeline` a spaCy pipeline by name or path in place of the packaged one.
"""

from __future__ import annotations

from wellfounded.claims.untrusted import pages, parser, reader
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.record import Fact, Failure


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the statements, deadlines and ages of a text, in order of their cues, and what was not read of it."""
    text = pages.given(source, out, settings)
    parse = (
        parser.packaged() if not settings.get("pipeline") else parser.named(settings["pipeline"])
    )
    found = reader.Reader(text, parse, str(settings.get("published", "")))
    for statement in found.statements():
        out.record(statement)
    for deadline in found.deadlines:
        out.record(deadline)
    for age in found.ages:
        out.record(age)
    for language, count in sorted(found.unread.items()):
        out.record(
            Fact("statements.unread", f"{language}: {count} paragraphs without rules for it")
        )
    if found.over:
        what = f"only the first {parser.MOST_WORDS} words were parsed; the rest was read by quotation marks alone"
        limits = (("parsed_words", parser.MOST_WORDS),)
        out.record(Failure("statements", "over-limit", what, limits=limits, next="split the file"))

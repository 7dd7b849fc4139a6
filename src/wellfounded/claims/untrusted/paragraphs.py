"""The paragraphs of a text that a language model is to be asked about, each once.

Decoder. `settings`: `input` as in `annotate.py`. Gives a Passage for every paragraph, with its place in the whole text.
"""

from __future__ import annotations

from wellfounded.claims.untrusted import pages
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Passage


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the paragraphs in order; one that repeats an earlier one word for word is left out."""
    text = pages.given(source, out, settings)
    for paragraph, earlier in pages.repeats(text):
        if earlier is None:
            place = (paragraph.start, paragraph.end)
            words = text.words[paragraph.start : paragraph.end]
            out.record(Passage(words, Locus(text.within, chars=place)))

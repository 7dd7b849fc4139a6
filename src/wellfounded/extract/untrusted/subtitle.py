"""Subtitle files (SubRip and WebVTT): a person's transcript, each cue a passage with its time.

Source: W3C WebVTT (file structure, voice spans); SubRip as common players read it. Cue times
count from the start of the media they belong to, which the file does not name: a link says which.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wellfounded.extract.untrusted.language import language_of
from wellfounded.extract.untrusted.tagtext import short
from wellfounded.extract.untrusted.text import decoded
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, Passage

MILLISECONDS: Final = (1, 1000)
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]{1,200})>")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]{0,200}>|<\d[\d:.]*>|\{\\[^}]{0,200}\}")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: its span in milliseconds, its words, and the speaker if a voice span names one."""

    start: int
    end: int
    words: str
    speaker: str


def looks_like(text: str) -> bool:
    """Tell whether a text begins as WebVTT, or has a SubRip time line among its first lines."""
    head = text.lstrip("\ufeff \t\r\n")[:400]
    lines = head.splitlines()[:4]
    return head.startswith("WEBVTT") or any(_TIMES.match(line) for line in lines)


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over each cue as a Passage (source `caption`) with its time; raises Unreadable
    `damaged` without any cue.
    """
    text = decoded(source, out, settings).replace("\r\n", "\n").replace("\r", "\n")
    found = list(cues(text))
    if not found:
        raise Unreadable("damaged", "no cue with a time was found")
    language = str(settings.get("language", "")) or language_of("\n".join(c.words for c in found))
    out.record(
        Fact(
            "subtitle.form", "WebVTT" if text.lstrip("\ufeff\n").startswith("WEBVTT") else "SubRip"
        )
    )
    out.record(Fact("subtitle.cues", len(found)))
    out.record(Fact("subtitle.end_us", max(c.end for c in found) * 1000))
    backwards = 0
    for cue in found:
        backwards += cue.end <= cue.start
        span = (cue.start, max(cue.end, cue.start + 1))
        locus = Locus(source.digest, pts=span, base=MILLISECONDS)
        out.record(Passage(cue.words, locus, "caption", language, speaker=cue.speaker))
    if backwards:
        what = f"{backwards} of {len(found)} cues end before they begin: their end was not taken"
        out.record(Failure("read", "damaged", what))


def cues(text: str) -> Iterator[Cue]:
    """Give the cues in the order written; blocks without a time line (notes, styles, numbers) are
    left out.
    """
    for block in re.split(r"\n[ \t]*\n+", text):
        lines = block.split("\n")
        at = next((n for n, line in enumerate(lines[:3]) if _TIMES.match(line)), None)
        if at is None:
            continue
        times = _TIMES.match(lines[at])
        if times is None:
            continue
        body = "\n".join(lines[at + 1 :])
        voice = _VOICE.search(body)
        words = short(html.unescape(_MARKUP.sub("", body)))
        if words:
            speaker = short(html.unescape(voice.group(1))) if voice else ""
            yield Cue(_milliseconds(times, 1), _milliseconds(times, 5), words, speaker)


def _milliseconds(times: re.Match[str], first: int) -> int:
    hours, minutes, seconds, fraction = times.group(first, first + 1, first + 2, first + 3)
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole * 1000 + int(fraction.ljust(3, "0"))

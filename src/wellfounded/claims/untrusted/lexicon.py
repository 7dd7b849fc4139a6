"""The words of saying, from data: which frames of a word say that somebody says something, with what stance.

One line of `lexicon/english.txt` is a word with its part of speech, its stance, what it says of its content (`fact`: the writer
takes it as so; `false`: as not so; `open`), a modality or `-`, and its frames. See docs/know/statements.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

_PARTS: Final = {"v": "VERB", "n": "NOUN", "a": "ADJ", "r": "ADV"}


_SLIPS: Final = {"hop": "hope", "hat": "hate", "tweete": "tweet", "retweete": "retweet"}

ANY: Final = frozenset(
    "that what to ing @about @of @to @for @against what+to what+as what+that what+@of what+@for what+@about"
    " passive+that passive+to passive+as passive+@for".split()
)
"""What the frame `any` stands for: words that take a content in whatever way it is put."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of saying."""

    lemma: str
    part: str
    stance: str
    standing: str
    modality: str
    frames: frozenset[str]


def _load(name: str) -> dict[tuple[str, str], tuple[Word, ...]]:
    """Read a lexicon; a word with several meanings has a line for each."""
    found: dict[tuple[str, str], tuple[Word, ...]] = {}
    text = resources.files("wellfounded.claims").joinpath("lexicon", name).read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        named, stance, standing, modality, *frames = line.split()
        lemma, _, part = named.rpartition(".")
        shown = "" if modality == "-" else modality
        word = Word(lemma, _PARTS[part], stance, standing, shown, _meant(frames))
        key = (lemma, _PARTS[part])
        found[key] = (*found.get(key, ()), word)
    return found


def _meant(frames: list[str]) -> frozenset[str]:
    return frozenset(frames) | ANY if "any" in frames else frozenset(frames)


ENGLISH: Final = _load("english.txt")


def meaning(lemma: str, part: str, frame: str) -> Word | None:
    """Give the word with the meaning it has in a frame, or None where it says nothing of the kind there."""
    words = ENGLISH.get((lemma, part), ())
    return next((word for word in words if frame in word.frames), None)


def lemma(token: Any) -> str:
    """Give the dictionary form of a parsed word, with the pipeline's own slips put right."""
    found = str(token.lemma_).lower()
    return _SLIPS.get(found, found)


@dataclass(frozen=True, slots=True)
class Plain:
    """One word of saying of a language that is read without a parser."""

    word: str
    stance: str
    standing: str
    modality: str
    form: str


def plain(name: str) -> tuple[Plain, ...]:
    """Read a lexicon of words without frames, the longest word first."""
    text = resources.files("wellfounded.claims").joinpath("lexicon", name).read_text("utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    found = [Plain(r[0], r[1], r[2], "" if r[3] == "-" else r[3], r[4]) for r in rows]
    return tuple(sorted(found, key=lambda p: -len(p.word)))

"""Who says what, beside a corpus that people annotated (PolNeAR's standoff files): precision, recall, F1, words a CPU second.

    python benchmarks/bench_statements.py FOLDER       FOLDER holds text/*.txt and attributions/*.ann

One of ours counts for one of theirs where the cues share a token, the contents share at least half of their tokens (Jaccard)
and so do the sources, or both have none; each is used once. Indirect is what has no quotation mark in its content. Where
several people annotated a text, the first file by name counts. Without FOLDER there is nothing to compare, and it says so.
"""

from __future__ import annotations

import re
import sys
import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_TOKEN = re.compile(r"\w+|[^\w\s]")
_QUOTE = re.compile("[“”\"„«»]|''")
_ENOUGH = 0.5
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: the spans of its source, cue and content in code points."""

    source: Spans
    cue: Spans
    content: Spans


def annotated(path: Path) -> list[Attribution]:
    """Read a standoff file (brat): text-bound parts, then the events that join them."""
    spans: dict[str, Spans] = {}
    found = []
    for line in path.read_text("utf-8").split("\n"):
        name, _, rest = line.partition("\t")
        if name.startswith("T") and rest:
            places = rest.split("\t")[0].split(" ", 1)[1].split(";")
            spans[name] = tuple(tuple(map(int, p.split())) for p in places)  # type: ignore[misc]
        elif name.startswith("E"):
            parts: dict[str, list[tuple[int, int]]] = {}
            for part in rest.split():
                role, _, target = part.partition(":")
                parts.setdefault(role.rstrip("0123456789"), []).extend(spans.get(target, ()))
            found.append(
                Attribution(
                    *(tuple(sorted(parts.get(r, ()))) for r in ("Source", "Cue", "Content"))
                )
            )
    return found


def ours(words: str) -> list[Attribution]:
    """Give what the rules find in a text; the corpus is no hostile input, so no jail is needed to measure."""
    from wellfounded.claims.untrusted import pages, parser, reader
    from wellfounded.terms.digest import Digest

    text = pages.of_text(words, Digest.of(words.encode()))
    return [
        Attribution(
            *(tuple((s.start, s.end) for s in part) for part in (s.source, s.cue, s.content))
        )
        for s in reader.Reader(text, parser.packaged()).statements()
    ]


@dataclass(slots=True)
class Score:
    """Sums over the texts."""

    theirs: int = 0
    found: int = 0
    right: int = 0
    indirect: int = 0
    indirect_right: int = 0
    words: int = 0
    seconds: float = 0.0

    def add(self, words: str, theirs: Sequence[Attribution], found: Sequence[Attribution]) -> None:
        """Add one text."""
        starts = [m.span() for m in _TOKEN.finditer(words)]
        matched = set(_matched(theirs, found, starts))
        for number, one in enumerate(theirs):
            quoted = any(_QUOTE.search(words[s:e]) for s, e in one.content)
            self.indirect += not quoted
            self.indirect_right += not quoted and number in matched
        self.theirs += len(theirs)
        self.found += len(found)
        self.right += len(matched)

    def __str__(self) -> str:
        """Give the figures in one line."""
        precision, recall = self.right / max(self.found, 1), self.right / max(self.theirs, 1)
        both = 2 * precision * recall / max(precision + recall, 1e-9)
        indirect = self.indirect_right / max(self.indirect, 1)
        return (
            f"F1 {both:.3f}  precision {precision:.3f}  recall {recall:.3f}  indirect recall {indirect:.3f}"
            f"  ({self.theirs} annotated, {self.found} found, {self.right} the same)"
        )


def _matched(
    theirs: Sequence[Attribution], found: Sequence[Attribution], tokens: list[tuple[int, int]]
) -> Iterator[int]:
    """Give the numbers of the annotated attributions that one of ours, used once, is the same as."""
    sets = [[_held(part, tokens) for part in (f.source, f.cue, f.content)] for f in found]
    used: set[int] = set()
    for number, one in enumerate(theirs):
        source, cue, content = (_held(p, tokens) for p in (one.source, one.cue, one.content))
        fits = [
            (_shared(content, c) + _shared(source, s), n)
            for n, (s, q, c) in enumerate(sets)
            if n not in used
            and cue & q
            and _shared(content, c) >= _ENOUGH
            and _shared(source, s) >= _ENOUGH
        ]
        if fits:
            used.add(max(fits)[1])
            yield number


def _held(spans: Spans, tokens: list[tuple[int, int]]) -> set[int]:
    held = set()
    for start, end in spans:
        at = max(bisect_right(tokens, (start, sys.maxsize)) - 1, 0)
        while at < len(tokens) and tokens[at][0] < end:
            if tokens[at][1] > start:
                held.add(at)
            at += 1
    return held


def _shared(one: set[int], other: set[int]) -> float:
    """Give the Jaccard index; two empty sets are the same."""
    return len(one & other) / len(one | other) if one or other else 1.0


def main(arguments: list[str]) -> int:
    """Score a folder; gives the exit code."""
    if len(arguments) != 1:
        print(
            "No corpus: python benchmarks/bench_statements.py FOLDER (text/*.txt, attributions/*.ann)"
        )
        return 0
    folder, score = Path(arguments[0]), Score()
    ours("Somebody said that the library was loaded before the clock was started.")
    for path in sorted((folder / "text").glob("*.txt")):
        files = sorted((folder / "attributions").glob(path.stem + "_*.ann"))
        if not files:
            continue
        words = path.read_bytes().decode("utf-8")
        began = time.process_time()
        found = ours(words)
        score.seconds += time.process_time() - began
        score.words += len(words.split())
        score.add(words, annotated(files[0]), found)
    print(score)
    print(f"{score.words} words, {score.words / max(score.seconds, 1e-9):.0f} a CPU second")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The invented stories of benchmarks/rewrites, and small ways to make documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from wellfounded.copies.copy import ONE_ORIGIN, Copy
from wellfounded.copies.text import Document, compare_texts
from wellfounded.terms.digest import Digest
from wellfounded.terms.moment import Moment

FOLDER = Path(__file__).parents[3] / "benchmarks" / "rewrites"
_HEAD = re.compile(r"== (\S+)(?: < (\S+) (\w+))?")


@dataclass(frozen=True)
class Told:
    """One text of a story: whom it was written from and how, both empty if from nobody."""

    name: str
    source: str
    how: str
    text: str


def stories(which: str) -> list[Told]:
    """Read `develop` or `held-out`."""
    found: list[Told] = []
    head, lines = None, []
    for line in [*(FOLDER / f"{which}.txt").read_text("utf-8").splitlines(), "== end"]:
        if line.startswith("#"):
            continue
        if new := _HEAD.match(line):
            if head is not None:
                found.append(Told(head[1], head[2] or "", head[3] or "", "\n".join(lines).strip()))
            head, lines = new, []
        else:
            lines.append(line)
    return found


def document(
    name: str, text: str, *publishers: str, published: str = "", language: str = "en"
) -> Document:
    """Make a document whose item is named by its text and name."""
    digest = Digest(sha256(f"{name}\n{text}".encode("utf-8", "surrogatepass")).digest())
    moment = Moment.parse(published) if published else None
    return Document(digest, name, text, language, publishers, moment)


def pairs_found(texts: list[Told]) -> dict[tuple[str, str], list[Copy]]:
    """Compare all texts and give the copies by the two names."""
    found: dict[tuple[str, str], list[Copy]] = {}
    for copy in compare_texts([document(t.name, t.text) for t in texts]):
        found.setdefault((copy.a.name, copy.b.name), []).append(copy)
    return found


def judged(texts: list[Told]) -> tuple[int, int, int]:
    """Count pairs of one origin that were found, pairs of two that were joined, and pairs of one that were missed."""
    found = pairs_found(texts)
    hit = wrong = missed = 0
    for a, b in combinations(texts, 2):
        same = (a.source or a.name) == (b.source or b.name)
        joined = any(c.verdict in ONE_ORIGIN for c in found.get((a.name, b.name), ()))
        hit, wrong, missed = (
            hit + (same and joined),
            wrong + (joined and not same),
            missed + (same and not joined),
        )
    return hit, wrong, missed

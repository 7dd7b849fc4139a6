"""How fast a search is over a million invented paragraphs, and how fast they are indexed.

    python benchmarks/bench_search.py [paragraphs] [catalogue.db]

Words follow Zipf's law; one paragraph in ten is Chinese. With a path, a filled file is used again.
Prints indexing speed, file size, and for each kind of query the median and the slowest of some searches (CPU, in the process),
beside the peer: SQLite FTS5 as it comes (unicode61 words, `ORDER BY rank LIMIT 20`), which makes no snippets.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from wellfounded.catalogue import Applied, Catalogue
from wellfounded.terms.digest import Digest

PER_ITEM = 2000
VOCABULARY = 200_000
FREQUENT = "the of and to in was that he for it with as his on be at by had not are but from or have an they".split()
SURNAMES, GIVEN = "关张王李赵陈刘杨黄周", "恒伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平"


class Author:
    """Writes invented paragraphs, the same ones every time."""

    def __init__(self) -> None:
        """Prepare both vocabularies."""
        self.chance = random.Random(7)
        self.words = FREQUENT + [self._word() for _ in range(VOCABULARY)]
        self.weights = list(accumulate(1 / (n + 2) for n in range(len(self.words))))
        self.chars = [chr(0x4E00 + n * 5) for n in range(3500)]
        self.char_weights = list(accumulate(1 / (n + 10) for n in range(len(self.chars))))

    def _word(self) -> str:
        syllables = ("ka", "lo", "mi", "ter", "san", "der", "vo", "ri", "chu", "bel", "non", "ash")
        return "".join(self.chance.choice(syllables) for _ in range(self.chance.randint(2, 5)))

    def paragraph(self) -> str:
        """Give one paragraph of 20 to 80 words, or of as many Chinese characters."""
        count = self.chance.randint(20, 80)
        if self.chance.random() < 0.1:
            name = self.chance.choice(SURNAMES) + self.chance.choice(GIVEN)
            return f"{self._draw(self.chars, self.char_weights, count, '')}{name}。"
        return f"{self._draw(self.words, self.weights, count, ' ').capitalize()}."

    def _draw(self, what: list[str], weights: list[float], count: int, between: str) -> str:
        total = weights[-1]
        picks = (bisect(weights, self.chance.random() * total) for _ in range(count))
        return between.join(what[min(n, len(what) - 1)] for n in picks)


def records(author: Author, item: Digest, count: int, texts: list[int]) -> Iterator[dict[str, Any]]:
    """Give the passages of one item; counts the bytes written into `texts`."""
    for page in range(count):
        text = author.paragraph()
        texts[0] += len(text.encode())
        locus = {"in": str(item), "page": page + 1}
        yield {"type": "passage", "text": text, "locus": locus, "source": "text"}


class Peer:
    """FTS5 as it comes, over the same paragraphs."""

    def __init__(self, path: Path) -> None:
        """Open or begin its file."""
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5 (text, content='')"
        )
        self.spent = 0.0

    def put(self, texts: list[str]) -> None:
        """Index some paragraphs."""
        before = time.process_time()
        self.connection.execute("BEGIN")
        rows = ((text,) for text in texts)
        self.connection.executemany("INSERT INTO texts (text) VALUES (?)", rows)
        self.connection.execute("COMMIT")
        self.spent += time.process_time() - before

    def ask(self, query: str) -> int:
        """Give how many hits the first page has."""
        sql = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20"
        return len(self.connection.execute(sql, (query,)).fetchall())


def fill(catalogue: Catalogue, peer: Peer, author: Author, count: int) -> None:
    """Index `count` paragraphs and print how fast that was, the writing of them left out."""
    texts, spent = [0], 0.0
    about: dict[str, Any] = {"actor": "mina", "clock": 0}
    catalogue.apply([Applied("custody", 0, about | {"type": "opened"})])
    started = time.perf_counter()
    for n in range(0, count, PER_ITEM):
        item = Digest.of(str(n).encode())
        index = catalogue.position("custody").size
        entry = about | {"about": [{"item": str(item), "prev": None}]}
        read = {"stage": "read", "recipe": "r", "outcome": "read"}
        catalogue.apply(
            [
                Applied("custody", index, entry | {"type": "received", "body": {"size": 1}}),
                Applied("custody", index + 1, entry | {"type": "read", "body": read}),
            ]
        )
        found = list(records(author, item, min(PER_ITEM, count - n), texts))
        before = time.process_time()
        catalogue.put_records(item, "read", "r", index + 1, found)
        spent += time.process_time() - before
        peer.put([record["text"] for record in found])
    print(f"indexed {count:,} paragraphs, {texts[0] / 1e6:,.0f} MB of text")
    print(f"  ours {spent:,.1f} s CPU, {texts[0] / spent / 1e6:.1f} MB/s, {count / spent:,.0f}/s")
    print(f"  peer {peer.spent:,.1f} s CPU; ratio of speed {peer.spent / spent:.2f}")
    print(f"  {time.perf_counter() - started:,.1f} s wall with the writing of the paragraphs")


def cpu_ms(work: Callable[[], Any]) -> float:
    """Give the CPU milliseconds of one call, its pages being in memory."""
    work()
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000


def measure(
    what: str, queries: list[str], ask: Callable[[str], Any], peer: Peer, foreign: bool
) -> None:
    """Print the median and the slowest of some searches; the peer answers three of them, if its language has them."""
    times = [cpu_ms(lambda query=query: ask(query)) for query in queries]
    line = f"{what:<24}{statistics.median(times):8.2f} ms{max(times):8.2f} ms"
    if foreign:
        line += f"{'-':>11}{'':>9}"
    else:
        theirs = [cpu_ms(lambda query=query: peer.ask(query)) for query in queries[:3]]
        ratio = statistics.median(theirs) / statistics.median(times)
        line += f"{statistics.median(theirs):8.2f} ms{ratio:8.1f}x"
    print(f"{line}   {queries[0]!r}: {ask(queries[0]).found:,} hits", flush=True)


def queries(author: Author) -> dict[str, list[str]]:
    """Give some queries of each kind, spread over the vocabulary."""
    words, chars = author.words, author.chars
    rare = [words[n] for n in range(20_000, 200_000, 9_000)]
    middling = [words[n] for n in range(300, 1_100, 40)]
    common = FREQUENT[:20]
    return {
        "rare word": rare,
        "middling word": middling,
        "common word": common,
        "two rare words": [f"{a} {b}" for a, b in pairwise(rare)],
        "rare and common": [f"{a} {b}" for a, b in zip(rare, common, strict=True)],
        "two common words": [f"{a} {b}" for a, b in pairwise(common)],
        "two middling words": [f"{a} {b}" for a, b in pairwise(middling)],
        "common or rare": [f"{a} OR {b}" for a, b in zip(rare, common, strict=True)],
        "phrase, common": [f'"{a} {b}"' for a, b in pairwise(common)],
        "phrase, middling": [f'"{a} {b}"' for a, b in zip(middling, common, strict=True)],
        "phrase nowhere": ['"the the the the of"', '"of the of the of the of"'],
        "common, not common": [f"{a} -{b}" for a, b in pairwise(common)],
        "beginning, 2 letters": list(dict.fromkeys(word[:2] + "*" for word in rare)),
        "beginning, 3 letters": list(dict.fromkeys(word[:3] + "*" for word in rare)),
        "beginning, 5 letters": [word[:5] + "*" for word in rare],
        "Chinese name": [a + b for a, b in zip(SURNAMES, GIVEN, strict=False)],
        "Chinese pair, common": [a + b for a, b in pairwise(chars[:21])],
        "Chinese character": chars[:20:2],
        "Chinese, traditional": ["關恆", "張偉", "陳麗", "劉軍"],
        "source:ocr and common": [f"source:ocr {word}" for word in common],
        "common, page 50": common[:5],
    }


OURS_ONLY = (
    "common, not common",
    "Chinese, traditional",
    "source:ocr and common",
    "common, page 50",
)


def main(count: int, path: Path) -> None:
    """Fill the catalogue if it is empty, and measure."""
    author, peer = Author(), Peer(path.with_name("peer.db"))
    with Catalogue.open(path) as catalogue:
        if catalogue.position("custody").size == 0:
            fill(catalogue, peer, author, count)
    for name in (path.name, "peer.db"):
        size = sum(file.stat().st_size for file in path.parent.glob(name + "*"))
        print(f"  {name} {size / 1e6:,.0f} MB")
    with Catalogue.open(path) as catalogue:
        print(f"{'CPU':<24}{'median':>11}{'slowest':>11}{'peer':>11}{'ratio':>9}")
        for what, asked in queries(author).items():
            offset = 980 if "page 50" in what else 0

            def ask(query: str, offset: int = offset) -> Any:
                return catalogue.search(query, offset=offset)

            measure(what, asked, ask, peer, what in OURS_ONLY)
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if len(sys.argv) > 2:
        main(many, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(many, Path(folder, "catalogue.db"))

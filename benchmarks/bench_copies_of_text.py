"""How many copies and retellings of texts are found, and how fast, beside plain containment of runs of five words.

    python benchmarks/bench_copies_of_text.py [texts]

First the invented stories of benchmarks/rewrites: thresholds were chosen on `develop`, `held-out` was not looked at for that.
A pair counts as found when it is joined to one origin. The plain baseline joins a pair when half of the shorter text's runs of
five words stand in the other. Then speed: texts of 400 invented words, one in ten the first 300 words of another (default
20,000 texts), beside plain containment of all runs of five words (half of the shorter text's runs) and datasketch (MinHash,
128 permutations, LSH at 0.5) where it is installed. CPU seconds; the texts are made before and not counted.
"""

from __future__ import annotations

import importlib
import resource
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.copies.text.stories import Told, pairs_found, stories
from wellfounded.copies.copy import ONE_ORIGIN
from wellfounded.copies.text import Collection, Document
from wellfounded.copies.text.shingles import shingles
from wellfounded.copies.text.words import Numbering, split
from wellfounded.terms.digest import Digest


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927)."""
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5
    return middle - half, middle + half


def ours(texts: list[Told]) -> set[tuple[str, str]]:
    """Give the pairs this program joins."""
    return {k for k, found in pairs_found(texts).items() if found[0].verdict in ONE_ORIGIN}


def plain(texts: list[Told]) -> set[tuple[str, str]]:
    """Give the pairs of which half of one text's runs of five words stand in the other."""
    runs = {t.name: set(shingles(split(t.text).ids, 5).tolist()) for t in texts}
    return {
        (a.name, b.name)
        for a, b in combinations(texts, 2)
        if 2 * len(runs[a.name] & runs[b.name]) >= min(len(runs[a.name]), len(runs[b.name]))
    }


def accuracy(which: str) -> None:
    """Print what each way finds of one set of stories."""
    texts = stories(which)
    sorts: dict[str, list[tuple[str, str]]] = {}
    for a, b in combinations(texts, 2):
        if (a.source or a.name) == (b.source or b.name):
            how = "/".join(sorted(filter(None, (a.how, b.how))))
            sorts.setdefault(how, []).append((a.name, b.name))
    true = {pair for pairs in sorts.values() for pair in pairs}
    for name, way in (("ours", ours), ("runs of five", plain)):
        found = way(texts)
        print(
            f"{which}, {name}: {len(found & true)} of {len(true)} joined, {len(found - true)} wrongly"
        )
        for how, pairs in sorted(sorts.items()):
            hits = len(found & set(pairs))
            low, high = wilson(hits, len(pairs))
            print(f"    {how:14} {hits} of {len(pairs)}   95 %: {low:.2f} to {high:.2f}")


def invented(count: int) -> list[str]:
    """Make texts whose words follow Zipf's law, one in ten the beginning of another."""
    chance = np.random.default_rng(11)
    letters = np.array(list("abdefgiklmnoprstuv"))
    vocabulary = ["".join(chance.choice(letters, 3 + n % 7)) for n in range(60_000)]
    weights = np.cumsum(1 / (np.arange(60_000) + 2.7) ** 1.07)
    texts: list[str] = []
    for n in range(count):
        if n % 10 == 9:
            texts.append(" ".join(texts[n - 5].split()[:300]))
            continue
        picks = np.searchsorted(weights, chance.random(400) * weights[-1])
        words = [vocabulary[p] for p in picks]
        texts.append(". ".join(" ".join(words[i : i + 20]) for i in range(0, 400, 20)))
    return texts


def timed(name: str, texts: list[str], run: Callable[[], int]) -> None:
    """Print how many texts a second one way takes."""
    start = time.process_time()
    found = run()
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{name}: {len(texts) / spent:,.0f} texts per CPU second, {found} pairs, at most {peak} MB so far"
    )


def speed(count: int) -> None:
    """Print the speed of ours and of the peer on the same texts."""
    texts = invented(count)

    def document(n: int) -> Document:
        return Document(Digest(sha256(str(n).encode()).digest()), str(n), texts[n])

    def run_ours() -> int:
        collection = Collection(document)
        for n in range(count):
            collection.add(document(n))
        return len({(c.a.item, c.b.item) for c in collection.copies()})

    timed("ours, with aligned passages", texts, run_ours)
    timed("plain runs of five words, pairs only", texts, lambda: _contained(texts))
    try:
        sketch = importlib.import_module("datasketch")
    except ModuleNotFoundError:
        print("datasketch: not installed")
        return
    timed("datasketch, pairs only", texts, lambda: sum(1 for _ in _sketched(sketch, texts)))


def _contained(texts: list[str]) -> int:
    """Count the pairs that share half of the shorter text's runs of five words: every run is kept, and sorted."""
    numbering = Numbering()
    rows = [np.unique(shingles(split(text, numbering).ids, 5)) for text in texts]
    sizes = np.array([len(row) for row in rows])
    hashes = np.concatenate(rows)
    owners = np.repeat(np.arange(len(rows)), sizes)
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    shared: list[np.ndarray] = []
    step = 1
    while (same := np.flatnonzero(hashes[step:] == hashes[:-step])).size:
        shared.append(owners[same] * len(rows) + owners[same + step])
        step += 1
    keys, counts = np.unique(np.concatenate(shared), return_counts=True)
    return int((2 * counts >= np.minimum(sizes[keys // len(rows)], sizes[keys % len(rows)])).sum())


def _sketched(sketch: object, texts: list[str]) -> Iterator[tuple[int, int]]:
    lsh = sketch.MinHashLSH(threshold=0.5, num_perm=128)  # type: ignore[attr-defined]
    for n, text in enumerate(texts):
        words = text.split()
        mark = sketch.MinHash(num_perm=128)  # type: ignore[attr-defined]
        mark.update_batch([" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)])
        yield from ((int(other), n) for other in lsh.query(mark))
        lsh.insert(str(n), mark)


if __name__ == "__main__":
    for which in ("develop", "held-out"):
        accuracy(which)
    speed(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)

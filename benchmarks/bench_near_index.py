"""Exact search of 256-bit rows: CPU milliseconds a query, beside faiss (where installed) and the plain numpy expression, in one run.

    python benchmarks/bench_near_index.py [ROWS]     1,000,000 rows, and 10,000,000 if asked for

The rows lie in a file that is mapped; queries come 32 at a time. Prints by how much the process grew, mapped rows that were touched included.
"""

from __future__ import annotations

import importlib
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from wellfounded.copies.index.folder import FolderIndex
from wellfounded.terms.digest import Digest

ROUNDS, QUERIES, RADIUS, PIECE = 5, 32, 60, 100_000


def cost(search: Callable[[], Any]) -> float:
    """Give the median CPU milliseconds of one query."""
    search()
    taken = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        search()
        taken.append((time.process_time() - begin) * 1000 / QUERIES)
    return statistics.median(taken)


def plain(rows: Any, queries: Any) -> None:
    """Search as one would write it first."""
    words, asked = rows.view(np.uint64), queries.view(np.uint64)
    for query in asked:
        np.flatnonzero(np.bitwise_count(words ^ query).sum(axis=1, dtype=np.uint16) <= RADIUS)


def main(arguments: list[str]) -> int:
    """Measure and print; gives the exit code."""
    count = int(arguments[0]) if arguments else 1_000_000
    rng = np.random.default_rng(1)
    queries = rng.integers(0, 256, (QUERIES, 32), dtype=np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        index = FolderIndex(32, Path(folder))
        for number in range(0, count, PIECE):
            piece = rng.integers(0, 256, (min(PIECE, count - number), 32), dtype=np.uint8)
            index.add(Digest.of(b"%d" % number), piece)
            index.sync()
        index = FolderIndex(32, Path(folder))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        ours = cost(lambda: index.search(queries, RADIUS))
        held = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
        rows = np.fromfile(next(Path(folder).glob("rows-*")), np.uint8).reshape(-1, 32)
        numpy_plain = cost(lambda: plain(rows, queries))
        print(
            f"{count:,} rows, {rows.nbytes / 1e6:.0f} MB mapped; the process grew by {held:.0f} MB"
        )
        print(
            f"ours {ours:.2f} ms, plain numpy {numpy_plain:.2f} ms, ratio {numpy_plain / ours:.2f}"
        )
        try:
            faiss = importlib.import_module("faiss")
        except ImportError:
            print("faiss: absent")
            return 0
        faiss.omp_set_num_threads(1)
        flat = faiss.IndexBinaryFlat(256)
        flat.add(rows)
        theirs = cost(lambda: flat.range_search(queries, RADIUS + 1))
        print(f"faiss {theirs:.2f} ms, ratio {theirs / ours:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

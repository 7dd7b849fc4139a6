"""How fast the catalogue takes in receipts and readings, and how long a build with nothing new asks it.

    python benchmarks/bench_catalogue.py [items]

Prints receipts per second (CPU and wall), the time of `pending`, `counts` and a rebuild, and the memory at the end.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from wellfounded.catalogue import Applied, Catalogue, Position
from wellfounded.terms.digest import Digest

BATCH = 1000


def entry(index: int, kind: str, item: Digest, body: dict[str, Any]) -> dict[str, Any]:
    """Give one entry about one item."""
    about = [{"item": str(item), "prev": None}]
    shared = {"format": "wf-entry/1", "actor": "mina", "clock": 1_700_000_000_000_000 + index}
    return shared | {"type": kind, "index": index, "about": about, "body": body}


def entries(count: int) -> Iterator[Applied]:
    """Give `count` receipts, then as many readings."""
    yield Applied("custody", 0, {"type": "opened", "actor": "mina", "clock": 0})
    for n in range(count):
        item = Digest(hashlib.sha256(str(n).encode()).digest())
        name = f"IMG_{n:06d}.jpg"
        raw = {"bytes_hex": name.encode().hex(), "shown": name, "charset_guess": "utf-8"}
        path = {"bytes_hex": name.encode().hex(), "shown": f"card/{name}", "charset_guess": "utf-8"}
        body = {
            "object": str(item),
            "size": n,
            "door": "folder",
            "batch": "0a1b",
            "handling": "open",
        }
        private = {"name": raw, "path": path, "giver": "k7", "modified": n}
        yield Applied("custody", n + 1, entry(n + 1, "received", item, body), private)
    for n in range(count):
        item = Digest(hashlib.sha256(str(n).encode()).digest())
        body = {"stage": "read", "recipe": "sha256:r", "outcome": "read", "count": 3}
        index = count + n + 1
        yield Applied("custody", index, entry(index, "read", item, body))


def records(n: int, item: Digest) -> list[dict[str, Any]]:
    """Give what a short reading finds."""
    locus = {"in": str(item), "page": 1}
    text = f"The convoy of {n} lorries left the yard before dawn, two guards said."
    return [
        {"type": "fact", "name": "kind", "value": "text"},
        {"type": "fact", "name": "mime", "value": "text/plain"},
        {"type": "passage", "text": text, "locus": locus, "source": "text", "language": "en"},
    ]


def timed(what: str, work: Callable[[], object], count: int = 0) -> None:
    """Run and print one line."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    report(what, time.perf_counter() - wall, time.process_time() - cpu, count)


def feed(catalogue: Catalogue, stream: Iterator[Applied], what: str, count: int) -> None:
    """Apply the next `count` entries in batches and print one line; making them is left out."""
    wall = cpu = 0.0
    for start in range(0, count, BATCH):
        part = list(islice(stream, min(BATCH, count - start)))
        before = time.perf_counter(), time.process_time()
        catalogue.apply(part, [Position("custody", part[-1].index + 1, "00")])
        wall += time.perf_counter() - before[0]
        cpu += time.process_time() - before[1]
    report(what, wall, cpu, count)


def report(what: str, wall: float, cpu: float, count: int = 0) -> None:
    """Print one line."""
    each = f"  {count / cpu:10,.0f}/s CPU {count / wall:10,.0f}/s wall" if count else ""
    print(f"{what:<44}{cpu * 1000:10.1f} ms CPU{wall * 1000:10.1f} ms wall{each}")


def put(catalogue: Catalogue, count: int) -> None:
    """Put the records of every reading."""
    for reading in catalogue.unloaded():
        found = records(reading.index - count, reading.item)
        catalogue.put_records(reading.item, "read", "sha256:r", reading.index, found)


def main(count: int) -> None:
    """Measure a case of `count` items."""
    stream = entries(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "catalogue.db")
        catalogue = Catalogue.fresh(path)
        feed(catalogue, stream, f"apply {count:,} receipts", count + 1)
        feed(catalogue, stream, f"apply {count:,} readings", count)
        timed(f"put_records of {count:,} readings", lambda: put(catalogue, count), count)
        timed("pending, nothing new", lambda: list(catalogue.pending("read", "sha256:r")))
        timed("pending, all new", lambda: list(catalogue.pending("read", "sha256:x")))
        timed("counts", catalogue.counts)
        timed("every item in a list", lambda: sum(1 for _ in catalogue.items()))
        catalogue.close()
        timed("open", lambda: Catalogue.open(path).close())
        again = Catalogue.open(path)
        item = Digest(hashlib.sha256(b"0").digest())
        body: dict[str, Any] = {"objects": []}
        index = 2 * count + 1
        last = Applied("custody", index, entry(index, "withdrawn", item, body))
        timed("withdraw one item, erase", lambda: again.apply([last]))
        print(f"file {path.stat().st_size / 1e6:,.1f} MB")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

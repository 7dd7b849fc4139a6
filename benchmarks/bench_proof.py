"""The proof of one item out of a large log: CPU time to make it, and its size. Then what a reader spends on checking it.

    python benchmarks/bench_proof.py [--entries 1000000] [--rounds 7] [--folder DIR]

The log is made first, in the case's own form: two entries an item, `received` and `handling`, so that every item has a chain. A proof of
one item then holds three: those and the `shown` that is logged with it; and for an item that was only received, two. The size is that
of the proof's files as they lie, and zipped, without the program and the page that go along. Time is of this process, with the
catalogue at hand as after any command: `prove` whole, with the commit of `shown`, and the making of the files alone.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.index import open_catalogue
from wellfounded.case.init import init
from wellfounded.case.proof.handout import zipped
from wellfounded.case.proof.prove import Asked, Proven, prove
from wellfounded.terms.digest import Digest
from wellfounded.verifier import program

_BATCH = 50_000


def item(number: int) -> Digest:
    """The item of this number; its bytes do not matter here."""
    return Digest.of(number.to_bytes(8, "big"))


def fill(case: Case, entries: int) -> None:
    """Write entries about items, two each; every hundredth item is only received."""
    number, left = 0, entries
    while left > 1:
        with Batch(case, "mina") as batch:
            for _ in range(min(_BATCH, left) // 2):
                received = {
                    "object": str(item(number)),
                    "size": 8,
                    "door": "file",
                    "handling": "open",
                }
                private = {"giver": "lark"} if number % 1000 == 0 else {}
                batch.add(Event("received", (item(number),), received, private))
                if number % 100:
                    batch.add(Event("handling", (item(number),), {"handling": "private"}))
                number += 1
            left -= len(batch)
            batch.commit()
        print(f"  {entries - left:,} entries", end="\r", file=sys.stderr)


def cpu(run: Callable[[], Proven]) -> tuple[float, Proven]:
    """Give the CPU milliseconds of this process, and what came of it."""
    start = time.process_time()
    made = run()
    return (time.process_time() - start) * 1000, made


def measure(case: Case, title: str, numbers: list[int]) -> None:
    """Prove items and print medians."""
    found = [cpu(lambda n=n: prove(case, Asked((item(n),)), actor="mina")) for n in numbers]  # type: ignore[misc]
    made = found[-1][1]
    raw = sum(len(data) for data in made.files.values())
    print(
        f"  {title:34} {statistics.median(ms for ms, _ in found):6.1f} ms CPU   {raw:6,} bytes, "
        f"{len(zipped(made.files)):6,} zipped"
    )


def check(case: Case, folder: Path) -> None:
    """Let the program that is handed out check a proof, and print what that cost a new process."""
    proven = prove(case, Asked((item(7),)), actor="mina")
    (folder / "verify.py").write_bytes(program())
    (folder / "proof.zip").write_bytes(zipped(proven.files))
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "verify.py", "proof.zip", "--key", case.fingerprint],
        cwd=folder,
        capture_output=True,
    )
    print(
        f"  checked by the program in {time.perf_counter() - start:.2f} s wall, exit {done.returncode}"
    )


def main() -> None:
    """Make the log, prove items of it, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", type=Path, default=None, help="on the disk to be measured")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wellfounded-bench-", dir=asked.folder) as name:
        place = Path(name)
        with init(place / "case", actor="mina", home=Home(place / "home")).case as case:
            fill(case, asked.entries)
            with open_catalogue(case):
                pass
            size = case.custody.checkpoint().size
            print(f"\nproof of one item in a log of {size:,} entries, median of {asked.rounds}")
            step = asked.entries // 200 // (asked.rounds + 1)
            picks = [100 * step * n for n in range(1, asked.rounds + 1)]
            measure(case, "received, shown", picks)
            measure(case, "received, handling, shown", [n + 1 for n in picks])
            check(case, place)


if __name__ == "__main__":
    main()

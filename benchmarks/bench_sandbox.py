"""The price of the jail: the same pictures read in the sandbox and in this process, by the decoder that a build runs.

    python benchmarks/bench_sandbox.py                     three sizes of picture, five rounds each
    python benchmarks/bench_sandbox.py --mixed 10000       one round of as many pictures as a case may hold, mixed

CPU seconds of all processes; each figure is the median of the rounds with its spread. What it costs to start the sandbox,
which imports every decoder, is measured by itself and taken off: a case starts it once. A ratio of 1.00 would be a jail
for nothing. Offline; the pictures are made from a fixed seed in a temporary folder.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from wellfounded.extract.untrusted import read as reader
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.decoding import Limits, Source
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import RawName, Record

DECODER = "wellfounded.extract.untrusted.read"
SAMPLES = 20


class Counting:
    """Counts what comes, as an emitter in this process and as a sink of the sandbox."""

    def __init__(self) -> None:
        self.records = 0
        self.blob_bytes = 0

    def record(self, record: Record) -> None:
        record.to_json()
        self.records += 1

    def blob(self, data: bytes) -> Digest:
        self.blob_bytes += len(data)
        return Digest.of(data)

    def member(self, name: RawName, *, locus: Locus | None = None, **_: Any) -> Any:
        raise SystemExit("a picture with members is not for this benchmark")

    def on_record(self, record: dict[str, Any]) -> None:
        self.records += 1

    def on_blob(self, data: bytes) -> None:
        self.blob_bytes += len(data)


@dataclass(frozen=True, slots=True)
class Round:
    """Milliseconds a picture: CPU here and in the sandbox, wall clock here and in the sandbox; and CPU to start it."""

    cpu_here: float
    cpu_jailed: float
    wall_here: float
    wall_jailed: float
    start: float


def picture(seed: int, width: int, height: int) -> bytes:
    """A JPEG with some detail in it, the same for the same seed."""
    noise = random.Random(seed).randbytes((width // 8) * (height // 8) * 3)
    small = Image.frombytes("RGB", (width // 8, height // 8), noise)
    data = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(data, "JPEG", quality=90)
    return data.getvalue()


def cpu_seconds() -> float:
    """CPU seconds of this process and of every child that has ended."""
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system


def in_process(paths: list[Path]) -> Counting:
    """Reads every picture here."""
    found = Counting()
    for path in paths:
        digest = Digest.of(path.read_bytes())
        with path.open("rb") as file:
            source = Source(file, digest, path.stat().st_size, path.name, Limits())
            reader.read(source, found, {})
    return found


def in_sandbox(paths: list[Path]) -> Counting:
    """Reads every picture in the jail; the sandbox is started and ended within."""
    found = Counting()
    with Sandbox([DECODER]) as box:
        for path in paths:
            digest = Digest.of(path.read_bytes())
            with path.open("rb") as file:
                task = Task(DECODER, digest, path.stat().st_size, path.name)
                outcome = box.read(task, file, found)
            if outcome.failure is not None:
                raise SystemExit(f"not read: {outcome.failure}")
    return found


def timed(
    way: Callable[[list[Path]], Counting], paths: list[Path]
) -> tuple[float, float, Counting]:
    """CPU seconds, seconds by the clock, and what was found."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    found = way(paths)
    return cpu_seconds() - cpu, time.perf_counter() - wall, found


def one_round(paths: list[Path]) -> Round:
    """Reads all both ways and checks that the same was found."""
    cpu_start, wall_start, _ = timed(in_sandbox, [])
    cpu_here, wall_here, here = timed(in_process, paths)
    cpu_jailed, wall_jailed, jailed = timed(in_sandbox, paths)
    if (here.records, here.blob_bytes) != (jailed.records, jailed.blob_bytes):
        raise SystemExit("the two readings differ")
    each = (cpu_here, cpu_jailed - cpu_start, wall_here, wall_jailed - wall_start)
    return Round(*(1000 * seconds / len(paths) for seconds in each), 1000 * cpu_start)


MIXTURE = (("4000x3000", 10), ("1600x1200", 7), ("640x480", 3))
"""Of twenty pictures: as a telephone takes them, as a messenger passes them on, small ones from pages and screens."""


def measure_mixed(pictures: int) -> None:
    """Prints one line for one round over a mixture, each size in its share and in turn."""
    made = [
        picture(seed, *map(int, size.split("x")))
        for size, count in MIXTURE
        for seed in range(count)
    ]
    with tempfile.TemporaryDirectory() as folder:
        samples = [Path(folder, f"{n}.jpg") for n in range(len(made))]
        for path, data in zip(samples, made, strict=True):
            path.write_bytes(data)
        one_round(samples)
        done = one_round([samples[n * 7 % len(samples)] for n in range(pictures)])
    shares = ", ".join(f"{count} of {len(made)} at {size}" for size, count in MIXTURE)
    print(
        f"{pictures} pictures ({shares}): here {done.cpu_here:.1f} ms CPU each, jailed {done.cpu_jailed:.1f} ms; "
        f"{done.cpu_here / done.cpu_jailed:.2f} of in-process speed, {done.wall_here / done.wall_jailed:.2f} by the clock; "
        f"{done.start:.0f} ms to start",
        flush=True,
    )


def measure(size: str, pictures: int, rounds: int) -> None:
    """Prints one line for one size of picture."""
    width, height = map(int, size.split("x"))
    samples = [picture(seed, width, height) for seed in range(SAMPLES)]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{n}.jpg") for n in range(pictures)]
        for n, path in enumerate(paths):
            path.write_bytes(samples[n % SAMPLES])
        one_round(paths[:SAMPLES])
        done = [one_round(paths) for _ in range(rounds)]
    ratios = sorted(r.cpu_here / r.cpu_jailed for r in done)
    here = statistics.median(r.cpu_here for r in done)
    jailed = statistics.median(r.cpu_jailed for r in done)
    by_clock = statistics.median(r.wall_here / r.wall_jailed for r in done)
    print(
        f"{size:>9}  {pictures} pictures x {rounds}: here {here:.1f} ms CPU each, jailed "
        f"{jailed:.1f} ms; {statistics.median(ratios):.2f} of in-process speed "
        f"({ratios[0]:.2f} to {ratios[-1]:.2f}), {by_clock:.2f} by the clock; "
        f"{statistics.median(r.start for r in done):.0f} ms to start",
        flush=True,
    )


def main() -> None:
    """Measures each size."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("--pictures", type=int, help="how many; by default fewer of larger ones")
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--sizes", nargs="*", default=["640x480", "1600x1200", "4000x3000"])
    ask.add_argument("--mixed", type=int, default=0, help="one round of so many, mixed")
    said = ask.parse_args()
    if said.mixed:
        measure_mixed(said.mixed)
        return
    for size in said.sizes:
        width, height = map(int, size.split("x"))
        fewer = max(40, 150_000_000 // (width * height))
        measure(size, said.pictures or fewer, said.rounds)


if __name__ == "__main__":
    main()

"""The price of the jail: the same pictures read in the sandbox and in this process, CPU seconds of all processes.

    python benchmarks/bench_sandbox.py                 500 pictures, five rounds
    python benchmarks/bench_sandbox.py --pictures 10000

Prints one line a round and the median ratio (1.00 would be a jail for nothing). Offline; writes only to a temporary folder.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image

from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.decoding import Emitter, Limits, Source
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Record

sys.path.insert(0, str(Path(__file__).parent))
import sandbox_decoder


class Collected(Emitter):
    """Counts what comes, as an emitter in this process and as a sink of the sandbox."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.records = 0
        self.blob_bytes = 0

    def record(self, record: Record) -> None:
        """Count one record."""
        record.to_json()
        self.records += 1

    def blob(self, data: bytes) -> Digest:
        """Count a blob."""
        self.on_blob(data)
        return Digest.of(data)

    def on_record(self, record: dict[str, Any]) -> None:
        """Count one record."""
        self.records += 1

    def on_blob(self, data: bytes) -> None:
        """Count a blob."""
        self.blob_bytes += len(data)


def picture(seed: int, width: int, height: int) -> bytes:
    """Give a JPEG with some detail in it, the same for the same seed."""
    rng = random.Random(seed)
    small = Image.frombytes(
        "RGB", (width // 8, height // 8), rng.randbytes(width * height * 3 // 64)
    )
    data = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(data, "JPEG", quality=90)
    return data.getvalue()


def cpu_seconds() -> float:
    """Give the CPU seconds of this process and of every child that has ended."""
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system


def in_process(paths: list[Path]) -> Collected:
    """Read every picture here."""
    found = Collected()
    for path in paths:
        data = path.read_bytes()
        with path.open("rb") as file:
            source = Source(file, Digest.of(data), len(data), path.name, Limits())
            sandbox_decoder.read(source, found, {})
    return found


def in_sandbox(paths: list[Path], decoders: list[str]) -> Collected:
    """Read every picture in the jail; the sandbox is started and ended within."""
    found = Collected()
    with Sandbox(decoders) as box:
        for path in paths:
            data = path.read_bytes()
            with path.open("rb") as file:
                task = Task("sandbox_decoder", Digest.of(data), len(data), path.name)
                outcome = box.read(task, file, found)
            if outcome.failure is not None:
                raise SystemExit(f"not read: {outcome.failure}")
    return found


def main() -> None:
    """Run the rounds and print the ratios."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("--pictures", type=int, default=500)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--width", type=int, default=640)
    ask.add_argument("--height", type=int, default=480)
    ask.add_argument("--with", nargs="*", default=[], dest="more", help="more decoders kept warm")
    said = ask.parse_args()
    decoders = ["sandbox_decoder", *said.more]
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        samples = [picture(seed, said.width, said.height) for seed in range(20)]
        paths = [Path(folder, f"{n}.jpg") for n in range(said.pictures)]
        for n, path in enumerate(paths):
            path.write_bytes(samples[n % len(samples)])
        for _ in range(said.rounds):
            marks = [(cpu_seconds(), time.perf_counter())]
            here = in_process(paths)
            marks.append((cpu_seconds(), time.perf_counter()))
            jailed = in_sandbox(paths, decoders)
            marks.append((cpu_seconds(), time.perf_counter()))
            if (here.records, here.blob_bytes) != (jailed.records, jailed.blob_bytes):
                raise SystemExit("the two readings differ")
            cpu, wall = zip(*marks, strict=True)
            ms = [1000 * (b - a) / len(paths) for a, b in ((cpu[0], cpu[1]), (cpu[1], cpu[2]))]
            ratios.append(ms[0] / ms[1])
            elapsed = (wall[1] - wall[0]) / (wall[2] - wall[1])
            print(
                f"in process {ms[0]:.2f} ms CPU a picture, in the sandbox {ms[1]:.2f} ms: "
                f"{ratios[-1]:.2f} of the speed ({elapsed:.2f} by the clock)"
            )
    print(f"median of {len(ratios)}: {statistics.median(ratios):.2f} of in-process speed")


if __name__ == "__main__":
    main()

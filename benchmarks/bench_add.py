"""Receiving files beside what people use today: `sha256sum` and `cp`, bagit-python, restic. CPU and wall seconds, in one run.

    python benchmarks/bench_add.py [--small 20000] [--large MIB] [--rounds 5] [--memory 100000] [--folder DIR]

Small files have 2,000 bytes each, the large one is of random bytes; both lie in the page cache. Every program is started anew each time and
its start counts. Ours ends durable: what it prints as received has been flushed. `cp` is shown as it is and with `sync -f` after it; bagit
copies first, because it rearranges the folder it is given; an encrypted case is opened by a key; restic stores encrypted chunks without compression. Ratios are of medians: 1.00 is
as fast as the peer, more is faster. `--memory` adds one `add` of that many small files and prints the largest memory it held.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.protect.access import by_key
from wellfounded.vault.encrypted import Identity

SMALL_BYTES = 2000
_ADD = (
    "import sys; from pathlib import Path; from wellfounded.case.home import Home;"
    "from wellfounded.case.folder import open_case; from wellfounded.case.preserve.add import add;"
    "print(add(open_case(sys.argv[1], home=Home(Path(sys.argv[2]))), [sys.argv[3]], actor='mina').received)"
)
_BY_KEY = (
    "home=Home(Path(sys.argv[2])), openers=__import__('wellfounded.vault.encrypted', fromlist=['x'])"
    ".read_identities(Path(sys.argv[4]).read_text())"
)
_BAG = "import sys, bagit; bagit.make_bag(sys.argv[1], checksums=['sha256'])"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of a program and its children, and wall seconds."""

    cpu: float
    wall: float


def cost(*commands: list[str]) -> Cost:
    """Run programs one after the other and give what they cost together."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    for command in commands:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall)


def ours(given: Path, place: Path) -> Cost:
    """`add` into a new case: received, in the log, flushed."""
    home = Home(place / "home")
    init(place / "case", actor="mina", home=home).case.close()
    return cost([sys.executable, "-c", _ADD, str(place / "case"), str(home.folder), str(given)])


def encrypted(given: Path, place: Path) -> Cost:
    """The same into an encrypted case, opened by a key: no passphrase is stretched."""
    home, own = Home(place / "home"), Identity.new()
    entrance = by_key("mina", str(own.recipient))
    init(place / "case", actor="mina", home=home, entrance=entrance).case.close()
    (place / "identity").write_text(own.text())
    script = _ADD.replace("home=Home(Path(sys.argv[2]))", _BY_KEY)
    paths = (place / "case", home.folder, given, place / "identity")
    return cost([sys.executable, "-c", script, *map(str, paths)])


def sums(given: Path, place: Path) -> Cost:
    """`sha256sum` over every file, then `cp -r`, nothing flushed."""
    script = 'find "$1" -type f -print0 | xargs -0 sha256sum > "$2/sums" && cp -r "$1" "$2/copy"'
    return cost(["sh", "-c", script, "sh", str(given), str(place)])


def sums_flushed(given: Path, place: Path) -> Cost:
    """The same, and flushed."""
    script = 'find "$1" -type f -print0 | xargs -0 sha256sum > "$2/sums" && cp -r "$1" "$2/copy" && sync -f "$2"'
    return cost(["sh", "-c", script, "sh", str(given), str(place)])


def bagit(given: Path, place: Path) -> Cost:
    """`cp -r`, then bagit-python makes a bag of the copy."""
    copy = str(place / "bag")
    return cost(["cp", "-r", str(given), copy], [sys.executable, "-c", _BAG, copy])


def restic(given: Path, place: Path) -> Cost:
    """`restic backup` into a new repository; its making does not count."""
    os.environ["RESTIC_PASSWORD"] = "trial"
    base = ["restic", "-q", "-r", str(place / "repository"), "--no-cache"]
    subprocess.run([*base, "init"], check=True, stdout=subprocess.DEVNULL)
    return cost([*base, "backup", "--compression", "off", str(given)])


PEERS: dict[str, Callable[[Path, Path], Cost]] = {
    "wellfounded add": ours,
    "the same, encrypted": encrypted,
    "sha256sum + cp": sums,
    "sha256sum + cp + sync": sums_flushed,
    "cp + bagit": bagit,
    "restic": restic,
}


def present() -> dict[str, Callable[[Path, Path], Cost]]:
    """Give the programs that are installed; name those that are not."""
    absent = set()
    if shutil.which("restic") is None:
        absent.add("restic")
    if subprocess.run([sys.executable, "-c", "import bagit"], capture_output=True).returncode:
        absent.add("cp + bagit")
    for name in sorted(absent):
        print(f"absent: {name}")
    return {name: run for name, run in PEERS.items() if name not in absent}


def compare(title: str, given: Path, count: int, size: int, place: Path, rounds: int) -> None:
    """Print one table: what every program cost on the same files, round by round in turn."""
    programs = present()
    costs: dict[str, list[Cost]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, run in programs.items():
            with tempfile.TemporaryDirectory(dir=place) as scratch:
                os.sync()
                costs[name].append(run(given, Path(scratch)))
    print(f"\n{title}, median of {rounds} rounds (least to most)")
    first = middle(costs["wellfounded add"])
    for name, all_ in costs.items():
        half = middle(all_)
        walls, cpus = sorted(c.wall for c in all_), sorted(c.cpu for c in all_)
        rate = (
            f"{count / half.wall:8.0f} files/s"
            if count > 1
            else f"{size / half.wall / 1e6:8.0f} MB/s"
        )
        print(
            f"  {name:22} wall {half.wall:6.2f} s ({walls[0]:.2f} to {walls[-1]:.2f})  "
            f"CPU {half.cpu:6.2f} s ({cpus[0]:.2f} to {cpus[-1]:.2f}) {rate}  "
            f"ours is {half.wall / first.wall:5.2f} x in wall, {half.cpu / first.cpu:5.2f} x in CPU"
        )


def middle(all_: list[Cost]) -> Cost:
    """Give the medians."""
    return Cost(statistics.median(c.cpu for c in all_), statistics.median(c.wall for c in all_))


def make_small(folder: Path, count: int) -> None:
    """Write small files of random bytes, 500 in a folder."""
    chance = random.Random(count)
    for n in range(count):
        inner = folder / f"{n // 500:04d}"
        if n % 500 == 0:
            inner.mkdir(parents=True)
        (inner / f"IMG_{n:06d}.jpg").write_bytes(chance.randbytes(SMALL_BYTES))


def make_large(folder: Path, size: int) -> None:
    """Write one file of random bytes."""
    folder.mkdir()
    chance = random.Random(size)
    with (folder / "video.mp4").open("wb") as file:
        for _ in range(size >> 20):
            file.write(chance.randbytes(1 << 20))


def memory(count: int, place: Path) -> None:
    """Print the largest memory of one `add` of many small files."""
    given = place / "many"
    make_small(given, count)
    watched = (
        "import resource;" + _ADD + ";print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    home = Home(place / "home")
    init(place / "case", actor="mina", home=home).case.close()
    command = [sys.executable, "-c", watched, str(place / "case"), str(home.folder), str(given)]
    start = time.perf_counter()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    wall = time.perf_counter() - start
    print(f"\n{said[0]} files in one add: at most {int(said[1]) / 1024:.0f} MB, {wall:.0f} s wall")


def main() -> None:
    """Make the files, run everything in turn, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", type=int, default=20_000)
    parser.add_argument("--large", type=int, default=1024, metavar="MIB")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=None, help="on the disk to be measured")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wellfounded-bench-", dir=asked.folder) as name:
        place = Path(name)
        if asked.small:
            make_small(place / "small", asked.small)
            title = f"{asked.small} files of {SMALL_BYTES} bytes"
            total = asked.small * SMALL_BYTES
            compare(title, place / "small", asked.small, total, place, asked.rounds)
        if asked.large:
            make_large(place / "large", asked.large << 20)
            title = f"one file of {asked.large} MiB"
            compare(title, place / "large", 1, asked.large << 20, place, asked.rounds)
        if asked.memory:
            memory(asked.memory, place)


if __name__ == "__main__":
    main()

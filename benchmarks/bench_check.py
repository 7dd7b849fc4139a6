"""The full check of a case beside `sha256sum` of the same files. CPU and wall seconds, in one run.

    python benchmarks/bench_check.py [--small 20000] [--large MIB] [--rounds 5] [--folder DIR]

Ours hashes every object, and recomputes both logs, their trees, signatures and every personal value's commitment; the peer hashes the same
files and knows nothing of them. Both are started anew each time, on files in the page cache. The ratio is of medians: 1.00 is as fast as
the peer, more is faster. A last line gives the quick check, which does not read the objects.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench_add import Cost, cost, make_large, make_small, middle

from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add

_CHECK = (
    "import sys; from pathlib import Path; from wellfounded.case.home import Home;"
    "from wellfounded.case.folder import open_case; from wellfounded.case.preserve.check import check;"
    "found = check(open_case(sys.argv[1], home=Home(Path(sys.argv[2]))), full=sys.argv[3] == 'full');"
    "sys.exit(found.damaged)"
)
_SUMS = 'cd "$1" && find vault custody work private -type f -print0 | xargs -0 sha256sum'


def ours(root: Path, home: Path, how: str) -> Cost:
    """Check the case."""
    return cost([sys.executable, "-c", _CHECK, str(root), str(home), how])


def sums(root: Path) -> Cost:
    """Hash the same files."""
    return cost(["sh", "-c", _SUMS, "sh", str(root)])


def compare(title: str, given: Path, place: Path, rounds: int) -> None:
    """Receive the files into a case and print what checking them cost."""
    place.mkdir()
    home = place / "home"
    with init(place / "case", actor="mina", home=Home(home)).case as case:
        add(case, [given], actor="mina")
    subprocess.run(["sync", "-f", str(place)], check=True)
    sums(place / "case")
    full, peer, quick = [], [], []
    for _ in range(rounds):
        full.append(ours(place / "case", home, "full"))
        peer.append(sums(place / "case"))
        quick.append(ours(place / "case", home, "quick"))
    one, other, small = middle(full), middle(peer), middle(quick)
    print(f"\n{title}, median of {rounds} rounds")
    print(f"  check --full   wall {one.wall:6.2f} s  CPU {one.cpu:6.2f} s")
    print(
        f"  sha256sum      wall {other.wall:6.2f} s  CPU {other.cpu:6.2f} s  "
        f"ours is {other.wall / one.wall:5.2f} x in wall, {other.cpu / one.cpu:5.2f} x in CPU"
    )
    print(f"  check (quick)  wall {small.wall:6.2f} s  CPU {small.cpu:6.2f} s")


def main() -> None:
    """Make the cases, check them in turn, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", type=int, default=20_000)
    parser.add_argument("--large", type=int, default=1024, metavar="MIB")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None, help="on the disk to be measured")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wellfounded-bench-", dir=asked.folder) as name:
        place = Path(name)
        if asked.small:
            make_small(place / "small", asked.small)
            compare(f"{asked.small} small files", place / "small", place / "one", asked.rounds)
        if asked.large:
            make_large(place / "large", asked.large << 20)
            title = f"one file of {asked.large} MiB"
            compare(title, place / "large", place / "two", asked.rounds)


if __name__ == "__main__":
    main()

"""Runs every `bench_*.py` beside this file, one after the other, each in a process of its own.

`make bench` runs them all; `python benchmarks add search` runs the two of these names.
Ends with 1 if one of them failed, or if there is none.
"""

import subprocess
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    """Runs the benchmarks of these names, or all; gives the exit code."""
    folder = Path(__file__).parent
    wanted = [folder / f"bench_{name}.py" for name in names] or sorted(folder.glob("bench_*.py"))
    if not wanted:
        print(f"No benchmark there yet: {folder} holds no bench_*.py.", file=sys.stderr)
        return 1
    failed = []
    for script in wanted:
        print(f"\n== {script.stem.removeprefix('bench_')}", flush=True)
        if subprocess.run([sys.executable, str(script)], check=False).returncode != 0:
            failed.append(script.name)
    if failed:
        print(f"\nFailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

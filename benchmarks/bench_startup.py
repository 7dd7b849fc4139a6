"""What it costs to start: the package imported, the help of the command line, beside an empty Python in the same run."""

import resource
import statistics
import subprocess
import sys

ROUNDS = 9
LIMITS = {"import wellfounded": 0.100, "wellfounded --help": 0.250}
HELP = "from wellfounded.cli.main import main; main(['--help'])"
STARTS = {
    "python -c pass": ["-c", "pass"],
    "import wellfounded": ["-c", "import wellfounded"],
    "wellfounded --help": ["-c", HELP],
    "wellfounded add --help": ["-c", HELP.replace("['--help']", "['add', '--help']")],
    "import typer": ["-c", "import typer"],
}


def cpu(arguments: list[str]) -> float:
    """CPU seconds of a fresh Python that runs these arguments."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Run all starts in turns and print the median, the spread, the ratio and the limit of each."""
    for arguments in STARTS.values():
        cpu(arguments)
    times: dict[str, list[float]] = {name: [] for name in STARTS}
    for _ in range(ROUNDS):
        for name, arguments in STARTS.items():
            times[name].append(cpu(arguments))
    empty = statistics.median(times["python -c pass"])
    print(
        f"CPU seconds of a fresh process, median of {ROUNDS} (least to most), times an empty Python"
    )
    for name, found in times.items():
        middle = statistics.median(found)
        limit = f"   aim: under {LIMITS[name] * 1000:.0f} ms" if name in LIMITS else ""
        print(
            f"{name:24} {middle * 1000:6.0f} ms  ({min(found) * 1000:.0f} to {max(found) * 1000:.0f})"
            f"  {middle / empty:5.1f} x{limit}"
        )


if __name__ == "__main__":
    main()

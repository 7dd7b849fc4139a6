"""Taking the print of a video beside ffmpeg decoding the same file: CPU seconds, in one run.

    python benchmarks/bench_copies_speed.py                two made clips, five rounds
    python benchmarks/bench_copies_speed.py FILE...        your own clips

`first` decodes key frames alone, `dense` every frame with features once a second. The peer is
`ffmpeg -threads 1 -i FILE -f null -`, its start taken off nothing. Prints seconds of video for each
CPU second, and the ratio of medians: 1.00 is as fast as decoding alone.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.copies.prints import of_file
from benchmarks.copies.video_edits import length

ROUNDS = int(os.environ.get("ROUNDS", "5"))
MADE = {
    "made-720p-40s.mp4": ("1280x720", "0.5M", 250),
    "made-1080p-20s.mp4": ("1920x1080", "8.6M", 50),
}


def _make(folder: Path) -> list[Path]:
    """Make clips with ffmpeg's moving test picture and noise."""
    made = []
    for name, (size, rate, group) in MADE.items():
        path = folder / name
        seconds = name.split("-")[-1].removesuffix("s.mp4")
        source = f"testsrc2=size={size}:rate=25,noise=alls=8:allf=t"
        command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-t", seconds]
        command += ["-c:v", "libx264", "-preset", "veryfast", "-b:v", rate, "-g", str(group)]
        subprocess.run([*command, "-pix_fmt", "yuv420p", str(path)], check=True)
        made.append(path)
    return made


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _median(work: Callable[[], None], clock: Callable[[], float]) -> float:
    spent = []
    for _ in range(ROUNDS):
        before = clock()
        work()
        spent.append(clock() - before)
    return statistics.median(spent)


def _decoded(path: Path) -> Callable[[], None]:
    command = ["ffmpeg", "-v", "error", "-threads", "1", "-i", str(path), "-an", "-f", "null", "-"]
    return lambda: subprocess.run(command, check=True) and None


def _taken(path: Path, pass_: str) -> Callable[[], None]:
    return lambda: of_file(path, "video", pass_) and None


def main(files: list[str]) -> None:
    """Measure every file."""
    with tempfile.TemporaryDirectory() as folder:
        for path in [Path(f) for f in files] or _make(Path(folder)):
            seconds = length(path)
            peer = _median(_decoded(path), _children)
            print(
                f"{path.name}: {seconds:.0f} s; ffmpeg decodes {seconds / peer:.1f} s a CPU second"
            )
            for pass_ in ("first", "dense"):
                ours = _median(_taken(path, pass_), time.process_time)
                rate, ratio = seconds / ours, peer / ours
                print(f"  {pass_:5} {rate:7.1f} s a CPU second, {ratio:.2f} of decoding alone")


if __name__ == "__main__":
    main(sys.argv[1:])

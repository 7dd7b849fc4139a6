"""Facts and keyframes of a video beside ffmpeg decoding the key frames of the same file: CPU
seconds, in one run.

    python benchmarks/bench_video.py                 two made clips, five rounds
    python benchmarks/bench_video.py FILE...         your own clips

Ours is the whole reading in the jail (facts, at most 60 keyframes as pictures, contact sheet,
waveform), the fork included. The peer is `ffmpeg -threads 1 -skip_frame nokey -i FILE -f null -`,
with its start. Prints both and the ratio of medians: 1.00 is as fast as the peer, more is faster.
Offline; writes only to a temporary folder.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.digest import Digest

ROUNDS = 5
DECODER = "wellfounded.extract.untrusted.video"
MADE = {
    "made-720p-120s.mp4": ("1280x720", 120, 60),
    "made-1080p-60s.mp4": ("1920x1080", 60, 30),
}


class Counted:
    """A sink that only counts the pictures it is given."""

    def __init__(self) -> None:
        """Begin at none."""
        self.pictures = 0

    def on_record(self, record: dict[str, Any]) -> None:
        """Count a picture."""
        self.pictures += record["type"] == "picture" and record["role"] == "keyframe"

    def on_blob(self, data: bytes) -> None:
        """Let a blob go."""

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Let a member go."""

    def on_member_data(self, data: bytes) -> None:
        """Let it go."""

    def on_member_end(self, digest: Digest, size: int) -> None:
        """Let it go."""

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        """Let it go."""


def make(folder: Path) -> list[Path]:
    """Make the clips with ffmpeg's moving test picture, noise and a tone."""
    made = []
    for name, (size, seconds, group) in MADE.items():
        path = folder / name
        picture = f"testsrc2=size={size}:rate=30:duration={seconds},noise=alls=12:allf=t"
        command = ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", picture]
        command += ["-f", "lavfi", "-i", f"sine=440:duration={seconds}"]
        command += ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", "-g", str(group)]
        subprocess.run([*command, "-c:a", "aac", str(path)], check=True)
        made.append(path)
    return made


def peer(path: Path) -> float:
    """Give the CPU seconds of ffmpeg decoding the key frames of a file."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["ffmpeg", "-loglevel", "error", "-threads", "1", "-skip_frame", "nokey"]
    subprocess.run([*command, "-i", str(path), "-f", "null", "-"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(box: Sandbox, path: Path) -> tuple[float, int]:
    """Give the CPU seconds of our reading, and how many keyframes it gave."""
    sink = Counted()
    before = resource.getrusage(resource.RUSAGE_SELF)
    file = os.open(path, os.O_RDONLY)
    try:
        task = Task(DECODER, Digest.of(path.name.encode()), path.stat().st_size, path.name)
        outcome = box.read(task, file, sink)
    finally:
        os.close(file)
    after = resource.getrusage(resource.RUSAGE_SELF)
    if outcome.failure is not None:
        raise SystemExit(f"{path}: {outcome.failure.what}")
    here = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return outcome.cpu_ms / 1000 + here, sink.pictures


def main(names: list[str]) -> int:
    """Measure and print; gives the exit code."""
    with tempfile.TemporaryDirectory() as folder, Sandbox([DECODER]) as box:
        for path in [Path(n) for n in names] or make(Path(folder)):
            pairs = [(peer(path), ours(box, path)) for _ in range(ROUNDS)]
            theirs = statistics.median(p for p, _ in pairs)
            mine = statistics.median(m for _, (m, _) in pairs)
            count = pairs[0][1][1]
            print(
                f"{path.name}: ffmpeg {theirs:.3f} s, ours {mine:.3f} s ({count} keyframes),"
                f" ratio {theirs / mine:.2f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

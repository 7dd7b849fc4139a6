"""The 19 edits of the development set of sounds, each made with ffmpeg from one reference, and where the copy then stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from copies.sounds import Sound, run


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: a filter of ffmpeg, the ending and options of its encoding. `tempo` is how much faster it then runs."""

    name: str
    filter: str = "anull"
    ending: str = "wav"
    options: tuple[str, ...] = ()
    tempo: float = 1.0
    complex: bool = False


_MIX = "[0:a]aresample=44100,aformat=channel_layouts=mono[x];[1:a]aresample=44100,aformat=channel_layouts=mono"
_LOUD = "[x]loudnorm=I=-20:LRA=20:TP=-1,aresample=44100[a]"

EDITS: tuple[Edit, ...] = (
    Edit("mp3-64k", ending="mp3", options=("-b:a", "64k")),
    Edit("mp3-32k-mono", ending="mp3", options=("-ac", "1", "-b:a", "32k")),
    Edit("aac-48k", ending="m4a", options=("-b:a", "48k")),
    Edit("opus-16k", ending="opus", options=("-ac", "1", "-b:a", "16k")),
    Edit("telephone", "aresample=8000,highpass=f=300,lowpass=f=3400", options=("-ac", "1", "-c:a", "pcm_mulaw")),
    Edit("louder-clipped", "volume=15dB"),
    Edit("equaliser", "bass=g=12:f=200,treble=g=-14:f=2500"),
    Edit("echo", "aecho=0.8:0.7:60|97|181:0.5|0.4|0.3"),
    Edit("noise-10db", f"{_MIX}[n];{_LOUD};[n]loudnorm=I=-30,aresample=44100[m];[a][m]amix=duration=shortest:normalize=0", complex=True),
    Edit("noise-0db", f"{_MIX}[n];{_LOUD};[n]loudnorm=I=-20,aresample=44100[m];[a][m]amix=duration=shortest:normalize=0", complex=True),
    Edit("voice-over", f"{_MIX}[n];{_LOUD};[n]loudnorm=I=-17,aresample=44100[m];[a][m]amix=duration=first:normalize=0", complex=True),
    Edit("excerpt", "atrim=8:13,asetpts=PTS-STARTPTS"),
    Edit("montage", complex=True),
    Edit("speed-0.8", "atempo=0.8", tempo=0.8),
    Edit("speed-1.25", "atempo=1.25", tempo=1.25),
    Edit("pitch-up-10", "aresample=44100,asetrate=48510,aresample=44100,atempo=0.90909091"),
    Edit("pitch-down-10", "aresample=44100,asetrate=39690,aresample=44100,atempo=1.11111111"),
    Edit("resample-up-5", "aresample=44100,asetrate=46305,aresample=44100", tempo=1.05),
    Edit("resample-down-5", "aresample=44100,asetrate=41895,aresample=44100", tempo=0.95),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edited:
    """One edited sound: what it was made of and how, and the seconds of reference and of itself that correspond."""

    reference: Sound
    edit: Edit
    path: Path
    a: tuple[float, float]
    b: tuple[float, float]


def edited(references: Sequence[Sound], spare: Sequence[Sound], folder: Path) -> list[Edited]:
    """Make every edit of every reference in `folder`; `spare` sounds fill the montages and speak over."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    voices = [s for s in spare if "speech" in s.name]
    music = [s for s in spare if "speech" not in s.name and s.name.rpartition("-")[2].isdigit()]
    for number, sound in enumerate(references):
        length = _seconds(sound.path)
        for edit in EDITS:
            path = folder / f"{sound.name}+{edit.name}.{edit.ending}"
            a, b = (0.0, length), (0.0, length / edit.tempo)
            if edit.name == "excerpt":
                a, b = (8.0, 13.0), (0.0, 5.0)
            elif edit.name == "montage":
                a, b = (6.0, 13.0), (9.0, 16.0)
            if not path.exists():
                extra = [voices[number % len(voices)].path, music[number % len(music)].path]
                _make(sound, edit, extra, number, path)
            found.append(Edited(sound, edit, path, a, b))
    return found


def _make(sound: Sound, edit: Edit, extra: Sequence[Path], number: int, path: Path) -> None:
    source = ["-i", str(sound.path)]
    if edit.name == "montage":
        same = "aresample=44100,aformat=channel_layouts=mono:sample_fmts=s16"
        cuts = (
            f"[1:a]atrim=0:9,{same},asetpts=PTS-STARTPTS[p];"
            f"[0:a]atrim=6:13,{same},asetpts=PTS-STARTPTS[q];"
            f"[1:a]atrim=12:20,{same},asetpts=PTS-STARTPTS[r];[p][q][r]concat=n=3:v=0:a=1"
        )
        run([*source, "-i", str(extra[1]), "-filter_complex", cuts, str(path)])
    elif edit.complex:
        other = ["-i", str(extra[0])]
        if edit.name.startswith("noise"):
            other = ["-f", "lavfi", "-i", f"anoisesrc=d=60:c=pink:seed={number}:a=0.5"]
        run([*source, *other, "-filter_complex", edit.filter, *edit.options, str(path)])
    else:
        run([*source, "-af", edit.filter, *edit.options, str(path)])


def _seconds(path: Path) -> float:
    """Give the length of a WAV file of this set."""
    import wave

    with wave.open(str(path)) as sound:
        return sound.getnframes() / sound.getframerate()

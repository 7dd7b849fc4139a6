"""Sounds for the development set: music found in unpacked packages, speech from espeak-ng, made noises. Nothing is fetched.

Unpack the Debian packages of `PACKAGES` under one folder and name it. Thresholds are chosen on half `a` and reported on `b`;
no package, piece or voice stands in both.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

PACKAGES = {
    "singularity-music": "GPL-2+ (half b)",
    "fillets-ng-data": "GPL-2+ (half a)",
    "frozen-bubble-data": "GPL-2 (half a)",
    "xmoto-data": "GPL-2+ and CC-BY-SA (half b)",
}
_LENGTH = 24
_TEXTS = {
    "a": (
        (
            "The road to the upper village was closed on Monday. A lorry had turned over beside the "
            "bridge, and nobody was hurt. Later that morning the mayor came, counted the sacks of "
            "grain, and wrote the number down in a small green book that he kept in his coat."
        ),
        (
            "Water the beans early, before the sun is above the wall. Two cans for each row are "
            "enough in spring; in August they need four. My grandmother used to sing while she did "
            "it, always the same three songs, and the dog lay under the cart and waited for her."
        ),
        (
            "Today we shall look at the tides. Twice a day the sea comes up to the stones over there "
            "and goes away again. The fishermen have a table of it in the harbour office, printed "
            "every year, and still the old ones rather look at the birds before they sail."
        ),
    ),
    "b": (
        (
            "Passengers for the northern line are asked to wait on platform two. The train will be "
            "eleven minutes late because of works near the tunnel. There is hot tea in the hall, and "
            "the window for lost things is open until six in the evening, except on Sundays."
        ),
        (
            "I bought the radio from a man at the market. He said that it had belonged to a captain. "
            "It plays only one station, and only at night, but the sound is round and warm. Once I "
            "heard a whole concert from a town whose name I had never seen on any map at all."
        ),
        (
            "First loosen the four screws at the back, then lift the cover straight up. The filter "
            "sits behind the second plate. Wash it in cold water without soap, let it dry for a "
            "night, and put it back with the arrow pointing towards the motor, never away from it."
        ),
    ),
}
_VOICES = {"a": ("en-gb", "en-us+f3", "en-gb-scotland+m4"), "b": ("en-us", "en-gb+f2", "en-us+m7")}
_MUSIC = {
    "a": (
        *((f"music/rybky{n}.ogg", s) for n, s in (("15", 5), ("01", 20), ("10", 8), ("14", 30))),
        *((f"music/rybky{n}.ogg", s) for n, s in (("04", 12), ("03", 5), ("06", 15), ("09", 10))),
        ("snd/introzik.ogg", 3),
        ("snd/frozen-mainzik-2p.ogg", 20),
    ),
    "b": (
        *((f"Musics/{n}.ogg", s) for n, s in (("ridealong", 20), ("batcave", 30), ("foxrun", 10))),
        *((f"Musics/{n}.ogg", s) for n, s in (("MadeiraStew", 15), ("speeditup", 25))),
        *((f"music/{n}.ogg", s) for n, s in (("Deprecation", 40), ("Awakening", 30))),
        *((f"music/{n}.ogg", s) for n, s in (("Nebula", 60), ("Enemy Unknown", 20))),
        ("music/By-Product.ogg", 45),
    ),
}
_OTHER_MUSIC = {
    "a": ("music/rybky07.ogg", "music/rybky05.ogg", "music/rybky02.ogg"),
    "b": ("Musics/legolodio.ogg", "Musics/menu.ogg", "music/Coherence.ogg", "music/Orbital Elevator.ogg"),
}  # fmt: skip
_RAIN = "anoisesrc=d=24:c=pink:seed={seed}:a=0.3,tremolo=f={f}:d=0.6,bandpass=f=1800:t=h:w=2500,volume=12dB"
_MADE = {
    "silence": "anullsrc=r=44100:cl=mono:d=24",
    "hum": "sine=f=50:d=24,aeval=0.3*val(0)",
    "tone": "sine=f=1000:d=24",
    "tone-again": "sine=f=1000:d=31,adelay=700",
    "beeps": "sine=f=440:b=4:d=24",
    "beeps-again": "sine=f=440:b=4:d=20,adelay=333",
    "noise": "anoisesrc=d=24:c=white:seed=7:a=0.4",
    "brown": "anoisesrc=d=24:c=brown:seed=9:a=0.6",
    "quiet-hiss": "anoisesrc=d=24:c=white:seed=3:a=0.0004",
    "clicks": "aevalsrc='lt(mod(t,0.5),0.004)*sin(2*PI*900*t)':d=24",
    "clicks-again": "aevalsrc='lt(mod(t,0.5),0.004)*sin(2*PI*900*t)':d=19,adelay=210",
}
"""Sounds in which nothing may be found: silence, tones, beats and noises that are everywhere alike."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One source of the set. `reference` ones are edited; the others only may not match anything."""

    name: str
    half: str
    path: Path
    reference: bool


def sounds(packages: Path, folder: Path) -> list[Sound]:
    """Give all sounds of both halves as WAV files in `folder`, made where they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for half in ("a", "b"):
        for number, (ends, start) in enumerate(_MUSIC[half]):
            source = _find(packages, ends)
            path = _cut(source, start, folder / f"{half}-music-{number:02d}.wav")
            found.append(Sound(path.stem, half, path, True))
        voices = zip(_VOICES[half], _TEXTS[half], strict=True)
        for number, (voice, text) in enumerate(voices):
            path = _spoken(voice, text, folder / f"{half}-speech-{number}.wav")
            found.append(Sound(path.stem, half, path, True))
        for number, rate in enumerate((3, 7)):
            rain = _RAIN.format(seed=100 * number + ord(half), f=rate)
            found.append(_made(f"{half}-rain-{number}", half, rain, folder, True))
        found += _others(packages, half, folder)
    return found


def _others(packages: Path, half: str, folder: Path) -> list[Sound]:
    found = []
    for number, ends in enumerate(_OTHER_MUSIC[half]):
        path = _cut(_find(packages, ends), 25, folder / f"{half}-other-{number}.wav")
        found.append(Sound(path.stem, half, path, False))
    for number, voice in enumerate(_VOICES[half]):  # the same voices, other words
        text = _TEXTS[half][(number + 1) % 3].split(". ")[1] + ". " + "And so it went on. " * 2
        path = _spoken(voice, "Listen. " + text[::-1], folder / f"{half}-other-speech-{number}.wav")
        found.append(Sound(path.stem, half, path, False))
    for name, source in _MADE.items():
        found.append(_made(f"{half}-other-{name}", half, source, folder, False))
    return found


def _find(packages: Path, ends: str) -> Path:
    name = ends.rpartition("/")[2]
    for path in sorted(packages.rglob(name)):
        if path.as_posix().endswith(ends):
            return path
    raise SystemExit(f"no file ends in {ends!r} under {packages}: unpack {', '.join(PACKAGES)}")


def _cut(source: Path, start: float, path: Path) -> Path:
    if not path.exists():
        run(["-ss", str(start), "-t", str(_LENGTH), "-i", str(source), "-ac", "2", str(path)])
    return path


def _made(name: str, half: str, source: str, folder: Path, reference: bool) -> Sound:
    path = folder / f"{name}.wav"
    if not path.exists():
        run(["-f", "lavfi", "-i", source, "-ar", "44100", str(path)])
    return Sound(name, half, path, reference)


def _spoken(voice: str, text: str, path: Path) -> Path:
    if not path.exists():
        subprocess.run(["espeak-ng", "-v", voice, "-s", "165", "-w", str(path), text], check=True)
    return path


def run(arguments: list[str]) -> None:
    """Run ffmpeg on one thread; bit-exact, so that two runs write the same bytes."""
    begin = ["ffmpeg", "-nostdin", "-y", "-loglevel", "error", "-threads", "1"]
    end = ["-fflags", "+bitexact", "-flags", "+bitexact", arguments[-1]]
    subprocess.run([*begin, *arguments[:-1], *end], check=True)

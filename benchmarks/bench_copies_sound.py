"""How many copies of sounds are found, by edit: precision, recall and 95 % intervals on the half the threshold was not chosen on.

    python benchmarks/bench_copies_sound.py PACKAGES FOLDER [HALF]

PACKAGES is the folder in which the Debian packages named in benchmarks/copies/sounds.py lie unpacked (`apt-get download`,
`dpkg-deb -x`); FOLDER is where the set is made, about 1.5 GB, and kept. HALF is b (default) or a. Needs ffmpeg and espeak-ng.
Every edited sound, and every other one, is compared with every source of its half; a match counts as right where it is one of
the montage's or voice-over's own other sources too. Threshold and code are those shipped. Runs on one core in about ten minutes.
"""

from __future__ import annotations

import io
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from copies.intervals import wilson
from copies.sound_edits import EDITS, edited
from copies.sounds import Sound, sounds

from wellfounded.copies.copy import Copy
from wellfounded.copies.engine import Taken
from wellfounded.copies.print import unpack
from wellfounded.copies.sound.engine import SoundEngine
from wellfounded.copies.untrusted import sound as decoder
from wellfounded.terms.decoding import Limits, Source
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Print, Record

ENGINE = SoundEngine()


@dataclass(slots=True)
class Kept:
    """An emitter that keeps blobs and records."""

    blobs: dict[Digest, bytes] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)

    def blob(self, data: bytes) -> Digest:
        """Keep a blob."""
        digest = Digest.of(data)
        self.blobs[digest] = data
        return digest

    def record(self, record: Record) -> None:
        """Keep a record."""
        self.records.append(record)


def taken(path: Path) -> Taken:
    """Give the print of a file of our own set, without the jail."""
    data, out = path.read_bytes(), Kept()
    digest = Digest.of(data)
    decoder.read(Source(io.BytesIO(data), digest, len(data), path.name, Limits()), out, {})  # type: ignore[arg-type]
    parts = tuple(unpack(out.blobs[r.blob]) for r in out.records if isinstance(r, Print))
    return Taken(digest, path.name, "sound", ENGINE.recipe.form, "dense", parts)


def off(copy: Copy, tempo: float, a: tuple[float, float], b: tuple[float, float]) -> float:
    """Give the largest error in seconds of start and end on both sides."""
    sides = ((copy.a.start, a[0]), (copy.a.end, a[1]), (copy.b.start, b[0]), (copy.b.end, b[1]))
    return max(abs((found or 0) / 1_000_000 - true) for found, true in sides)


def main(arguments: list[str]) -> int:
    """Make the set, compare, print; gives the exit code."""
    if len(arguments) < 2:
        print("left out: it needs the folders named in its first lines")
        return 0
    packages, folder = Path(arguments[0]), Path(arguments[1])
    half = arguments[2] if len(arguments) > 2 else "b"
    every = [s for s in sounds(packages, folder / "sounds") if s.half == half]
    references = [s for s in every if s.reference]
    others = [s for s in every if not s.reference]
    made = edited(references, others, folder / "edits")
    begin = time.process_time()
    sources = [(s, taken(s.path)) for s in every]
    queries = [(e, taken(e.path)) for e in made]
    hops = [int(t.array("length")[0]) for _, t in (*sources, *queries)]
    print(f"prints: {sum(hops) * 0.02 / (time.process_time() - begin):.0f} s of sound a CPU second")
    found: dict[str, list[bool]] = defaultdict(list)
    errors: list[float] = []
    right = wrong = 0
    for edit, query in queries:
        own = False
        for source, print_ in sources:
            copies = ENGINE.compare(print_, query)
            if copies and source.name == edit.reference.name:
                own = True
                errors.append(min(off(c, edit.edit.tempo, edit.a, edit.b) for c in copies))
            elif copies and not _filled(edit.edit.name, source):
                wrong += 1
                print("wrong:", edit.path.name, source.name, copies[0].evidence[0].said)
        found[edit.edit.name].append(own)
        right += own
    wrong += _among(sources)
    _report(found, errors, right, wrong, len(sources))
    return 0


def _filled(edit: str, source: Sound) -> bool:
    """Say whether the source may stand in this edit as its filling."""
    return edit in ("montage", "voice-over") and not source.reference


def _among(sources: list[tuple[Sound, Taken]]) -> int:
    wrong = 0
    for number, (a, print_a) in enumerate(sources):
        for b, print_b in sources[number + 1 :]:
            if copies := ENGINE.compare(print_a, print_b):
                wrong += 1
                print("wrong:", a.name, b.name, copies[0].evidence[0].said)
    return wrong


def _report(
    found: dict[str, list[bool]], errors: list[float], right: int, wrong: int, sources: int
) -> None:
    for edit in EDITS:
        hits, n = sum(found[edit.name]), len(found[edit.name])
        low, high = wilson(hits, n)
        print(f"{edit.name:18s} {hits:3d} of {n}  {low:.2f}-{high:.2f}")
    n = sum(len(v) for v in found.values())
    low, high = wilson(right, n)
    print(f"recall {right / n:.3f} ({low:.3f}-{high:.3f}), n = {n}; {sources} sources")
    low, high = wilson(right, right + wrong)
    print(f"precision {right / (right + wrong):.3f} ({low:.3f}-{high:.3f}), {wrong} wrong")
    errors.sort()
    at = [errors[min(int(len(errors) * q), len(errors) - 1)] for q in (0.5, 0.9)]
    print(f"largest error of start and end: median {at[0]:.2f} s, 90 % within {at[1]:.2f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How well copies of video are found, by kind of edit, on one half of the development set.

    python benchmarks/bench_copies_video.py PACKAGES SET [b] [--every 1]

PACKAGES is a folder with the unpacked packages of benchmarks/copies/footage.py; SET keeps what is
made (about 300 MB). Each edited clip is looked up among all references and other moments of both
halves, then compared; with `--pairs` it is compared with its own reference alone, and other moments
with the reference of their scene, which is much quicker and says nothing of false pairs elsewhere.
`--every N` takes each N-th edited clip. Thresholds were chosen on half `a`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.copies.footage import FOOTAGE, cut
from benchmarks.copies.prints import Rows, of_file
from benchmarks.copies.scores import Answer, average_precision, recall_at, table
from benchmarks.copies.video_edits import EDITS, Made, make
from wellfounded.copies.copy import Copy
from wellfounded.copies.engine import Taken
from wellfounded.copies.video.engine import VideoEngine

ENGINE = VideoEngine()
LEAST = 0.5
_known: dict[str, Taken] = {}
_index = Rows()

Found = list[tuple[str, Copy]]


def _prepare(paths: list[Path]) -> None:
    for path in paths:
        one = of_file(path, "video")
        _known[one.item.hex] = one
        _index.add(one.item, ENGINE.codes(one))


def _ask(path: Path) -> Found:
    query = of_file(path, "video")
    return _compared(query, [_known[item.hex] for item in ENGINE.candidates(query, _index)])


def _ask_own(path: Path) -> Found:
    query = of_file(path, "video")
    own = [o for o in _known.values() if _scene(o.name) == _scene(path.name)]
    return _compared(query, [o for o in own if Path(o.name).stem.endswith("-0")])


def _compared(query: Taken, others: list[Taken]) -> Found:
    found: Found = []
    for other in others:
        if other.item != query.item:
            found += [(Path(other.name).stem, copy) for copy in ENGINE.compare(query, other)]
    return found


def _made(
    packages: Path, folder: Path, half: str, every: int
) -> tuple[dict[str, list[Path]], list[Made]]:
    clips = cut(packages, folder / "clips")
    names = [f.name for f in FOOTAGE if f.half == half]
    (folder / "edits").mkdir(exist_ok=True)
    wanted = [(i, name, j, edit) for i, name in enumerate(names) for j, edit in enumerate(EDITS)]
    made = []
    for i, name, j, edit in wanted[::every]:
        others = [n for n in names if n != name]
        other = clips[others[(i + j) % len(others)]][-1]
        made.append(make(edit, clips[name][0], other, folder / "edits"))
    return clips, made


def _scene(name: str) -> str:
    return name.split("-")[0]


def _off(one: Made, copy: Copy) -> tuple[float, float]:
    """Give the larger error of start and end on both sides, and how much of the spans is shared."""
    off, shared = [], []
    for side, truth in ((copy.a, one.here), (copy.b, one.there)):
        start, end = (side.start or 0) / 1e6, (side.end or 0) / 1e6
        off += [abs(start - truth[0]), abs(end - truth[1])]
        both = max(0.0, min(end, truth[1]) - max(start, truth[0]))
        shared.append(both / max(max(end, truth[1]) - min(start, truth[0]), 1e-6))
    return max(off), min(shared)


def _told(made: list[Made], asked: list[Found]) -> tuple[list[Answer], list[tuple[float, float]]]:
    """Give every answer, and how far off the seconds are where a copy was found.

    An edit that holds other footage is right about that footage too: it is not counted either way.
    """
    answers, offs = [], []
    mixed = {e.name for e in EDITS if "[1:v]" in e.graph}
    for one, found in zip(made, asked, strict=True):
        for name in {n for n, _ in found}:
            best = max((c for n, c in found if n == name), key=lambda c: c.score)
            right = name == one.reference
            if right and best.score >= 1000 * LEAST:
                offs.append(_off(one, best))
            if right or one.edit not in mixed or _scene(name) == _scene(one.reference):
                answers.append(Answer(one.edit, best.score / 1000, right))
    return answers, offs


def main() -> None:
    """Make, ask, tell."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("packages", type=Path)
    said.add_argument("set", type=Path)
    said.add_argument("half", nargs="?", default="b", choices=("a", "b"))
    said.add_argument("--every", type=int, default=1)
    said.add_argument("--pairs", action="store_true")
    given = said.parse_args()
    clips, made = _made(given.packages, given.set, given.half, given.every)
    every = [clip for some in clips.values() for clip in some]
    moments = [c for f in FOOTAGE if f.half == given.half for c in clips[f.name][1:]]
    if given.pairs:
        every = [clips[f.name][0] for f in FOOTAGE if f.half == given.half]
    ask = _ask_own if given.pairs else _ask
    with ProcessPoolExecutor(2, initializer=_prepare, initargs=(every,)) as pool:
        asked = list(pool.map(ask, [m.path for m in made]))
        other = list(pool.map(ask, moments))
    answers, offs = _told(made, asked)
    plain = [a for a in answers if a.right or a.score >= 0]
    wanted: dict[str, int] = {}
    for one in made:
        wanted[one.edit] = wanted.get(one.edit, 0) + 1
    print(f"half {given.half}: {len(made)} edited clips, {len(every)} clips to look among\n")
    print(table(answers, wanted, LEAST))
    scenes = [Answer("moment", c.score / 1000, False) for found in other for _, c in found]
    wrong = [a for a in answers if not a.right and a.score >= LEAST]
    print(f"\nwrong pairs at the threshold: {len(wrong)}; other moments taken for copies: "
          f"{sum(a.score >= LEAST for a in scenes)} of {len(moments)}")  # fmt: skip
    print(f"uAP {average_precision(plain, len(made)):.3f}; recall at precision 0.99: "
          f"{recall_at(plain, len(made))[0]:.3f}, with other moments as errors "
          f"{recall_at([*plain, *scenes], len(made))[0]:.3f}")  # fmt: skip
    if offs:
        errors = sorted(o for o, _ in offs)
        print(f"start and end: median {statistics.median(errors):.3f} s, 90 % within "
              f"{errors[int(0.9 * len(errors))]:.3f} s; overlap of at least 0.5 on "
              f"{sum(s >= 0.5 for _, s in offs) / len(offs):.1%}")  # fmt: skip


if __name__ == "__main__":
    main()

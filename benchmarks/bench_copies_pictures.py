"""How well copies of pictures are found, by kind of edit, on one half of the development set.

    python benchmarks/bench_copies_pictures.py PACKAGES SET [b] [--every 1] [--pairs] [--wrong]

PACKAGES is a folder with the unpacked packages of benchmarks/copies/pictures.py; SET keeps what is
made, prints included (about 500 MB). Every edited picture is looked up among all pictures of its half,
other moments and other sides of the same scene among them; so are those. With `--pairs` each is only
compared with the pictures of its scene, which is quicker and says nothing of strangers. `--every N` takes
each N-th edited picture, `--wrong` lists the wrong pairs. Thresholds were chosen on half `a`.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from PIL import Image

from benchmarks.copies.picture_edits import EDITS, MIXED, edited
from benchmarks.copies.pictures import Shown, collection
from benchmarks.copies.prints import Rows, kept
from benchmarks.copies.scores import Answer, average_precision, recall_at, table
from wellfounded.copies.copy import ONE_ORIGIN
from wellfounded.copies.engine import Taken
from wellfounded.copies.picture.engine import PictureEngine

ENGINE = PictureEngine()
LEAST = 0.5
_known: dict[str, tuple[Shown, Taken]] = {}
_index = Rows()


@dataclass(frozen=True, slots=True)
class Query:
    """A picture to look up: an edited one, or (`edit` empty) one of the collection as it is."""

    path: Path
    shown: Shown
    edit: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A pair that was found: the query, the picture it was found with, and the score."""

    query: Query
    name: str
    scene: str
    score: float


def _prepare(shown: list[Shown], prints: Path) -> None:
    for one in shown:
        taken = kept(one.path, "picture", prints)
        _known[taken.item.hex] = one, taken
        _index.add(taken.item, ENGINE.codes(taken))


def _ask(query: Query, prints: Path, pairs: bool) -> list[Hit]:
    taken = kept(query.path, "picture", prints)
    own = [other.item for s, other in _known.values() if s.scene == query.shown.scene]
    hits = []
    for item in own if pairs else ENGINE.candidates(taken, _index):
        shown, other = _known[item.hex]
        if item != taken.item:
            found = [c for c in ENGINE.compare(taken, other) if c.verdict in ONE_ORIGIN]
            best = max((c.score for c in found), default=0)
            hits += [Hit(query, shown.name, shown.scene, best / 1000)] if best else []
    return hits


def _make(query: Query, second: Path, seed: int) -> None:
    if query.path.exists():
        return
    with Image.open(query.shown.path) as one, Image.open(second) as two:
        made = edited(one.convert("RGB"), two.convert("RGB"), query.edit, seed)
    made.save(query.path, quality=90)


def queries(shown: list[Shown], folder: Path, every: int) -> list[Query]:
    """Make the edited pictures that are not there yet; give them, and every picture that has others of its scene."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [s for s in shown if s.edited and s.number == 0]
    wanted = [(i, j, s, e) for i, s in enumerate(sources) for j, e in enumerate(EDITS)]
    found = []
    for i, j, one, edit in wanted:
        if (i + j) % every:
            continue
        other = sources[(i + j + 1) % len(sources)]
        query = Query(
            folder / f"{one.name}.{edit}.jpg", one, edit, other.scene if edit in MIXED else ""
        )
        _make(query, other.path, i)
        found.append(query)
    scenes = {s.scene for s in shown if s.number}
    return found + [Query(s.path, s) for s in shown if s.scene in scenes]


def judged(hits: list[Hit]) -> tuple[list[Answer], list[Answer], list[Hit]]:
    """Give answers about edited pictures, those about other moments of one scene, and the wrong hits at the threshold."""
    answers: list[Answer] = []
    scenes: list[Answer] = []
    wrong: list[Hit] = []
    for hit in hits:
        query = hit.query
        right = bool(query.edit) and hit.name == query.shown.name
        if hit.scene == query.other and not right:
            continue  # it holds that picture too
        same = hit.scene == query.shown.scene and not right
        (scenes if same else answers).append(Answer(query.edit, hit.score, right))
        if not right and hit.score >= LEAST:
            wrong.append(hit)
    return answers, scenes, wrong


def main() -> None:
    """Make, ask, tell."""
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("packages", type=Path)
    said.add_argument("set", type=Path)
    said.add_argument("half", nargs="?", default="b", choices=("a", "b"))
    said.add_argument("--every", type=int, default=1)
    said.add_argument("--pairs", action="store_true")
    said.add_argument("--wrong", action="store_true")
    given = said.parse_args()
    folder = given.set / f"pictures-{given.half}"
    shown = collection(given.packages, folder, given.half)
    asked = queries(shown, folder / "edits", given.every)
    prints = folder / "prints"
    with ProcessPoolExecutor(2, initializer=_prepare, initargs=(shown, prints)) as pool:
        found = pool.map(_ask, asked, repeat(prints), repeat(given.pairs), chunksize=4)
        answers, scenes, wrong = judged([hit for hits in found for hit in hits])
    wanted = {e: sum(q.edit == e for q in asked) for e in EDITS}
    plain = sum(not q.edit for q in asked)
    total = sum(wanted.values())
    print(
        f"half {given.half}: {total} edited pictures and {plain} others of a scene among {len(shown)}\n"
    )
    print(table(answers, wanted, LEAST))
    both = [*answers, *scenes]
    strangers = sum(not a.right and a.score >= LEAST for a in answers)
    moments = sum(a.score >= LEAST for a in scenes)
    right = sum(a.right and a.score >= LEAST for a in answers)
    print(f"\nat the threshold: precision {right / max(right + strangers + moments, 1):.4f}; wrong pairs of strangers {strangers}, "
          f"of one scene {moments}")  # fmt: skip
    print(f"uAP {average_precision(answers, total):.3f}; recall at precision 0.99: "
          f"{recall_at(answers, total)[0]:.3f}, with pairs of one scene as errors "
          f"{recall_at(both, total)[0]:.3f} (from score {recall_at(both, total)[1]:.3f})")  # fmt: skip
    if given.wrong:
        for hit in sorted(wrong, key=lambda h: -h.score):
            print(f"wrong: {hit.query.path.stem} with {hit.name}, {hit.score:.3f}")


if __name__ == "__main__":
    main()

"""The engine that reads printed lines: RapidOCR with the models inside its package, loaded once,
on one thread.

Nothing is downloaded: every model is named by its path. The engine knows Chinese, Japanese and
languages written in Latin letters; a line in another script comes out empty or nearly so, and is
then counted as not read, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import cv2
import rapidocr

from wellfounded.extract.untrusted.ocr_pages import Pixels

LANGUAGES: Final = frozenset(
    "zh ja en af az bs ca cs cy da de es et eu fi fr ga gl hr hu id is it lt lv ms mt nl no pl pt ro sk sl sq sv sw tl tr uz vi"
    .split()
)  # fmt: skip
"""BCP 47 primary language tags the models were made for."""

ENGINE_ERRORS: Final = (cv2.error, RuntimeError, ValueError, IndexError)
_LEAST_SCORE: Final = 0.5
_LEAST_FILLED: Final = 0.6  # letters a square of the line's height
_LONGEST_PX: Final = 2400


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, the engine's score from 0 to 1, and left, top, right, bottom in pixels."""

    text: str
    score: float
    box: tuple[float, float, float, float]

    @property
    def read(self) -> bool:
        """Whether enough of the line came out as letters to count as read."""
        left, top, right, bottom = self.box
        sides = sorted((max(right - left, 1.0), max(bottom - top, 1.0)))
        letters = sum(not c.isspace() for c in self.text)
        return self.score >= _LEAST_SCORE and letters >= _LEAST_FILLED * sides[1] / sides[0]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page gave: the lines read, how many lines were seen, and the longest of those as a share of the page's longer side."""

    lines: tuple[Line, ...]
    seen: int
    longest: float


class _Engine(rapidocr.RapidOCR):
    """RapidOCR that also says how many lines it saw, those that came out empty included, and how long the longest was in pixels."""

    seen = 0
    longest = 0

    def recognize_txt(self, img_list: list[Any]) -> Any:
        """Count the lines and read them."""
        self.seen = len(img_list)
        self.longest = max((side for cut in img_list for side in cut.shape[:2]), default=0)
        return super().recognize_txt(img_list)


def _loaded() -> _Engine:
    folder = Path(rapidocr.__file__).parent / "models"
    named = {part: next(folder.glob(f"*_{part}_*.onnx")) for part in ("det", "rec", "cls")}
    settings: dict[str, Any] = {f"{k.title()}.model_path": str(p) for k, p in named.items()}
    for threads in ("intra_op_num_threads", "inter_op_num_threads"):
        settings[f"EngineConfig.onnxruntime.{threads}"] = 1
    settings |= {"Global.log_level": "critical", "Global.max_side_len": _LONGEST_PX}
    engine = _Engine(params=settings)
    # Sessions are made here, before the worker forks: in the jail no file can be opened.
    for part in named:
        getattr(engine, f"_load_{part}_model")()
    return engine


cv2.setNumThreads(1)
_ENGINE: Final = _loaded()
NAME: Final = f"rapidocr {version('rapidocr')}"


def lines(pixels: Pixels) -> Reading:
    """Read the lines of one page, from top to bottom; raises one of ENGINE_ERRORS where the
    engine gives up.
    """
    _ENGINE.seen = _ENGINE.longest = 0
    result = _ENGINE(pixels, text_score=0.0, use_cls=True)
    found = tuple(_found(result)) if getattr(result, "boxes", None) is not None else ()
    looked_at = min(max(pixels.shape[:2]), _LONGEST_PX)
    return Reading(
        tuple(line for line in found if line.read), _ENGINE.seen, _ENGINE.longest / looked_at
    )


def _found(result: Any) -> Iterator[Line]:
    for box, text, score in zip(result.boxes, result.txts or (), result.scores or (), strict=True):
        xs, ys = [float(p[0]) for p in box], [float(p[1]) for p in box]
        yield Line(str(text).strip(), float(score), (min(xs), min(ys), max(xs), max(ys)))

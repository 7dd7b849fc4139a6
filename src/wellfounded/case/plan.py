"""What is read how: the stages of a build, each with the recipe that names exactly what would read it."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from wellfounded.extract.kinds import KINDS
from wellfounded.terms import canonical
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its decoder, what it applies to (empty: everything), the libraries it rests on, and the extra that brings them.

    `revision` counts changes of our own decoders that change what they give.
    """

    name: str
    decoder: str
    libraries: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    extra: str = ""
    revision: int = 1
    limits: Limits = field(default_factory=Limits)

    def missing(self) -> tuple[str, ...]:
        """Give the libraries of the stage's extra that are not installed."""
        return tuple(n for n in self.libraries if self.extra and _version(n) == "absent")

    def recipe(self) -> dict[str, Any]:
        """Give the recipe: same bytes, same recipe, same record set (docs/formats/record-set.md)."""
        versions = {name: _version(name) for name in self.libraries}
        return {
            "stage": self.name,
            "decoder": self.decoder,
            "versions": {
                "decoder": str(self.revision),
                "python": platform.python_version(),
                **versions,
            },
            "settings": {},
            "limits": asdict(self.limits),
        }

    def recipe_digest(self) -> Digest:
        """Give the digest that stands for the recipe in a `read` entry."""
        return Digest.of(canonical.encode(self.recipe()))


def _kinds_with(stage: str) -> tuple[str, ...]:
    return tuple(kind.name for kind in KINDS if stage in kind.stages)


READ = Stage(
    "read",
    "wellfounded.extract.untrusted.read",
    (
        *("pypdfium2", "pikepdf", "pillow", "pillow-heif", "av", "trafilatura", "py3langid"),
        *("python-docx", "openpyxl", "py7zr", "charset-normalizer"),
    ),
)
OCR = Stage(
    "ocr",
    "wellfounded.extract.untrusted.ocr",
    ("rapidocr", "onnxruntime", "pypdfium2", "pillow"),
    _kinds_with("ocr"),
    extra="ocr",
)
STAGES = (READ, OCR)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"

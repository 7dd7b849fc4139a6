"""Tesseract, where it is installed: reads printed text in scripts that the [ocr] extra does not
know.

Pages are drawn by our own decoder in the jail (turned as shown, one PNG a page), Tesseract reads
each in the jail, and its answer is parsed in the jail. Machine reading, unchecked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from wellfounded.extract.answers import on_answer
from wellfounded.sandbox import Outcome, Sandbox, Sink, Task, Tool
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Unavailable
from wellfounded.terms.record import Failure

STAGE: Final = "ocr"
DRAWER: Final = "wellfounded.extract.untrusted.ocr_drawn"
PARSER: Final = "wellfounded.extract.untrusted.ocr_tesseract"
DECODERS: Final = (DRAWER, PARSER)
"""The decoders a sandbox must have been given before `stage` is called with it."""

_PACKS: Final = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "kk": "kaz",
    "ky": "kir", "pt": "por",
    "ru": "rus", "tr": "tur", "ug": "uig", "uk": "ukr", "uz": "uzb", "zh": "chi_sim",
    "zh-Hans": "chi_sim",
    "zh-Hant": "chi_tra",
}  # fmt: skip
_DATA: Final = ("/usr/share/tesseract-ocr", "/usr/share/tessdata")


@cache
def program() -> str | None:
    """Give the path of the program, or None where it is not installed."""
    return shutil.which("tesseract", path="/usr/bin:/usr/local/bin")


@cache
def version() -> str:
    """Give the version the program states of itself; empty where there is none."""
    path = program()
    if path is None:
        return ""
    done = subprocess.run(
        [path, "--version"], capture_output=True, text=True, check=False, timeout=30
    )
    first = (done.stdout or done.stderr).split("\n", 1)[0]
    return first.removeprefix("tesseract").strip() if done.returncode == 0 else ""


@cache
def packs() -> frozenset[str]:
    """Give the language packs that are installed, by Tesseract's own names."""
    found = (p for folder in _DATA for p in Path(folder).glob("**/*.traineddata"))
    return frozenset(p.name.removesuffix(".traineddata") for p in found)


def pack(language: str) -> str | None:
    """Give the installed pack for a BCP 47 tag, or None: another language's pack is never used in
    its place.
    """
    name = _PACKS.get(language) or _PACKS.get(language.split("-")[0])
    return name if name in packs() else None


def tool(names: Sequence[str], limits: Limits | None = None) -> Tool:
    """Give the tool for the sandbox's profile `tool`: one thread, its answer a table (TSV) on
    standard output.
    """
    arguments = ("{item}", "stdout", "-l", "+".join(names), "--psm", "3", "tsv")
    folders = tuple(f for f in _DATA if Path(f).is_dir())
    return Tool(
        program() or "/usr/bin/tesseract", arguments, stage=STAGE, readable=folders,
        environment=(("OMP_THREAD_LIMIT", "1"),), limits=limits or Limits(),
    )  # fmt: skip


def stage(
    box: Sandbox,
    task: Task,
    file: int,
    sink: Sink,
    languages: Sequence[str],
    pages: Sequence[int] = (),
) -> Outcome:
    """Read an open picture or the named pages of a PDF in the named languages; lines go to the
    sink, the outcome is given.

    A language without a pack gives a Failure `unsupported-language` in the sink and is left out.
    Raises Unavailable `tool-missing`.
    """
    if program() is None:
        step = "install tesseract-ocr and the packs of the languages you need"
        raise Unavailable("tool-missing", "Tesseract is not installed", next=step)
    named = {language: pack(language) for language in languages}
    for language in (tag for tag, name in named.items() if name is None):
        what = f"Tesseract has no pack for the language {language} here"
        step = "install its language pack, or add a transcript"
        sink.on_record(Failure(STAGE, "unsupported-language", what, next=step).to_json())
    drawn = _Drawn()
    outcome = box.read(replace(task, decoder=DRAWER, settings={"pages": list(pages)}), file, drawn)
    names = [name for name in named.values() if name is not None]
    for picture, data in drawn.pages if names else ():
        outcome = _read_page(box, task, sink, names, picture, data)
        if outcome.failure is not None:
            return outcome
    return outcome


def _read_page(
    box: Sandbox, task: Task, sink: Sink, names: list[str], picture: dict[str, Any], data: bytes
) -> Outcome:
    with tempfile.TemporaryFile() as kept:
        kept.write(data)
        kept.flush()
        page = os.open(f"/proc/self/fd/{kept.fileno()}", os.O_RDONLY)
        try:
            answer, outcome = box.tool(tool(names, task.limits), page)
        finally:
            os.close(page)
    if outcome.failure is not None:
        return outcome
    settings = {"locus": picture["locus"], "width": picture["width"], "packs": names}
    return on_answer(box, task, PARSER, answer, sink, settings)


class _Drawn:
    """Keeps the pages that the drawer hands over; at most as many as the limits let through."""

    def __init__(self) -> None:
        self.pages: list[tuple[dict[str, Any], bytes]] = []
        self._blobs: dict[str, bytes] = {}

    def on_record(self, record: dict[str, Any]) -> None:
        if record["type"] == "picture":
            self.pages.append((record, self._blobs.pop(record["blob"], b"")))

    def on_blob(self, data: bytes) -> None:
        self._blobs[str(Digest.of(data))] = data

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        pass

    def on_member_data(self, data: bytes) -> None:
        pass

    def on_member_end(self, digest: Digest, size: int) -> None:
        pass

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        pass

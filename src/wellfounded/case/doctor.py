"""What this computer can and cannot do for a case, found by trying."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wellfounded.case.home import Home
from wellfounded.case.understand.plan import stages
from wellfounded.disk.selftest import examine
from wellfounded.terms.errors import Unavailable

_TOOLS = (
    ("exiftool", "more metadata of pictures, clips and office files"),
    ("openssl", "a second opinion on time stamps"),
    ("tesseract", "OCR of Uyghur, Arabic and Russian"),
    ("unar", "RAR archives"),
)


@dataclass(frozen=True, slots=True)
class Symptom:
    """One thing tried: its name, whether it is as wanted, what that means, and the next step if not."""

    name: str
    well: bool
    what: str
    next: str = ""


def examine_all(root: Path | None, home: Home) -> Iterator[Symptom]:
    """Try the jail, the programs, the extras, the home and the case's folder."""
    yield from _jail()
    for program, what in _TOOLS:
        there = shutil.which(program) is not None
        yield Symptom(
            program, there, what, "" if there else f"install {program} with your system's packages"
        )
    for stage in stages():
        if stage.extra:
            lacking = stage.missing()
            step = f"pip install 'wellfounded[{stage.extra}]'" if lacking else ""
            yield Symptom(f"[{stage.extra}]", not lacking, f"the stage {stage.name}", step)
    yield Symptom("home", True, f"keys and configuration lie in {home.folder}")
    if root is not None:
        findings = examine(root)
        for finding in findings:
            yield Symptom(finding.code, False, f"this folder is {finding.what}")
        if not findings:
            yield Symptom(
                "folder", True, "exclusive creation, renaming, locks and flushes work here"
            )


def _jail() -> Iterator[Symptom]:
    """Start a worker and let it try each protection."""
    if not sys.platform.startswith("linux"):
        step = "hostile files are read here only with --weaker-jail"
        yield Symptom("jail", False, "the jail for hostile files needs Linux", step)
        return
    from wellfounded.sandbox import Sandbox, protections

    try:
        with Sandbox([], weaker=True) as box:
            held = box.held
    except Unavailable as exc:
        yield Symptom("jail", False, exc.what, exc.next)
        return
    for name, holds, why in protections.rows(held):
        step = "" if holds else "another kernel or computer, or --weaker-jail"
        yield Symptom(f"jail: {name}", holds, why, step)

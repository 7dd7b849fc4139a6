"""One case or proof before both judges: this package, and the program that is handed out."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tools.formats.hostile import Vector
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.preserve.check import check
from wellfounded.case.proof import custody
from wellfounded.terms.errors import WellfoundedError
from wellfounded.verifier import wellfounded_verify

ALONE = (
    "consistent with itself: whoever made this could have made all of it on the day it was issued"
)


@dataclass(frozen=True)
class Verdict:
    """What a judge found: the codes of what is damaged, its exit status, its last words, and all findings."""

    codes: frozenset[str]
    exit: int
    said: str = ""
    findings: tuple[dict[str, Any], ...] = ()


def lay(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write files into a folder that is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def verifier(*words: str | Path, program: ModuleType = wellfounded_verify) -> Verdict:
    """Run the program in this process and read what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = program.main([*map(str, words), "--json"])
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    if err.getvalue():
        refused = json.loads(err.getvalue())
        return Verdict(frozenset([refused["code"]]), status, refused["what"])
    findings = tuple(line for line in lines if line["type"] == "finding")
    codes = {f["code"] for f in findings if f["verdict"] in ("damaged", "contradicted")}
    return Verdict(frozenset(codes), status, lines[-1]["what"], findings)


def package(vector: Vector, folder: Path, away: Path) -> Verdict:
    """Let this package judge, on a computer that has never seen the case."""
    if vector.kind == "proof":
        try:
            custody.read(vector.files)
        except WellfoundedError as exc:
            return Verdict(frozenset([exc.code]), 3)
        return Verdict(frozenset(), 6)
    for name in ("vault/incoming", "private/custody", "private/work"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    try:
        with Case(folder, home=Home(away)) as case:
            found = check(case, full=True)
    except WellfoundedError as exc:
        return Verdict(frozenset([exc.code]), exc.exit_code)
    codes = {f.code for f in found.findings if f.verdict == "damaged"}
    return Verdict(frozenset(codes), 3 if codes else 6)

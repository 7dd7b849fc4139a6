"""Writes docs/lookup/errors.md from the source itself:  python tools/errors_page.py

Every place that raises one of the five families is read: its code, what it says, what to do next. A test holds the page.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "wellfounded"
PAGE = ROOT / "docs" / "lookup" / "errors.md"
FAMILIES = {
    "Mistaken": "the caller: exit 2",
    "Damaged": "bytes or a log disagree with what names them: exit 3",
    "Refused": "hostile, or over a stated limit: exit 4",
    "Unavailable": "the outside world: exit 5",
    "CannotCheck": "no verdict is possible: exit 6",
}
FAILURES = {
    "crashed": "a decoder ended by a signal or an error of its own",
    "damaged": "the bytes do not hold what their kind must have, or break off",
    "failed": "a reading ended without saying why",
    "garbage": "what came out of the jail is nothing a decoder writes",
    "layout": "our own pages of a packet did not come out as they were counted: shorten the longest title",
    "needs-extra": "an extra that is not installed reads this; it is read once it is there",
    "needs-password": "`wellfounded unlock ITEM`",
    "no-text": "a page without a text layer; the stage `ocr` reads it",
    "not-yet": "nothing has read it: `wellfounded build`",
    "out-of-memory": "the memory limit, or the system ended the process",
    "over-limit": "another limit of `Limits`, named with its value",
    "partial": "some lines could not be read; the rest is there",
    "refused": "hostile in a way no honest file is",
    "timed-out": "the limit of wall-clock or processor time",
    "too-large": "larger than its reader takes",
    "unsupported": "the kind is known and no reader for it is here",
    "unread-marks": "a few marks in a picture that may be writing were not read: look at it",
    "reply-form": "a model's answer about part of a text has not the form it was asked for: build again, or choose another",
    "unsupported-language": "no engine here reads the language; none was guessed",
}
_HEAD = """# Errors

Made by `python tools/errors_page.py` from the source. `…` stands for what is filled in.

An error stops the command. It is one line on standard error, `error [CODE]: what (where) - why - next: step`, and with `--json` one
object `{code, what, where, why, next}`. Codes stay the same from version to version; sentences may get better.
What cannot be read is no error: it is a [Failure](#failures) of that item, the run goes on, and the exit code is 1.
"""


@dataclass(frozen=True, slots=True)
class Raised:
    """One place that raises: family, code, sentence and next step as written there."""

    family: str
    code: str
    what: str
    next: str


def _text(node: ast.expr | None) -> str:
    """What a string in the source says, with … for what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(v) if isinstance(v, ast.Constant) else "…" for v in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left) + _text(node.right)
    return "" if node is None else "…"


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


def raised() -> list[Raised]:
    """Every place outside the decoders that raises with a code of its own, in order of code."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        if "untrusted" in path.parts:
            continue
        for name, call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            code = _text(call.args[0]) if name in FAMILIES and len(call.args) > 1 else "…"
            if code != "…":
                words = {k.arg: k.value for k in call.keywords}
                found.add(Raised(name, code, _text(call.args[1]), _text(words.get("next"))))
    return sorted(found, key=lambda r: (r.code, r.what, r.next))


def failure_codes() -> set[str]:
    """Every code with which a decoder or the sandbox gives up, where it stands as a word."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for name, call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            at = {"Failure": 1, "Unreadable": 0}.get(name)
            if at is not None and len(call.args) > at:
                found.add(_text(call.args[at]))
    return found - {"…", ""}


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _rows(family: str) -> Iterator[str]:
    codes: dict[str, list[Raised]] = {}
    for one in raised():
        if one.family == family:
            codes.setdefault(one.code, []).append(one)
    for code, places in codes.items():
        says = "<br>".join(dict.fromkeys(_cell(p.what) for p in places))
        step = "<br>".join(dict.fromkeys(_cell(p.next) for p in places if p.next))
        yield f"| `{code}` | {says} | {step} |"


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for family, who in FAMILIES.items():
        rows = list(_rows(family))
        if rows:
            parts += [f"## {family}\n\n{who[:1].upper() + who[1:]}.\n"]
            parts += ["| code | says | next |\n|---|---|---|\n" + "\n".join(rows) + "\n"]
    failures = "\n".join(f"| `{code}` | {what} |" for code, what in FAILURES.items())
    parts.append(f"## Failures\n\n| code | means |\n|---|---|\n{failures}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

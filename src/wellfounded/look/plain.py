"""One file as plain text for a terminal: the same parts as the page, without pictures."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from wellfounded.look import naming, parts, questions
from wellfounded.look.view import Look
from wellfounded.look.written import visible

_SECTIONS = (
    (naming.FORM, "WHAT IT IS"),
    (naming.DEVICE, "DEVICE AND SOFTWARE, AS STATED"),
    (naming.MARKS, "MARKS OF MAKING AND RE-ENCODING"),
    (naming.PROVENANCE, "STATED PROVENANCE, UNCHECKED"),
)
_NAME_WIDTH = 30


def plain(look: Look, width: int = 100) -> str:
    """Give the text, at most `width` columns wide where words allow; every line ends with a
    newline.
    """
    lines = [
        visible(look.name).replace("\n", "⟦LF⟧"),
        f"{naming.size(look.size)}  {look.digest}",
        "",
    ]
    lines += _wrapped(
        "Read by a machine from the file itself, unchecked. Nothing was changed or sent.", width
    )
    for part, title in _SECTIONS:
        lines += _pairs(
            title, [(p.name, "; ".join(p.values)) for p in parts.pairs(look, part)], width
        )
    rows = [
        (
            f"{row.local}  {row.zone}",
            "; ".join(row.says) + (f". {row.caution}" if row.caution else ""),
        )
        for row in parts.times(look)
    ]
    lines += _pairs(
        "TIMES, EACH WITH ITS ZONE", rows or [("none", "the file states no time")], width
    )
    if note := parts.clock_note(look):
        lines += _wrapped(note, width)
    places = [
        (parts.said_by(f)[0], f"within {f.where.radius_m} m (WGS 84); {parts.said_by(f)[1]}")
        for f in parts.places(look)
        if f.where is not None
    ]
    lines += _pairs("POSITIONS", places or [("none", "the file states no position")], width)
    failures = [(f.code, f.what + (f" Next: {f.next}." if f.next else "")) for f in look.failures]
    lines += _pairs("NOT READ", failures, width)
    lines += _list(
        "THE CONTAINER DOES NOT SAY (absence is never evidence)", questions.absent(look), width
    )
    lines += _list("WHAT THIS DOES NOT SHOW", questions.not_shown(look), width)
    lines += _list("WHAT TO ASK THE SENDER", questions.to_ask(look), width)
    return "\n".join(lines) + "\n"


def _pairs(title: str, rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    lines: list[str] = []
    for name, value in rows:
        head = visible(name).replace("\n", " ")
        body = textwrap.wrap(
            visible(value).replace("\n", " "), max(width - _NAME_WIDTH - 4, 30)
        ) or [""]
        if len(head) > _NAME_WIDTH:
            lines.append(f"  {head}")
            head = ""
        lines.append(f"  {head:<{_NAME_WIDTH}}  {body[0]}")
        lines += [f"  {'':<{_NAME_WIDTH}}  {line}" for line in body[1:]]
    return ["", title, *lines] if lines else []


def _list(title: str, rows: Iterable[str], width: int) -> list[str]:
    lines: list[str] = []
    for row in rows:
        first, *rest = textwrap.wrap(visible(row), width - 4)
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return ["", title, *lines] if lines else []


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(visible(text), width)

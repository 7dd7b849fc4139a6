"""A copy as the program shows it: the `copy` record of `--json`, in seconds, pixels and shares, and its times for people."""

from __future__ import annotations

from typing import Any, Final

from wellfounded.copies.copy import VERSION, Copy, Kind, Side

_MICRO: Final = 1_000_000


def record(copy: Copy) -> dict[str, Any]:
    """Give the record {type, v, kind, a, b, transform, score, verdict, evidence, pass}: see docs/lookup/json.md.

    Times are seconds on each item's own clock, half-open, of text code points; boxes are pixels; `score` is between 0 and 1.
    """
    return {
        "type": "copy",
        "v": VERSION,
        "kind": copy.kind,
        "a": _side(copy.a, copy.kind),
        "b": _side(copy.b, copy.kind),
        "transform": _transform(copy),
        "score": copy.score / 1000,
        "verdict": copy.verdict,
        "evidence": [e.to_json() for e in copy.evidence],
        "pass": copy.pass_,
    }


def _side(side: Side, kind: Kind) -> dict[str, Any]:
    unit = 1 if kind == "text" else _MICRO
    return {
        "item": side.item.hex[:12],
        "name": side.name,
        "sha256": side.item.hex,
        "start": None if side.start is None else side.start / unit if unit > 1 else side.start,
        "end": None if side.end is None else side.end / unit if unit > 1 else side.end,
        "box": None if side.box is None else [n / 1000 for n in side.box],
    }


def _transform(copy: Copy) -> dict[str, Any]:
    changed = copy.transform.to_json()
    for name in ("speed", "pitch"):
        if name in changed:
            changed[name] /= _MICRO
    if "frame" in changed:
        changed["frame"] = [n / _MICRO for n in changed["frame"]]
    return changed


def clock(micros: int) -> str:
    """Give a time on an item's own clock as minutes, seconds and thousandths: 01:02.500."""
    sign, total = ("-", -micros) if micros < 0 else ("", micros)
    thousandths = round(total / 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    front = f"{hours}:" if hours else ""
    return f"{sign}{front}{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"

"""Aligned frames of two items, side by side: decoded in the jail, laid onto each other as arrays."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from wellfounded.case.understand.look import digest_of
from wellfounded.copies import aligned
from wellfounded.copies.copy import Copy, Side
from wellfounded.copies.png import png
from wellfounded.copies.print import Array, unpack
from wellfounded.copies.shown import clock
from wellfounded.report.pair import Shot
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused

_DECODER = "wellfounded.copies.untrusted.frames"
_PARTS = (0.1, 0.5, 0.9)
_MOST_SIDE = 480


class Framer:
    """A jail in which frames are decoded."""

    def __init__(self, *, weaker: bool = False) -> None:
        """Start it; raises Unavailable `jail-weaker`."""
        self._box = Sandbox([_DECODER], weaker=weaker)

    def shots(self, copy: Copy, a: Path, b: Path) -> list[Shot]:
        """Give pictures of a copy at up to three moments; none for sound and text, nor where frames cannot be decoded."""
        with a.open("rb") as first, b.open("rb") as second:
            return self.of_open(copy, first.fileno(), second.fileno())

    def of_open(self, copy: Copy, a: int, b: int) -> list[Shot]:
        """Give pictures of a copy of two items that are open for reading."""
        if copy.kind not in ("video", "picture", "still"):
            return []
        times_a, times_b = _times(copy.a), _times(copy.b)
        if len(times_a) != len(times_b):  # a picture stands for one moment of the other
            times_a, times_b = times_a[:1], times_b[:1]
        frames_a, frames_b = self._frames(a, times_a), self._frames(b, times_b)
        found = []
        for n, (one, two) in enumerate(zip(frames_a, frames_b, strict=False)):
            pixels = aligned.side_by_side(one, two, copy)
            when = _said(times_a, times_b, n)
            said = f"a{when[0]}, b{when[1]} laid onto it, and a in grey with what differs outlined"
            found.append(Shot(png(pixels), pixels.shape[1], pixels.shape[0], said))
        return found

    def close(self) -> None:
        """End it."""
        self._box.close()

    def __enter__(self) -> Framer:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.close()

    def _frames(self, file: int, times: list[int]) -> list[Array]:
        kept = _Kept()
        digest, size = digest_of(file)
        task = Task(_DECODER, digest, size, settings={"times": times}, stage="frames")
        self._box.read(task, file, kept)
        return kept.frames()


def _times(side: Side) -> list[int]:
    if side.start is None or side.end is None:
        return [0]
    if side.end - side.start < 200_000:
        return [side.start]
    return [side.start + round((side.end - side.start) * part) for part in _PARTS]


def _said(a: list[int], b: list[int], n: int) -> tuple[str, str]:
    one, two = (f" at {clock(t[n])}" if len(t) > n and t[n] else "" for t in (a, b))
    return one, two


class _Kept:
    """Takes the one print of frames."""

    def __init__(self) -> None:
        self._data = b""

    def frames(self) -> list[Array]:
        """Give the frames in order; none where what came is none."""
        try:
            arrays = unpack(self._data) if self._data else {}
        except Refused:
            return []
        found = [a for name, a in arrays.items() if name.startswith("f")]
        return [a for a in found if _is_frame(a)]

    def on_record(self, found: dict[str, Any]) -> None:
        """Pass over."""

    def on_blob(self, data: bytes) -> None:
        """Keep the print."""
        self._data = data

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Do nothing."""

    def on_member_data(self, data: bytes) -> None:
        """Drop the bytes."""

    def on_member_end(self, digest: Digest, size: int) -> None:
        """Do nothing."""

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        """Do nothing."""


def _is_frame(array: Array) -> bool:
    sides = array.shape[:2]
    return (
        array.ndim == 3
        and array.shape[2] == 3
        and array.dtype.str[1:] == "u1"
        and min(sides) > 0
        and max(sides) <= _MOST_SIDE
    )

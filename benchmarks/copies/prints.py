"""Prints of files, taken by the decoders in this process, and the plainest index over them."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from wellfounded.copies.engine import Taken
from wellfounded.copies.nearness import Codes, Hits
from wellfounded.copies.print import unpack
from wellfounded.copies.untrusted import local_features, luminance, picture, video, video_taking
from wellfounded.terms.decoding import Limits, Source
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Print


class _Kept:
    """An emitter that keeps prints."""

    def __init__(self) -> None:
        self.prints: list[Print] = []
        self.blobs: dict[Digest, bytes] = {}

    def record(self, record: Any) -> None:
        if isinstance(record, Print):
            self.prints.append(record)

    def blob(self, data: bytes) -> Digest:
        digest = Digest.of(data)
        self.blobs[digest] = data
        return digest

    def member(self, *args: Any, **more: Any) -> Any:
        raise NotImplementedError


def taken(data: bytes, name: str, kind: str, pass_: str = "dense") -> Taken:
    """Give the print of some bytes, `kind` video or picture."""
    out = _Kept()
    source = Source(io.BytesIO(data), Digest.of(data), len(data), name, Limits())
    decoder = video if kind == "video" else picture
    decoder.read(source, out, {"pass": pass_})
    parts = tuple(unpack(out.blobs[p.blob]) for p in out.prints)
    one = out.prints[0]
    return Taken(source.digest, name, one.kind, one.form, one.pass_, parts)


def of_file(path: Path, kind: str, pass_: str = "dense") -> Taken:
    """Give the print of a file, named by its file name."""
    return taken(path.read_bytes(), path.name, kind, pass_)


class Rows:
    """Every row of every item, looked at one after the other."""

    def __init__(self) -> None:
        """Begin with none."""
        self._owners: list[Digest] = []
        self._rows: list[Any] = []

    def add(self, owner: Digest, codes: Codes) -> None:
        """Put the rows of one item."""
        self._owners.append(owner)
        self._rows.append(np.ascontiguousarray(codes).view(np.uint64)[:, 0])

    def search(self, codes: Codes, radius: int) -> Hits:
        """Give every row that near; rows and distances are not asked for, so they are zero."""
        asked = np.ascontiguousarray(codes).view(np.uint64)[:, 0]
        every = np.concatenate(self._rows) if self._rows else np.zeros(0, np.uint64)
        of = np.repeat(np.arange(len(self._rows)), [len(r) for r in self._rows])
        query, owner = [], []
        for number, row in enumerate(asked):
            near = np.flatnonzero(np.bitwise_count(every ^ row) <= radius)
            query.append(np.full(len(near), number))
            owner.append(of[near])
        q, o = np.concatenate(query), np.concatenate(owner)
        return Hits(tuple(self._owners), q, o, np.zeros_like(q), np.zeros_like(q))

    def remove(self, owner: Digest) -> None:
        """Is not asked for here."""
        raise NotImplementedError

    def owners(self) -> Sequence[Digest]:
        """Give the items in order."""
        return tuple(self._owners)

    def sync(self) -> None:
        """Have nothing to keep."""


def kept(path: Path, kind: str, folder: Path) -> Taken:
    """Give the print of a file, kept in a folder between runs for as long as the decoder's text is the same."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{path.stem}.{_revision(kind)}.print"
    if place.exists():
        one: Taken = pickle.loads(place.read_bytes())  # noqa: S301 (written by this program, below)
        return one
    one = of_file(path, kind)
    place.write_bytes(pickle.dumps(one))
    return one


@cache
def _revision(kind: str) -> str:
    """Give a short digest of what takes prints of a kind."""
    decoders = (video, video_taking, luminance) if kind == "video" else (picture,)
    text = b"".join(Path(str(m.__file__)).read_bytes() for m in (*decoders, local_features))
    return hashlib.sha256(text).hexdigest()[:8]

"""The conformance suite of `copies.nearness.NearIndex`: what every index of rows of bits must do.

    @pytest.mark.parametrize("check", near_index.CHECKS, ids=lambda check: check.__name__)
    def test_my_index(check, tmp_path):
        check(lambda: MyIndex(near_index.WIDTH, tmp_path))

A check raises NotConforming where the index breaks the promise in the check's docstring.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from wellfounded.terms.digest import Digest

WIDTH: Final = 32
"""Bytes of a row in this suite."""


class Index(Protocol):
    """The methods of a NearIndex, spelled here because this room stands before `copies`."""

    def add(self, owner: Digest, codes: NDArray[np.uint8]) -> None:
        """See `copies.nearness.NearIndex`."""

    def remove(self, owner: Digest) -> None:
        """See `copies.nearness.NearIndex`."""

    def search(self, codes: NDArray[np.uint8], radius: int) -> Any:
        """See `copies.nearness.NearIndex`."""

    def owners(self) -> Any:
        """See `copies.nearness.NearIndex`."""

    def sync(self) -> None:
        """See `copies.nearness.NearIndex`."""


Open = Callable[[], Index]
"""Opens the index under test; called twice, it opens what was made durable before."""


class NotConforming(AssertionError):
    """The index broke a promise."""


def _require(holds: bool, promise: str) -> None:
    if not holds:
        raise NotConforming(promise)


def _sample(seed: int, count: int) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (count, WIDTH), dtype=np.uint8)


def _owner(number: int) -> Digest:
    return Digest.of(b"owner %d" % number)


def _found(
    index: Index, codes: NDArray[np.uint8], radius: int
) -> list[tuple[int, Digest, int, int]]:
    hits = index.search(codes, radius)
    columns = (hits.query.tolist(), hits.owner.tolist(), hits.row.tolist(), hits.distance.tolist())
    return [(q, hits.owners[o], r, d) for q, o, r, d in zip(*columns, strict=True)]


def _expected(
    owned: dict[Digest, NDArray[np.uint8]], codes: NDArray[np.uint8], radius: int
) -> list[tuple[int, Digest, int, int]]:
    """Search bit by bit, in the order the promise names."""
    rows = [(q, o, r, d) for q, code in enumerate(codes) for o, own in owned.items()
            for r, row in enumerate(own)
            if (d := sum(int(x).bit_count() for x in row ^ code)) <= radius]  # fmt: skip
    return sorted(rows, key=lambda row: (row[0], row[3]))


def empty(open_index: Open) -> None:
    """An index in which nothing is finds nothing, and a query without rows finds nothing."""
    index = open_index()
    _require(_found(index, _sample(1, 3), WIDTH * 8) == [], "found in an empty index")
    _require(list(index.owners()) == [], "an owner in an empty index")
    index.add(_owner(1), _sample(2, 4))
    _require(_found(index, _sample(1, 0), WIDTH * 8) == [], "found by an empty query")


def exact(open_index: Open) -> None:
    """Every row within the radius is found, and none beyond: at 0, between, and all bits."""
    index, owned = open_index(), {_owner(n): _sample(n, 1 + 7 * n) for n in range(5)}
    for owner, codes in owned.items():
        index.add(owner, codes)
    query = np.concatenate((_sample(2, 3), _sample(99, 2)))
    query[1, 5] ^= 0b0110_0001
    for radius in (0, 3, 110, 128, WIDTH * 8):
        found, expected = _found(index, query, radius), _expected(owned, query, radius)
        _require(found == expected, f"not what is within {radius} bits, in the order promised")
    _require(_found(index, query, 0) != [], "the suite itself found nothing")


def opposite(open_index: Open) -> None:
    """A row in which every bit differs is as far as the row is wide."""
    index = open_index()
    index.add(_owner(1), np.zeros((1, WIDTH), np.uint8))
    ones = np.full((1, WIDTH), 255, np.uint8)
    _require(_found(index, ones, WIDTH * 8 - 1) == [], "too near")
    _require(_found(index, ones, WIDTH * 8) == [(0, _owner(1), 0, WIDTH * 8)], "not found")


def replaced_and_removed(open_index: Open) -> None:
    """Adding an item again replaces its rows; removing it takes them out; others stay as they are, after opening anew too."""
    index = open_index()
    for n in range(4):
        index.add(_owner(n), _sample(n, 6))
    index.sync()
    index.add(_owner(1), _sample(50, 2))
    index.remove(_owner(2))
    index.remove(_owner(77))
    order = [_owner(0), _owner(3), _owner(1)]
    for seen in (index, None):
        seen = open_index() if seen is None else seen
        _require(list(seen.owners()) == order, "not the owners, in the order they were added")
        _require(_found(seen, _sample(2, 6), 0) == [], "a removed row is found")
        _require(_found(seen, _sample(1, 6), 0) == [], "a replaced row is found")
        _require(_found(seen, _sample(50, 1), 0) == [(0, _owner(1), 0, 0)], "a new row is not")
        _require(len(_found(seen, _sample(3, 6), 0)) == 6, "another item's rows are gone")
        index.sync()


def durable(open_index: Open) -> None:
    """What `sync` returned for is there when the index is opened again; what came after it is not."""
    index = open_index()
    index.add(_owner(1), _sample(1, 3))
    index.sync()
    index.add(_owner(2), _sample(2, 3))
    again = open_index()
    _require(list(again.owners()) == [_owner(1)], "not what was made durable")
    again.add(_owner(3), _sample(3, 3))
    again.sync()
    last = open_index()
    _require(list(last.owners()) == [_owner(1), _owner(3)], "not what was made durable last")
    _require(len(_found(last, _sample(3, 3), 0)) == 3, "rows of a later sync are not found")


def many(open_index: Open) -> None:
    """An item with no rows is an owner; rows of hundreds of items are each found under their own."""
    index = open_index()
    codes = _sample(5, 1500)
    for n in range(500):
        index.add(_owner(n), codes[3 * n : 3 * n + 3])
    index.add(_owner(9999), codes[:0])
    index.sync()
    found = _found(open_index(), codes[[0, 749, 1499]], 2)
    expected = [(0, _owner(0), 0, 0), (1, _owner(249), 2, 0), (2, _owner(499), 2, 0)]
    _require(found == expected, "not under their owners")
    _require(_owner(9999) in list(index.owners()), "an item without rows is forgotten")


CHECKS: Final[tuple[Callable[[Open], None], ...]] = (
    empty,
    exact,
    opposite,
    replaced_and_removed,
    durable,
    many,
)
"""Every check of the suite. Each is given a fresh place."""

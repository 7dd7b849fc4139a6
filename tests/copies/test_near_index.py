"""The index in a folder keeps every promise of NearIndex, and says when its files do not fit together."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from wellfounded.copies.index.folder import FolderIndex
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken
from wellfounded.testing import near_index


@pytest.mark.parametrize("check", near_index.CHECKS, ids=lambda check: check.__name__)
def test_the_folder_conforms(check: Callable[[near_index.Open], None], tmp_path: Path) -> None:
    """Every check of the suite holds."""
    check(lambda: FolderIndex(near_index.WIDTH, tmp_path / "index"))


def test_the_suite_sees_a_breach(tmp_path: Path) -> None:
    """An index that forgets one row, and one that keeps what was removed, are both seen."""

    class Forgets(FolderIndex):
        def add(self, owner: Digest, codes: np.ndarray) -> None:  # type: ignore[type-arg]
            super().add(owner, codes[:-1])

    class Keeps(FolderIndex):
        def remove(self, owner: Digest) -> None:
            pass

    for number, broken in enumerate((Forgets, Keeps)):
        caught = 0
        for check in near_index.CHECKS:
            place = tmp_path / f"{number}-{check.__name__}"
            try:
                check(lambda broken=broken, place=place: broken(near_index.WIDTH, place))
            except near_index.NotConforming:
                caught += 1
        assert caught > 0


@pytest.mark.parametrize("width", [1, 2, 3, 4, 8, 32, 40])
def test_every_width(width: int) -> None:
    """Rows of any width are found exactly, in memory too."""
    rng = np.random.default_rng(width)
    rows, query = (rng.integers(0, 256, (50, width), dtype=np.uint8) for _ in range(2))
    query[0] = rows[7]
    index = FolderIndex(width)
    index.add(Digest.of(b"x"), rows)
    for radius in (0, 4 * width):
        hits = index.search(query, radius)
        apart = np.bitwise_count(query[:, None] ^ rows[None]).sum(axis=2)
        assert len(hits.row) == int((apart <= radius).sum()) > 0
        assert (apart[hits.query, hits.row] == hits.distance).all()


def test_what_does_not_fit_together(tmp_path: Path) -> None:
    """A cut table, missing rows and another width are said, each under its code; whole, it opens."""
    index = FolderIndex(4, tmp_path)
    index.add(Digest.of(b"x"), np.zeros((9, 4), np.uint8))
    index.sync()
    assert len(FolderIndex(4, tmp_path).search(np.zeros((1, 4), np.uint8), 0).row) == 9
    with pytest.raises(Mistaken):
        FolderIndex(8, tmp_path)
    with pytest.raises(Mistaken):
        index.search(np.zeros((1, 8), np.uint8), 0)
    (tmp_path / "rows-0").write_bytes(bytes(35))
    with pytest.raises(Damaged):
        FolderIndex(4, tmp_path)
    (tmp_path / "owners").write_bytes((tmp_path / "owners").read_bytes()[:-1])
    with pytest.raises(Damaged):
        FolderIndex(4, tmp_path)

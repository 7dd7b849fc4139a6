"""No reading rests on bytes that are not what was received, and one bad object does not keep the rest from being read."""

from __future__ import annotations

from pathlib import Path

import pytest

from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.preserve.add import add
from wellfounded.case.understand.build import build
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged


@pytest.mark.parametrize("how", ["changed", "gone"])
def test_a_bad_object_is_named_the_rest_is_read_and_it_is_read_once_mended(
    case: Case, tmp_path: Path, how: str
) -> None:
    """Nothing is logged about the bad one; after it was restored the next build reads it."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_bytes(f"text of {name}".encode())
    add(case, [tmp_path / n for n in ("a.txt", "b.txt", "c.txt")], actor="mina")
    bad = case.layout.object(Digest.of(b"text of b.txt"))
    if how == "changed":
        bad.write_bytes(b"text of x.txt")
    else:
        bad.unlink()
    with pytest.raises(Damaged) as damage:
        build(case, actor="mina")
    assert damage.value.where == str(Digest.of(b"text of b.txt"))
    read = {e.about[0][0] for e in case.custody.entries() if e.type == "read"}
    assert read == {Digest.of(b"text of a.txt"), Digest.of(b"text of c.txt")}
    bad.write_bytes(b"text of b.txt")
    size = case.custody.checkpoint().size
    again = build(case, actor="mina").read
    new = {e.about[0][0] for e in case.custody.entries(size, size + again)}
    assert (again > 0, new) == (True, {Digest.of(b"text of b.txt")})
    with open_catalogue(case) as catalogue:
        assert catalogue.search("text").found == 3

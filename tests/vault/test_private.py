"""Personal values: kept beside the log, found by their commitment, and gone for good when they are ordered destroyed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.disk import OneFolder
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged
from wellfounded.vault import Personal, PrivateFolder

_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc_", min_size=1), inner, max_size=4)
    ),
    max_leaves=8,
)


@pytest.fixture
def folder(tmp_path: Path) -> PrivateFolder:
    """An empty folder of segments."""
    return PrivateFolder(tmp_path, OneFolder(tmp_path))


@given(value=_VALUES)
def test_a_value_is_found_again_by_its_commitment_only(value: object) -> None:
    """Equal values under two salts have two commitments; under one salt, one."""
    one, two = Personal.of(value), Personal.of(value)
    assert one.commitment != two.commitment
    assert Personal.of(value, one.salt).commitment == one.commitment


def test_the_values_of_an_entry_lie_in_the_segment_of_its_batch(folder: PrivateFolder) -> None:
    """The segment with the greatest index that is not above the entry's."""
    first, second = Personal.of("Anna"), Personal.of("Boris")
    folder.write(1, [first])
    folder.write(5, [second])
    assert folder.reveal(0) == {}
    for index in (1, 4):
        assert folder.reveal(index) == {first.commitment: first}
    for index in (5, 99):
        assert folder.reveal(index) == {second.commitment: second}


def test_a_destroyed_value_is_in_no_file(folder: PrivateFolder, tmp_path: Path) -> None:
    """`forget` leaves the other values of the segment, and no byte of the destroyed one."""
    keep, lose = Personal.of("Anna"), Personal.of("told me at the bridge")
    folder.write(1, [keep, lose])
    assert any(b"bridge" in p.read_bytes() for p in tmp_path.iterdir())
    assert folder.forget({lose.commitment}) == 1
    assert not any(b"bridge" in p.read_bytes() for p in tmp_path.iterdir())
    assert folder.reveal(1) == {keep.commitment: keep}
    assert folder.forget({lose.commitment}) == 0


def test_what_lies_beyond_the_log_means_nothing_and_goes(
    folder: PrivateFolder, tmp_path: Path
) -> None:
    """Segments of batches that were never committed, torn or not, and unfinished rewrites are cleared; others stay."""
    folder.write(1, [Personal.of("Anna")])
    folder.write(9, [Personal.of("Boris")])
    (tmp_path / "000000000001.new").write_bytes(b"half")
    assert [p.name for p in folder.paths() if folder.counts(p, 9)] == ["000000000001.jsonl"]
    folder.clear_beyond(9)
    assert [p.name for p in tmp_path.iterdir()] == ["000000000001.jsonl"]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"c":"sha256:y","salt":"00","value":1}',
        b'{"c":1,"salt":2,"value":3}',
    ],
)
def test_a_line_that_is_no_value_is_damage(
    line: bytes, folder: PrivateFolder, tmp_path: Path
) -> None:
    """Whatever a segment holds that it should not, reading it says Damaged."""
    folder.write(1, [Personal.of("Anna")])
    path = tmp_path / "000000000001.jsonl"
    assert len(folder.read(path)) == 1
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(Damaged):
        folder.read(path)


def test_a_salt_has_one_spelling(folder: PrivateFolder, tmp_path: Path) -> None:
    """A digit of the salt in upper case is the same salt, and still a changed file."""
    folder.write(1, [Personal.of("Anna", bytes([0xAB]) * 32)])
    path = tmp_path / "000000000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"abab', b'"Abab'))
    with pytest.raises(Damaged):
        folder.read(path)


def test_an_unknown_commitment_reveals_nothing(folder: PrivateFolder) -> None:
    """A value is shown only under its own commitment."""
    folder.write(1, [Personal.of("Anna")])
    assert Digest.of(b"Anna") not in folder.reveal(1)

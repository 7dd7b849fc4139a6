"""Receiving objects: whole or not at all, once as bytes, and what a dead process left is cleared without taking what counts."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from wellfounded.disk import OneFolder
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken
from wellfounded.vault import FolderVault, Incoming, Layout, sweep

_LEAF = bytes(32)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """The folders of a vault."""
    made = Layout(tmp_path)
    for folder in made.folders():
        folder.mkdir(parents=True, exist_ok=True)
    return made


@pytest.fixture
def disk(layout: Layout) -> OneFolder:
    """The real disk."""
    return OneFolder(layout.root)


def _publish(layout: Layout, disk: OneFolder, *contents: bytes) -> None:
    with Incoming(layout, disk) as batch:
        for data in contents:
            batch.take_bytes(data)
        batch.flush()
        batch.publish(1, _LEAF)
        batch.settle()


def test_an_object_has_a_name_only_once_it_is_published(layout: Layout, disk: OneFolder) -> None:
    """Nothing partial is visible: before `publish` the vault holds no object, after it the whole one."""
    vault = FolderVault(layout)
    with Incoming(layout, disk) as batch:
        stored = batch.take(io.BytesIO(b"evidence"))
        assert stored.digest == Digest.of(b"evidence")
        assert vault.stat(stored.digest) is None
        assert list(vault.walk()) == []
        batch.flush()
        batch.publish(1, _LEAF)
        batch.settle()
    assert vault.check(stored.digest) == 8
    assert list(layout.incoming.iterdir()) == []


def test_a_batch_that_is_left_by_an_error_leaves_nothing(layout: Layout, disk: OneFolder) -> None:
    """What was not published goes with its folder."""

    def stop() -> None:
        with Incoming(layout, disk) as batch:
            batch.take_bytes(b"evidence")
            assert len(list(layout.incoming.rglob("*"))) == 3
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop()
    assert list(layout.incoming.iterdir()) == []


def test_bytes_in_pieces_are_the_same_object(layout: Layout, disk: OneFolder) -> None:
    """Received whole or in pieces, twice in one batch or in two: one object."""
    with Incoming(layout, disk) as batch:
        piece = batch.receive()
        for part in (b"evi", b"", b"dence"):
            piece.write(part)
        assert piece.close() == batch.take_bytes(b"evidence")
        gone = batch.receive()
        gone.write(b"half of")
        gone.abandon()
        batch.flush()
        batch.publish(1, _LEAF)
        batch.settle()
    _publish(layout, disk, b"evidence")
    assert [s.digest for s in FolderVault(layout).walk()] == [Digest.of(b"evidence")]


def _abandoned(layout: Layout, disk: OneFolder, *contents: bytes) -> None:
    """Publish a batch and end as a killed process does: no commit, no settling, the lock dropped."""

    batch = Incoming(layout, disk)
    for data in contents:
        batch.take_bytes(data)
    batch.flush()
    batch.publish(7, _LEAF)
    batch.__exit__(GeneratorExit, GeneratorExit(), None)


def test_names_of_a_batch_without_its_entry_are_taken_away_and_others_are_not(
    layout: Layout, disk: OneFolder
) -> None:
    """A dead batch loses what it named first; an object that counted before stays, though the dead batch held it too."""
    _publish(layout, disk, b"old")
    _abandoned(layout, disk, b"old", b"new")
    vault = FolderVault(layout)
    assert {s.digest for s in vault.walk()} == {Digest.of(b"old"), Digest.of(b"new")}
    asked: list[tuple[int, bytes]] = []

    def is_committed(index: int, leaf: bytes) -> bool:
        asked.append((index, leaf))
        return False

    assert sweep(layout, disk, is_committed) == 1
    assert asked == [(7, _LEAF)]
    assert [s.digest for s in vault.walk()] == [Digest.of(b"old")]
    assert list(layout.incoming.iterdir()) == []


def test_names_of_a_batch_whose_entry_is_committed_stay(layout: Layout, disk: OneFolder) -> None:
    """A process killed between the commit and its tidying loses nothing."""
    _abandoned(layout, disk, b"new")
    assert sweep(layout, disk, lambda index, leaf: True) == 1
    assert [s.digest for s in FolderVault(layout).walk()] == [Digest.of(b"new")]


def test_a_living_batch_is_left_alone(layout: Layout, disk: OneFolder) -> None:
    """Another process's batch is locked as long as it lives."""
    with Incoming(layout, disk) as batch:
        stored = batch.take_bytes(b"evidence")
        assert sweep(layout, disk, lambda index, leaf: False) == 0
        batch.flush()
        batch.publish(1, _LEAF)
        assert sweep(layout, disk, lambda index, leaf: False) == 0
        batch.settle()
    assert FolderVault(layout).stat(stored.digest) is not None


@pytest.mark.parametrize(
    "torn", [b"", b"7", b"7 " + b"0" * 64, b"7 " + b"0" * 64 + b"\n" + b"\0" * 65, b"\0" * 130]
)
def test_a_torn_intent_takes_away_nothing_it_does_not_name_whole(
    torn: bytes, layout: Layout, disk: OneFolder
) -> None:
    """Whatever is left of an intent, objects that counted are safe from it."""
    _publish(layout, disk, b"old")
    folder = layout.incoming / ("0" * 16)
    folder.mkdir()
    (folder / "intent").write_bytes(torn)
    assert sweep(layout, disk, lambda index, leaf: False) == 1
    assert [s.digest for s in FolderVault(layout).walk()] == [Digest.of(b"old")]


def test_what_is_no_object_is_told_apart(layout: Layout, disk: OneFolder) -> None:
    """Files of others in the vault are named as strangers and never read; a changed object is damaged, a missing one is not there."""
    _publish(layout, disk, b"evidence")
    (layout.vault / "Thumbs.db").write_bytes(b"x")
    (layout.vault / Digest.of(b"evidence").hex[:2] / "note.txt").write_bytes(b"x")
    vault = FolderVault(layout)
    assert [p.name for p in vault.strangers()] == ["Thumbs.db", "note.txt"]
    assert [s.digest.raw for s in vault.walk()] == [hashlib.sha256(b"evidence").digest()]
    layout.object(Digest.of(b"evidence")).write_bytes(b"Evidence")
    with pytest.raises(Damaged, match="have changed"):
        vault.check(Digest.of(b"evidence"))
    with pytest.raises(Mistaken, match="does not hold"):
        vault.open(Digest.of(b"other"))

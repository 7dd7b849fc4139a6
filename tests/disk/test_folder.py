"""The five calls that change a case, where there is a barrier for the whole file system and where there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wellfounded.disk import OneFolder
from wellfounded.disk import folder as module


def _exercise(disk: OneFolder, root: Path) -> None:
    disk.make_folder(root / "a")
    disk.make_folder(root / "a")
    file = disk.create(root / "a" / "new")
    file.write(b"first ")
    file.write(memoryview(b"second"))
    file.close()
    with pytest.raises(FileExistsError):
        disk.create(root / "a" / "new")
    disk.barrier()
    disk.rename(root / "a" / "new", root / "a" / "named")
    disk.barrier()
    assert (root / "a" / "named").read_bytes() == b"first second"
    assert os.stat(root / "a" / "named").st_mode & 0o077 == 0
    disk.remove(root / "a" / "named")
    disk.remove(root / "a" / "named")
    disk.remove(root / "a")
    assert os.listdir(root) == []


def test_files_are_new_private_and_named_in_one_step(tmp_path: Path) -> None:
    """With the system's own barrier."""
    _exercise(OneFolder(tmp_path), tmp_path)


def test_without_a_barrier_for_all_each_touched_path_is_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no syncfs, files and the folders that name them are flushed one by one, each once."""
    flushed: list[Path] = []
    monkeypatch.setattr(module, "_syncfs", lambda: None)
    monkeypatch.setattr(module, "_flush_one", flushed.append)
    disk = OneFolder(tmp_path)
    disk.create(tmp_path / "x").close()
    disk.rename(tmp_path / "x", tmp_path / "y")
    disk.barrier()
    assert flushed == [tmp_path / "x", tmp_path]
    disk.barrier()
    assert flushed == [tmp_path / "x", tmp_path]
    monkeypatch.undo()
    monkeypatch.setattr(module, "_syncfs", lambda: None)
    (tmp_path / "z").mkdir()
    _exercise(OneFolder(tmp_path / "z"), tmp_path / "z")

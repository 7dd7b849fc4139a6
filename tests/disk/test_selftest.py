"""What a folder does to secrecy and durability is found before a case is made in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.disk import selftest
from wellfounded.terms.errors import Unavailable


def test_an_ordinary_folder_passes_and_nothing_is_left_in_it(tmp_path: Path) -> None:
    """No finding about how it behaves, and no file left behind."""
    findings = [f.code for f in selftest.examine(tmp_path) if f.code != "volatile"]
    assert findings == []
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Office", "Nextcloud", "iCloud Drive"])
def test_a_folder_that_is_copied_elsewhere_is_recognised(tmp_path: Path, name: str) -> None:
    """By its own name or that of a folder above it, and by the marks such programs leave; a like-sounding name is not."""
    (tmp_path / name / "case").mkdir(parents=True)
    found = selftest.examine_place(tmp_path / name / "case")
    assert "synced-folder" in [f.code for f in found]
    assert "copies elsewhere" in next(f.what for f in found if f.code == "synced-folder")
    (tmp_path / "Dropboxes").mkdir()
    assert not any(
        f.code == "synced-folder" for f in selftest.examine_place(tmp_path / "Dropboxes")
    )
    (tmp_path / "Dropboxes" / ".stfolder").mkdir()
    assert any("Syncthing" in f.what for f in selftest.examine_place(tmp_path / "Dropboxes"))


def test_a_network_folder_is_recognised_by_the_mount_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its server can read everything; the longest mount point that holds the folder counts."""
    monkeypatch.setattr(selftest, "_file_system", lambda folder: "nfs4")
    assert [f.code for f in selftest.examine_place(tmp_path)] == ["network-folder"]


def test_a_folder_where_locks_do_not_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two programs that both hold one lock would write over each other: no case is made there."""
    monkeypatch.setattr(selftest.FileLock, "try_take", lambda self: True)
    with pytest.raises(Unavailable, match="cannot hold a case"):
        init(tmp_path / "case", actor="mina", home=Home(tmp_path / "home"))
    monkeypatch.undo()
    assert init(tmp_path / "other", actor="mina", home=Home(tmp_path / "home")).case.title

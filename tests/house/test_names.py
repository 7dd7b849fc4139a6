"""Files and folders carry the field's terms; drawers for odds and ends have no place."""

from pathlib import Path

from tests.house.tree import ROOT, SRC

_ONE = {"util", "helper", "manager", "service", "handler", "processor"}
BANNED = _ONE | {f"{word}s" for word in _ONE} | {"common", "misc", "core", "base"}


def badly_named(folder: Path) -> list[str]:
    """Files and folders under `folder` whose name, or a word of it, says nothing."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".py" or path.is_dir():
            words = {path.stem.lower(), *path.stem.lower().split("_")}
            if words & BANNED and "__pycache__" not in path.parts:
                found.append(path.relative_to(folder).as_posix())
    return found


def test_no_file_or_folder_is_a_drawer() -> None:
    """Sources, tests and benchmarks alike."""
    for folder in (SRC, ROOT / "tests", ROOT / "benchmarks"):
        assert badly_named(folder) == []


def test_drawers_are_seen(tmp_path: Path) -> None:
    """The rule sees a drawer as a file, as a folder and as a word in a longer name."""
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "entry.py").touch()
    (tmp_path / "mail_helpers.py").touch()
    (tmp_path / "baseline.py").touch()
    assert badly_named(tmp_path) == ["core", "mail_helpers.py"]

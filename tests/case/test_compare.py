"""Build finds what is a copy of what, compares only what is new, and forgets what was withdrawn."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.copies.sound.heard import faster, tune
from tests.copies.sound.heard_file import wav
from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.withdraw import withdraw
from wellfounded.case.understand.build import build
from wellfounded.case.verify.compare import pairs
from wellfounded.catalogue import Catalogue
from wellfounded.terms.digest import Digest

SOUND = tune(1, 8)
FILES = {
    "long.wav": wav(SOUND),
    "part.wav": wav(SOUND[16000:48000]),
    "faster.wav": wav(faster(SOUND, 1.1)),
    "other.wav": wav(tune(2, 8)),
    "silent.wav": wav(np.zeros(40000, np.float32)),
    "silent-too.wav": wav(np.zeros(50000, np.float32)),
    "words.txt": b"no sound at all",
}


def _receive(case: Case, folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(FILES[name])
        add(case, [folder / name], actor="mina")


def _found(catalogue: Catalogue) -> set[tuple[str, str]]:
    return {(c.a.name, c.b.name) for c in pairs(catalogue)}


@pytest.fixture
def catalogue(case: Case, tmp_path: Path) -> Iterator[Catalogue]:
    """A case of the files but the faster one, built."""
    _receive(case, tmp_path / "in", *(n for n in FILES if n != "faster.wav"))
    build(case, actor="mina")
    with open_catalogue(case) as opened:
        yield opened


@pytest.mark.slow
def test_copies_are_found_and_silence_is_none(case: Case, catalogue: Catalogue) -> None:
    """The excerpt is found with its seconds; two silent files and other sounds have nothing in common."""
    (copy,) = pairs(catalogue)
    assert (copy.a.name, copy.b.name, copy.verdict) == ("long.wav", "part.wav", "derived")
    assert (copy.a.start or 0) / 1e6 == pytest.approx(2, abs=0.3)
    part = Digest.of(FILES["part.wav"])
    (turned,) = pairs(catalogue, part)
    assert turned.a.item == part and turned.a.start == copy.b.start
    assert catalogue.compared(part) == [("sound-1", "dense", 4)]
    assert catalogue.compared(Digest.of(FILES["words.txt"])) == [("text-2", "dense", 0)]


@pytest.mark.slow
def test_a_second_build_compares_only_what_is_new(
    case: Case, catalogue: Catalogue, tmp_path: Path
) -> None:
    """Nothing is compared again; a new item is compared with all the rest; without the cache, all is found again."""
    assert build(case, actor="mina").compared.items == 0
    _receive(case, tmp_path / "in", "faster.wav")
    again = build(case, actor="mina")
    assert (again.compared.items, again.compared.pairs) == (1, 2)
    expected = {
        ("long.wav", "part.wav"),
        ("long.wav", "faster.wav"),
        ("part.wav", "faster.wav"),
    }
    assert _found(catalogue) == expected
    catalogue.close()
    kept = sorted(case.layout.readings.rglob("*"))
    shutil.rmtree(case.layout.cache)
    build(case, actor="mina")
    with open_catalogue(case) as anew:
        assert _found(anew) == expected
    assert sorted(case.layout.readings.rglob("*")) == kept


@pytest.mark.slow
def test_a_print_that_changed_in_the_cache_is_named(
    case: Case, catalogue: Catalogue, tmp_path: Path
) -> None:
    """An item whose print is torn is said not to be compared, and the others are."""
    (blob,) = next(p for p in catalogue.prints("sound-1", "dense") if p.name == "part.wav").blobs
    case.layout.reading(blob).write_bytes(b"torn")
    _receive(case, tmp_path / "in", "faster.wav")
    sums = build(case, actor="mina")
    assert [one.name for one in sums.compared.failed] == ["part.wav"]
    assert ("long.wav", "faster.wav") in _found(catalogue)


@pytest.mark.slow
def test_a_withdrawn_item_leaves_no_print_and_no_pair(case: Case, catalogue: Catalogue) -> None:
    """Its print is gone from the cache and its pairs from the catalogue, which were there before."""
    (blob,) = next(p for p in catalogue.prints("sound-1", "dense") if p.name == "part.wav").blobs
    assert case.layout.reading(blob).exists() and _found(catalogue)
    withdraw(case, Digest.of(FILES["part.wav"]), reason="consent ended", actor="mina")
    with open_catalogue(case) as after:
        assert not case.layout.reading(blob).exists() and not _found(after)

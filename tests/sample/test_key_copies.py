"""What the key says of copies is found by the program, with the seconds the key names, and nothing more is joined."""

import re
from pathlib import Path

import pytest

from tests.sample.planted_key import plants
from wellfounded.case.verify.compare_files import compare_files
from wellfounded.copies.copy import Copy

KEY = plants()
pytestmark = pytest.mark.slow


def _compared(plant: str) -> tuple[Copy, ...]:
    return compare_files(KEY[plant].file(0), KEY[plant].file(1), page=None, weaker=False).copies


def _named(plant: str) -> tuple[float, float]:
    """The seconds that the key names in its first item."""
    found = re.search(r"seconds ([\d.]+) to ([\d.]+)", KEY[plant].says)
    assert found is not None
    return float(found[1]), float(found[2])


@pytest.mark.parametrize("plant", ["excerpt", "old-as-new"])
def test_the_seconds_of_the_key(plant: str) -> None:
    """The excerpt and the old clip shown as new stand at the seconds the key names, from end to end of the later clip."""
    first, second = KEY[plant].file(0), KEY[plant].file(1)
    if plant == "old-as-new":
        assert (first.name, second.name) == ("how-we-pack-2021.mp4", "kerrin_march_2025.mp4")
    (copy,) = _compared(plant)
    assert copy.verdict in ("derived", "partly derived") and copy.kind == "video"
    start, end = _named(plant)
    assert (copy.a.start or 0) / 1e6 == pytest.approx(start, abs=0.1)
    assert (copy.a.end or 0) / 1e6 == pytest.approx(end, abs=0.15)
    assert (copy.b.start or 0) / 1e6 == pytest.approx(0, abs=0.1)


def test_another_moment_is_no_copy() -> None:
    """The same window at another moment is said to be that, and is no copy."""
    assert [c.verdict for c in _compared("other-moment")] == ["same scene at another moment"]


def test_the_forwarded_picture() -> None:
    """The picture as a messenger forwarded it is the same picture."""
    (copy,) = _compared("forwarded-photo")
    assert copy.kind == "picture" and copy.verdict == "copy"


def test_a_page_lays_the_frames_onto_each_other(tmp_path: Path) -> None:
    """The page of the clip shown as new holds three pictures of aligned frames and says what differences may mean."""
    plant = KEY["old-as-new"]
    page = tmp_path / "page.html"
    compare_files(plant.file(0), plant.file(1), page=page, weaker=False)
    text = page.read_text("utf-8")
    assert text.count("data:image/png;base64,") == 3
    assert "this does not show manipulation" in text and "<script" not in text

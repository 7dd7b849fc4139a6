"""Every odd PDF of the corpus ends as text or as a typed failure, in bounds, through the jail."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from wellfounded.sandbox import Outcome, Sandbox, Task
from wellfounded.terms import record
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest

READ = "wellfounded.extract.untrusted.read"
LIMITS = Limits(wall_s=20, cpu_s=15, memory_bytes=1024**3)
CORPUS = Path(os.environ.get("WELLFOUNDED_CORPORA", "corpora")) / "pdf"
CODES = {
    *("needs-password", "damaged", "no-text", "over-limit", "unsupported"),
    *("timed-out", "out-of-memory", "crashed", "garbage"),
}

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="WELLFOUNDED_CORPORA has no pdf folder")


@dataclass
class Kept:
    """A sink that keeps the records and counts the rest."""

    records: list[record.Record] = field(default_factory=list)
    blob_bytes: int = 0
    members: int = 0

    def on_record(self, found: dict[str, Any]) -> None:
        """Keep one record."""
        again = record.from_json(found)
        assert again is not None
        self.records.append(again)

    def on_blob(self, data: bytes) -> None:
        """Count a blob."""
        self.blob_bytes += len(data)

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Count a member."""
        self.members += 1

    def on_member_data(self, data: bytes) -> None:
        """Drop its bytes."""

    def on_member_end(self, digest: Digest, size: int) -> None:
        """It came whole."""

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        """It did not."""


@dataclass(frozen=True)
class Ended:
    """How one file ended."""

    path: Path
    outcome: Outcome
    kept: Kept
    seconds: float

    @property
    def failures(self) -> list[record.Failure]:
        """The failures it left, the last of which may have ended it."""
        found = [r for r in self.kept.records if isinstance(r, record.Failure)]
        return found + ([self.outcome.failure] if self.outcome.failure else [])

    def named(self, kind: type) -> list[Any]:
        """The records of one type."""
        return [r for r in self.kept.records if isinstance(r, kind)]


def _read(box: Sandbox, path: Path) -> Ended:
    data, kept, begun = path.read_bytes(), Kept(), time.monotonic()
    with path.open("rb") as file:
        task = Task(READ, Digest.of(data), len(data), path.name, limits=LIMITS)
        outcome = box.read(task, file, kept)
    return Ended(path, outcome, kept, time.monotonic() - begun)


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """One warm worker for the whole corpus."""
    with Sandbox([READ], LIMITS) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def ended(box: Sandbox) -> list[Ended]:
    """The corpus, read two files at a time."""
    paths = sorted(CORPUS.glob("*.pdf"))
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda path: _read(box, path), paths))


def test_every_file_ends_as_text_or_as_a_failure(ended: list[Ended]) -> None:
    """Text, a page said to be blank or filled in, or a failure with a known code: never nothing."""
    assert len(ended) >= 400
    for one in ended:
        facts = {fact.name for fact in one.named(record.Fact)}
        told = one.named(record.Passage) or one.failures or "pdf.blank-page" in facts
        assert told, one.path.name
        for failure in one.failures:
            assert failure.code in CODES, (one.path.name, failure)
            assert failure.what, one.path.name


def test_most_are_read(ended: list[Ended]) -> None:
    """The failures above are not the easy way out: most of the files give text or a page
    picture.
    """
    assert sum(bool(one.named(record.Passage)) for one in ended) > 0.6 * len(ended)
    assert sum(bool(one.named(record.Picture)) for one in ended) > 0.9 * len(ended)


def test_every_file_ends_in_bounds(ended: list[Ended]) -> None:
    """Within the limit of time and two seconds; what is drawn stays small."""
    for one in ended:
        assert one.seconds < LIMITS.wall_s + 2, one.path.name
        assert one.kept.blob_bytes < 2 * 1024**2, one.path.name


def test_the_jail_held(ended: list[Ended]) -> None:
    """The protections are named with each reading, and are the same for all."""
    assert len({one.outcome.held for one in ended}) == 1
    assert ended[0].outcome.held


def test_the_worker_outlives_the_corpus(ended: list[Ended], box: Sandbox) -> None:
    """After all of them a good file is read, and read again with the same records."""
    good = next(one for one in ended if one.named(record.Passage) and not one.failures)
    assert _read(box, good.path).kept.records == good.kept.records


def test_what_is_said_repeats(ended: list[Ended], box: Sandbox) -> None:
    """A failure says the same words the next time: no address in memory, no path of this
    computer.
    """
    failed = [one for one in ended if any(f.code == "damaged" for f in one.failures)]
    assert failed
    for one in failed:
        again = _read(box, one.path)
        assert [f.what for f in again.failures] == [f.what for f in one.failures]
        assert not any(re.search(r"0x[0-9a-f]{6}|/tmp/|/home/", f.what) for f in one.failures)


def test_glyph_numbers_are_no_text(ended: list[Ended]) -> None:
    """A page whose letters are glyph numbers asks for OCR; one in plain letters does not."""
    by_name = {one.path.name: one for one in ended}
    assert "no-text" in {f.code for f in by_name["ThuluthFeatures.pdf"].failures}
    assert by_name["basicapi.pdf"].failures == []


def test_chinese_set_wide_is_closed_up(ended: list[Ended]) -> None:
    """Letters with gaps between them are words again, so that they can be found."""
    one = next(one for one in ended if one.path.name == "SimFang-variant.pdf")
    assert any("全世界无产者" in passage.text for passage in one.named(record.Passage))

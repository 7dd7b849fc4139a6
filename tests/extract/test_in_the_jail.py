"""A document read in the jail gives the records it gives outside: nothing needs a file or a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.extract.fake import run
from tests.extract.make_office import opendocument, paragraph, word
from tests.extract.make_pdf import pdf, saved, words
from tests.extract.test_odt import TEXT
from wellfounded.extract.untrusted import read
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.digest import Digest

READ = "wellfounded.extract.untrusted.read"
SAMPLE = Path(str(resources.files("wellfounded"))) / "sample" / "data"


@dataclass
class Records:
    """A sink that keeps the records."""

    kept: list[dict[str, Any]] = field(default_factory=list)

    def on_record(self, record: dict[str, Any]) -> None:
        """Keep one."""
        self.kept.append(record)

    def on_blob(self, data: bytes) -> None:
        """Pictures are compared by the digest in their record."""

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Members are compared elsewhere."""

    def on_member_data(self, data: bytes) -> None:
        """Dropped."""

    def on_member_end(self, digest: Digest, size: int) -> None:
        """Ended."""

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        """Abandoned."""


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """One warm worker."""
    with Sandbox([READ]) as sandbox:
        yield sandbox


def _documents() -> Iterator[tuple[str, bytes]]:
    for path in sorted(SAMPLE.glob("*/*")):
        if path.suffix in (".docx", ".xlsx", ".html", ".txt") or path.name.startswith("cert"):
            yield path.name, path.read_bytes()
    for name in ("gb18030", "big5", "koi8-r", "cp1256", "shift_jis", "utf-16", "hz", "euc-kr"):
        text = {"koi8-r": "Это русский текст", "cp1256": "هذا نص باللغة العربية"}.get(
            name, "中文句子"
        )
        yield f"{name}.txt", ("안녕하세요 한국어" if name == "euc-kr" else text).encode(name)
    yield "text.odt", opendocument("text", TEXT)
    yield "rich.rtf", rb"{\rtf1\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}"
    yield "table.csv", "姓名;年龄\n关恒;38\n王芳;29\n".encode("gb18030")
    yield "numbers.docx", word(paragraph("1. Paragraph of 3 March 2024"))
    yield "drawn.pdf", saved(pdf(words("The gate was closed on 3 March 2024", 50, 700)))


@pytest.mark.parametrize(
    ("name", "data"), list(_documents()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_same_records_inside(name: str, data: bytes, box: Sandbox, tmp_path: Path) -> None:
    """What the jail takes away changes nothing."""
    path, sink = tmp_path / "item", Records()
    path.write_bytes(data)
    with path.open("rb") as file:
        outcome = box.read(Task(READ, Digest.of(data), len(data), name), file, sink)
    assert outcome.failure is None
    outside = [r.to_json() for r in run(read.read, data, name).records]
    inside = [r for r in sink.kept if r["type"] != "member"]
    assert inside == [r for r in outside if r["type"] != "member"]
    assert any(r["type"] == "passage" for r in inside)

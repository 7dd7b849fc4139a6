"""Documents damaged at random end as a typed failure or as text: no decoder is taken by surprise."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from tests.extract.fake import run
from tests.extract.make_office import opendocument
from tests.extract.test_odt import TEXT
from wellfounded.extract.untrusted import read
from wellfounded.terms.record import Failure

SAMPLE = Path(str(resources.files("wellfounded"))) / "sample" / "data"
ROUNDS = 60
CODES = {
    *(
        "damaged",
        "unsupported",
        "refused",
        "over-limit",
        "no-text",
        "needs-password",
        "needs-extra",
    ),
}
INSERTED = (
    b"-1",
    b"99999999999",
    b"&#0;",
    b"<",
    b">",
    b'"',
    b"\0",
    b"A" * 300,
    b"\xff\xfe",
    b"]]>",
)


def _damaged(chance: random.Random, data: bytes) -> bytes:
    """Some bytes changed, dropped, doubled, put in, or the end cut off."""
    some = bytearray(data)
    for _ in range(chance.choice([1, 2, 5, 20])):
        if not some:
            break
        at, other = chance.randrange(len(some)), chance.randrange(len(some))
        match chance.randrange(6):
            case 0 | 1:
                some[at] = chance.randrange(256)
            case 2:
                del some[at : at + chance.randrange(1, 50)]
            case 3:
                some[at:at] = some[other : other + chance.randrange(1, 80)]
            case 4:
                some[at : at + 1] = chance.choice(INSERTED)
            case _ if chance.random() < 0.3:
                some = some[:at]
    return bytes(some)


def _damaged_inside(chance: random.Random, data: bytes) -> bytes:
    """A zip in order whose XML parts are not."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w") as archive:
        parts = [name for name in whole.namelist() if name.endswith((".xml", ".rels"))]
        chosen = set(chance.sample(parts, min(3, len(parts))))
        for name in whole.namelist():
            content = whole.read(name)
            archive.writestr(name, _damaged(chance, content) if name in chosen else content)
    return out.getvalue()


def _seeds() -> Iterator[tuple[str, bytes]]:
    for path in sorted(SAMPLE.glob("*/*")):
        if path.suffix in (".docx", ".xlsx", ".pdf", ".html", ".txt") and "Annex" not in path.name:
            yield path.name, path.read_bytes()
    yield "a.odt", opendocument("text", TEXT)
    yield "a.ods", opendocument("spreadsheet", TEXT)
    yield "a.csv", b'name;said\n"Tolan; Mira";"He ""said"""\nOsk;yes\n' * 5
    yield "a.rtf", rb"{\rtf1\ansicpg1251{\fonttbl{\f0 Arial;}}\f0 \'cf\'f0 \u1057?\par x}" * 3


@pytest.mark.parametrize(
    ("name", "data"), list(_seeds()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_damage_is_a_failure_and_no_exception(name: str, data: bytes) -> None:
    """Sixty damaged copies of each: every failure has a known code and says what; whole, it is read."""
    assert run(read.read, data, name).records
    chance = random.Random(name)
    for _ in range(ROUNDS):
        inside = zipfile.is_zipfile(io.BytesIO(data)) and chance.random() < 0.8
        broken = (_damaged_inside if inside else _damaged)(chance, data)
        out = run(read.read, broken, name)
        for failure in out.records:
            if isinstance(failure, Failure):
                assert failure.code in CODES, failure
                assert failure.what

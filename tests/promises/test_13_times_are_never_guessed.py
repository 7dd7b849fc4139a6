"""Promise 13: a time without a zone stays a time without a zone, and a date with two readings keeps two.

Through the command line: what a person types, what files state, what the report shows.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from tests.cli.command import run
from tests.e2e.pages import Page


def _picture(zone: str) -> bytes:
    """A JPEG taken at nine in the morning, by a camera that states this zone or none."""
    exif = Image.Exif()
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.DateTimeOriginal] = "2024:09:05 09:14:12"
    if zone:
        inner[ExifTags.Base.OffsetTimeOriginal] = zone
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal" if zone else "olive").save(out, "JPEG", exif=exif)
    return out.getvalue()


def _archive() -> bytes:
    """A zip whose member has a DOS time, which has no zone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr(zipfile.ZipInfo("inner.txt", (2024, 2, 3, 4, 5, 6)), "Inside.")
    return out.getvalue()


FILES = {
    "none.jpg": _picture(""),
    "zone.jpg": _picture("+04:00"),
    "dates.txt": b"Signed on 03/04/2024.\n\nSeen on 13/04/2024 at 14:30 UTC.\n\nCome tomorrow.\n",
    "WhatsApp Chat.txt": b"03/04/2024, 07:12 - Ann: Rain.\n03/04/2024, 07:15 - Ben: Still.\n",
    "pack.zip": _archive(),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of these files, read."""
    folder = tmp_path_factory.mktemp("times")
    (folder / "inbox").mkdir()
    for name, data in FILES.items():
        (folder / "inbox" / name).write_bytes(data)
    assert run("init", folder / "case", home=folder / "home").status == 0
    words = ("--received", "2024-10", "--published", "2024-09-30T18:00+08:00")
    assert (
        run("-C", folder / "case", "add", folder / "inbox", *words, home=folder / "home").status
        == 0
    )
    assert run("-C", folder / "case", "build", home=folder / "home").status in (0, 1)
    return folder


def _moments(made: Path, name: str, kind: str) -> list[dict[str, Any]]:
    ran = run("-C", made / "case", "show", name, "--json", home=made / "home")
    told = [r["when"] for r in ran.records if r["type"] == kind and r["when"]]
    return [m for when in told for m in (when if isinstance(when, list) else [when])]


def test_what_a_person_types_is_taken_as_written_or_refused(made: Path, tmp_path: Path) -> None:
    """A date of two readings is refused before anything is received; a month stays a month; a zone is kept."""
    (tmp_path / "more.txt").write_bytes(b"more")
    for when in ("03/04/2024", "last week", "2024-02-30", "2024-03-01T25:00"):
        words = ("add", tmp_path / "more.txt", "--received", when)
        assert run("-C", made / "case", *words, home=made / "home").status == 2
    ran = run("-C", made / "case", "show", "dates.txt", home=made / "home")
    assert "received   2024-10 (no zone; stated by mina" in ran.out
    assert "published  2024-09-30T18:00 (+08:00; stated by mina" in ran.out


def test_a_camera_without_a_zone_has_none(made: Path) -> None:
    """Two pictures of one minute: one states its zone, the other does not, and gets none."""
    for name, offsets in (("none.jpg", set[int]()), ("zone.jpg", {240})):
        moments = [
            m for m in _moments(made, name, "fact") if m["local"].startswith("2024-09-05T09:14")
        ]
        assert moments, name
        assert {o for m in moments for o in m.get("offsets_min", [])} == offsets


def test_two_readings_stay_two(made: Path) -> None:
    """In a text and in a chat; what can be read one way only is one, with the zone that stands beside it."""
    local = [m["local"] for m in _moments(made, "dates.txt", "passage")]
    assert local == ["2024-04-03", "2024-03-04", "2024-04-13T14:30"]
    first = _moments(made, "WhatsApp Chat.txt", "passage")[:2]
    assert {m["local"] for m in first} == {"2024-04-03T07:12", "2024-03-04T07:12"}
    assert not any("offsets_min" in m for m in first)


def test_the_report_shows_the_zone_or_that_there_is_none(made: Path) -> None:
    """On the timeline, beside each time."""
    assert run("-C", made / "case", "report", "-o", made / "report", home=made / "home").status == 0
    text = "".join(Page(p).text for p in (made / "report").glob("timeline-*.html"))
    assert "no zone" in text
    assert "+04:00" in text


def test_the_clock_of_an_archive_is_not_made_into_another(made: Path) -> None:
    """A DOS time has no zone: it is shown as it stands, by `show` and in the report."""
    ran = run("-C", made / "case", "show", "pack.zip", "--json", home=made / "home")
    (member,) = (r for r in ran.records if r["type"] == "member")
    assert member["facts"]["modified"] == "2024-02-03T04:05:06"
    assert run("-C", made / "case", "report", "-o", made / "again", home=made / "home").status == 0
    pages = "".join(Page(p).text for p in (made / "again" / "items").rglob("*.html"))
    assert "2024-02-03T04:05:06" in pages
    assert "2024-02-03T04:05:06Z" not in pages

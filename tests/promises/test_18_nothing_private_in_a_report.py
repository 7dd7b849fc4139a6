"""Promise 18: what you hand out holds nothing private unless you chose it.

At the level of the report: no giver, note, received name, position, serial number, author or team
paper, and nothing of an item that is private, privileged, withdrawn, a minor's without consent, or
whose consent does not cover the audience or ended.
"""

from pathlib import Path

import pytest

from tests.report.canaries import Aviary, canary_view
from wellfounded.report.model import Audience
from wellfounded.report.write import write_report


def _heard(folder: Path, aviary: Aviary) -> set[str]:
    """The canaries found in any file's name, folder or bytes, as text or as UTF-16."""
    files = [p for p in folder.rglob("*") if p.is_file()]
    everything = b"\n".join([*(p.read_bytes() for p in files), "\n".join(map(str, files)).encode()])
    text = everything.decode("utf-8", "replace")
    return {w for w in aviary.words if w in text or w.encode("utf-16-le") in everything}


def test_the_team_sees_all_two_hundred(tmp_path: Path) -> None:
    """Every canary is found in the team's report: the search and the places work."""
    made, aviary = canary_view("team")
    write_report(made, tmp_path / "report")
    heard = _heard(tmp_path / "report", aviary)
    missing = {w: where for w, where in aviary.words.items() if w not in heard}
    assert missing == {}
    assert len(aviary.words) >= 200


@pytest.mark.parametrize("audience", ["court", "public"])
def test_court_and_public_see_none(audience: Audience, tmp_path: Path) -> None:
    """No canary is in any file.

    File name or folder name, and the report still holds the open items.
    """
    made, aviary = canary_view(audience)
    write_report(made, tmp_path / "report")
    leaked = {w: aviary.words[w] for w in _heard(tmp_path / "report", aviary)}
    assert leaked == {}
    assert len(list((tmp_path / "report" / "items").rglob("*.html"))) == 8


@pytest.mark.parametrize("audience", ["team", "court", "public"])
def test_pictures_are_stripped(audience: Audience, tmp_path: Path) -> None:
    """EXIF, comments and bytes after the end of a derived picture reach no audience."""
    made, aviary = canary_view(audience)
    assert any(b"zqxexifvjk" in data for data in aviary.pictures.values())
    write_report(made, tmp_path / "report")
    pictures = [p.read_bytes() for p in (tmp_path / "report" / "pictures").rglob("*.jpg")]
    assert pictures
    assert not any(b"zqxexifvjk" in data for data in pictures)


def test_the_public_sees_no_handle(tmp_path: Path) -> None:
    """Handles of those who kept the log are in the court's edition, never in the public's."""
    for audience, count in (("court", True), ("public", False)):
        made, _ = canary_view(audience)  # type: ignore[arg-type]
        write_report(made, tmp_path / audience)
        pages = "".join(p.read_text("utf-8") for p in (tmp_path / audience).rglob("*.html"))
        assert ("mina" in pages) == count

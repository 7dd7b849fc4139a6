"""The page of `look` holds everything in one file and says as much about silence as about words."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from tests.report.hostile_model import BAD, hostile
from tests.report.pages import Page, read_page
from tests.report.sample_model import PICTURE, START, items, picture_bytes
from tests.report.test_untrusted import ATTRIBUTES, TAGS
from wellfounded.report.look import Looked, look_page
from wellfounded.report.model import ItemView
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import RawName


def _looked(item: ItemView) -> Looked:
    name = item.receipts[0].name or RawName(b"", "")
    return Looked(name, item.digest, item.size, item.kind, item.mime, item.readings)


def _page(folder: Path, *files: Looked) -> Page:
    made = look_page(files, _picture, made=START, program="wellfounded 0.1.0")
    (folder / "look.html").write_bytes(made)
    return read_page(folder, "look.html")


def _picture(blob: Digest) -> bytes | None:
    return picture_bytes() if blob == PICTURE else None


def test_a_photograph_says_and_does_not_say(tmp_path: Path) -> None:
    """Its time stands without a zone, its device and position are named, and silence is explained."""
    page = _page(tmp_path, _looked(items()[2]))
    text = " ".join(page.text.split())
    assert "2024-09-05 09:14:12none" in text.replace(" none", "none")
    assert "Does not say its zone of that time (many cameras never write one)" in text
    assert "Says its device" in text
    assert "41.31110, 69.27970, radius 12 m" in text
    assert "Provenance, signed or stated None found. That is usual" in text


def test_it_closes_with_what_is_not_shown_and_what_to_ask(tmp_path: Path) -> None:
    """The last headings of every file are the two lists, for files of every kind."""
    for item in items():
        page = _page(tmp_path, _looked(item))
        headings = [h.text for h in page.all("h3")]
        assert headings[-2:] == ["What this does not show", "What to ask the sender"]
    asked = " ".join(page.text for page in [_page(tmp_path, _looked(items()[2]))])
    assert "Which time zone was the device set to?" in asked


def test_one_file_holds_all(tmp_path: Path) -> None:
    """No address leads out: pictures are inside, the style too, and the policy allows just that."""
    page = _page(tmp_path, _looked(items()[2]), _looked(items()[1]))
    style = page.all("style")[0].text
    policy = page.all("meta")[1].attributes["content"]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'")
    assert "<" not in style
    assert all(i.attributes["src"].startswith("data:image/jpeg;base64,") for i in page.all("img"))
    assert len(page.all("img")) == 4
    assert not page.all("link", "script")
    assert all(re.match("#", a.attributes["href"]) for a in page.all("a"))
    assert {a.attributes["href"][1:] for a in page.all("a")} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_hostile_files_stay_text(tmp_path: Path) -> None:
    """No word of a file becomes an element or an attribute."""
    page = _page(tmp_path, *(_looked(item) for item in hostile(BAD).items))
    for element in page.elements:
        assert element.tag in TAGS | {"style"}
        assert set(element.attributes) <= ATTRIBUTES
    assert '"><script>alert(1)</script>' in page.text


def test_same_files_same_page(tmp_path: Path) -> None:
    """Two looks at the same files with the same clock give the same bytes."""
    pages = [look_page([_looked(items()[1])], _picture, made=START, program="x") for _ in range(2)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "kind", ["image", "video", "audio", "pdf", "docx", "html", "mail", "unknown", ""]
)
def test_a_file_that_says_nothing_still_has_a_page(kind: str, tmp_path: Path) -> None:
    """Without any reading the page says that nothing was found, and that this is no evidence."""
    page = _page(tmp_path, Looked(RawName(b"x", "x"), Digest.of(b""), 0, kind, "", ()))
    assert "The file states no time about itself." in page.text
    assert "That is usual" in page.text

"""Promise 10: what the program writes refers to nothing remote.

At the level of the report: every address in every page leads to a file and a place in the report's
own folder.
"""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.report.hostile_model import BAD, hostile
from tests.report.pages import Page, read_page, written
from tests.report.sample_model import view
from wellfounded.report.model import ReportView
from wellfounded.report.templating import POLICY

LEADING = ("href", "src", "action", "data", "poster", "srcset", "background", "cite", "style")
VIEWS = [view("team"), view("court"), view("public"), hostile([*BAD, "http://evil.example/x"])]


def _dead(folder: Path, pages: list[Page]) -> list[str]:
    """Every address that leads out of the folder or to nothing in it."""
    places = {page.path: set(page.ids) for page in pages}
    dead = []
    for page in pages:
        for element in page.elements:
            for name in LEADING:
                if name not in element.attributes:
                    continue
                target, _, anchor = element.attributes[name].partition("#")
                here = (
                    (folder / page.path).parent.joinpath(unquote(target))
                    if target
                    else folder / page.path
                )
                path = here.resolve().relative_to(folder.resolve()).as_posix()
                if not here.is_file() or (anchor and anchor not in places[path]):
                    dead.append(f"{page.path}: {name}={element.attributes[name]}")
    return dead


@pytest.mark.parametrize("given", VIEWS, ids=["team", "court", "public", "hostile"])
def test_every_address_leads_into_the_report(given: ReportView, tmp_path: Path) -> None:
    """Links, pictures and the style sheet are files of the folder, and anchors are there."""
    pages = written(given, tmp_path / "report")
    assert sum(len(page.all("a")) for page in pages) > 50
    assert _dead(tmp_path / "report", pages) == []


def test_a_dead_or_remote_address_is_seen(tmp_path: Path) -> None:
    """The search itself: a missing file, a missing anchor and a style attribute are found."""
    bad = '<p id="a"><a href="#b"></a><a href="gone.html"></a><img src="http://x/y"><b style="x"></b></p>'
    (tmp_path / "index.html").write_text(bad)
    assert len(_dead(tmp_path, [read_page(tmp_path, "index.html")])) == 4


def test_the_style_sheet_fetches_nothing(tmp_path: Path) -> None:
    """No url(), no @import, no font-face."""
    written(view(), tmp_path / "report")
    style = (tmp_path / "report" / "style.css").read_text("utf-8")
    assert "body {" in style
    assert re.findall(r"url\(|@import|@font-face|image-set|src:|https?:", style) == []


def test_every_page_forbids_scripts_and_the_network(tmp_path: Path) -> None:
    """The policy stands in each page before anything that could load, and there is no script."""
    for page in written(view(), tmp_path / "report"):
        metas = [m.attributes for m in page.all("meta")]
        policy = next(m for m in metas if m.get("http-equiv") == "Content-Security-Policy")
        assert policy["content"] == POLICY
        assert POLICY.startswith("default-src 'none'; img-src 'self' data:; style-src 'self'")
        order = [e.tag for e in page.elements if e.attributes.get("http-equiv") or e.tag == "link"]
        assert order == ["meta", "link"]
        assert not page.all(
            "script", "iframe", "object", "embed", "audio", "video", "form", "style"
        )

"""Every link in the docs leads somewhere, and every make target they name exists."""

import re
from pathlib import Path

from tests.docs.pages import all_pages, broken_links
from tests.house.tree import ROOT


def test_no_link_is_broken() -> None:
    """Files and headings, over all pages."""
    assert {p.relative_to(ROOT).as_posix(): b for p in all_pages() if (b := broken_links(p))} == {}


def test_every_page_is_reached_from_the_index() -> None:
    """From docs/README.md, in any number of steps, one gets to each page under docs/."""
    start = ROOT / "docs" / "README.md"
    seen, todo = set[Path](), [start]
    while todo:
        page = todo.pop()
        if page in seen or page.suffix != ".md" or not page.exists():
            continue
        seen.add(page)
        for link in re.findall(r"\]\(([^)#\s:]+\.md|[^)#\s:]+/)", page.read_text(encoding="utf-8")):
            target = (page.parent / link).resolve()
            todo += sorted(target.glob("*.md")) if target.is_dir() else [target]
    lost = [p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").rglob("*.md") if p not in seen]
    assert lost == []


def test_every_make_target_named_in_the_docs_exists() -> None:
    """`make x` in a page is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        target
        for page in all_pages()
        for code in re.findall(r"`+[^`]+`+", page.read_text(encoding="utf-8"))
        for target in re.findall(r"\bmake ([a-z-]+)", code)
    }
    assert named - targets == set()
    assert {"demo", "test"} <= named


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    """A missing file and a missing heading are seen; a good link, code and the web are not."""
    page = tmp_path / "a.md"
    page.write_text(
        "# One thing, [two](b.md)\n[x](gone.md) [y](#nowhere) [z](#one-thing-two) [w](b.md#deep)\n"
        "[v](https://example.org/x) `[u](gone-too.md)`\n```\n[t](gone-three.md)\n```\n"
    )
    (tmp_path / "b.md").write_text("# Shallow\n")
    assert broken_links(page) == ["gone.md", "#nowhere", "b.md#deep"]

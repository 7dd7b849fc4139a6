"""`wellfounded capture --media`: what a platform gives, by the real yt-dlp, and what changed when it is asked again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests import site
from tests.cli.command import run
from wellfounded.case.folder import open_case
from wellfounded.terms.digest import Digest

CLIP = Path(__file__).parents[2] / "src/wellfounded/sample/data/video/VID_20240911_081405.mp4"


def watch(**said: str) -> site.Pages:
    """A page with a clip on another host, described as the web's vocabulary has it (schema.org)."""
    described = {
        "@context": "https://schema.org", "@type": "VideoObject", "name": "The gate at noon",
        "description": "Filmed from the road.", "uploadDate": "2025-03-02T10:00:00Z",
        "contentUrl": "http://media.example/clip.mp4",
    } | said  # fmt: skip
    page = f'<html><head><title>Gate</title><script type="application/ld+json">{json.dumps(described)}</script></head><body>A clip</body></html>'  # fmt: skip
    return {
        "/watch": (200, {"Content-Type": "text/html"}, page.encode()),
        "/clip.mp4": (200, {"Content-Type": "video/mp4"}, CLIP.read_bytes()),
    }


def captured(case: Path, home: Path, given: site.Pages, url: str = "http://news.example/watch") -> tuple[int, dict[str, Any]]:  # fmt: skip
    """Capture the page and its media; the status, and the record of the media or of what did not come."""
    with site.serving(given) as served:
        ran = run("-C", case, "capture", url, "--media", "--proxy", served.proxy, "--json", home=home)  # fmt: skip
    return ran.status, ran.records[-1]


def test_streams_are_untouched_and_a_second_time_says_what_changed(tmp_path: Path) -> None:
    """The clip's bytes are the platform's; asked again, nothing changed; then another title, no description, another clip."""
    case = tmp_path / "case"
    assert run("init", case, home=tmp_path).status == 0
    given = watch()
    status, first = captured(case, tmp_path, given)
    assert (status, first["type"], first["changed"]) == (0, "captured-media", None)
    by_role = {f["role"]: f for f in first["files"]}
    assert set(by_role) == {"media", "info", "description"}
    assert by_role["media"]["item"] == str(Digest.of(CLIP.read_bytes()))
    with open_case(case) as opened:
        entries = [
            e for e in opened.custody.entries(0) if e.type == "captured" and "role" in e.body
        ]
        assert {e.body["program"].split(" ")[0] for e in entries} == {"yt-dlp"}
        assert opened.reveal("custody", entries[0])["url"] == "http://news.example/watch"
    _, again = captured(case, tmp_path, given)
    assert again["changed"] == []
    assert {f["role"]: f["again"] for f in again["files"]}["media"]
    other = watch(name="The gate at \x1b[31mnight", description="")
    other["/clip.mp4"] = (200, {"Content-Type": "video/mp4"}, CLIP.read_bytes() + b"\0" * 100)
    _, changed = captured(case, tmp_path, other)
    told = {c["what"]: (c["before"], c["now"]) for c in changed["changed"]}
    assert told["title"] == ("The gate at noon", "The gate at \x1b[31mnight")
    assert told["description"] == ("Filmed from the road.", "")
    assert ("media", by_role["media"]["item"]) in {
        (c["what"], c["before"]) for c in changed["changed"]
    }


def test_a_platform_that_gives_nothing_is_named(tmp_path: Path) -> None:
    """No item is received for it, and the exit says that not all came; the page beside it is kept."""
    case = tmp_path / "case"
    assert run("init", case, home=tmp_path).status == 0
    given = watch()
    del given["/clip.mp4"]
    given["/plain"] = (
        200,
        {"Content-Type": "text/html"},
        b"<html><body>No clip here</body></html>",
    )
    status, last = captured(case, tmp_path, given, "http://news.example/plain")
    assert (status, last["type"], last["url"]) == (1, "not-captured", "http://news.example/plain")
    with open_case(case) as opened:
        assert [e.type for e in opened.custody.entries(1)] == ["received", "captured"]


def test_what_changed_is_told_without_control_characters(tmp_path: Path) -> None:
    """A title that holds a terminal's commands is shown as text."""
    case = tmp_path / "case"
    assert run("init", case, home=tmp_path).status == 0
    captured(case, tmp_path, watch())
    with site.serving(watch(name="red \x1b[31m alarm")) as served:
        ran = run("-C", case, "capture", "http://news.example/watch", "--media", "--proxy", served.proxy, home=tmp_path)  # fmt: skip
    assert "title: The gate at noon -> red " in ran.out and "\x1b" not in ran.out

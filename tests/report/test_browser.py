"""A real browser opens the report from the file system.

It asks the network nothing and complains of nothing.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.report.hostile_model import BAD, hostile
from tests.report.sample_model import view
from wellfounded.report.model import ReportView
from wellfounded.report.write import write_report

QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    " --disable-background-networking --disable-component-update --disable-dev-shm-usage"
    " --disable-extensions --no-proxy-server --enable-logging=stderr --virtual-time-budget=2000"
    " --disable-features=NetworkTimeServiceQuerying,OptimizationHints,MediaRouter,Translate"
    " --disable-default-apps --disable-domain-reliability --metrics-recording-only"
    " --disable-client-side-phishing-detection --safebrowsing-disable-auto-update"
    " --disable-component-extensions-with-background-pages --password-store=basic"
).split()
NO_PAGE = "not an origin"
ALONE = ("unshare", "--map-root-user", "--net")
"""Runs a program without any network but itself, so that the browser's own habits stay at home."""


def _open(page: Path, scratch: Path) -> tuple[list[str], list[str], str]:
    """Open a page; gives what it asked for, what the console said, and the page as built.

    What the browser's own pages say on a slow machine (chrome://) is not the page's.
    """
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("needs chromium: make system")
    log = scratch / "net.json"
    arguments = [f"--user-data-dir={scratch / 'profile'}", f"--log-net-log={log}", "--dump-dom"]
    alone = ALONE if _works(*ALONE, "true") else ()
    command = [*alone, browser, *QUIET, *arguments, page.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    rows = done.stderr.decode("utf-8", "replace").splitlines()
    said = [row for row in rows if "CONSOLE" in row and "source: chrome://" not in row]
    text = log.read_text("utf-8")
    return sorted(_addresses(text)), said, done.stdout.decode("utf-8", "replace")


def _works(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _addresses(text: str) -> set[str]:
    """Every address a page asked for.

    Those the browser asks for by itself have no page behind them.
    """
    events = json.loads(text if text.rstrip().endswith("}") else text.rstrip().rstrip(",") + "]}")
    asked = (event.get("params", {}) for event in events["events"])
    found = {p["url"] for p in asked if "url" in p and p.get("initiator") not in (None, NO_PAGE)}
    return {url for url in found if not url.startswith(("file:", "data:"))}


@pytest.mark.parametrize("given", [view(), hostile(BAD)], ids=["sample", "hostile"])
def test_pages_ask_the_network_nothing(given: ReportView, tmp_path: Path) -> None:
    """No request leaves and no error stands in the console.

    For the first page and a page of an item.
    """
    write_report(given, tmp_path / "report")
    item = max((tmp_path / "report" / "items").rglob("*.html"), key=lambda p: p.stat().st_size)
    for page in (tmp_path / "report" / "index.html", item):
        asked, said, built = _open(page, tmp_path)
        assert "Skip to the content" in built
        assert asked == []
        assert said == []


def test_a_page_that_asks_is_seen(tmp_path: Path) -> None:
    """The watch itself: a page with a script, a style of its own and a remote picture is heard."""
    page = tmp_path / "bad.html"
    page.write_text(
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; img-src *\">"
        "<img src='http://127.0.0.1:9/x.png'><script>alert(1)</script>"
    )
    asked, said, _ = _open(page, tmp_path)
    assert "http://127.0.0.1:9/x.png" in asked
    assert said

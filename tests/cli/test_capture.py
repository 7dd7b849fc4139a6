"""`wellfounded capture`: pages through a real browser into WACZ files, by a proxy on loopback."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests import site
from tests.cli.command import Ran, run
from wellfounded.case.folder import open_case
from wellfounded.terms.digest import Digest


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """An empty case."""
    assert run("init", tmp_path / "case", home=tmp_path).status == 0
    return tmp_path / "case"


def captured(
    case: Path, home: Path, *urls: str, given: site.Pages | None = None
) -> tuple[Ran, site.Site]:
    """Capture some addresses of the site."""
    with site.serving(given) as served:
        ran = run("-C", case, "capture", *urls, "--proxy", served.proxy, "--json", home=home)
    return ran, served


def original(case: Path, item: str) -> bytes:
    """The bytes of an item."""
    with open_case(case) as opened, opened.vault.lend(Digest.parse(item)) as file:
        return file.read()


def test_a_page_is_kept_with_all_it_loaded(case: Path, tmp_path: Path) -> None:
    """Redirect, frame of another host, picture and what a script fetched are in the WARC, and each digest recomputes."""
    ran, served = captured(case, tmp_path, "http://news.example/moved")
    assert ran.status == 0
    assert served.hosts and set(served.hosts) == {"news.example", "frames.example"}
    (told,) = [r for r in ran.records if r["type"] == "captured"]
    assert (told["url"], told["landed"]) == ("http://news.example/moved", "http://news.example/")
    with zipfile.ZipFile(io.BytesIO(original(case, told["item"]))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    package = json.loads(parts["datapackage.json"])
    listed = {r["path"]: r["hash"] for r in package["resources"]}
    assert set(parts) - set(listed) == {"datapackage.json", "datapackage-digest.json"}
    for path, digest in listed.items():
        assert digest == f"sha256:{hashlib.sha256(parts[path]).hexdigest()}"
    answers = {}
    for record in ArchiveIterator(io.BytesIO(parts["archive/data.warc.gz"]), check_digests="raise"):
        body = record.content_stream().read()
        if record.rec_type == "response":
            address = record.rec_headers.get_header("WARC-Target-URI")
            answers[address] = (record.http_headers.get_statuscode(), body)
    assert answers["http://news.example/moved"][0] == "302"
    assert answers["http://news.example/count"] == ("200", b"412 times")
    assert answers["http://frames.example/frame"] == ("200", b"<p>framed</p>")
    assert answers["http://news.example/"] == ("200", site.PAGE.encode())
    assert "read 412 times" in parts["wellfounded/text.txt"].decode()
    assert parts["wellfounded/screenshot.png"].startswith(b"\x89PNG")
    for line in parts["indexes/index.cdxj"].decode().splitlines():
        row = json.loads(line.split(" ", 2)[2])
        start, end = int(row["offset"]), int(row["offset"]) + int(row["length"])
        (record,) = ArchiveIterator(io.BytesIO(parts["archive/data.warc.gz"][start:end]))
        assert record.rec_headers.get_header("WARC-Target-URI") == row["url"]


def test_the_log_says_how_and_the_file_says_nothing_of_this_computer(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Account, machine and address are private values of the entry `captured`; of a page that shows them, the user is told."""
    monkeypatch.setattr(
        "wellfounded.case.preserve.capture.getpass.getuser", lambda: "canary-account"
    )
    monkeypatch.setattr("wellfounded.case.preserve.capture.platform.node", lambda: "canary-machine")
    given = site.pages()
    ran, _ = captured(case, tmp_path, "http://news.example/", given=given)
    (told,) = [r for r in ran.records if r["type"] == "captured"]
    assert told["echoed"] == []
    data = original(case, told["item"])
    assert b"Kerrin Council" in data and b"canary" not in data
    with open_case(case) as opened:
        (entry,) = [e for e in opened.custody.entries(0) if e.type == "captured"]
        private = opened.reveal("custody", entry)
    assert (private["machine"], private["account"]) == ("canary-machine", "canary-account")
    assert b"canary" not in json.dumps(entry.body).encode()
    status, headers, body = given["/"]
    given["/"] = (status, headers, body.replace(b"The gate", b"canary-machine"))
    again, _ = captured(case, tmp_path, "http://news.example/", given=given)
    (told,) = [r for r in again.records if r["type"] == "captured"]
    assert "http://news.example/" in told["echoed"]


def test_before_any_contact_the_hosts_are_named(case: Path, tmp_path: Path) -> None:
    """The first line says who will see which address; an address of no page is refused before that."""
    with site.serving() as served:
        words = ("-C", case, "capture", "--proxy", served.proxy)
        ran = run(*words, "http://news.example/", home=tmp_path)
        assert ran.out.startswith(
            "news.example, and every server the page names, will see the proxy's"
        )
        seen = len(served.hosts)
        wrong = run(*words, "http://news.example/", "file:///etc/passwd", home=tmp_path)
        assert (wrong.status, "url-form" in wrong.err, len(served.hosts)) == (2, True, seen)


def test_what_does_not_come_is_named(case: Path, tmp_path: Path) -> None:
    """A host that cannot be reached gives no item; a body that breaks off is named and the rest is kept."""
    given = site.pages()
    given["/seal.svg"] = (200, {"Content-Type": "image/svg+xml", "Content-Length": "9000"}, b"<svg")
    urls = ("http://news.gone/", "http://news.example/")
    ran, _ = captured(case, tmp_path, *urls, given=given)
    assert ran.status == 1
    (missing,) = [r for r in ran.records if r["type"] == "not-captured"]
    assert missing["url"] == "http://news.gone/" and "no connection by the proxy" in missing["why"]
    (told,) = [r for r in ran.records if r["type"] == "captured"]
    assert [one["url"] for one in told["not_kept"]] == ["http://news.example/seal.svg"]


def test_the_capture_is_read_like_any_file(case: Path, tmp_path: Path) -> None:
    """Its text is found by search, at its place in the member it stands in."""
    captured(case, tmp_path, "http://news.example/")
    assert run("-C", case, "build", home=tmp_path).status in (0, 1)
    found = run("-C", case, "search", "Kerrin Council", "--json", home=tmp_path).records
    assert any(hit.get("name") == "wellfounded/text.txt" for hit in found)

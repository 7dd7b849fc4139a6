"""Promise 6: a file we could not read is listed as not read, with the reason; nothing is skipped in silence.

Through the command line: each file offered is either read, or named with a reason in `status`, in `show` and in the report.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.docs.json_session import locked_zip
from tests.e2e.pages import Page

UNREAD = {
    "torn.pdf": "damaged",
    "locked.zip": "needs-password",
    "old.doc": "unsupported",
    "empty.mp4": "damaged",
}
OFFERED = {"link.txt": "symlink"}


def _zip_with(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr(name, data)
    return out.getvalue()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one file that can be read, four that cannot, one inside an archive, and a link."""
    folder = tmp_path_factory.mktemp("unread")
    inbox = folder / "inbox"
    inbox.mkdir()
    (inbox / "letter.txt").write_bytes(b"The gate was blue.")
    (inbox / "torn.pdf").write_bytes(b"%PDF-1.7\nbroken off")
    (inbox / "locked.zip").write_bytes(locked_zip())
    (inbox / "old.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504))
    (inbox / "empty.mp4").write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
    (inbox / "pack.zip").write_bytes(_zip_with("inner.pdf", b"%PDF-1.4\ntorn inside"))
    (inbox / "link.txt").symlink_to("/nowhere")
    assert run("init", folder / "case", home=folder / "home").status == 0
    assert (
        run("-C", folder / "case", "add", inbox, "--consent", "public", home=folder / "home").status
        == 1
    )
    assert run("-C", folder / "case", "build", home=folder / "home").status == 1
    return folder


def test_status_names_each_with_its_reason(made: Path) -> None:
    """In words and as JSON, those inside archives too; the one that was read is not among them."""
    ran = run("-C", made / "case", "status", home=made / "home")
    records = run("-C", made / "case", "status", "--json", home=made / "home").records
    told = {r["item"]: r["code"] for r in records if r["type"] == "not-read"}
    assert len(told) == len(UNREAD) + 1
    for name in (*UNREAD, "inner.pdf"):
        assert name in ran.out
    assert "letter.txt" not in ran.out
    assert all(r["what"] for r in records if r["type"] == "not-read")
    assert records[0]["not_received"] == len(OFFERED)


@pytest.mark.parametrize(("name", "code"), UNREAD.items())
def test_show_says_why(made: Path, name: str, code: str) -> None:
    """The failure stands at the item, and its bytes are kept."""
    records = run("-C", made / "case", "show", name, "--json", home=made / "home").records
    assert code in {r["code"] for r in records if r["type"] == "failure"}
    assert records[0]["state"] in ("failed", "partial")
    (digest,) = (r["item"].removeprefix("sha256:") for r in records if r["type"] == "item")
    kept = made / "case" / "vault" / digest[:2] / digest[2:]
    assert kept.read_bytes() == (made / "inbox" / name).read_bytes()


def test_the_report_says_it_to_every_audience(made: Path) -> None:
    """The first page counts them, the page of what was not read lists each; the team's with its name."""
    for audience in ("team", "court", "public"):
        out = made / audience
        words = ("report", "-o", out, "--for", audience)
        assert run("-C", made / "case", *words, home=made / "home").status == 0
        listed = "".join(Page(p).text for p in sorted(out.glob("not-read-*.html")))
        for code in {*UNREAD.values(), *OFFERED.values()}:
            assert code in listed, (audience, code)
        assert ("torn.pdf" in listed) == (audience == "team")
        assert "not read" in Page(out / "index.html").text

"""Web captures: WARC records and what a WACZ says of its parts."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.extract.fake import run
from tests.intake.archives import contents
from wellfounded.extract.untrusted.kind import identify
from wellfounded.intake.untrusted import warc
from wellfounded.intake.untrusted import zip as archive
from wellfounded.terms.decoding import Limits, Source
from wellfounded.terms.digest import Digest

PAGE = b"<html><body>The gate is closed.</body></html>"


def written(*answers: tuple[str, str, bytes], packed: bool = False) -> bytes:
    """A WARC of some answers, by warcio: address, type, body."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "another tool 3"}))
    for url, mime, body in answers:
        headers = StatusAndHeaders("200 OK", [("Content-Type", mime), ("Content-Length", str(len(body)))], protocol="HTTP/1.1")  # fmt: skip
        dated = {"WARC-Date": "2025-03-02T10:11:12Z"}
        writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=headers, warc_headers_dict=dated))  # fmt: skip
    return out.getvalue()


def wacz_of(parts: dict[str, bytes], listed: dict[str, str] | None = None, **more: object) -> bytes:
    """A WACZ with a list of its parts; `listed` overrides the digests in it."""
    digests = {name: f"sha256:{hashlib.sha256(data).hexdigest()}" for name, data in parts.items()}
    digests |= listed or {}
    resources = [{"path": name, "hash": digest} for name, digest in digests.items() if digest]
    package = json.dumps({"wacz_version": "1.1.1", "created": "2025-03-02T10:11:12Z", "resources": resources}).encode()  # fmt: skip
    seal = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"} | more  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
        packed.writestr("datapackage.json", package)
        packed.writestr("datapackage-digest.json", json.dumps(seal))
    return out.getvalue()


def test_answers_become_facts_and_what_one_looks_at_members() -> None:
    """Page and large picture come out under their addresses; a small picture and a style sheet are told."""
    data = written(
        ("http://news.example/", "text/html", PAGE),
        ("http://news.example/dot.png", "image/png", b"\x89PNG tiny"),
        ("http://news.example/photo.jpg", "image/jpeg", b"\xff\xd8" + bytes(9000)),
        ("http://news.example/s.css", "text/css", b"h1 {}"),
    )
    source = Source(io.BytesIO(data), Digest.of(data), len(data), "x", Limits())
    assert identify(source).kind == "warc"
    found = run(warc.read, data)
    assert contents(found) == [
        (b"http://news.example/", PAGE),
        (b"http://news.example/photo.jpg", b"\xff\xd8" + bytes(9000)),
    ]
    assert (found.facts["warc.answers"], found.facts["warc.software"]) == (4, "another tool 3")
    assert found.facts["warc.answer"].startswith("response 200 text/css http://news.example/s.css")


def test_a_capture_that_breaks_off_or_was_changed_is_said_to() -> None:
    """What came before is kept; a body that disagrees with its digest is a failure, and an unchanged one is none."""
    data = written(
        ("http://a.example/", "text/html", PAGE), ("http://b.example/", "text/html", PAGE)
    )
    assert run(warc.read, data).failures == []
    changed = run(warc.read, data.replace(b"gate is closed", b"gate is opened", 1))
    assert [f.code for f in changed.failures] == ["damaged"]
    packed = written(("http://a.example/", "text/html", PAGE), packed=True)
    cut = run(warc.read, packed + gzip.compress(b"WARC/1.0\r\nWARC-Type: resp"))
    assert (b"http://a.example/", PAGE) in contents(cut)


def test_a_wacz_is_held_against_its_own_list() -> None:
    """All agrees; then a part that was changed, one that is missing, one that nobody lists, a list with another digest."""
    parts = {"archive/data.warc": written(("http://a.example/", "text/html", PAGE)), "pages/pages.jsonl": b"{}\n"}  # fmt: skip
    whole = run(archive.read, wacz_of(parts))
    assert whole.facts["wacz.agree"] == "2 of 2 listed parts have the digest that is stated"
    assert (whole.facts["wacz.list-digest"], whole.facts["wacz.signed"]) == ("agrees", "no")
    assert not {"wacz.differs", "wacz.missing", "wacz.unlisted"} & set(whole.facts)
    bad = wacz_of(
        parts | {"extra.html": b"<p>"},
        {"pages/pages.jsonl": "sha256:" + "0" * 64, "extra.html": "", "gone.warc": "sha256:" + "1" * 64},
        hash="sha256:" + "2" * 64,
        signedData={"signature": "x"},
    )  # fmt: skip
    told = run(archive.read, bad).facts
    assert (told["wacz.differs"], told["wacz.missing"], told["wacz.unlisted"]) == (
        "pages/pages.jsonl", "gone.warc", "extra.html",
    )  # fmt: skip
    assert told["wacz.list-digest"] == "differs"
    assert told["wacz.signed"] == "a signature is there; it was not checked"


def test_a_zip_that_is_no_wacz_is_not_judged() -> None:
    """Neither a plain zip, nor one with a list of another kind, nor one whose list is no JSON."""
    for package in (None, b'{"resources": []}', b"[1]", b"not json"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("a.txt", b"a")
            if package is not None:
                packed.writestr("datapackage.json", package)
        found = run(archive.read, out.getvalue())
        assert contents(found)[0] == (b"a.txt", b"a")
        assert not any(name.startswith("wacz.") for name in found.facts)

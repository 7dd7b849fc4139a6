"""Writing a capture as a WACZ file: a zip of WARC records, an index, the page, and the digest of each part.

WACZ 1.1.1 (Webrecorder), WARC 1.1 (ISO 28500:2017), CDXJ. Parts of our own lie under `wellfounded/`, listed like the rest.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from wellfounded.intake.capture.exchange import Captured, Exchange, Headers

_WARC: Final = "archive/data.warc.gz"
_CODING: Final = ("content-encoding", "transfer-encoding", "content-length")


def write(captured: Captured, into: BinaryIO, program: str) -> None:
    """Write one capture as a WACZ file; the same capture gives the same bytes."""
    warc, index = _records(captured, program)
    parts = {
        _WARC: warc,
        "indexes/index.cdxj": "".join(sorted(index)).encode(),
        "pages/pages.jsonl": _pages(captured),
        "wellfounded/capture.json": _json(about(captured, program)),
        "wellfounded/rendered.html": captured.rendered.encode("utf-8", "surrogatepass"),
        "wellfounded/text.txt": captured.text.encode("utf-8", "surrogatepass"),
    }
    if captured.screenshot:
        parts["wellfounded/screenshot.png"] = captured.screenshot
    for host, chain in captured.certificates.items():
        parts |= {f"wellfounded/certificates/{host}/{n}.der": one for n, one in enumerate(chain)}
    package = _json(_package(captured, parts, program))
    parts["datapackage.json"] = package
    parts["datapackage-digest.json"] = _json(
        {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    )
    when = datetime.fromtimestamp(captured.began / 1e6, UTC).timetuple()[:6]
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as packed:
        for name, data in parts.items():
            packed.writestr(zipfile.ZipInfo(name, when), data)


def about(captured: Captured, program: str) -> dict[str, Any]:
    """Give what the capture says of itself; nothing of this computer is in it."""
    return {
        "type": "capture",
        "v": 1,
        "url": captured.url,
        "landed": captured.landed,
        "title": captured.title,
        "began": _time(captured.began),
        "ended": _time(captured.ended),
        "clock": "of the computer that captured",
        "program": program,
        "browser": captured.browser,
        "cut_short_by": sorted(set(captured.notes)),
        "contacts": [
            {"host": c.host, "port": c.port, "address": c.address, "refused": c.refused}
            for c in captured.contacts
        ],
        "not_kept": [{"url": e.url, "why": e.lost} for e in captured.exchanges if e.lost],
        "certificates": {
            host: [hashlib.sha256(one).hexdigest() for one in chain]
            for host, chain in captured.certificates.items()
        },
        "bodies": "as the browser decoded them: any content coding was taken off, its header kept as X-Orig-...",
    }


def _records(captured: Captured, program: str) -> tuple[bytes, list[str]]:
    """Give the WARC, and a line of the index for each response."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    warcinfo = {"software": program, "format": "WARC File Format 1.1", "isPartOf": captured.url}
    writer.write_record(_with_id(writer.create_warcinfo_record("data.warc.gz", warcinfo), 0, captured))  # fmt: skip
    index = []
    for number, exchange in enumerate(captured.exchanges, 1):
        if not exchange.status:
            continue
        at = out.tell()
        answer = _with_id(_response(writer, exchange), number, captured)
        writer.write_record(answer)
        index.append(_line(exchange, at, out.tell() - at))
        question = _with_id(_request(writer, exchange), -number, captured)
        question.rec_headers.add_header(
            "WARC-Concurrent-To", answer.rec_headers.get_header("WARC-Record-ID")
        )
        writer.write_record(question)
    for number, record in enumerate(_views(writer, captured), len(captured.exchanges) + 1):
        writer.write_record(_with_id(record, number, captured))
    return out.getvalue(), index


def _with_id(record: Any, number: int, captured: Captured) -> Any:
    """Give a record an identifier that the same capture gives again."""
    name = uuid5(NAMESPACE_URL, f"{captured.url} {captured.began} {number}")
    record.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{name}>")
    if record.rec_type == "warcinfo":
        record.rec_headers.replace_header("WARC-Date", _time(captured.began))
    return record


def _response(writer: WARCWriter, exchange: Exchange) -> Any:
    headers = [(f"X-Orig-{n}" if n.lower() in _CODING else n, v) for n, v in _clean(exchange.answered)]  # fmt: skip
    headers.append(("Content-Length", str(len(exchange.body))))
    status = StatusAndHeaders(f"{exchange.status} {_line_of(exchange.reason)}", headers, protocol="HTTP/1.1")  # fmt: skip
    return writer.create_warc_record(
        exchange.url, "response", io.BytesIO(exchange.body), http_headers=status,
        warc_headers_dict={"WARC-Date": _time(exchange.began)} | ({"WARC-Truncated": "length"} if exchange.lost else {}),
    )  # fmt: skip


def _request(writer: WARCWriter, exchange: Exchange) -> Any:
    parts = urlsplit(exchange.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    first = StatusAndHeaders(f"{exchange.method} {path} HTTP/1.1", _clean(exchange.asked), is_http_request=True)  # fmt: skip
    return writer.create_warc_record(
        exchange.url, "request", io.BytesIO(exchange.sent), http_headers=first,
        warc_headers_dict={"WARC-Date": _time(exchange.began)},
    )  # fmt: skip


def _views(writer: WARCWriter, captured: Captured) -> Iterator[Any]:
    """Give what the page looked like, by the names other tools use: urn:view and urn:text."""
    url = captured.landed or captured.url
    views = (
        ("view", captured.screenshot, "image/png"),
        ("text", captured.text.encode("utf-8", "surrogatepass"), "text/plain"),
    )
    for name, data, mime in views:
        if data:
            yield writer.create_warc_record(
                f"urn:{name}:{url}", "resource", io.BytesIO(data), length=len(data), warc_content_type=mime,
                warc_headers_dict={"WARC-Date": _time(captured.ended)},
            )  # fmt: skip


def _line(exchange: Exchange, at: int, length: int) -> str:
    """Give a line of the index (CDXJ): reversed host and path, time, and where the record lies."""
    stamp = datetime.fromtimestamp(exchange.began / 1e6, UTC).strftime("%Y%m%d%H%M%S")
    told = {
        "url": exchange.url,
        "mime": exchange.mime,
        "status": str(exchange.status),
        "digest": f"sha256:{hashlib.sha256(exchange.body).hexdigest()}",
        "length": str(length),
        "offset": str(at),
        "filename": "data.warc.gz",
    }
    return f"{reversed_url(exchange.url)} {stamp} {json.dumps(told)}\n"


def reversed_url(url: str) -> str:
    """Give an address as an index sorts it (SURT): `com,example)/path?query`."""
    parts = urlsplit(url)
    host = ",".join(reversed((parts.hostname or "").split(".")))
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    query = f"?{parts.query.lower()}" if parts.query else ""
    return f"{host}{port}){(parts.path or '/').lower()}{query}".replace(" ", "%20")


def _pages(captured: Captured) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
    page = {
        "id": str(uuid5(NAMESPACE_URL, f"{captured.url} {captured.began}")),
        "url": captured.url,
        "ts": _time(captured.began),
        "title": captured.title or captured.url,
        "text": captured.text,
    }
    return "".join(json.dumps(line) + "\n" for line in (head, page)).encode()


def _package(captured: Captured, parts: dict[str, bytes], program: str) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": captured.title or captured.url,
        "mainPageUrl": captured.url,
        "mainPageDate": _time(captured.began),
        "created": _time(captured.ended),
        "software": program,
        "resources": [
            {
                "name": name.rpartition("/")[2],
                "path": name,
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "bytes": len(data),
            }
            for name, data in parts.items()
        ],
    }


def _clean(headers: Headers) -> list[tuple[str, str]]:
    """Give headers as lines can hold them; the pseudo headers of HTTP/2 are none of HTTP/1.1."""
    return [(_line_of(n), _line_of(v)) for n, v in headers if n and not n.startswith(":")]


def _line_of(text: str) -> str:
    return "".join(c if c.isprintable() and c < "\u0100" else "?" for c in text)


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()


def _time(microseconds: int) -> str:
    return datetime.fromtimestamp(microseconds / 1e6, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def echoes(captured: Captured, words: Iterable[str]) -> list[str]:
    """Give the addresses of what came back with one of some words in it: this computer's address or name, an account."""
    wanted = [word.encode() for word in words if len(word) >= 4]
    places = [(e.url, e.body) for e in captured.exchanges]
    places.append(("the page as it was shown", captured.text.encode("utf-8", "surrogatepass")))
    return [where for where, data in places if any(word in data for word in wanted)]

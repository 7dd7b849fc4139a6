"""Asking an authority or a witness: one request to the address a person named, and nothing else.

No redirect is followed: it would contact a host nobody named. Proxies of the environment (HTTPS_PROXY) are used.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from wellfounded.terms.errors import Mistaken, Unavailable

TIMEOUT_S = 30.0
MAX_REPLY_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: status, content type and body."""

    status: int
    kind: str
    body: bytes


def host_of(url: str) -> str:
    """Give the host an address names, with its port if stated; raises Mistaken `url-form`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as exc:
        raise _no_url(url) from exc
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise _no_url(url)
    return host if port is None else f"{host}:{port}"


def post(url: str, body: bytes, kind: str = "") -> Reply:
    """Send `body` and give the answer, whatever its status; raises Mistaken `url-form`, Unavailable `no-contact`, `reply-too-large`."""
    host = host_of(url)
    request = urllib.request.Request(url, data=body, method="POST")
    request.add_header("Content-Type", kind or "application/octet-stream")
    opener = urllib.request.build_opener(_NoRedirect)
    opener.addheaders = []
    try:
        with opener.open(request, timeout=TIMEOUT_S) as answer:
            return _read(answer.status, answer, host)
    except urllib.error.HTTPError as exc:
        with exc:
            return _read(exc.code, exc, host)
    except (OSError, HTTPException) as exc:
        raise Unavailable(
            "no-contact",
            "no answer could be had",
            where=host,
            why=str(getattr(exc, "reason", exc)) or type(exc).__name__,
            next="check the address and the connection, and ask again; the case is as it was",
        ) from exc


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect as the answer."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""


def _read(status: int, answer: Any, host: str) -> Reply:
    body: bytes = answer.read(MAX_REPLY_BYTES + 1)
    if len(body) > MAX_REPLY_BYTES:
        raise Unavailable(
            "reply-too-large",
            f"the answer is longer than {MAX_REPLY_BYTES} bytes and was not taken",
            where=host,
            next="check the address, or ask another one",
        )
    return Reply(status, answer.headers.get_content_type(), body)


def _no_url(url: str) -> Mistaken:
    return Mistaken(
        "url-form",
        f"not an address to ask: {url[:80]!r}",
        next="write http:// or https://, a host, and no user name",
    )

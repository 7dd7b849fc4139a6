"""Asking a server that speaks OpenAI's chat completions: one request to the address a person named, and nothing else.

On this computer by default; another address only where the case's log allows it (case/corroborate/annotator.py). Redirects are
not followed, and proxies of the environment are not used for this computer's own addresses.
"""

from __future__ import annotations

import ipaddress
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import urlsplit

from wellfounded.terms.errors import Mistaken, Unavailable

TIMEOUT_S: Final = 600.0
MAX_REPLY_BYTES: Final = 4 << 20


def host_of(url: str) -> str:
    """Give the host of a server's address; raises Mistaken `url-form`."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = None, None
    if parts is None or not host or parts.scheme not in ("http", "https") or parts.username:
        raise Mistaken(
            "url-form", "this is no address of a server", where=url[:80],
            next="for example http://127.0.0.1:8080/v1",
        )  # fmt: skip
    return host


def is_here(url: str) -> bool:
    """Say whether an address is this computer's own, by its words alone: no name is looked up but `localhost`."""
    host = host_of(url)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def ask(url: str, body: bytes) -> bytes:
    """Send one request to `URL/chat/completions` and give the answer's bytes, unread.

    Raises Unavailable `no-contact`, `server-refused` for a status other than 200, `reply-too-large`.
    """
    host = host_of(url)
    request = urllib.request.Request(f"{url.rstrip('/')}/chat/completions", body, method="POST")
    request.add_header("Content-Type", "application/json")
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if is_here(url):
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)
    opener.addheaders = []
    try:
        with opener.open(request, timeout=TIMEOUT_S) as answer:
            reply: bytes = answer.read(MAX_REPLY_BYTES + 1)
    except urllib.error.HTTPError as exc:
        with exc:
            step = "look at the server's own messages: does it know the model, and JSON schemas?"
            what = f"the server answered with status {exc.code}"
            raise Unavailable("server-refused", what, where=host, next=step) from exc
    except (OSError, HTTPException) as exc:
        raise Unavailable(
            "no-contact",
            "no answer could be had",
            where=host,
            why=str(getattr(exc, "reason", exc)) or type(exc).__name__,
            next="start the server, or check its address, and run the same command again",
        ) from exc
    if len(reply) > MAX_REPLY_BYTES:
        what = f"the answer is longer than {MAX_REPLY_BYTES} bytes and was not taken"
        raise Unavailable("reply-too-large", what, where=host, next="try another model")
    return reply


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect as the answer."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""

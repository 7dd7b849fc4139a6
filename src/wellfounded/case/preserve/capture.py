"""Capturing web pages into a case: each becomes a WACZ file that is received like any other, and an entry of how it was captured.

Nothing is written outside the case: the file is made in memory, and the browser's profile is gone when it ends. What could
point to this computer (its address, its name, the account) is private, and what came back is searched for it.
"""

from __future__ import annotations

import getpass
import io
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.case.init import PROGRAM
from wellfounded.intake.capture import net, wacz
from wellfounded.intake.capture.exchange import Captured
from wellfounded.intake.capture.page import Tell
from wellfounded.intake.capture.page import capture as take
from wellfounded.intake.receipt import Receipt
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.record import RawName

_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Received:
    """One page that was captured and is now kept. `echoed` names what came back with this computer's address or name in it."""

    url: str
    digest: Digest
    name: str
    size: int
    captured: Captured
    echoed: tuple[str, ...]
    entry: int


@dataclass(frozen=True, slots=True)
class NotCaptured:
    """One address of which no page came, and why. Nothing was received."""

    url: str
    why: str


def check(url: str) -> str:
    """Give the host an address names; raises Mistaken `url-form`."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = None, None
    if parts is None or parts.scheme not in ("http", "https") or not host or len(url) > _LONGEST or parts.username:  # fmt: skip
        step = "for example https://example.org/page"
        raise Mistaken("url-form", "this is no address of a web page", where=url[:80], next=step)
    return host


def capture(
    case: Case,
    urls: Sequence[str],
    *,
    actor: str,
    receipt: Receipt | None = None,
    proxy: net.Proxy | None = None,
    tell: Tell = lambda *_: None,
    done: Callable[[Received | NotCaptured], None] = lambda _: None,
) -> list[Received | NotCaptured]:
    """Capture each page and receive it; each is durable when `done` hears of it.

    Raises Mistaken `url-form` before anything is contacted; Unavailable `no-browser`, `no-empty-network`, `browser`, `disk`.
    """
    for url in urls:
        check(url)
    found: list[Received | NotCaptured] = []
    for url in urls:
        captured = take(url, proxy=proxy, tell=tell)
        one: Received | NotCaptured = (
            NotCaptured(url, captured.failed)
            if captured.failed
            else _receive(case, captured, actor, receipt or Receipt(), proxied=proxy is not None)
        )
        done(one)
        found.append(one)
    return found


def _receive(
    case: Case, captured: Captured, actor: str, receipt: Receipt, *, proxied: bool
) -> Received:
    """Keep one capture: the file, its receipt, and how it was captured."""
    made, told = io.BytesIO(), here(captured.own)
    wacz.write(captured, made, PROGRAM)
    echoed = tuple(wacz.echoes(captured, [*told["address"], told["machine"], told["account"]]))
    made.seek(0)
    name = _name(captured)
    with Batch(case, actor) as batch:
        stored = batch.take(made)
        body: dict[str, Any] = {"object": str(stored.digest), "size": stored.size, "door": "web", **receipt.terms.to_json()}  # fmt: skip
        private = {"name": RawName.of_path(name.encode()).to_json(), **receipt.private()}
        batch.add(Event("received", (stored.digest,), body, private))
        batch.add(_how(captured, stored.digest, told, echoed, proxied=proxied))
        entries = batch.commit()
    return Received(captured.url, stored.digest, name, stored.size, captured, echoed, entries[0].index)  # fmt: skip


def _how(
    captured: Captured, digest: Digest, told: dict[str, Any], echoed: tuple[str, ...], *, proxied: bool
) -> Event:  # fmt: skip
    about = wacz.about(captured, PROGRAM)
    body = {
        "browser": captured.browser,
        "responses": sum(1 for e in captured.exchanges if e.status),
        "not_kept": len(about["not_kept"]),
        "cut_short_by": about["cut_short_by"],
        "proxied": proxied,
    }
    private = {"url": captured.url, "landed": captured.landed, "contacts": about["contacts"]}
    private |= told | {"echoed": list(echoed)}
    return Event("captured", (digest,), body, private)


def here(addresses: Sequence[str]) -> dict[str, Any]:
    """Give what a page could tell about this computer: the addresses connections went out from, its name, the account."""
    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = ""
    return {"address": list(addresses), "machine": platform.node(), "account": account}


def _name(captured: Captured) -> str:
    host = urlsplit(captured.landed or captured.url).hostname or "page"
    stamp = datetime.fromtimestamp(captured.began / 1e6, UTC).strftime("%Y%m%dT%H%M%SZ")
    safe = "".join(c if c.isalnum() or c in ".-" else "_" for c in host)[:80]
    return f"{safe}-{stamp}.wacz"

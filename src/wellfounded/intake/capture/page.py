"""Loading one page and taking down everything that goes out and comes in, until it is quiet or a limit is reached."""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from wellfounded.intake.capture import net
from wellfounded.intake.capture.browser import WIDTH, Browser, running
from wellfounded.intake.capture.devtools import Message
from wellfounded.intake.capture.exchange import Captured, Exchange, Headers

MOST_SECONDS: Final = 90.0
MOST_REQUESTS: Final = 3_000
MOST_BODY: Final = 64 << 20
MOST_BODIES: Final = 256 << 20
TALLEST: Final = 16_000
_QUIET_S: Final = 1.5
_SCROLLS: Final = 12
_READ = """(() => ({title: document.title, url: location.href, text: document.documentElement.innerText,
 html: document.documentElement.outerHTML}))()"""
Tell = Callable[[str, int, int], None]


def capture(
    url: str,
    *,
    proxy: net.Proxy | None = None,
    way: type[net.WayOut] = net.WayOut,
    options: Sequence[str] = (),
    tell: Tell = lambda *_: None,
) -> Captured:
    """Give a page with all it loaded. Raises Unavailable as `browser.running` does.

    No limit ends in an error: what it left out is in the exchange, or in `notes`. `tell` hears what is done: requests, and how many
    are waited for.
    """
    with running(proxy, options, way) as browser:
        taken = _Taking(browser, url, tell)
        taken.load()
        captured = taken.captured
    captured.contacts = sorted(browser.way_out.contacts, key=lambda c: (c.refused, c.host, c.port))
    captured.own = tuple(sorted(browser.way_out.own))
    unasked = sorted(captured.contacts, key=lambda c: c.refused != net.UNASKED)
    refused = {c.host: c.refused for c in unasked if c.refused}
    for exchange in captured.exchanges:
        host = urlsplit(exchange.url).hostname or ""
        if not exchange.status and host in refused:
            exchange.lost = f"refused: {refused[host]}"
    captured.ended = _now()
    return captured


class _Taking:
    """One page being loaded."""

    def __init__(self, browser: Browser, url: str, tell: Tell) -> None:
        self._devtools, self._way_out, self._tell = browser.devtools, browser.way_out, tell
        self.captured = Captured(url, _now(), browser.version)
        self._open: dict[str, Exchange] = {}
        self._bytes = 0
        self._loaded = False
        self._end = time.monotonic() + MOST_SECONDS
        self._agent = ""

    def load(self) -> None:
        """Open the page, wait until it is quiet, scroll it, and read what it became."""
        ask = self._devtools.ask
        self._agent = str(ask("Browser.getVersion").get("userAgent", "")).replace("Headless", "")
        target = ask("Target.createTarget", url="about:blank")["targetId"]
        page = ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._listen(page)
        ask("Page.enable", page)
        self._devtools.send("Page.navigate", page, url=self.captured.url)
        self._until_quiet(loaded=True)
        for _ in range(_SCROLLS):
            before = len(self.captured.exchanges)
            self._run(page, "window.scrollBy(0, window.innerHeight)")
            self._until_quiet(seconds=0.3)
            if len(self.captured.exchanges) == before and self._run(page, "window.scrollY + window.innerHeight >= document.documentElement.scrollHeight"):  # fmt: skip
                break
        self._run(page, "window.scrollTo(0, 0)")
        self._until_quiet()
        for exchange in self._open.values():
            exchange.lost = exchange.lost or "the capture ended before it was whole"
        if not self.captured.failed:
            self._read(page)
            self._certificates(page)

    def _listen(self, session: str) -> None:
        """Have everything of a page, frame or worker told, and held until its host is let through."""
        send = self._devtools.send
        buffers = {"maxTotalBufferSize": MOST_BODIES, "maxResourceBufferSize": MOST_BODY, "maxPostDataSize": 1 << 20}  # fmt: skip
        send("Network.enable", session, **buffers)
        send("Network.setBypassServiceWorker", session, bypass=True)
        send("Network.setUserAgentOverride", session, userAgent=self._agent, acceptLanguage="en-US,en")  # fmt: skip
        send("Fetch.enable", session, patterns=[{"urlPattern": "*"}])
        auto = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}
        send("Target.setAutoAttach", session, **auto)
        send("Runtime.runIfWaitingForDebugger", session)

    def _until_quiet(self, *, loaded: bool = False, seconds: float = _QUIET_S) -> None:
        """Take down events until nothing is waited for and nothing happened for a while, or time is up."""
        last = time.monotonic()
        while time.monotonic() < self._end:
            event = self._devtools.event(0.1)
            if event is not None:
                last = time.monotonic()
                self._on(event)
            elif time.monotonic() - last >= seconds and not (loaded and not self._loaded) and (
                not self._open or time.monotonic() - last >= 10
            ):  # fmt: skip
                return
        if "time" not in self.captured.notes:
            self.captured.notes.append("time")

    def _on(self, event: Message) -> None:
        told = event.get("params", {})
        session = str(event.get("sessionId", ""))
        handler = getattr(self, "_on_" + str(event["method"]).replace(".", "_"), None)
        if handler is not None:
            handler(session, told)
            self._tell("capturing", len(self.captured.exchanges), len(self._open))

    def _on_Target_attachedToTarget(self, _: str, told: Message) -> None:  # noqa: N802
        self._listen(str(told["sessionId"]))

    def _on_Page_loadEventFired(self, _: str, told: Message) -> None:  # noqa: N802
        self._loaded = True

    def _on_Fetch_requestPaused(self, session: str, told: Message) -> None:  # noqa: N802
        """Let a request go on, and its host through; what is too much, or no web address, fails by name."""
        parts = urlsplit(told["request"]["url"])
        number = told["requestId"]
        if len(self.captured.exchanges) > MOST_REQUESTS:
            self.captured.notes += [] if "requests" in self.captured.notes else ["requests"]
            self._devtools.send("Fetch.failRequest", session, requestId=number, errorReason="Aborted")  # fmt: skip
            return
        if parts.scheme in ("http", "https") and parts.hostname:
            self._way_out.allow(parts.hostname)
        self._devtools.send("Fetch.continueRequest", session, requestId=number)

    def _on_Network_requestWillBeSent(self, session: str, told: Message) -> None:  # noqa: N802
        key = str(told["requestId"])
        earlier = self._open.pop(key, None)
        if earlier is not None and "redirectResponse" in told:
            _answer(earlier, told["redirectResponse"])
        asked = told["request"]
        if not asked["url"].startswith(("http://", "https://")):
            return
        exchange = Exchange(
            asked["url"], asked["method"], int(told["wallTime"] * 1_000_000),
            _headers(asked.get("headers", {})), asked.get("postData", "").encode("utf-8", "surrogatepass"),
            str(told.get("type", "")),
        )  # fmt: skip
        self.captured.exchanges.append(exchange)
        self._open[key] = exchange

    def _on_Network_responseReceived(self, session: str, told: Message) -> None:  # noqa: N802
        exchange = self._open.get(told["requestId"])
        if exchange is not None:
            _answer(exchange, told["response"])

    def _on_Network_loadingFailed(self, session: str, told: Message) -> None:  # noqa: N802
        exchange = self._open.pop(told["requestId"], None)
        if exchange is not None:
            exchange.lost = str(told.get("blockedReason") or told.get("errorText") or "failed")
            self._loaded = self._loaded or exchange.kind == "Document"

    def _on_Network_loadingFinished(self, session: str, told: Message) -> None:  # noqa: N802
        """Fetch the body while the browser has it."""
        exchange = self._open.pop(told["requestId"], None)
        if exchange is None:
            return
        if self._bytes > MOST_BODIES:
            exchange.lost = f"not kept: beyond {MOST_BODIES} bytes in all"
            return
        got = self._devtools.ask("Network.getResponseBody", session, seconds=60, requestId=told["requestId"])  # fmt: skip
        if "body" not in got:
            exchange.lost = f"not kept: longer than {MOST_BODY} bytes, or gone" if told.get("encodedDataLength") else ""  # fmt: skip
            return
        exchange.body = _bytes(got)
        self._bytes += len(exchange.body)

    def _run(self, page: str, script: str) -> Any:
        got = self._devtools.ask("Runtime.evaluate", page, expression=script, returnByValue=True)
        return got.get("result", {}).get("value")

    def _read(self, page: str) -> None:
        """Read title, text, markup and picture of the page as it stands now, out of reach of its own scripts."""
        ask, captured = self._devtools.ask, self.captured
        frame = ask("Page.getFrameTree", page).get("frameTree", {}).get("frame", {}).get("id", "")
        world = ask("Page.createIsolatedWorld", page, frameId=frame).get("executionContextId")
        got = ask("Runtime.evaluate", page, seconds=60, expression=_READ, returnByValue=True, contextId=world)  # fmt: skip
        read = got.get("result", {}).get("value") or {}
        captured.title, captured.landed = str(read.get("title", "")), str(read.get("url", ""))
        captured.text, captured.rendered = str(read.get("text", "")), str(read.get("html", ""))
        size = ask("Page.getLayoutMetrics", page).get("cssContentSize", {})
        height = int(size.get("height", 0)) or 1
        if height > TALLEST:
            captured.notes.append("screenshot")
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": min(height, TALLEST), "scale": 1}
        shot = ask("Page.captureScreenshot", page, seconds=60, format="png", captureBeyondViewport=True, clip=clip)  # fmt: skip
        captured.screenshot = _bytes({"body": shot.get("data", ""), "base64Encoded": True})

    def _certificates(self, page: str) -> None:
        """Keep the certificates each host showed."""
        for exchange in self.captured.exchanges:
            parts = urlsplit(exchange.url)
            host = parts.hostname or ""
            if parts.scheme != "https" or host in self.captured.certificates or not exchange.status:
                continue
            origin = f"https://{parts.netloc}"
            names = self._devtools.ask("Network.getCertificate", page, origin=origin).get("tableNames", [])  # fmt: skip
            self.captured.certificates[host] = tuple(_bytes({"body": n, "base64Encoded": True}) for n in names)  # fmt: skip


def _answer(exchange: Exchange, response: Message) -> None:
    exchange.status, exchange.reason = int(response["status"]), str(response.get("statusText", ""))
    exchange.answered = _headers(response.get("headers", {}))
    exchange.mime = str(response.get("mimeType", ""))
    if "requestHeaders" in response:
        exchange.asked = _headers(response["requestHeaders"])


def _headers(found: Message) -> Headers:
    return tuple((name, one) for name, value in found.items() for one in str(value).split("\n"))


def _bytes(got: Message) -> bytes:
    body = str(got.get("body", ""))
    if not got.get("base64Encoded"):
        return body.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body)
    except binascii.Error:
        return b""


def _now() -> int:
    return time.time_ns() // 1000

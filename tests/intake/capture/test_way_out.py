"""The only way out of the browser's network: by name, once resolved, to public addresses alone."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests import site
from wellfounded.intake.capture import net, page

LOCAL = {
    "news.example": ["127.0.0.1"],
    "frames.example": ["127.0.0.1"],
    "inside.example": ["10.0.0.1"],
}


class Local(net.WayOut):
    """A way out that knows some names, and takes 127.0.0.1 for public."""

    lookups: list[str]

    def __post_init__(self) -> None:
        """Take loopback for public."""
        super().__post_init__()
        self.public = lambda address: address == "127.0.0.1" or net.is_public(address)

    def _resolve(self, host: str) -> list[str]:
        return LOCAL.get(host, [])


@contextmanager
def way_out(*asked: str, proxy: net.Proxy | None = None) -> Iterator[tuple[net.WayOut, int]]:
    """A way out on loopback with some hosts asked for, and its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    with Local(listener, proxy) as found:
        for host in asked:
            found.allow(host)
        yield found, port


def fetched(port: int, url: str) -> int:
    """The status of a plain request by the proxy; 0 where the connection was closed instead."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asking.request("GET", url)
        return asking.getresponse().status
    except (http.client.HTTPException, OSError):
        return 0
    finally:
        asking.close()


def test_only_hosts_a_page_asked_for_are_reached() -> None:
    """One host is reached once it is asked for, the other never; both are noted."""
    with site.serving() as served, way_out("news.example") as (found, port):
        assert fetched(port, f"http://news.example:{served.port}/count") == 200
        assert fetched(port, f"http://frames.example:{served.port}/frame") == 0
        found.allow("frames.example")
        assert fetched(port, f"http://frames.example:{served.port}/frame") == 200
    told = {(c.host, c.address, c.refused) for c in found.contacts}
    assert ("frames.example", "", "no page asked for it") in told
    assert ("news.example", "127.0.0.1", "") in told
    assert served.paths == ["/count", "/frame"]


def test_an_address_inside_is_refused_by_name_and_by_number() -> None:
    """A name that leads to a private address, the address itself, and a name nobody knows: refused, each with its reason."""
    with way_out("inside.example", "10.0.0.1", "nobody.example") as (found, port):
        LOCAL["10.0.0.1"] = ["10.0.0.1"]
        for host in ("inside.example", "10.0.0.1", "nobody.example"):
            assert fetched(port, f"http://{host}/") == 0
    why = {c.host: c.refused for c in found.contacts}
    assert why["inside.example"] == why["10.0.0.1"] == "its address is not a public one"
    assert why["nobody.example"] == "its name could not be resolved"


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "ff02::1",
])  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    """Local, private, link-local, shared and multicast addresses, plain and wrapped in others; a public one is told apart."""
    assert not net.is_public(address)
    assert net.is_public("198.35.26.96") and net.is_public("2620:0:863:ed1a::1")


def test_by_a_proxy_local_names_are_refused() -> None:
    """Where a proxy resolves, names and numbers that are local by their words do not reach it; others do."""
    with site.serving() as served:
        proxy = net.Proxy.parse(served.proxy)
        with way_out("printer.local", "localhost", "192.168.1.1", "news.example", proxy=proxy) as (
            _,
            port,
        ):
            for host in ("printer.local", "localhost", "192.168.1.1"):
                assert fetched(port, f"http://{host}/count") == 0
            assert fetched(port, "http://news.example/count") == 200
    assert served.hosts == ["news.example"]


def test_the_browser_has_no_other_way() -> None:
    """A page of a direct capture tries a private host, WebRTC and a socket of its own: nothing but the site is reached."""
    given = site.pages()
    tricks = (
        b"<script>const p = new RTCPeerConnection({iceServers: [{urls: 'stun:10.0.0.1:3478'}]}); p.createDataChannel('x');"
        b"p.createOffer().then(o => p.setLocalDescription(o)).then(() => document.body.append('OFFERED ')); p.onicecandidate = e => {if (e.candidate)"
        b" document.body.append('LEAK ' + e.candidate.candidate)};"
        b"try {new WebSocket('ws://inside.example/s')} catch (e) {}</script><img src='http://inside.example/x'>"
    )
    given["/"] = (200, {"Content-Type": "text/html"}, b"<body>ready " + tricks)
    with site.serving(given) as served:
        captured = page.capture(f"http://news.example:{served.port}/", way=Local)
    assert "ready" in captured.text
    assert "OFFERED" in captured.text and "LEAK" not in captured.text
    reached = {c.host for c in captured.contacts if not c.refused}
    assert reached == {"news.example"}
    lost = {e.url: e.lost for e in captured.exchanges if e.lost}
    assert lost["http://inside.example/x"] == "refused: its address is not a public one"
    own = [c.host for c in captured.contacts if c.refused == "no page asked for it"]
    assert not {"news.example", "frames.example"} & set(own)

"""A small site on loopback, and a SOCKS5 proxy that leads to it whatever the name: how captures are tried without a network."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="en"><head><title>Order 17</title><link rel="stylesheet" href="/style.css"></head>
<body><h1>The gate is closed</h1><p>Published by the Kerrin Council.</p><img src="/seal.svg" alt="" width="40" height="40">
<iframe src="http://frames.example/frame"></iframe>
<script>fetch("/count").then(r => r.text()).then(t => {document.body.append("read " + t)})</script>
</body></html>"""
SEAL = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="18"/></svg>'
Pages = dict[str, tuple[int, dict[str, str], bytes]]


def pages() -> Pages:
    """The site: each path with its status, headers and body."""
    return {
        "/": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
        "/moved": (302, {"Location": "/"}, b""),
        "/style.css": (200, {"Content-Type": "text/css"}, b"h1 { color: #234 }"),
        "/seal.svg": (200, {"Content-Type": "image/svg+xml"}, SEAL.encode()),
        "/frame": (200, {"Content-Type": "text/html"}, b"<p>framed</p>"),
        "/count": (200, {"Content-Type": "text/plain"}, b"412 times"),
    }


@dataclass
class Site:
    """What a proxy and the site behind it saw: hosts asked for by name, and paths."""

    proxy: str
    port: int
    hosts: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@contextmanager
def serving(given: Pages | None = None) -> Iterator[Site]:
    """Serve some pages, and a proxy to them; both on loopback."""
    known = pages() if given is None else given

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer one request."""
            site.paths.append(self.path)
            status, headers, body = known.get(self.path, (404, {}, b"nothing here"))
            self.send_response(status)
            length = headers.get("Content-Length", str(len(body)))
            for name, value in (
                headers | {"Content-Length": length, "Connection": "close"}
            ).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    listener = socket.create_server(("127.0.0.1", 0))
    site = Site(f"socks5://127.0.0.1:{listener.getsockname()[1]}", server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=_proxy, args=(listener, site), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        listener.close()


def _proxy(listener: socket.socket, site: Site) -> None:
    while True:
        try:
            inner, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_through, args=(inner, site), daemon=True).start()


def _through(inner: socket.socket, site: Site) -> None:
    """Speak SOCKS5 by name, then hand bytes on to the site; a name that ends in `.gone` cannot be reached."""
    with inner:
        inner.recv(inner.recv(2)[1])
        inner.sendall(b"\x05\x00")
        length = inner.recv(5)[4]
        host = inner.recv(length).decode()
        inner.recv(2)
        site.hosts.append(host)
        if host.endswith(".gone"):
            inner.sendall(b"\x05\x04\x00\x01" + bytes(6))
            return
        inner.sendall(b"\x05\x00\x00\x01" + bytes(4) + struct.pack(">H", site.port))
        with socket.create_connection(("127.0.0.1", site.port)) as outer:
            one = threading.Thread(target=_copy, args=(inner, outer), daemon=True)
            one.start()
            _copy(outer, inner)


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return

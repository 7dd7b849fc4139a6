"""The only way out of the browser's empty network: a proxy for CONNECT and plain HTTP, on a socket that lies inside it.

The listening socket is made inside the browser's network namespace and handed out; this process accepts on it from outside.
Hosts are let through only after a page has asked for them, so that nothing the browser asks for by itself gets out. Each
host is resolved once; addresses that are not public are refused; the connection goes to that same address (no rebinding).
"""

from __future__ import annotations

import contextlib
import ipaddress
import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from wellfounded.terms.errors import Mistaken

_HEAD: Final = 1 << 16
_CHUNK: Final = 1 << 16
_CONNECT_S: Final = 20.0
_IDLE_S: Final = 60.0
MOST_BYTES: Final = 1 << 30
UNASKED: Final = "no page asked for it"
_LOCAL_NAMES: Final = (".local", ".localhost", ".internal", ".home.arpa", ".lan", ".intranet")
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_REFUSALS: Final = {2: "not allowed", 3: "network unreachable", 4: "host unreachable", 5: "refused"}


def listening_inside() -> socket.socket:
    """Bring up the loopback of this process's own network namespace and listen there; raises OSError."""
    import fcntl  # only where there are namespaces

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        up = struct.pack("16sh14x", b"lo", 0x1 | 0x40)  # IFF_UP, IFF_RUNNING: netdevice(7)
        fcntl.ioctl(control, 0x8914, up)  # SIOCSIFFLAGS
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    return listener


def hand_out(channel: int, listener: socket.socket) -> None:
    """Hand the listening socket out of the namespace over a Unix socket."""
    with socket.socket(fileno=channel) as way:
        port = listener.getsockname()[1]
        socket.send_fds(way, [str(port).encode()], [listener.fileno()])


def handed_out(channel: socket.socket) -> socket.socket | None:
    """Take the listening socket that the launcher handed out; None where it ended without."""
    _, descriptors, _, _ = socket.recv_fds(channel, 16, 1)
    return socket.socket(fileno=descriptors[0]) if descriptors else None


def is_public(address: str) -> bool:
    """Say whether an address lies in the public internet, addresses wrapped in others unwrapped (RFC 6890)."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(found.packed[12:])
        if found.teredo is not None or found.scope_id is not None:
            return False
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return found.is_global and not found.is_multicast


@dataclass(frozen=True, slots=True)
class Contact:
    """One host that was reached or refused. `address` is empty where a proxy of the user's resolved the name."""

    host: str
    port: int
    address: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A SOCKS5 proxy of the user's (RFC 1928), such as Tor's: it resolves names and sees this computer's address."""

    host: str
    port: int

    @classmethod
    def parse(cls, url: str) -> Proxy:
        """Read `socks5://host:port`; raises Mistaken `url-form`."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            parts, host, port = None, None, None
        if parts is None or parts.scheme not in ("socks5", "socks5h") or not host or parts.username:
            step = "for example --proxy socks5://127.0.0.1:9050"
            raise Mistaken("url-form", "this is no SOCKS5 proxy", where=url[:80], next=step)
        return cls(host, port or 1080)


@dataclass
class WayOut:
    """Lets the browser's connections out, host by host. Used as a context; `contacts` is complete when it ends.

    `own` are the addresses of this computer that connections went out from.
    """

    listener: socket.socket
    proxy: Proxy | None = None
    public: Callable[[str], bool] = is_public
    contacts: list[Contact] = field(default_factory=list)
    own: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin with no host let through."""
        self._asked: set[str] = set()
        self._open = False
        self._resolved: dict[str, list[str]] = {}
        self._lock = threading.Lock()
        self._ended = False
        self._bytes = 0
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> WayOut:
        """Begin to accept."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Let nothing through any more."""
        self._ended = True
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self._thread.join(timeout=5)

    def allow(self, host: str) -> None:
        """Let connections to a host through: a page asked for something there."""
        with self._lock:
            self._asked.add(_plain(host))

    def allow_all(self) -> None:
        """Let connections to any host through that has a public address: for a program that asks for no pages."""
        self._open = True

    def _accept(self) -> None:
        while not self._ended:
            try:
                inner, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(inner,), daemon=True).start()

    def _serve(self, inner: socket.socket) -> None:
        with inner, contextlib.suppress(OSError, ValueError):
            inner.settimeout(_IDLE_S)
            head, rest = _head(inner)
            method, target, version = head.split("\r\n", 1)[0].split(" ")
            if method == "CONNECT":
                host, _, port = target.rpartition(":")
                first = b""
            else:
                parts = urlsplit(target)
                host, port = parts.hostname or "", str(parts.port or 80)
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                first = _forwarded(head, f"{method} {path} {version}") + rest
            outer = self._reach(_plain(host), int(port))
            if outer is None:
                return  # without an answer: nothing here may be taken for the server's
            with outer:
                if method == "CONNECT":
                    inner.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                    first = rest
                outer.sendall(first)
                self._relay(inner, outer)

    def _reach(self, host: str, port: int) -> socket.socket | None:
        """Give a connection to a host that a page asked for, at its one public address; None and a refusal noted otherwise."""
        with self._lock:
            asked = self._open or host in self._asked
        if not asked:
            return self._refuse(host, port, UNASKED)
        if self.proxy is not None:
            return self._by_proxy(self.proxy, host, port)
        addresses = self._resolve(host)
        if not addresses:
            return self._refuse(host, port, "its name could not be resolved")
        usable = [address for address in addresses if self.public(address)]
        if not usable:
            return self._refuse(host, port, "its address is not a public one", addresses[0])
        why = ""
        for address in usable:
            try:
                outer = socket.create_connection((address, port), timeout=_CONNECT_S)
            except OSError as exc:
                why = exc.strerror or str(exc)
                continue
            self._note(Contact(host, port, address), outer)
            return outer
        return self._refuse(host, port, f"no connection: {why}", usable[0])

    def _resolve(self, host: str) -> list[str]:
        with self._lock:
            if host not in self._resolved:
                try:
                    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
                except (OSError, UnicodeError):
                    found = []
                self._resolved[host] = list(dict.fromkeys(str(row[4][0]) for row in found))
            return self._resolved[host]

    def _by_proxy(self, proxy: Proxy, host: str, port: int) -> socket.socket | None:
        """Ask the user's proxy for a connection by name; names and addresses that are local by their words are refused."""
        if not _public_by_name(host, self.public):
            return self._refuse(host, port, "its name or address is not a public one")
        try:
            outer = socket.create_connection((proxy.host, proxy.port), timeout=_CONNECT_S)
            outer.sendall(b"\x05\x01\x00")
            if _exactly(outer, 2) != b"\x05\x00":
                raise OSError("the proxy wants a password")
            name = host.encode("idna")
            outer.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + struct.pack(">H", port))
            _, code, _, kind = _exactly(outer, 4)
            if code:
                raise OSError(_REFUSALS.get(code, f"the proxy said {code}"))
            length = {1: 4, 4: 16}.get(kind) or _exactly(outer, 1)[0]
            _exactly(outer, length + 2)
        except (OSError, UnicodeError, ValueError) as exc:
            return self._refuse(host, port, f"no connection by the proxy: {exc}")
        self._note(Contact(host, port, ""), outer)
        return outer

    def _relay(self, inner: socket.socket, outer: socket.socket) -> None:
        sides = {inner: outer, outer: inner}
        last = time.monotonic()
        while not self._ended and time.monotonic() - last < _IDLE_S:
            ready, _, _ = select.select(list(sides), [], [], 1.0)
            for side in ready:
                data = side.recv(_CHUNK)
                if not data:
                    return
                sides[side].sendall(data)
                last = time.monotonic()
                self._bytes += len(data)
                if self._bytes > MOST_BYTES:
                    return

    def _refuse(self, host: str, port: int, why: str, address: str = "") -> socket.socket | None:
        self._note(Contact(host, port, address, why))
        return None

    def _note(self, contact: Contact, outer: socket.socket | None = None) -> None:
        with self._lock:
            if outer is not None:
                self.own.add(str(outer.getsockname()[0]))
            if contact not in self.contacts:
                self.contacts.append(contact)


def _head(inner: socket.socket) -> tuple[str, bytes]:
    """Give the head of a request and what came after it; raises ValueError for none."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = inner.recv(_CHUNK)
        if not more or len(data) > _HEAD:
            raise ValueError("no head of a request")
        data += more
    head, _, rest = data.partition(b"\r\n\r\n")
    return head.decode("latin-1"), rest


def _forwarded(head: str, first: str) -> bytes:
    """Give a request's head as the server is to see it: its own path, no header for proxies, one request a connection."""
    kept = [
        line
        for line in head.split("\r\n")[1:]
        if not line.lower().startswith(("proxy-", "connection:", "keep-alive:"))
    ]
    return "\r\n".join([first, *kept, "Connection: close", "", ""]).encode("latin-1")


def _exactly(side: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = side.recv(count - len(data))
        if not more:
            raise OSError("the proxy ended the connection")
        data += more
    return data


def _plain(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def _public_by_name(host: str, public: Callable[[str], bool]) -> bool:
    try:
        return public(host)
    except ValueError:
        return "." in host and not host.endswith(_LOCAL_NAMES)

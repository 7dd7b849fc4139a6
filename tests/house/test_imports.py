"""Imports point one way, decoders stay in the sandbox, the network stays in files named net.py."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, Module, imports, read, write

STEPS: tuple[tuple[str, ...], ...] = (
    ("terms",),
    ("disk",),
    ("ledger", "vault", "catalogue", "sandbox", "verifier"),
    ("backends",),
    ("testing",),
    ("intake",),
    ("extract",),
    ("copies", "scene"),
    ("claims",),
    ("law", "redact"),
    ("packet", "report", "look", "sample"),
    ("case",),
    ("cli", "review"),
    ("",),  # the package's own __init__ and __main__: the public surface
)
"""A room imports only rooms of earlier steps. Rooms on one step do not import each other."""

ONLY_FROM = {"backends": {"testing", "case"}, "testing": set[str]()}
"""Rooms that only these others may import, whatever the order says."""

DECODERS = frozenset(
    [
        *("av", "PIL", "pillow_heif", "onnxruntime", "rapidocr", "faster_whisper"),
        *("pikepdf", "pypdfium2", "docx", "openpyxl", "lxml", "xml", "trafilatura"),
        *("mailbox", "py7zr", "tarfile", "warcio", "zipfile", "zxingcpp"),
    ]
)
"""Libraries that parse bytes of others: imported under `untrusted/` only."""

DECODERS_ELSEWHERE: dict[str, set[str]] = {
    "wellfounded/case/proof/handout.py": {"zipfile"},  # only writes with it
    "wellfounded/case/present/packet_proof.py": {"zipfile"},  # reads only what it wrote itself
    "wellfounded/intake/capture/wacz.py": {"warcio", "zipfile"},  # only writes with it
    "wellfounded/verifier/wellfounded_verify.py": {"zipfile"},  # runs alone, where no sandbox is
}
"""Files that may import one of them all the same, with the reason."""

NETWORK = frozenset(
    [
        *("socket", "socketserver", "ssl", "asyncio", "http", "xmlrpc", "urllib.request"),
        *("ftplib", "imaplib", "poplib", "smtplib", "aiohttp", "httpx", "requests", "urllib3"),
    ]
)
"""Modules that can reach the network: imported in files named net.py only."""

NET_FILES: set[str] = {
    "wellfounded/claims/net.py",
    "wellfounded/intake/capture/net.py",
    "wellfounded/ledger/stamps/net.py",
    "wellfounded/ledger/witness/net.py",
}
"""Every net.py there is. A new one is listed here, so that it is seen."""

LOCAL_SOCKETS = {
    "wellfounded/intake/capture/browser.py",
    "wellfounded/intake/capture/platform.py",
    "wellfounded/sandbox/box.py",
    "wellfounded/sandbox/following.py",
    "wellfounded/sandbox/jailed.py",
    "wellfounded/sandbox/warm.py",
    "wellfounded/sandbox/worker.py",
}
"""Files that use pairs of sockets between two processes of ours, and reach for no address."""

PROBES = {"wellfounded/sandbox/probe.py"}
"""Files that try, inside the jail, whether a socket is refused."""

_REACHING = {"AF_INET", "AF_INET6", "bind", "connect", "connect_ex", "create_connection", "sendto"}


Rule = Callable[[list[Module]], list[str]]


def _step(room: str) -> int | None:
    return next((n for n, rooms in enumerate(STEPS) if room in rooms), None)


def _inner(module: Module) -> Iterator[tuple[str, int]]:
    for name, line in imports(module):
        if name == PACKAGE or name.startswith(PACKAGE + "."):
            yield name, line


def _room_of(name: str, rooms: set[str]) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in rooms else ""


def wrong_way(modules: list[Module]) -> list[str]:
    """Imports of a later room, of a room on the same step, or out of a room nobody placed."""
    rooms = {m.room for m in modules} | {room for step in STEPS for room in step}
    found = []
    for module in modules:
        mine = _step(module.room)
        if mine is None:
            found.append(module.at(1, f"room {module.room!r} stands on no step"))
            continue
        for name, line in _inner(module):
            target = _room_of(name, rooms)
            if target == module.room or name == f"{PACKAGE}.__version__":
                continue
            theirs = _step(target)
            allowed = ONLY_FROM.get(target)
            if (
                theirs is None
                or theirs >= mine
                or (allowed is not None and module.room not in allowed)
            ):
                found.append(module.at(line, f"{module.room or PACKAGE} imports {name}"))
    return found


def decoders_let_out(modules: list[Module]) -> list[str]:
    """Imports of `untrusted` modules or decoding libraries from outside `untrusted` folders."""
    found = []
    for module in modules:
        if "untrusted" in Path(module.path).parts:
            continue
        excused = DECODERS_ELSEWHERE.get(module.path, set())
        for name, line in imports(module):
            if "untrusted" in name.split(".") or name.split(".")[0] in DECODERS - excused:
                found.append(module.at(line, f"imports {name} outside untrusted/"))
    return found


def _reaches_out(name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:n]) in NETWORK for n in (1, 2))


def network_let_in(modules: list[Module]) -> list[str]:
    """Imports of a network module outside net.py, but for local sockets where those may be."""
    found = []
    for module in modules:
        if Path(module.path).name == "net.py":
            if module.path not in NET_FILES:
                found.append(module.at(1, "a net.py that no list names"))
            continue
        for name, line in imports(module):
            if not _reaches_out(name):
                continue
            if module.path not in LOCAL_SOCKETS | PROBES or name.split(".")[0] != "socket":
                found.append(module.at(line, f"imports {name}"))
        if module.path in LOCAL_SOCKETS:
            found += [
                module.at(node, f"uses {node.attr}")
                for node in ast.walk(module.tree)
                if isinstance(node, ast.Attribute) and node.attr in _REACHING
            ]
    return found


def _graph(modules: list[Module]) -> dict[str, set[str]]:
    names = {m.name for m in modules}
    graph: dict[str, set[str]] = {m.name: set() for m in modules}
    for module in modules:
        for name, _ in _inner(module):
            target = name if name in names else name.rpartition(".")[0]
            if target in names and target != module.name:
                graph[module.name].add(target)
    return graph


def cycles(modules: list[Module]) -> list[str]:
    """Import circles, imports inside functions included, each named once."""
    graph = _graph(modules)
    found, done = [], set[str]()

    def walk(name: str, path: list[str]) -> None:
        if name in path:
            found.append(" -> ".join([*path[path.index(name) :], name]))
        elif name not in done:
            for target in sorted(graph[name]):
                walk(target, [*path, name])
            done.add(name)

    for name in sorted(graph):
        walk(name, [])
    return found


@pytest.mark.parametrize("rule", [wrong_way, decoders_let_out, network_let_in, cycles])
def test_the_tree_keeps_the_rule(rule: Rule) -> None:
    """No module under src/ breaks the rule."""
    assert rule(read()) == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (wrong_way, "terms/x.py", "from wellfounded.vault import layout"),
        (wrong_way, "vault/x.py", "from ..ledger import entry"),
        (wrong_way, "vault/x.py", "def f():\n    import wellfounded.ledger.entry"),
        (wrong_way, "case/x.py", "from wellfounded import open_case"),
        (wrong_way, "attic/x.py", ""),
        (wrong_way, "report/x.py", "import wellfounded.backends.s3"),
        (decoders_let_out, "intake/x.py", "from wellfounded.intake.untrusted import mail"),
        (decoders_let_out, "intake/x.py", "def f():\n    from zipfile import ZipFile"),
        (decoders_let_out, "case/x.py", "import PIL.Image"),
        (network_let_in, "ledger/x.py", "import socket"),
        (network_let_in, "ledger/x.py", "from urllib import request"),
        (network_let_in, "ledger/x.py", "from urllib.request import urlopen"),
        (network_let_in, "ledger/net.py", "import socket"),
        (network_let_in, "sandbox/warm.py", "import socket\nsocket.create_connection(a)"),
        (network_let_in, "sandbox/warm.py", "import http.client"),
    ],
)
def test_the_rule_sees_a_breach(rule: Rule, path: str, text: str, tmp_path: Path) -> None:
    """Each rule names the file of a breach planted in a small tree."""
    found = rule(write(tmp_path, {path: text}))
    assert len(found) == 1
    assert path in found[0]


def test_a_circle_through_a_function_is_seen(tmp_path: Path) -> None:
    """Two modules that import each other, one of them late, are a circle."""
    sample = {
        "terms/a.py": "from wellfounded.terms import b",
        "terms/b.py": "def f():\n    from .a import g",
    }
    names = ["wellfounded.terms.a", "wellfounded.terms.b", "wellfounded.terms.a"]
    assert cycles(write(tmp_path, sample)) == [" -> ".join(names)]


def test_what_is_allowed_passes(tmp_path: Path) -> None:
    """The rules let the house's own ways through: down the steps, decoders among themselves."""
    sample = {
        "__init__.py": "from wellfounded.case import open_case",
        "case/__init__.py": "import wellfounded.backends.s3\nfrom urllib.parse import quote",
        "backends/s3.py": "from wellfounded.vault import store",
        "vault/store.py": "from ..terms.digest import Digest",
        "terms/digest.py": "import hashlib",
        "extract/untrusted/pdf.py": "import pikepdf\nfrom .text import lines",
        "extract/untrusted/text.py": "import wellfounded.intake.untrusted.mail",
    }
    modules = write(tmp_path, sample)
    for rule in (wrong_way, decoders_let_out, network_let_in, cycles):
        assert rule(modules) == []

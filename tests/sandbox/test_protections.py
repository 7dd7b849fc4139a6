"""Each protection is found by trying; without one that matters the sandbox does not start unless asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sandbox.found import Found
from wellfounded.sandbox import Sandbox, Task, box, describe
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Unavailable

ATTEMPT = "tests.sandbox.attacks:attempt"

WITHOUT = [
    (("landlock",), "landlock", "read_passwd"),
    (("landlock",), "landlock", "list_root"),
    (("seccomp",), "seccomp", "fork"),
    (("seccomp",), "seccomp", "pair"),
    (("seccomp",), "seccomp", "memory_file"),
    (("rlimits",), "rlimits", "fifty_gib"),
    (("rlimits",), "rlimits", "many_files"),
    (("seccomp", "namespaces", "landlock"), "network-namespace", "udp"),
]


def attempted(sandbox: Sandbox, item: Path, attack: str, **where: object) -> str:
    """Try an attack in the jail."""
    kept = Found()
    settings = {"attack": attack, "forks": 2} | where
    with item.open("rb") as file:
        task = Task(ATTEMPT, Digest.of(b""), 0, settings=settings, limits=Limits(wall_s=20))
        assert sandbox.read(task, file, kept).failure is None
    return str(kept.records[0]["value"])


@pytest.fixture
def item(tmp_path: Path) -> Path:
    """Gives an empty file."""
    path = tmp_path / "item"
    path.touch()
    return path


@pytest.mark.parametrize(("left_out", "name", "attack"), WITHOUT)
def test_each_is_missed(
    monkeypatch: pytest.MonkeyPatch,
    item: Path,
    left_out: tuple[str, ...],
    name: str,
    attack: str,
) -> None:
    """Without a protection what it refuses goes through, the sandbox says so, and starts only when asked to."""
    where = {"udp_port": _udp_echo()} if attack == "udp" else {}
    with Sandbox([ATTEMPT]) as whole:
        assert whole.missing == ()
        assert attempted(whole, item, attack, **where) != "through"
    monkeypatch.setattr(box, "LEAVE_OUT", left_out)
    with pytest.raises(Unavailable) as told:
        Sandbox([ATTEMPT])
    assert told.value.code == "jail-weaker"
    assert name in told.value.why
    assert "--weaker-jail" in told.value.next
    with Sandbox([ATTEMPT], weaker=True) as weaker:
        assert name in weaker.missing
        assert not any(held.startswith(name) for held in weaker.held)
        assert attempted(weaker, item, attack, **where) == "through"


@pytest.mark.parametrize("attack", ["tcp", "udp", "abstract_socket"])
def test_the_network_is_refused_twice(
    monkeypatch: pytest.MonkeyPatch, item: Path, attack: str
) -> None:
    """Where the call filter is missing, the network namespace and Landlock still refuse the network."""
    where = {"udp_port": _udp_echo(), "tcp_port": _tcp(), "unix_name": _abstract()}
    monkeypatch.setattr(box, "LEAVE_OUT", ("seccomp",))
    with Sandbox([ATTEMPT], weaker=True) as weaker:
        assert attempted(weaker, item, attack, **where) != "through"
    monkeypatch.setattr(box, "LEAVE_OUT", ("seccomp", "namespaces", "landlock"))
    with Sandbox([ATTEMPT], weaker=True) as weakest:
        assert attempted(weakest, item, attack, **where) == "through"


def test_files_are_refused_to_writers_twice(
    monkeypatch: pytest.MonkeyPatch, item: Path, tmp_path: Path
) -> None:
    """Writing is refused by the call filter alone and by Landlock alone."""
    tmp_path.chmod(0o777)
    for left_out, refused in (
        (("landlock",), True),
        (("seccomp", "rlimits"), True),
        (("landlock", "seccomp", "rlimits"), False),
    ):
        monkeypatch.setattr(box, "LEAVE_OUT", left_out)
        with Sandbox([ATTEMPT], weaker=True) as weaker:
            told = attempted(weaker, item, "write_new", scratch=str(tmp_path))
        assert (told != "through") == refused, left_out


def test_what_holds_is_described() -> None:
    """Doctor gets one line for each protection: its name, whether it holds, why it matters."""
    rows = describe()
    assert [row[0].partition("-v")[0] for row in rows][:3] == [
        "no-new-privs",
        "landlock",
        "seccomp",
    ]
    assert all(holds for _, holds, _ in rows)
    assert all(len(why) > 20 for _, _, why in rows)


_KEPT: list[object] = []


def _udp_echo() -> int:
    import socket
    import threading

    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))

    def echo() -> None:
        data, sender = server.recvfrom(100)
        server.sendto(data, sender)

    threading.Thread(target=echo, daemon=True).start()
    return int(server.getsockname()[1])


def _tcp() -> int:
    import socket

    server = socket.create_server(("127.0.0.1", 0))
    _KEPT.append(server)
    return int(server.getsockname()[1])


def _abstract() -> str:
    import os
    import socket

    server = socket.socket(socket.AF_UNIX)
    name = f"wellfounded-test-{os.getpid()}-{len(_KEPT)}"
    server.bind("\0" + name)
    server.listen()
    _KEPT.append(server)
    return name

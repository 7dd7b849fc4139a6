"""Runs every attack outside and inside the jail as the user that starts it, and prints what happened as JSON.

    python harness.py FOLDER     an empty folder of this user's

Standard library only, so that another user's plain interpreter can run it.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tests.sandbox import attacks, decoders, found
from wellfounded.sandbox import Sandbox, Task
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest

ATTEMPT = "tests.sandbox.attacks:attempt"


def listening(folder: Path) -> dict[str, Any]:
    """Open one socket of each kind and answer on it; give where they are."""
    tcp = socket.create_server(("127.0.0.1", 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    by_path = socket.socket(socket.AF_UNIX)
    by_path.bind(str(folder / "socket"))
    by_path.listen()
    by_name = socket.socket(socket.AF_UNIX)
    name = f"wellfounded-{os.getpid()}"
    by_name.bind("\0" + name)
    by_name.listen()

    def echo() -> None:
        while True:
            data, sender = udp.recvfrom(100)
            udp.sendto(data, sender)

    threading.Thread(target=echo, daemon=True).start()
    listening.kept = (tcp, udp, by_path, by_name)  # type: ignore[attr-defined]
    return {
        "tcp_port": tcp.getsockname()[1],
        "udp_port": udp.getsockname()[1],
        "unix_path": str(folder / "socket"),
        "unix_name": name,
    }


def prepared(folder: Path) -> dict[str, Any]:
    """Lay out what the attacks reach for."""
    scratch = folder / "scratch"
    scratch.mkdir()
    for name in ("own", "loose", "loose2"):
        (folder / name).write_bytes(b"private")
    return listening(folder) | {
        "own_file": str(folder / "own"),
        "loose_file": str(folder / "loose"),
        "loose_file_2": str(folder / "loose2"),
        "folder": str(folder),
        "scratch": str(scratch),
        "pid": os.getpid(),
    }


def outside(name: str, where: dict[str, Any]) -> str:
    """Try an attack in a plain fork of this process."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.set_inheritable(writer, False)
        os.write(writer, attacks.outcome_of(name, where).encode())
        os._exit(0)
    os.close(writer)
    said = os.read(reader, 100).decode()
    os.close(reader)
    _, status = os.waitpid(child, 0)
    return said or ("through" if status == 0 else f"status {status}")


def inside(box: Sandbox, item: Path, name: str, where: dict[str, Any]) -> str:
    """Try an attack in the jail."""
    kept = found.Found()
    settings = where | {"attack": name}
    task = Task(ATTEMPT, Digest.of(b""), 0, settings=settings, limits=Limits(wall_s=20))
    with item.open("rb") as file:
        outcome = box.read(task, file, kept)
    if outcome.failure is not None:
        return f"failure {outcome.failure.code}"
    return str(kept.records[0]["value"])


def ending(box: Sandbox, item: Path, name: str) -> dict[str, Any]:
    """Run one hostile decoder under tight limits; give its failure and how long it took in milliseconds."""
    limits = Limits(wall_s=2, cpu_s=1, memory_bytes=128 * 1024**2, output_bytes=8 * 1024**2)
    task = Task(f"tests.sandbox.decoders:{name}", Digest.of(b"item"), 4, limits=limits)
    began = time.monotonic()
    with item.open("rb") as file:
        outcome = box.read(task, file, found.Found())
    took = int((time.monotonic() - began) * 1000)
    failure = outcome.failure.to_json() if outcome.failure else None
    return {"failure": failure, "took_ms": took}


def processes(marker: str) -> list[int]:
    """Give the processes whose command line holds the marker."""
    mine = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if marker.encode() in (entry / "cmdline").read_bytes():
                    mine.append(int(entry.name))
            except OSError:
                continue
    return mine


def main(folder: Path) -> None:
    """Run everything and print it."""
    where = prepared(folder)
    marker = f"/nowhere/wellfounded-{os.getpid()}"
    sys.path.append(marker)
    item = folder / "item"
    item.write_bytes(b"item")
    names = [ATTEMPT, *(f"tests.sandbox.decoders:{name}" for name in decoders.HOSTILE)]
    with Sandbox(names) as box:
        seen = processes(marker)
        jailed = {n: inside(box, item, n, where | {"forks": 10**9}) for n in attacks.ATTACKS}
        endings = {name: ending(box, item, name) for name in decoders.HOSTILE}
        after = inside(box, item, "list_root", where)
        left_in_scratch = os.listdir(where["scratch"])
        held = box.held
    report = {
        "uid": os.getuid(),
        "held": held,
        "inside": jailed,
        "endings": endings,
        "after": after,
        "left_in_scratch": left_in_scratch,
        "processes_during": len(seen),
        "processes_after": processes(marker),
        "outside": {n: outside(n, where | {"forks": 3}) for n in attacks.ATTACKS},
        "unexpected": sorted(os.listdir(os.environ["TMPDIR"])),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""What a hostile file would do once it runs code, one function each: returns when it got through, raises when it was refused.

Run by `attempt` in the jail and by harness.py outside it. Standard library only.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import platform
import signal
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.record import Fact

Where = Mapping[str, Any]

_X86 = platform.machine() == "x86_64"
_NORESERVE = 0x4000
_libc = ctypes.CDLL(None, use_errno=True)


def _call(x86: int, arm: int, *arguments: int) -> int:
    result = int(_libc.syscall(*(ctypes.c_long(n) for n in (x86 if _X86 else arm, *arguments))))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def tcp(where: Where) -> None:
    """Connects to a port on this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.connect(("127.0.0.1", where["tcp_port"]))


def udp(where: Where) -> None:
    """Sends a datagram and hears the answer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(5)
        s.sendto(b"secret", ("127.0.0.1", where["udp_port"]))
        s.recv(10)


def unix_socket(where: Where) -> None:
    """Connects to a socket that has a path."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
        s.connect(where["unix_path"])


def abstract_socket(where: Where) -> None:
    """Connects to a socket that has only a name."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
        s.connect("\0" + where["unix_name"])


def read_passwd(where: Where) -> None:
    """Reads a file every user may read."""
    Path("/etc/passwd").read_bytes()


def read_own_file(where: Where) -> None:
    """Reads a file of this user's."""
    Path(where["own_file"]).read_bytes()


def read_other_item(where: Where) -> None:
    """Lists the folder of this user's files."""
    os.listdir(where["folder"])


def list_root(where: Where) -> None:
    """Lists the top folder."""
    os.listdir("/")


def read_parent_memory_map(where: Where) -> None:
    """Reads what the kernel tells of the process that started all this."""
    Path(f"/proc/{where['pid']}/status").read_bytes()


def write_new(where: Where) -> None:
    """Makes a file in the folder for temporary files."""
    Path(where["scratch"], "made").write_bytes(b"x")


def write_own_file(where: Where) -> None:
    """Adds to a file of this user's."""
    with open(where["own_file"], "ab") as file:
        file.write(b"x")


def make_folder(where: Where) -> None:
    """Makes a folder."""
    Path(where["scratch"], "folder").mkdir()


def rename(where: Where) -> None:
    """Renames a file."""
    os.rename(where["loose_file"], where["loose_file"] + ".moved")


def remove(where: Where) -> None:
    """Removes a file."""
    os.unlink(where["loose_file_2"])


def truncate(where: Where) -> None:
    """Empties a file by its path."""
    os.truncate(where["own_file"], 0)


def change_mode(where: Where) -> None:
    """Opens a file to everyone."""
    os.chmod(where["own_file"], 0o666)


def fork(where: Where) -> None:
    """Starts a process."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def raw_clone(where: Where) -> None:
    """Starts a process by the bare system call."""
    child = _call(56, 220, signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def fork_bomb(where: Where) -> None:
    """Starts processes until it is stopped; outside the jail, three."""
    for _ in range(where["forks"]):
        fork(where)


def execute(where: Where) -> None:
    """Starts a program in a new process."""
    os.waitpid(os.posix_spawn("/usr/bin/true", ["true"], {}), 0)


def become(where: Where) -> None:
    """Becomes another program; outside the jail harness.py forks before this."""
    os.execv("/usr/bin/true", ["true"])


def signal_starter(where: Where) -> None:
    """Asks whether it may signal the process that started all this."""
    os.kill(where["pid"], 0)


def signal_parent(where: Where) -> None:
    """Asks whether it may signal its parent."""
    os.kill(os.getppid(), 0)


def trace(where: Where) -> None:
    """Has its parent trace it."""
    _call(101, 117, 0, 0, 0, 0)


def new_namespace(where: Where) -> None:
    """Leaves for a namespace where it is root."""
    _call(272, 97, 0x1000_0000)


def keyring(where: Where) -> None:
    """Reaches for the keys the kernel holds for this user."""
    _call(250, 219, 0, -3 & 0xFFFFFFFF, 1)


def memory_file(where: Where) -> None:
    """Makes a file in memory, from which programs can be started."""
    os.close(os.memfd_create("x"))


def pair(where: Where) -> None:
    """Makes a pair of sockets, through which descriptors travel."""
    for s in socket.socketpair():
        s.close()


def higher_limits(where: Where) -> None:
    """Sets a limit of the process that started all this."""
    import resource

    resource.prlimit(where["pid"], resource.RLIMIT_CORE, (0, 0))


def fifty_gib(where: Where) -> None:
    """Takes 50 GiB of addresses."""
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _NORESERVE
    mmap.mmap(-1, 50 * 1024**3, flags=flags).close()


def many_files(where: Where) -> None:
    """Opens 300 descriptors."""
    opened = []
    try:
        opened.extend(os.dup(0) for _ in range(300))
    finally:
        for fd in opened:
            os.close(fd)


ATTACKS: dict[str, Callable[[Where], None]] = {
    attack.__name__: attack
    for attack in (
        *(tcp, udp, unix_socket, abstract_socket),
        *(read_passwd, read_own_file, read_other_item, list_root, read_parent_memory_map),
        *(write_new, write_own_file, make_folder, rename, remove, truncate, change_mode),
        *(fork, raw_clone, fork_bomb, execute, become, signal_starter, signal_parent, trace),
        *(new_namespace, keyring, memory_file, pair, higher_limits, fifty_gib, many_files),
    )
}


def outcome_of(name: str, where: Where) -> str:
    """Try one attack; say `through` or what refused it."""
    try:
        ATTACKS[name](where)
    except (OSError, MemoryError) as exc:
        return type(exc).__name__
    return "through"


def attempt(source: Source, out: Emitter, settings: Settings) -> None:
    """Try the attack named in the settings, as a decoder would that a hostile file took over."""
    out.record(Fact("attack", outcome_of(settings["attack"], settings)))

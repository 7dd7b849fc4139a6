"""Refuses and records every socket that is not local, in this process and those it forks.

Imported by tests/conftest.py and, through `sitecustomize.py` beside this file, by every Python
program that a test starts. Standard library only, and quick: it runs at each of those starts.

Limit: Python's audit events see Python's own sockets. A library that opens one in C is not seen.
"""

import ipaddress
import os
import socket
import sys
from typing import Any

LOG_VARIABLE = "WELLFOUNDED_SOCKET_LOG"
"""Names the environment variable with the file that gets one line for each refused call."""

_WITH_ADDRESS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_WITH_NAME = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyname_ex"})
_LOCAL_FAMILIES = {
    int(getattr(socket, name)) for name in ("AF_UNIX", "AF_NETLINK") if hasattr(socket, name)
}


def is_local(host: object) -> bool:
    """True for loopback addresses and the name localhost; False for anything else, "" included."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _leaves_this_machine(event: str, args: tuple[Any, ...]) -> bool:
    if event in _WITH_NAME:
        return not is_local(args[0])
    sock, address = args[0], args[-1]
    if int(sock.family) in _LOCAL_FAMILIES or address is None:
        return False
    return not (isinstance(address, tuple) and is_local(address[0]))


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event not in _WITH_ADDRESS and event not in _WITH_NAME:
        return
    if not _leaves_this_machine(event, args):
        return
    where = os.environ.get("PYTEST_CURRENT_TEST", " ".join(sys.argv[:3]))
    log = os.environ.get(LOG_VARIABLE)
    if log:
        with open(log, "a", encoding="utf-8") as out:
            out.write(f"{event} {args[-1] if event in _WITH_ADDRESS else args[0]!r} in {where}\n")
    raise PermissionError(f"no test may leave this machine: {event} {args[1:]!r}")


def install() -> None:
    """Starts watching; it cannot be stopped for the life of the process."""
    sys.addaudithook(_watch)

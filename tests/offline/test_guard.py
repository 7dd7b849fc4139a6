"""The whole suite opens no socket but local ones."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.offline import guard

_HERE = Path(__file__).parent
_TALK = "import socket; socket.create_connection(({host!r}, 9), timeout=0.1)"


def _start(code: str, log: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {guard.LOG_VARIABLE: str(log), "PYTHONPATH": str(_HERE)}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)


@pytest.mark.parametrize(
    "code",
    [
        _TALK.format(host="192.0.2.1"),
        _TALK.format(host="2001:db8::1"),
        _TALK.format(host="evidence.invalid"),
        "import socket; socket.socket().bind(('', 0))",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
        "import os\nif os.fork() == 0:\n " + _TALK.format(host="192.0.2.1") + "\nos.wait()",
    ],
)
def test_a_program_that_would_leave_this_machine_is_refused_and_recorded(
    code: str, tmp_path: Path
) -> None:
    """Each way out raises in the program that tries it and leaves a line that fails the run."""
    log = tmp_path / "sockets.log"
    done = _start(code, log)
    assert "no test may leave this machine" in done.stderr
    assert log.read_text().startswith("socket.")


def test_this_very_process_and_what_it_starts_are_watched() -> None:
    """The guard is on here: the test above is not about a guard nobody installed."""
    with pytest.raises(PermissionError, match="leave this machine"):
        sys.audit("socket.gethostbyname", "evidence.invalid")
    log = Path(os.environ[guard.LOG_VARIABLE])
    lines = log.read_text().splitlines(keepends=True)
    expected = [line for line in lines if "evidence.invalid" in line]
    assert expected
    log.write_text("".join(line for line in lines if line not in expected))
    assert str(_HERE) in os.environ["PYTHONPATH"].split(os.pathsep)


def test_local_sockets_are_let_through(tmp_path: Path) -> None:
    """Loopback and Unix sockets work, or the tests of the jail and of local servers could not."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(tmp_path / "s"))
    log = tmp_path / "sockets.log"
    done = _start("import socket; socket.getaddrinfo('localhost', 80)", log)
    assert done.returncode == 0, done.stderr
    assert not log.exists()

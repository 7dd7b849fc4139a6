"""Where there is no jail: everything imports, nothing hostile is read unless asked, and then limits still hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.sandbox.found import Found
from wellfounded.sandbox import Outcome, Sandbox, Task, Tool, box, describe
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Unavailable

HERE = "tests.sandbox.decoders"


@pytest.fixture
def item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gives a small file on a platform without a jail."""
    monkeypatch.setattr(box, "JAILS", False)
    path = tmp_path / "item"
    path.write_bytes(b"hello")
    return path


def read(item: Path, name: str, limits: Limits) -> tuple[Outcome, Found]:
    """Read an item with one of the decoders of the tests."""
    data, kept = item.read_bytes(), Found()
    with Sandbox([f"{HERE}:{name}"], weaker=True) as weaker, item.open("rb") as file:
        task = Task(f"{HERE}:{name}", Digest.of(data), len(data), limits=limits)
        return weaker.read(task, file, kept), kept


def test_it_is_refused_unless_asked_for(item: Path) -> None:
    """Without a jail the sandbox does not start by itself, and says what is missing and what to do."""
    with pytest.raises(Unavailable) as told:
        Sandbox([f"{HERE}:nothing"])
    assert told.value.code == "jail-weaker"
    assert "seccomp" in told.value.why
    assert "--weaker-jail" in told.value.next
    assert not any(holds for name, holds, _ in describe() if name != "rlimits")


def test_it_reads_the_same(item: Path) -> None:
    """What is found without a jail is what is found in it; the outcome says what is missing."""
    outcome, kept = read(item, "honest", Limits(wall_s=60))
    assert outcome.failure is None
    assert len(kept.records) == 5
    assert kept.members[0][1] == b"first second"
    assert {"seccomp", "landlock", "network-namespace"} <= set(outcome.missing)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("sleeps_for_ever", "timed-out"),
        ("crashes", "crashed"),
        ("wrong_digest", "garbage"),
        ("floods_records", "over-limit"),
        ("takes_fifty_gib", "out-of-memory"),
    ],
)
def test_bad_ends_are_failures(item: Path, name: str, code: str) -> None:
    """A hang, crash, flood or garbage is a Failure here too."""
    limits = Limits(wall_s=3, output_bytes=2**20, memory_bytes=512 * 1024**2)
    outcome, _ = read(item, name, limits)
    assert outcome.failure is not None
    assert outcome.failure.code == code


def test_a_tool_runs(item: Path) -> None:
    """A tool runs on the item, by its input and by a path."""
    with Sandbox([], weaker=True) as weaker, item.open("rb") as file:
        printed, outcome = weaker.tool(Tool("/usr/bin/cat", ("-", "{item}")), file)
        assert printed in {b"hellohello", b"hello"}
        assert outcome.status == 0
        slow = Tool("/usr/bin/sleep", ("1000",), limits=Limits(wall_s=1))
        failure = weaker.tool(slow, file)[1].failure
        assert failure is not None
        assert failure.code == "timed-out"


def test_a_decoder_that_is_not_there(item: Path) -> None:
    """A decoder that cannot be found is a mistake."""
    with pytest.raises(Mistaken):
        Sandbox(["tests.sandbox.no_such_module"], weaker=True)


def test_it_imports_everywhere() -> None:
    """The room imports on a platform without resource limits, file locks and Linux calls."""
    code = (
        "import sys, signal\n"
        "sys.path[:] = " + repr(sys.path) + "\n"
        "import subprocess, socket, select, tempfile, shutil\n"
        "for name in ('resource', 'fcntl', 'pwd', 'grp'): sys.modules[name] = None\n"
        "for name in ('SIGKILL', 'SIGXCPU'): delattr(signal, name)\n"
        "del select.poll, socket.AF_UNIX\n"
        "sys.platform = 'win32'\n"
        "import wellfounded.sandbox, wellfounded.sandbox.box as box\n"
        "assert box.JAILS is False and box.fcntl is None\n"
        "import wellfounded.sandbox.jail.limits as limits\n"
        "assert limits.address_space() == 0\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr

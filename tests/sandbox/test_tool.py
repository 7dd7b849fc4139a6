"""The profile `tool`: one named program, the item, system folders, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from wellfounded.sandbox import Outcome, Sandbox, Tool
from wellfounded.terms.decoding import Limits
from wellfounded.terms.errors import Unavailable

SYSTEM_PYTHON = "/usr/bin/python3"


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """Gives one sandbox for the tests of this file."""
    with Sandbox([]) as box:
        yield box


@pytest.fixture
def item(tmp_path: Path) -> Path:
    """Gives a small file."""
    path = tmp_path / "item"
    path.write_bytes(b"hello")
    return path


def run(box: Sandbox, item: Path, tool: Tool) -> tuple[bytes, Outcome]:
    """Run a tool on an item."""
    with item.open("rb") as file:
        return box.tool(tool, file)


def python(box: Sandbox, item: Path, code: str, **more: object) -> tuple[bytes, Outcome]:
    """Run Python as the tool; skip where the system has none."""
    if not Path(SYSTEM_PYTHON).exists():
        pytest.skip("the system has no Python in /usr/bin")
    tool = Tool(SYSTEM_PYTHON, ("-I", "-S", "-c", code), **more)  # type: ignore[arg-type]
    return run(box, item, tool)


def test_the_item_by_its_descriptor_and_by_a_path(box: Sandbox, item: Path) -> None:
    """The item is standard input, from its start, and can also be opened by a path."""
    assert run(box, item, Tool("/usr/bin/cat"))[0] == b"hello"
    printed, outcome = run(box, item, Tool("/usr/bin/cat", ("-", "{item}")))
    assert printed == b"hellohello"
    assert (outcome.failure, outcome.status) == (None, 0)


def test_other_files_are_refused(box: Sandbox, item: Path) -> None:
    """Another file is not read, not even one beside the item; outside the jail it is."""
    other = item.with_name("other")
    other.write_bytes(b"private")
    for path in ("/etc/passwd", str(other)):
        outside = subprocess.run(["/usr/bin/cat", path], capture_output=True, check=True)
        assert outside.stdout
        printed, outcome = run(box, item, Tool("/usr/bin/cat", (path,)))
        assert printed == b""
        assert outcome.status == 1
    assert run(box, item, Tool("/usr/bin/cat", (str(other),), readable=(str(other),)))[0]


def test_other_programs_are_refused(box: Sandbox, item: Path) -> None:
    """Only the program that was named starts; one that it names in turn only where it was allowed."""
    arguments = ("/usr/bin/cat",)
    with item.open("rb") as file:
        outside = subprocess.run(["/usr/bin/env", *arguments], stdin=file, capture_output=True)
    assert outside.stdout == b"hello"
    printed, outcome = run(box, item, Tool("/usr/bin/env", arguments))
    assert printed == b""
    assert outcome.status == 126
    allowed = Tool("/usr/bin/env", arguments, interpreters=("/usr/bin/cat",))
    assert run(box, item, allowed)[0] == b"hello"


def test_a_script_finds_its_interpreter(box: Sandbox, item: Path, tmp_path: Path) -> None:
    """A script is started by the interpreter its first line names."""
    script = tmp_path / "script"
    script.write_text("#!/bin/sh\nread line; echo got $line\n")
    script.chmod(0o755)
    assert run(box, item, Tool(str(script)))[0] == b"got hello\n"


ATTEMPTS = {
    "tcp": "import socket; socket.create_connection(('127.0.0.1', {port}))",
    "udp": "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "fork": "import os; os.fork() or os._exit(0)",
    "write": "open('{folder}/made', 'w')",
    "signal": "import os; os.kill({pid}, 0)",
    "list": "import os; os.listdir('/')",
    "other process": "open('/proc/{pid}/cmdline').read()",
    "memory": "b'x' * 2**35",
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_each_attempt_is_refused(box: Sandbox, item: Path, tmp_path: Path, name: str) -> None:
    """What a tool must not do fails in the jail and goes through outside it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = ATTEMPTS[name].format(port=port, folder=tmp_path, pid=os.getpid())
        whole = f"try:\n  {code}\nexcept (OSError, MemoryError):\n  print('refused')\nelse:\n  print('through')"
        if name != "memory":
            command = [SYSTEM_PYTHON, "-I", "-S", "-c", whole]
            outside = subprocess.run(command, capture_output=True, text=True, check=True)
            assert outside.stdout == "through\n"
        printed, _ = python(box, item, whole)
    assert printed == b"refused\n"


def test_scratch_is_private_and_gone(box: Sandbox, item: Path) -> None:
    """The scratch folder is empty, writable, limited in size, and seen by nobody else, then or later."""
    code = (
        "import os; d = '{scratch}'; print(os.listdir(d)); open(d + '/a', 'w').write('x'); "
        "print(os.listdir(d))\n"
        "try:\n  open(d + '/b', 'wb').write(bytes(2**21))\nexcept OSError as e: print(e.errno)"
    )
    before = set(os.listdir("/tmp"))
    for _ in range(2):
        printed, outcome = python(box, item, code, scratch=True, limits=Limits(output_bytes=2**20))
        assert printed.splitlines()[:2] == [b"[]", b"['a']"], outcome
        assert printed.splitlines()[2] in {b"27", b"28"}
    assert not {"a", "b"} & (set(os.listdir("/tmp")) - before)


def test_output_is_limited_and_can_be_streamed(box: Sandbox, item: Path) -> None:
    """What a tool prints is cut at the limit with a failure, or handed on as it comes."""
    code = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
    _, outcome = python(box, item, code, limits=Limits(output_bytes=2**20))
    assert outcome.failure is not None
    assert outcome.failure.limits == (("output_bytes", 2**20),)
    taken: list[bytes] = []
    with item.open("rb") as file:
        printed, outcome = box.tool(Tool("/usr/bin/cat"), file, taken.append)
    assert (printed, b"".join(taken), outcome.failure) == (b"", b"hello", None)


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("import time; time.sleep(1000)", "timed-out"),
        ("while True: pass", "timed-out"),
        ("import os; os.abort()", "crashed"),
    ],
)
def test_bad_ends(box: Sandbox, item: Path, code: str, failure: str) -> None:
    """A tool that hangs or crashes ends as a failure."""
    _, outcome = python(box, item, code, limits=Limits(wall_s=1, cpu_s=1))
    assert outcome.failure is not None
    assert outcome.failure.code == failure


def test_a_missing_program_is_said(box: Sandbox, item: Path) -> None:
    """A program that is not there is Unavailable, by its path."""
    with pytest.raises(Unavailable) as told:
        run(box, item, Tool("/usr/bin/no-such-program"))
    assert told.value.code == "tool-missing"


@pytest.mark.parametrize(
    ("program", "arguments"),
    [("exiftool", ("-json", "-")), ("exiftool", ("-json", "{item}"))],
)
def test_exiftool(box: Sandbox, tmp_path: Path, program: str, arguments: tuple[str, ...]) -> None:
    """ExifTool reads a picture in the jail."""
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed")
    picture = tmp_path / "picture.gif"
    picture.write_bytes(
        b"GIF89a\x03\x00\x02\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x03\x00\x02\x00\x00"
        b"\x02\x03D\x02\x05\x00;"
    )
    printed, outcome = run(box, picture, Tool(path, arguments))
    assert outcome.failure is None
    [said] = json.loads(printed)
    assert (said["ImageWidth"], said["ImageHeight"]) == (3, 2)


def test_tesseract(box: Sandbox, tmp_path: Path) -> None:
    """Tesseract reads a page in the jail."""
    path = shutil.which("tesseract")
    if path is None:
        pytest.skip("tesseract is not installed")
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (600, 120), 255)
    ImageDraw.Draw(page).text((20, 30), "Hello World", fill=0, font=ImageFont.load_default(60))
    page.save(tmp_path / "page.png")
    printed, outcome = run(
        box, tmp_path / "page.png", Tool(path, ("stdin", "stdout", "-l", "eng", "--psm", "7"))
    )
    assert outcome.failure is None
    assert b"Hello" in printed

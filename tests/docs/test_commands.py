"""Commands shown in the docs work: each `console` block is run, in order, page by page."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import site
from tests.authority import Authority
from tests.docs.pages import Command, all_pages, commands
from tests.house.tree import ROOT
from wellfounded.case.home import Home
from wellfounded.case.proof.witness import own_witness
from wellfounded.ledger.witness.net import serving

_SAMPLE = ROOT / "src" / "wellfounded" / "sample" / "data"
_INBOX = (
    "leak/BL-2024-0318.docx",
    "press/radio-lumen-transcript-2024-06-18.pdf",
    "press/kestrel-daily-2025-03-14.html",
    "received/parcel-2025-01-07.zip",
    "video/VID_20240911_081405.mp4",
)
_PAPERS = ("press/radio-lumen-transcript-2024-06-18.pdf",)
_VOICE = ("messages/PTT-20240912-WA0001.opus",)
_CHATS = (
    "messages/WhatsApp Chat with Joren.txt",
    "messages/WhatsApp Chat with Deren.txt",
)
_CLAIMS = (
    "statements/declaration-mirel-adran.docx",
    "press/northline-2025-03-13-kerrin-asylum.html",
    "press/kestrel-daily-2025-03-14.html",
    "press/ministry-statement-2025-03-20.html",
    "press/upland-observer-2025-05-04.html",
    "press/lantern-post-2025-05-05.html",
    "press/pass-gazette-2025-05-03.html",
)
_INBOXES = {
    ROOT / "README.md": _INBOX,
    ROOT / "docs" / "do" / "bind-a-packet.md": _PAPERS,
    ROOT / "docs" / "do" / "check-a-filing.md": _INBOX,
    ROOT / "docs" / "do" / "claims.md": _CLAIMS,
    ROOT / "docs" / "do" / "find-copies.md": _VOICE,
    ROOT / "docs" / "know" / "chats.md": _CHATS,
    ROOT / "docs" / "do" / "decide-what-counts-once.md": _VOICE,
}
_PAGES = [page for page in all_pages() if commands(page.read_text(encoding="utf-8"))]


def run(
    page_commands: list[Command], folder: Path, given: Mapping[str, str] | None = None
) -> list[str]:
    """Runs the commands as one session that begins in `folder`; gives what did not go as shown.

    `cd` and `export NAME=VALUE` hold for what follows; a name in `given` keeps the value it has there.
    A command must end with 0, or with N where it is written `COMMAND; echo $?` and N is shown.
    Each shown line must stand in the output, in that order; `...` stands for anything.
    """
    env = os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "WELLFOUNDED_HOME": str(folder / ".home"),
        "COLUMNS": "200",
        "NO_COLOR": "1",
    }
    env |= given or {}
    wrong: list[str] = []
    cwd = folder
    for command in page_commands:
        word, _, rest = command.line.partition(" ")
        if word == "cd":
            cwd = cwd / rest
            continue
        if word == "export":
            name, _, value = rest.partition("=")
            env[name] = (given or {}).get(name, value)
            continue
        done = subprocess.run(
            ["bash", "-c", command.line],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        output = done.stdout + done.stderr
        if done.returncode != 0:
            wrong.append(f"$ {command.line}\nexit {done.returncode}\n{output}")
            continue
        rest = output
        for line in command.shown:
            if line == "...":
                continue
            _, found, rest = rest.partition(line)
            if not found:
                wrong.append(f"$ {command.line}\ndoes not print: {line}\nbut: {output}")
                break
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("page", _PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_commands_of_a_page_do_what_it_shows(page: Path, tmp_path: Path) -> None:
    """A reader who types the page gets what the page shows.

    Some pages speak of an inbox and a clip that a reader has: here, some of the sample's.
    """
    if page in _INBOXES:
        (tmp_path / "inbox").mkdir()
        for name in _INBOXES[page]:
            shutil.copy(_SAMPLE / name, tmp_path / "inbox")
        shutil.copy(_SAMPLE / "video" / "VID_20240911_081405.mp4", tmp_path / "clip.mp4")
    with _outside(page, tmp_path) as given:
        assert run(commands(page.read_text(encoding="utf-8")), tmp_path, given) == []


@contextmanager
def _outside(page: Path, folder: Path) -> Iterator[dict[str, str]]:
    """Serves on loopback the authority or the witness a page speaks to."""
    if page.name == "run-a-witness.md":
        owner = folder / "owner"
        with serving(own_witness(Home(owner), "witness.example/ridge")) as url:
            yield {"WITNESS": url, "OWNER": str(owner)}
        return
    if page.name == "capture-web-pages.md":
        with site.serving() as served:
            yield {"PROXY": served.proxy}
        return
    if page.name != "stamp-a-case.md":
        yield {}
        return
    authority = Authority(folder / "ridge")
    shutil.copy(authority.roots, folder / "ridge-roots.pem")
    with authority.serving() as url:
        yield {"AUTHORITY": url}


def test_a_wrong_command_is_seen(tmp_path: Path) -> None:
    """A failing command and output that differs are seen; what is right passes."""
    text = (
        "```console\n$ export A=a\n$ mkdir $A\n$ cd a\n$ echo one \\\n  two\none two\n$ pwd\n...\n/a\n$ false\n"
        "$ echo three\nfour\n```\n```sh\n$ exit 9\n```\n"
    )
    wrong = run(commands(text), tmp_path)
    assert [w.splitlines()[0] for w in wrong] == ["$ false", "$ echo three"]

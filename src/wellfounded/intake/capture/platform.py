"""Videos of platforms, as the platform gives them: streams, description, comments and captions, by yt-dlp, shut in."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, Literal

from wellfounded.intake.capture import net
from wellfounded.intake.capture.browser import taken_out
from wellfounded.intake.capture.page import Tell
from wellfounded.sandbox.warm import module_path
from wellfounded.terms.errors import Unavailable

Role = Literal["media", "info", "description", "captions", "thumbnail"]
MOST_SECONDS: Final = 4 * 3600.0
_ROLES: Final[dict[str, Role]] = {
    ".info.json": "info",
    ".description": "description",
    **dict.fromkeys((".vtt", ".srt", ".ttml", ".srv1", ".srv2", ".srv3", ".ass", ".lrc", ".json3"), "captions"),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".webp", ".image"), "thumbnail"),
}  # fmt: skip
_START: Final = """import json, sys
sys.path[:] = json.loads(sys.argv[1])
from wellfounded.intake.capture.download import main
main(sys.argv[2:])"""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What a platform gave: files by role, in the order of their names, and whom the program reached. `said` is its last word where it failed."""

    files: tuple[tuple[Role, Path], ...]
    contacts: tuple[net.Contact, ...]
    own: tuple[str, ...]
    program: str
    said: str


def program() -> str:
    """Give the program and its version; raises Unavailable `needs-extra`."""
    try:
        return f"yt-dlp {version('yt-dlp')}"
    except PackageNotFoundError:
        what = "videos of platforms need [platforms]"
        raise Unavailable("needs-extra", what, next="install wellfounded[platforms]") from None


@contextmanager
def downloaded(
    url: str, *, proxy: net.Proxy | None = None, way: type[net.WayOut] = net.WayOut, tell: Tell = lambda *_: None
) -> Iterator[Downloaded]:  # fmt: skip
    """Download while the context is open; the files are gone when it ends.

    Raises Unavailable `needs-extra`, `no-empty-network`. Nothing of the platform's own failures is raised: `said` has the last word.
    """
    named = program()
    folder = Path(tempfile.mkdtemp(prefix="wellfounded-platform-"))
    try:
        with _running(url, folder, proxy, way) as (process, way_out):
            said = _until_done(process, folder, tell)
        contacts = tuple(sorted(way_out.contacts, key=lambda c: (c.refused, c.host, c.port)))
        own = tuple(sorted(way_out.own))
        yield Downloaded(tuple(_files(folder)), contacts, own, named, said)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(
    url: str, folder: Path, proxy: net.Proxy | None, way: type[net.WayOut]
) -> Iterator[tuple[subprocess.Popen[bytes], net.WayOut]]:
    channel, theirs = socket.socketpair()
    words = [sys.executable, "-I", "-c", _START, module_path(), str(theirs.fileno()), str(folder), url]  # fmt: skip
    process = subprocess.Popen(
        words, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, cwd="/",
    )  # fmt: skip
    try:
        theirs.close()
        with channel:
            channel.settimeout(60.0)
            listener = taken_out(channel, process)
        with way(listener, proxy) as way_out:
            way_out.allow_all()
            yield process, way_out
    finally:
        process.kill()
        if process.stderr is not None:
            process.stderr.close()
        process.wait()


def _until_done(process: subprocess.Popen[bytes], folder: Path, tell: Tell) -> str:
    """Wait for the program, telling how much is there; give the last line it said where it failed."""
    end = time.monotonic() + MOST_SECONDS
    said = b""
    if process.stderr is not None:
        os.set_blocking(process.stderr.fileno(), False)
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
        if process.stderr is not None:
            said = (said + (process.stderr.read() or b""))[-4000:]
        got = sum(p.stat().st_size for p in folder.iterdir() if p.is_file())
        tell(f"downloading, {got / 1e6:.1f} MB", 0, 0)
        if process.returncode is not None or time.monotonic() > end:
            break
    if process.returncode == 0:
        return ""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("ERROR: ")[:300] if lines else "it took too long"


def _files(folder: Path) -> Iterator[tuple[Role, Path]]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.is_symlink():
            yield next((r for end, r in _ROLES.items() if path.name.endswith(end)), "media"), path

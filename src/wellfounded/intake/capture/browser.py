"""A headless Chromium in an empty network, spoken to over two pipes (the Chrome DevTools Protocol)."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wellfounded.intake.capture import launch, net
from wellfounded.intake.capture.devtools import Devtools
from wellfounded.sandbox.warm import module_path
from wellfounded.terms.errors import Unavailable

_USUAL: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTH: Final = 1280
HEIGHT: Final = 960
_OPTIONS: Final = (
    "--headless=new", "--remote-debugging-pipe", "--proxy-bypass-list=<-loopback>", "--no-first-run",
    "--no-default-browser-check", "--no-pings", "--disable-quic", "--disable-gpu", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-domain-reliability", "--disable-breakpad", "--disable-extensions", "--disable-dev-shm-usage",
    "--disable-client-side-phishing-detection", "--dns-prefetch-disable", "--mute-audio", "--hide-scrollbars",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--password-store=basic", "--use-mock-keychain",
    "--metrics-recording-only", "--no-service-autorun", "--disk-cache-size=1", "--lang=en-US", "--force-color-profile=srgb",
    "--disable-features=OptimizationHints,MediaRouter,Translate,NetworkPrediction,AutofillServerCommunication",
    f"--window-size={WIDTH},{HEIGHT}",
)  # fmt: skip
_START: Final = """import json, sys
sys.path[:] = json.loads(sys.argv[1])
from wellfounded.intake.capture.launch import main
main(sys.argv[2:])"""
_START_S: Final = 60.0


@dataclass
class Browser:
    """A browser that runs: its pipes, and the one way out."""

    devtools: Devtools
    way_out: net.WayOut
    version: str


def program() -> str:
    """Give the path of the browser; raises Unavailable `no-browser`."""
    found = next((path for name in _USUAL if (path := shutil.which(name))), None)
    if found is None:
        raise Unavailable(
            "no-browser",
            "there is no Chromium on this computer",
            next="install it (Debian: apt install chromium), or capture elsewhere and add the WACZ file",
        )
    return found


@contextmanager
def running(
    proxy: net.Proxy | None = None, options: Sequence[str] = (), way: type[net.WayOut] = net.WayOut
) -> Iterator[Browser]:
    """Run a browser while the context is open: a fresh profile, no cookies, gone afterwards.

    Raises Unavailable `no-browser`, `no-empty-network` where this computer cannot give it a network of its own, `browser` where it does not start.
    """
    path = program()
    with _profile() as profile, contextlib.ExitStack() as stack:
        channel, theirs = socket.socketpair()
        commands_in, commands = os.pipe()
        answers, answers_out = os.pipe()
        given = (theirs.fileno(), commands_in, answers_out)
        words = [
            *(sys.executable, "-I", "-c", _START, module_path(), *map(str, given)),
            *(str(profile), path, *_OPTIONS, f"--user-data-dir={profile}", *options, "about:blank"),
        ]
        process = subprocess.Popen(
            words, pass_fds=given, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/",
        )  # fmt: skip
        stack.callback(_end, process)
        theirs.close()
        os.close(commands_in)
        os.close(answers_out)
        with channel:
            channel.settimeout(_START_S)
            listener = taken_out(channel, process)
        way_out = stack.enter_context(way(listener, proxy))
        devtools = stack.enter_context(Devtools(answers, commands))
        version = devtools.ask("Browser.getVersion", seconds=_START_S)
        yield Browser(devtools, way_out, str(version.get("product", "")))


def taken_out(channel: socket.socket, process: subprocess.Popen[bytes]) -> socket.socket:
    """Take the socket that a process which shuts itself in hands out; raises Unavailable `no-empty-network`."""
    with contextlib.suppress(OSError):
        listener = net.handed_out(channel)
        if listener is not None:
            return listener
    process.kill()
    _, said = process.communicate()
    raise Unavailable(
        "no-empty-network",
        "this computer cannot give it a network of its own",
        why=said.decode("utf-8", "replace").strip()[-200:],
        next="wellfounded doctor says what is missing; Linux with user namespaces, or root, has it",
    )


@contextmanager
def _profile() -> Iterator[Path]:
    """Give a folder for one browser alone; in an encrypted case temporary files lie in memory (case/opening.py)."""
    folder = Path(tempfile.mkdtemp(prefix="wellfounded-browser-"))
    try:
        if os.getuid() == 0:
            os.chown(folder, launch.NOBODY, launch.NOBODY)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)
    process.kill()
    if process.stderr is not None:
        process.stderr.close()
    process.wait()

"""Watching a folder: what comes to rest in it is received, each file once, for as long as somebody lets it run.

The folder is looked at again and again. A file is at rest when size and time are the same in two looks so many seconds apart; what is
still being copied is waited for. What was received before, by this or an earlier run, is known from the log: path, size and time of
each receipt. A file that changed afterwards is received again; one that could not be read is tried again when it changed, or by the next run. Grows with the number of files in the folder, not with their bytes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wellfounded.case.folder import Case
from wellfounded.case.preserve.add import Added, Tell, add
from wellfounded.intake.receipt import Receipt
from wellfounded.intake.walk import NotTaken, Offered, offered
from wellfounded.terms.errors import Mistaken

REST_S: Final = 10.0

Wait = Callable[[float], bool]
_State = tuple[int, int]


@dataclass(slots=True)
class Looked:
    """What one look found: files received, and how many are not yet at rest."""

    added: Added = field(default_factory=Added)
    unsettled: int = 0


def asleep(seconds: float) -> bool:
    """Sleep, and say that the watch goes on."""
    time.sleep(seconds)
    return True


def watch(
    case: Case,
    folder: Path,
    *,
    actor: str,
    receipt: Receipt,
    rest_s: float = REST_S,
    wait: Wait = asleep,
    tell: Tell = lambda _: None,
    looked: Callable[[Looked], None] = lambda _: None,
) -> None:
    """Receive what comes to rest in a folder until `wait` says no; each file is durable when `tell` hears of it.

    Raises Mistaken `not-a-folder`, `own-case`, and what `add` raises. A folder that is away for a while is waited for.
    """
    if not folder.is_dir():
        raise Mistaken("not-a-folder", "a watch needs a folder", where=str(folder))
    watching = _Watching(case, folder)
    while wait(rest_s):
        looked(watching.look(actor, receipt, tell))


class _Watching:
    """What is known of the files in one folder."""

    def __init__(self, case: Case, folder: Path) -> None:
        self._case, self._folder = case, folder
        self._within = os.path.abspath(os.fsencode(folder)) + b"/"
        self._done: dict[bytes, _State] = {}
        self._named: set[tuple[bytes, str]] = set()
        self._from_log()
        self._last = self._states()

    def look(self, actor: str, receipt: Receipt, tell: Tell) -> Looked:
        """Look once, and receive what was the same in the look before and is not yet here."""
        before, self._last = self._last, self._states()
        new = {path for path, now in self._last.items() if self._done.get(path) != now}
        ready = {path for path in new if before.get(path) == self._last[path]}
        unsettled = len(new - ready)
        if not self._folder.is_dir():
            return Looked(unsettled=unsettled)

        def only(offer: Offered | NotTaken) -> bool:
            path = os.path.abspath(offer.path)
            if isinstance(offer, NotTaken):
                return (path, offer.code) not in self._named
            return path in ready and _state(offer) == self._last[path]

        if not ready and not self._odd():
            return Looked(unsettled=unsettled)
        added = add(self._case, [self._folder], actor=actor, receipt=receipt, only=only, tell=tell)
        self._done |= {path: self._last[path] for path in ready}
        self._named |= {(os.path.abspath(one.path), one.code) for one in added.not_received}
        return Looked(added, unsettled)

    def _states(self) -> dict[bytes, _State]:
        if not self._folder.is_dir():
            return {}
        found = offered([self._folder], case=self._case.root)
        return {os.path.abspath(o.path): _state(o) for o in found if isinstance(o, Offered)}

    def _odd(self) -> bool:
        """Say whether something lies there that is no file and was not named yet."""
        return any(
            isinstance(o, NotTaken) and (os.path.abspath(o.path), o.code) not in self._named
            for o in offered([self._folder], case=self._case.root)
        )

    def _from_log(self) -> None:
        """Take up what is in the log: the last receipt of each path here, and what was named as not received."""
        for entry in self._case.custody.entries(0):
            if entry.type not in ("received", "not-received"):
                continue
            values = self._case.reveal("custody", entry)
            path = bytes.fromhex(values["path"]["bytes_hex"]) if "path" in values else b""
            if not path.startswith(self._within):
                continue
            if entry.type == "not-received":
                self._named.add((path, entry.body["code"]))
            elif "modified" in values:
                self._done[path] = (entry.body["size"], values["modified"])


def _state(offer: Offered) -> _State:
    """Give size in bytes and time in microseconds, as a receipt holds them."""
    return offer.size, offer.modified_ns // 1000

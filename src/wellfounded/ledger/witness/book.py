"""What a witness keeps: its key, the logs it knows, and the newest checkpoint it cosigned of each.

BOOK/name  BOOK/key  BOOK/logs (a verifier key a line)  BOOK/seen/<SHA-256 of the origin>  BOOK/lock
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wellfounded.disk import FileLock
from wellfounded.ledger import merkle, note
from wellfounded.ledger.note import Checkpoint
from wellfounded.ledger.signer import KeySigner, key_text, read_key, signature_holds, write_private
from wellfounded.ledger.stamps.cosignature import LOG, WITNESS, VerifierKey, cosign
from wellfounded.ledger.witness import protocol
from wellfounded.ledger.witness.protocol import Request
from wellfounded.terms.errors import Damaged, Mistaken, Refused

_TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: status, body and content type (tlog-witness, 'add-checkpoint')."""

    status: int
    body: bytes
    kind: str = _TEXT


class Book:
    """A witness in a folder. Several threads and processes may use one folder: comparing and persisting is one step under its lock."""

    def __init__(self, folder: Path, name: str = "", logs: Sequence[str] = ()) -> None:
        """Open or begin a witness; `name` is needed the first time, `logs` are keys of logs to know from now on.

        Raises Mistaken `witness-name`, `key-text`.
        """
        self._folder = folder
        (folder / "seen").mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock_path = folder / "lock"
        self.name = self._name(name)
        self._signer = self._own_key()
        new = [VerifierKey.parse(text, LOG) for text in logs]
        self._learn(new)

    @property
    def key(self) -> VerifierKey:
        """The key to give to whoever shall rely on this witness."""
        return VerifierKey(self.name, WITNESS, self._signer.public_key)

    def logs(self) -> list[VerifierKey]:
        """Give the keys of the logs it knows."""
        path = self._folder / "logs"
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        return [VerifierKey.parse(line, LOG) for line in lines if line.strip()]

    def add(self, body: bytes) -> Answer:
        """Answer a request: a cosignature, after the checkpoint is on the disk, or why not."""
        try:
            request = protocol.parse(body)
            head = note.parse(request.checkpoint)
        except Refused as exc:
            return _no(400, f"{exc.what}: {exc.why}" if exc.why else exc.what)
        keys = [k for k in self.logs() if k.name == head.origin]
        if not keys:
            return _no(404, "this witness does not know that log")
        if not _signed(request.checkpoint, keys):
            return _no(403, "the checkpoint is not signed by a key known for that log")
        if request.old > head.size:
            return _no(400, "the old size is greater than the checkpoint's")
        with FileLock(self._lock_path):
            return self._compared(request, head)

    def newest(self, origin_hash: str) -> bytes | None:
        """Give the newest checkpoint it cosigned of a log, cosignature included, by the hex SHA-256 of the origin."""
        path = self._folder / "seen" / origin_hash
        return path.read_bytes() if len(origin_hash) == 64 and path.is_file() else None

    def _compared(self, request: Request, head: Checkpoint) -> Answer:
        """Compare with what was cosigned last and keep the new checkpoint, under the lock."""
        path = self._folder / "seen" / hashlib.sha256(head.origin.encode()).hexdigest()
        last = note.parse(path.read_bytes()) if path.is_file() else None
        size = 0 if last is None else last.size
        if request.old != size:
            return Answer(409, f"{size}\n".encode(), protocol.SIZE_TYPE)
        if not _grew(last, head, request.proof):
            return _no(422, "the log that was cosigned before is no prefix of this one")
        line = cosign(request.checkpoint, self.name, self._signer, int(time.time()))
        write_private(path, (_own_signatures(request.checkpoint, self.logs()) + line).decode())
        return Answer(200, line)

    def _name(self, name: str) -> str:
        path = self._folder / "name"
        kept = path.read_text("utf-8").strip() if path.is_file() else ""
        if kept and name and kept != name:
            raise Mistaken(
                "witness-name",
                f"the witness on this computer is called {kept}",
                next="leave the name out, or use another WELLFOUNDED_HOME for a second witness",
            )
        if kept:
            return kept
        if not name or "+" in name or not name.isprintable() or " " in name:
            raise Mistaken(
                "witness-name",
                "a witness needs a name the first time: printable, without blank and plus",
                next="use one like an address: --name witness.example/ridge",
            )
        write_private(path, f"{name}\n")
        return name

    def _own_key(self) -> KeySigner:
        path = self._folder / "key"
        if not path.is_file():
            write_private(path, key_text(KeySigner.new()))
        return read_key(path.read_text("ascii"))

    def _learn(self, new: Sequence[VerifierKey]) -> None:
        with FileLock(self._lock_path):
            known = self.logs()
            more = [k for k in new if k not in known]
            if more:
                text = "".join(f"{k}\n" for k in [*known, *more])
                write_private(self._folder / "logs", text)


def _grew(last: Checkpoint | None, head: Checkpoint, proof: Sequence[bytes]) -> bool:
    """Say whether a checkpoint is what a log can grow to from the last one (none, or size 0, has no proof)."""
    if head.size == 0 and head.root != merkle.EMPTY_ROOT:
        return False
    if last is None or last.size == 0:
        return not proof
    try:
        merkle.verify_consistency(last.size, head.size, last.root, head.root, proof)
    except Damaged:
        return False
    return True


def _signed(checkpoint: bytes, keys: Sequence[VerifierKey]) -> bool:
    """Say whether a known key signed, and no line of a known key fails (signed-note: such a note is malformed)."""
    text, held = note.text_of(checkpoint).encode(), 0
    for name, raw in note.signatures_of(checkpoint):
        for key in keys:
            if (name, raw[:4]) == (key.name, key.id):
                if not signature_holds(key.public_key, raw[4:], text):
                    return False
                held += 1
    return held > 0


def _own_signatures(checkpoint: bytes, keys: Sequence[VerifierKey]) -> bytes:
    """Give a checkpoint with the signature lines of the log alone."""
    names = {(k.name, k.id) for k in keys}
    kept = [(n, raw) for n, raw in note.signatures_of(checkpoint) if (n, raw[:4]) in names]
    return note.with_signatures(note.text_of(checkpoint), kept)


def _no(status: int, why: str) -> Answer:
    return Answer(status, f"{why}\n".encode())

"""The signing key of a case: shown, backed up, brought back, rotated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.ledger import Draft, Entry, KeySigner, Writer, fingerprint
from wellfounded.ledger.signer import signature_holds, write_private
from wellfounded.ledger.stamps.cosignature import LOG, VerifierKey
from wellfounded.terms.errors import Mistaken
from wellfounded.vault import LOG_KINDS
from wellfounded.vault.encrypted.age import VERSION

ROTATION = "wf-key-rotation/1\n{log}\n{old}\n{new}\n{index}\n"


@dataclass(frozen=True, slots=True)
class KeyState:
    """A log's key: its public half, fingerprint, and whether its private half is on this computer."""

    log: str
    origin: str
    public_key: str
    verifier_key: str
    """The key with the log's name, as a witness takes it (C2SP signed-note)."""

    fingerprint: str
    here: bool
    where: str


def show(case: Case) -> list[KeyState]:
    """Give the keys of the case's logs."""
    states = []
    for kind in LOG_KINDS:
        log = case.logs[kind]
        public = log.public_key()
        path = case.home.keys.path(public)
        origin = log.checkpoint().origin
        states.append(
            KeyState(
                kind,
                origin,
                public.hex(),
                str(VerifierKey(origin, LOG, public)),
                fingerprint(public),
                path.exists(),
                str(path),
            )
        )
    return states


def backup(case: Case, target: str | Path) -> str:
    """Write the key into a new file with mode 0600 and give its fingerprint; raises Mistaken `exists`."""
    path = Path(target)
    if path.exists():
        raise Mistaken(
            "exists", "that file exists already", where=str(path), next="name a new file"
        )
    signer = case.signer("custody")
    write_private(path, case.home.keys.encode(signer))
    return fingerprint(signer.public_key)


def restore(home: Home, source: str | Path) -> str:
    """Take a key from a backup file into this computer's key folder and give its fingerprint."""
    try:
        data = Path(source).read_bytes()
    except OSError as exc:
        raise Mistaken(
            "key-form", "that file cannot be read as a key", where=str(source), why=str(exc)
        ) from exc
    signer = home.keys.decode(data)
    home.keys.keep(signer)
    return fingerprint(signer.public_key)


def is_encrypted(source: str | Path) -> bool:
    """Say whether a backup is that of an encrypted case."""
    try:
        with Path(source).open("rb") as file:
            return file.read(len(VERSION)) == VERSION
    except OSError:
        return False


def rotate(case: Case, *, actor: str) -> str:
    """Begin to sign both logs with a new key, by an entry that both keys signed; gives the new fingerprint.

    The old key stays in the key folder. Durable on return; cut off between the logs, each is still signed by a key that is here, and
    rotating again brings both under one.
    """
    new = KeySigner.new()
    case.home.keys.keep(new)
    for kind in LOG_KINDS:
        with case.lock():
            old = case.signer(kind)
            case.guard_rollback(kind)
            _rotate_one(case, kind, old, new, actor)
        log = case.logs[kind]
        case.home.remember(log.note(), log.checkpoint())
    return fingerprint(new.public_key)


def rotation_holds(entry: Entry, key: bytes) -> bool:
    """Say whether a `key-rotated` entry goes from `key` to its new key with the signatures of both."""
    try:
        old, new = bytes.fromhex(entry.body["old"]), bytes.fromhex(entry.body["new"])
        by_old, by_new = bytes.fromhex(entry.body["by_old"]), bytes.fromhex(entry.body["by_new"])
    except (KeyError, TypeError, ValueError):
        return False
    statement = _statement(str(entry.fields["log"]), old, new, entry.index)
    signed = signature_holds(old, by_old, statement) and signature_holds(new, by_new, statement)
    return old == key and signed


def _statement(log: str, old: bytes, new: bytes, index: int) -> bytes:
    return ROTATION.format(log=log, old=old.hex(), new=new.hex(), index=index).encode()


def _rotate_one(case: Case, kind: str, old: KeySigner, new: KeySigner, actor: str) -> None:
    log = case.logs[kind]
    writer = Writer(log, case.disk, case.heads(kind), old)
    origin, index = log.checkpoint().origin, writer.next_index
    statement = _statement(origin, old.public_key, new.public_key, index)
    body = {
        "old": old.public_key.hex(),
        "new": new.public_key.hex(),
        "by_old": old.sign(statement).hex(),
        "by_new": new.sign(statement).hex(),
    }
    writer.add(Draft("key-rotated", body=body, critical=True), actor)
    writer.commit(new)

"""Who can open an encrypted case: shown, let in, given another passphrase or key, let in no longer. Each change is an entry of the work log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wellfounded.case.batch import Event, record
from wellfounded.case.folder import Case, find_case
from wellfounded.case.opening import ring_of
from wellfounded.case.storage import encrypted_id
from wellfounded.disk import OneFolder
from wellfounded.ledger import check_handle
from wellfounded.terms.errors import Mistaken
from wellfounded.vault import Layout
from wellfounded.vault.encrypted import (
    Access,
    Entrance,
    Opener,
    Person,
    Recipient,
    Ring,
    session,
)

HOURS = 8
LEAST_LETTERS = 12


def people(case: Case) -> list[Person]:
    """Give who can open the case; raises Mistaken `not-encrypted`."""
    access, ring = _access(case)
    return access.people(ring)


def by_passphrase(handle: str, passphrase: str) -> Entrance:
    """Give the entrance of a person with a passphrase; raises Mistaken `handle-form`, `passphrase-short`."""
    check_handle(handle)
    if len(passphrase) < LEAST_LETTERS:
        raise Mistaken(
            "passphrase-short",
            f"a passphrase has at least {LEAST_LETTERS} letters: whoever has the disk can try as many as they like",
            next="take five words that do not belong together",
        )
    return Entrance.by_passphrase(handle, passphrase)


def by_key(handle: str, recipient: str) -> Entrance:
    """Give the entrance of a person with a key pair of their own; raises Mistaken `handle-form`, `age-recipient`."""
    check_handle(handle)
    found = Recipient.parse(recipient)
    found.wrap(bytes(16))
    return Entrance.by_key(handle, found)


def add(case: Case, entrance: Entrance, *, actor: str) -> None:
    """Let somebody in, durable on return; raises Mistaken `access-exists`."""
    access, ring = _access(case)
    with case.lock():
        access.add(ring, entrance)
    _note(case, "added", entrance.person.handle, actor)


def change(case: Case, entrance: Entrance, *, actor: str) -> None:
    """Give somebody another passphrase or key, durable on return; raises Mistaken `access-unknown`."""
    access, ring = _access(case)
    with case.lock():
        access.change(ring, entrance)
    _note(case, "changed", entrance.person.handle, actor)


def remove(case: Case, handle: str, *, actor: str) -> Case:
    """Let somebody in no longer, durable on return; gives the case opened again, with the identity that is new for it.

    What was encrypted before stays readable to them, wherever they have a copy. Raises Mistaken `access-unknown`, `access-last`.
    """
    access, ring = _access(case)
    with case.lock():
        grown = access.remove(ring, handle)
    number = encrypted_id(case.layout) or ""
    if session.kept(number) is not None:
        session.keep(number, grown.encode(), HOURS * 3600)
    case.close()
    for name in (case.layout.catalogue, *(case.layout.heads(kind) for kind in case.logs)):
        for suffix in ("", "-wal", "-shm"):  # under keys they know: made again under new ones
            name.with_name(name.name + suffix).unlink(missing_ok=True)
    again = Case(case.root, home=case.home, ring=grown)
    _note(again, "removed", handle, actor)
    return again


def keep_open(root: str | None, openers: Sequence[Opener] = (), *, hours: float = HOURS) -> Path:
    """Keep a case open for so long, for every command of this user on this computer; gives its folder.

    Raises Mistaken `not-encrypted`, `no-access`, Unavailable `no-session`.
    """
    found, number = _encrypted(root)
    ring = ring_of(found, number, openers)
    session.keep(number, ring.encode(), max(1, int(hours * 3600)))
    return found


def lock(root: str | None) -> bool:
    """Lock a case that was kept open; say whether it was. Raises Mistaken `not-encrypted`."""
    return session.forget(_encrypted(root)[1])


def is_kept_open(case: Case) -> bool:
    """Say whether this case is kept open between commands."""
    number = encrypted_id(case.layout)
    return number is not None and session.kept(number) is not None


def _encrypted(root: str | None) -> tuple[Path, str]:
    found = find_case(root)
    number = encrypted_id(Layout(found))
    if number is None:
        raise _plain(found)
    return found, number


def _access(case: Case) -> tuple[Access, Ring]:
    if case.ring is None:
        raise _plain(case.root)
    return Access(case.root, OneFolder(case.root)), case.ring


def _plain(root: Path) -> Mistaken:
    return Mistaken(
        "not-encrypted",
        "this case is not encrypted: whoever has the disk can read it",
        where=str(root),
        next="wellfounded init DIR --encrypted makes one that is; a plain case cannot become one",
    )


def _note(case: Case, what: str, handle: str, actor: str) -> None:
    record(case, actor, Event("access", body={"what": what, "who": handle}), "work")

"""The files of people under `access/`, one a person: each holds the keys of the case for that person alone (docs/formats/encrypted-case.md).

There are always a multiple of eight, all of one length and look: most belong to nobody, and without a key nobody can tell which.
"""

from __future__ import annotations

import io
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from wellfounded.disk import Disk
from wellfounded.terms.errors import Damaged, Mistaken
from wellfounded.vault.encrypted import age
from wellfounded.vault.encrypted.age import (
    KEY,
    Opener,
    Passphrase,
    make_header,
    open_header,
    read_header,
)
from wellfounded.vault.encrypted.folder import ACCESS
from wellfounded.vault.encrypted.identity import Identity, Recipient
from wellfounded.vault.encrypted.ring import MOST, Ring
from wellfounded.vault.encrypted.stream import Decrypting, Encrypting, InMemory

GROUP = 8
_RESTORE = "restore the folder access from a mirror"
_TRIALS = 4
_SECRET, _RING, _ABOUT = 214, 201 + 32 * MOST, 712
_KNOWN = 512
LENGTH = _SECRET + _RING + _ABOUT


@dataclass(frozen=True, slots=True)
class Person:
    """Who can open the case: under which handle, by a passphrase or a key of their own, and to which public key their file is encrypted."""

    handle: str
    way: str
    recipient: Recipient


@dataclass(frozen=True, slots=True)
class Entrance:
    """The first part of a person's file with what it opens to: their public key, and the bytes that hold their secret one."""

    person: Person
    secret: bytes

    @classmethod
    def by_passphrase(cls, handle: str, passphrase: str) -> Entrance:
        """Make a key pair for a person and encrypt its secret half to a passphrase; takes the memory and time of age.WORK."""
        own, key = Identity.new(), os.urandom(KEY)
        stanza = Passphrase(passphrase).wrap(key, age.WORK)
        person = Person(handle, "passphrase", own.recipient)
        return cls(person, _file(key, make_header(key, stanza), own.secret))

    @classmethod
    def by_key(cls, handle: str, recipient: Recipient) -> Entrance:
        """Let a person in by a key pair of their own; the first part then opens to nobody."""
        return cls(Person(handle, "key", recipient), _nobody())

    def file(self, ring: Ring) -> bytes:
        """Give the person's whole file."""
        known = {"handle": self.person.handle, "way": self.person.way}
        known["recipient"] = str(self.person.recipient)
        about = json.dumps(known, sort_keys=True).encode().ljust(_KNOWN, b" ")
        return self.secret + _to(self.person.recipient, ring.encode()) + _to(ring.recipient, about)


class Access:
    """The people of one case. Use under the case's lock."""

    def __init__(self, root: Path, disk: Disk) -> None:
        """Take the case's folder and its real disk."""
        self._folder, self._disk = root / ACCESS, disk

    def begin(self, ring: Ring, first: Entrance) -> None:
        """Make the files of a new case, of which one is the first person's."""
        place = secrets.randbelow(GROUP)
        for n in range(GROUP):
            self._write(n, (first if n == place else _vacant()).file(ring))

    def people(self, ring: Ring) -> list[Person]:
        """Give who can open the case, by handle."""
        return sorted((e.person for _, e in self._entrances(ring)), key=lambda p: p.handle)

    def add(self, ring: Ring, entrance: Entrance) -> None:
        """Let somebody in: one file is written again, durable on return. Raises Mistaken `access-exists`."""
        if any(p.handle == entrance.person.handle for p in self.people(ring)):
            raise Mistaken(
                "access-exists",
                f"{entrance.person.handle} can open this case already",
                next="to give them another passphrase or key: wellfounded access change HANDLE",
            )
        taken = [n for n, _ in self._entrances(ring)]
        free = [n for n in range(len(self._places())) if n not in taken]
        if not free:
            start = len(self._places())
            free = list(range(start, start + GROUP))
            for n in free:
                self._write(n, _vacant().file(ring))
        self._write(secrets.choice(free), entrance.file(ring))
        self._disk.barrier()

    def change(self, ring: Ring, entrance: Entrance) -> None:
        """Give somebody another passphrase or key: their one file is written again, durable on return."""
        self._write(self._place(ring, entrance.person.handle), entrance.file(ring))
        self._disk.barrier()

    def remove(self, ring: Ring, handle: str) -> Ring:
        """Let somebody in no longer; gives the ring with a new identity, to which everything new is encrypted.

        The others' files come first, then theirs is replaced. Cut off between, it is done again by the same call.
        """
        gone, entrances = self._place(ring, handle), self._entrances(ring)
        rest = [(n, e) for n, e in entrances if n != gone]
        if not rest:
            raise Mistaken(
                "access-last",
                f"{handle} is the only one who can open this case",
                next="add somebody first: wellfounded access add HANDLE",
            )
        if len(ring.identities) >= MOST:
            raise Mistaken("access-full", f"people were removed {MOST - 1} times: begin a new case")
        grown = ring.grown()
        for n, entrance in rest:
            self._write(n, entrance.file(grown))
        self._disk.barrier()
        taken = {n for n, _ in rest}
        for n in range(len(self._places())):
            if n not in taken:
                self._write(n, _vacant().file(grown))
        self._disk.barrier()
        return grown

    def open(self, openers: Sequence[Opener]) -> Ring:
        """Give the ring of whoever these keys let in.

        Raises Mistaken `no-access`, Damaged `access-missing` or `access-form` where a file that may be theirs is gone or torn.
        """
        wrong: list[Damaged] = []

        def trial(number: int) -> bytes | None:
            try:
                return self._ring_behind(self._read(number), openers)
            except Damaged as exc:
                wrong.append(exc)
                return None

        with ThreadPoolExecutor(_TRIALS) as pool:
            trials = [pool.submit(trial, n) for n in self._places()]
            for one in as_completed(trials):
                if (found := one.result()) is not None:
                    pool.shutdown(wait=False, cancel_futures=True)
                    return Ring.decode(found)
        if wrong:
            raise wrong[0]
        raise Mistaken(
            "no-access",
            "nobody's file of this case opens with that",
            where=ACCESS,
            why="it is another passphrase or key, or that person's file was changed",
            next="try again; or restore the folder access from a mirror",
        )

    def is_current(self, ring: Ring) -> bool:
        """Say whether a ring holds the newest identity: what is said of people is encrypted to that."""
        return _opened(self._read(0)[-_ABOUT:], ring) is not None

    def damaged(self) -> list[str]:
        """Give the names of files that are missing or torn."""
        names = []
        for n in self._places():
            try:
                data = self._read(n)
                for part in (data[:_SECRET], _ring_part(data), data[-_ABOUT:]):
                    read_header(io.BytesIO(part))
            except Damaged:
                names.append(f"{ACCESS}/{n}")
        return names

    def _ring_behind(self, data: bytes, openers: Sequence[Opener]) -> bytes | None:
        """Give the ring in a person's file if it is for one of these: a key itself, or the key a passphrase opens."""
        for opener in openers:
            own: Opener | None = opener
            if isinstance(opener, Passphrase):
                secret = _opened(data[:_SECRET], opener)
                own = None if secret is None else Identity.of(secret)
            if own is not None and (ring := _opened(_ring_part(data), own)) is not None:
                return ring
        return None

    def _entrances(self, ring: Ring) -> list[tuple[int, Entrance]]:
        return list(self._known(ring))

    def _known(self, ring: Ring) -> Iterator[tuple[int, Entrance]]:
        for n in self._places():
            data = self._read(n)
            about = _opened(data[-_ABOUT:], ring)
            if about is None:
                raise Damaged(
                    "access-form", "a person's file is of another case", where=f"{ACCESS}/{n}"
                )
            known = json.loads(about)
            if known["handle"]:
                recipient = Recipient.parse(known["recipient"])
                person = Person(known["handle"], known["way"], recipient)
                yield n, Entrance(person, data[:_SECRET])

    def _place(self, ring: Ring, handle: str) -> int:
        for n, entrance in self._entrances(ring):
            if entrance.person.handle == handle:
                return n
        raise Mistaken(
            "access-unknown",
            f"{handle} cannot open this case",
            next="who can: wellfounded access",
        )

    def _places(self) -> range:
        """Give the numbers of all files there should be."""
        there = [int(name) for name in os.listdir(self._folder) if name.isdecimal()]
        return range(-(-(max(there, default=0) + 1) // GROUP) * GROUP)

    def _read(self, number: int) -> bytes:
        where = f"{ACCESS}/{number}"
        try:
            data = (self._folder / str(number)).read_bytes()
        except FileNotFoundError as exc:
            raise Damaged(
                "access-missing", "a person's file is missing", where=where, next=_RESTORE
            ) from exc
        if len(data) != LENGTH:
            what = "a person's file has another length"
            raise Damaged("access-form", what, where=where, next=_RESTORE)
        return data

    def _write(self, number: int, data: bytes) -> None:
        temporary = self._folder / f"{number}.new"
        self._disk.remove(temporary)
        file = self._disk.create(temporary)
        file.write(data)
        file.close()
        self._disk.barrier()
        self._disk.rename(temporary, self._folder / str(number))


def _ring_part(data: bytes) -> bytes:
    return data[_SECRET : _SECRET + _RING]


def _vacant() -> Entrance:
    """Give the entrance of nobody."""
    return Entrance(Person("", "", Identity.new().recipient), _nobody())


def _nobody() -> bytes:
    """Give a first part like any other, to a passphrase nobody has: no work is done for it."""
    salt, body = os.urandom(16), os.urandom(KEY + 16)
    stanza = age.Stanza("scrypt", (age.b64(salt), str(age.WORK)), body)
    key = os.urandom(KEY)
    return _file(key, make_header(key, stanza), os.urandom(32))


def _to(recipient: Recipient, data: bytes) -> bytes:
    key = os.urandom(KEY)
    return _file(key, make_header(key, recipient.wrap(key)), data)


def _file(key: bytes, header: bytes, data: bytes) -> bytes:
    """Give a small age file."""
    whole = InMemory()
    payload = Encrypting(whole, key)
    payload.write(data)
    payload.close()
    return header + bytes(whole.data)


def _opened(part: bytes, opener: Opener) -> bytes | None:
    """Give what a part holds, or None when it is for somebody else."""
    file = io.BytesIO(part)
    header = read_header(file)
    try:
        key = open_header(header, opener)
    except Damaged as exc:
        if exc.code == "age-no-match":
            return None
        raise
    return Decrypting(file, header.length, len(part), key).readall()

"""Passphrases and keys that open an encrypted case: read from a file that is named, from a descriptor, or asked for. Never an argument, never the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wellfounded.terms.errors import Mistaken

if TYPE_CHECKING:
    from wellfounded.vault.encrypted import Entrance, Opener

_MOST = 1 << 16
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Given:
    """What was named before the command: where a passphrase stands, or keys of age."""

    passphrase_file: str | None = None
    passphrase_fd: int | None = None
    identity: str | None = None

    def openers(self, now: bool) -> Sequence[Opener]:
        """See case.opening.Ask: what was named; else, where now is said and there is a terminal, a passphrase typed there."""
        from wellfounded.vault.encrypted import Passphrase, read_identities

        if self.identity is not None:
            return read_identities(_text(self.identity))
        if (words := self.passphrase()) is not None:
            return [Passphrase(words)]
        if now and sys.stdin.isatty():
            return [Passphrase(_asked("Passphrase of this case (not shown): "))]
        return ()

    def passphrase(self) -> str | None:
        """Give the passphrase that was named, or None."""
        if self.passphrase_file is not None:
            return first_line(self.passphrase_file)
        if self.passphrase_fd is not None:
            with os.fdopen(self.passphrase_fd, "rb", closefd=False) as file:
                return _line(file.read(_MOST))
        return None


def first_line(file: str) -> str:
    """Give the first line of a file as a passphrase; raises Mistaken `passphrase-file`."""
    return _line(_text(file).encode())


def new_entrance(handle: str, given: str | None, recipient: str | None) -> Entrance:
    """Give how a person gets in: their public key, else a passphrase given or typed twice, else one made here and shown once.

    Raises Mistaken `no-passphrase` where there is no terminal, `passphrase-short`, `passphrases-differ`, `age-recipient`.
    """
    from wellfounded.case.protect import access

    if recipient is not None:
        return access.by_key(handle, recipient)
    return access.by_passphrase(handle, typed_twice(handle) if given is None else given)


def typed_twice(handle: str) -> str:
    """Ask for a new passphrase; empty has one made, which is shown once."""
    if not sys.stdin.isatty():
        raise Mistaken(
            "no-passphrase",
            "there is no terminal to ask for a passphrase on",
            next="name a file that holds it, with --passphrase-file or --new-passphrase-file; or a public key, with --recipient",
        )
    first = _asked(f"A passphrase for {handle}, 12 letters or more; empty to have one made: ")
    if not first:
        return _made()
    if _asked("The same again: ") != first:
        raise Mistaken("passphrases-differ", "the two passphrases differ", next="begin again")
    return first


def _made() -> str:
    """Make a passphrase of 25 letters and digits, 124 bits, and show it on the terminal alone."""
    import secrets

    words = "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(5))
    sys.stderr.write(
        f"The passphrase is  {words}\nWrite it down now: it is shown once, and without it nobody can read the case.\n"
    )
    if _asked("Type it once: ") != words:
        raise Mistaken("passphrases-differ", "that is not the passphrase shown", next="begin again")
    return words


def _asked(question: str) -> str:
    import getpass

    return getpass.getpass(question)


def _text(file: str) -> str:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(_MOST).decode()
    except (OSError, UnicodeDecodeError) as exc:
        raise Mistaken(
            "passphrase-file", "that file cannot be read", where=file, why=str(exc)
        ) from exc


def _line(data: bytes) -> str:
    try:
        return data.split(b"\n", 1)[0].removesuffix(b"\r").decode()
    except UnicodeDecodeError as exc:
        raise Mistaken("passphrase-file", "a passphrase is text in UTF-8") from exc

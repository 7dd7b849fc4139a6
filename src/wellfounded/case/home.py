"""What belongs to the person and not to the case: keys, configuration, and the newest checkpoint seen of each log."""

from __future__ import annotations

import os
import sys
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from wellfounded.ledger import Checkpoint, KeyFolder, KeySigner, check_handle, note
from wellfounded.terms.errors import Mistaken, Refused, WellfoundedError
from wellfounded.vault.encrypted import Ring, decrypted, encrypted


@dataclass(frozen=True, slots=True)
class Home:
    """The folder for keys and configuration: WELLFOUNDED_HOME, else the platform's usual folder."""

    folder: Path
    ring: Ring | None = field(default=None, repr=False)
    """The keys of the encrypted case this home serves: what is kept here of that case is encrypted to them."""

    def serving(self, ring: Ring) -> Self:
        """Give this home as it serves an encrypted case."""
        return replace(self, ring=ring)

    @classmethod
    def find(cls) -> Home:
        """Give the home of whoever runs the program."""
        if named := os.environ.get("WELLFOUNDED_HOME"):
            return cls(Path(named))
        if sys.platform == "win32":
            base = Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming"))
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Application Support"
        else:
            base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        return cls(base / "wellfounded")

    @property
    def keys(self) -> KeyFolder:
        """The signing keys."""
        folder = self.folder / "keys"
        return KeyFolder(folder) if self.ring is None else EncryptedKeys(folder, self.ring)

    def actor(self, by: str | None) -> str:
        """Give the handle to act under: `by`, else WELLFOUNDED_BY, else `by` in config.toml.

        Raises Mistaken `no-actor` when none is set: whoever acts is named in the log.
        """
        handle = by or os.environ.get("WELLFOUNDED_BY") or self.configured("by")
        if not handle:
            raise Mistaken(
                "no-actor",
                "this is written in the log under somebody's handle, and none is set",
                next='add --by HANDLE, or set WELLFOUNDED_BY, or write by = "HANDLE" in '
                f"{self.folder / 'config.toml'}",
            )
        check_handle(handle)
        return handle

    def configured(self, name: str) -> str:
        """Give a text of config.toml, or "" when it is not there; raises Mistaken `config-form`."""
        try:
            with (self.folder / "config.toml").open("rb") as file:
                value = tomllib.load(file).get(name, "")
        except FileNotFoundError:
            return ""
        except tomllib.TOMLDecodeError as exc:
            where = str(self.folder / "config.toml")
            raise Mistaken(
                "config-form", "the configuration is not TOML", where=where, why=str(exc)
            ) from exc
        return value if isinstance(value, str) else ""

    def remember(self, signed: bytes, checkpoint: Checkpoint) -> None:
        """Keep the newest checkpoint of a log, so that a later rollback is seen. Best effort: it adds, it is not relied on."""
        path = self._seen(checkpoint.origin)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            temporary = path.with_suffix(f".{os.getpid()}.tmp")
            temporary.write_bytes(
                signed if self.ring is None else encrypted(self.ring.recipient, signed)
            )
            os.replace(temporary, path)
        except OSError:
            return

    def seen(self, origin: str) -> bytes | None:
        """Give the newest signed checkpoint this computer has seen of a log."""
        try:
            data = self._seen(origin).read_bytes()
            return data if self.ring is None else decrypted(self.ring, data)
        except (OSError, WellfoundedError):
            return None

    def seen_size(self, origin: str) -> int:
        """Give the size of the log in the newest checkpoint seen here; 0 when none was."""
        signed = self.seen(origin)
        try:
            return 0 if signed is None else note.parse(signed).size
        except Refused:
            return 0

    def _seen(self, origin: str) -> Path:
        name = origin.replace("/", "-")
        if self.ring is not None:
            name = self.ring.digest("seen", origin.encode())
        return self.folder / "seen" / f"{name}.checkpoint"


class EncryptedKeys(KeyFolder):
    """The signing keys of an encrypted case: encrypted to it, under names that say nothing."""

    def __init__(self, folder: Path, ring: Ring) -> None:
        """Take the folder and the keys of the case."""
        super().__init__(folder)
        self._ring = ring

    def path(self, public_key: bytes) -> Path:
        """See KeyFolder."""
        return self._folder / f"{self._ring.digest('key', public_key)[:16]}.key"

    def encode(self, signer: KeySigner) -> bytes:
        """See KeyFolder."""
        return encrypted(self._ring.recipient, super().encode(signer))

    def decode(self, data: bytes) -> KeySigner:
        """See KeyFolder; raises Damaged for a key of another case."""
        return super().decode(decrypted(self._ring, data))

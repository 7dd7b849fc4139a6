"""Every path of a case, spelled once (docs/formats/case.md).

CASE/
  case.toml            title and colours: cosmetics only
  format               `wf-case/1`
  vault/ab/cdef...     preserved originals and pinned derived objects, by SHA-256
  vault/incoming/      what is being received; nothing here counts
  private/custody/     personal values of the custody log, by first entry index
  private/work/        the same of the work log
  custody/             the custody log
  work/                the work log
  cache/               catalogue, readings, previews: delete it and `build` makes it again
  out/                 reports, packets, exports
  lock                 held while a log is written
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wellfounded.terms.digest import Digest

CASE_FORMAT = "wf-case/1"
ENCRYPTED_FORMAT = "wf-encrypted-case/1"
LOG_KINDS = ("custody", "work")


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of the case in `root`."""

    root: Path

    @property
    def format_file(self) -> Path:
        """The file that says this is a case, and of which format."""
        return self.root / "format"

    @property
    def settings(self) -> Path:
        """Cosmetic settings."""
        return self.root / "case.toml"

    @property
    def aliases(self) -> Path:
        """Names that mean the same, as a person wrote them; there may be none."""
        return self.root / "aliases.txt"

    @property
    def vault(self) -> Path:
        """The folder of objects."""
        return self.root / "vault"

    @property
    def incoming(self) -> Path:
        """The folder in which batches are received."""
        return self.vault / "incoming"

    @property
    def lock(self) -> Path:
        """The lock taken while a log is written."""
        return self.root / "lock"

    @property
    def cache(self) -> Path:
        """The folder of what can be made again."""
        return self.root / "cache"

    @property
    def catalogue(self) -> Path:
        """The catalogue's database."""
        return self.cache / "catalogue.db"

    @property
    def readings(self) -> Path:
        """The folder of record sets and derived pictures, by digest."""
        return self.cache / "readings"

    @property
    def out(self) -> Path:
        """The folder of what is handed out."""
        return self.root / "out"

    def object(self, digest: Digest) -> Path:
        """The file of one object."""
        name = digest.hex
        return Path(f"{self.root}/vault/{name[:2]}/{name[2:]}")

    def reading(self, digest: Digest) -> Path:
        """The file of one record set or derived picture."""
        return self.readings / digest.hex[:2] / digest.hex[2:]

    def log(self, kind: str) -> Path:
        """The folder of the custody or work log."""
        return self.root / kind

    def heads(self, kind: str) -> Path:
        """The cache of each item's newest entry in one log."""
        return self.cache / f"heads-{kind}.db"

    def private(self, kind: str) -> Path:
        """The folder of one log's personal values."""
        return self.root / "private" / kind

    def folders(self) -> tuple[Path, ...]:
        """All folders a new case has, parents first."""
        private = self.root / "private"
        logs = tuple(self.log(k) for k in LOG_KINDS)
        kept = tuple(self.private(k) for k in LOG_KINDS)
        return (
            self.vault,
            self.incoming,
            private,
            *kept,
            *logs,
            self.cache,
            self.readings,
            self.out,
        )

"""The program `openssl` as a second opinion on time stamps: another implementation, run in the jail, offline."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from wellfounded.sandbox import Sandbox, Tool
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Unavailable

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

Opinion = Literal["agrees", "disagrees", "none"]
_PROGRAMS = ("/usr/bin/openssl", "/usr/local/bin/openssl")
_LIMITS = Limits(wall_s=10, cpu_s=5)
_SECOND = 1_000_000


class OpenSSL:
    """Asks `openssl ts -verify`; the jail is started with the first question. Gives no opinion where program or jail is missing."""

    def __init__(self) -> None:
        """Look for the program."""
        self._program = next((p for p in _PROGRAMS if os.access(p, os.X_OK)), None)
        self._program = self._program or shutil.which("openssl")
        self._open = ExitStack()
        self._box: Sandbox | None = None

    def asks(
        self, token: bytes, message: bytes, roots: Sequence[Certificate], time: int
    ) -> Opinion:
        """Ask whether a token on `message` holds under the roots at `time` (microseconds since 1970)."""
        if self._program is None:
            return "none"
        with tempfile.TemporaryDirectory(prefix="wellfounded-ts-") as folder:
            place = Path(folder)
            (place / "token").write_bytes(token)
            (place / "roots").write_bytes(_pem(roots))
            (place / "settings").touch()
            tool = Tool(
                self._program,
                _words(place, message, time),
                readable=(folder,),
                environment=(("OPENSSL_CONF", str(place / "settings")),),
                limits=_LIMITS,
            )
            try:
                with (place / "token").open("rb") as file:
                    _, outcome = self._jail().tool(tool, file)
            except Unavailable:
                return "none"
        if outcome.failure is not None:
            return "none"
        return "agrees" if outcome.status == 0 else "disagrees"

    def _jail(self) -> Sandbox:
        if self._box is None:
            self._box = self._open.enter_context(Sandbox([]))
        return self._box

    def close(self) -> None:
        """End the jail."""
        self._open.close()


def _words(place: Path, message: bytes, time: int) -> tuple[str, ...]:
    """Give the arguments; of the message only its digest leaves this process."""
    return (
        *("ts", "-verify", "-digest", Digest.of(message).hex, "-in", str(place / "token")),
        *("-CAfile", str(place / "roots"), "-attime", str(time // _SECOND)),
    )


def _pem(roots: Sequence[Certificate]) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return b"".join(one.public_bytes(Encoding.PEM) for one in roots)

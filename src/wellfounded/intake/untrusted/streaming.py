"""Stream members out of a container, each within its own share of what the container may expand
to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wellfounded.terms.decoding import Emitter, MemberWriter, OverLimit, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Failure, RawName

BLOCK: Final = 256 * 1024
ALWAYS_ALLOWED: Final = 8 * 1024 * 1024
_SHARED = frozenset({"ratio", "member_bytes", "output_bytes"})


class Broken(Exception):
    """Raised by a stream of a member's bytes when they end or turn to nonsense; what came
    before is kept.
    """


class Locked(Exception):
    """Raised before any byte when a member needs a password, or another one."""


class Closed(Exception):
    """Raised before any byte when a member is packed in a way this version does not read."""


@dataclass(slots=True)
class Share:
    """What one member may expand to: `ratio` times its packed size, and ALWAYS_ALLOWED in any
    case.
    """

    packed: int
    ratio: int
    written: int = 0

    def take(self, size: int) -> None:
        """Count bytes; raises OverLimit `ratio` past the share."""
        self.written += size
        if self.written > max(ALWAYS_ALLOWED, self.packed * self.ratio):
            raise OverLimit("ratio", self.ratio)


class Members:
    """The members of one container, handed over one by one; a failure of one does not end the
    others.
    """

    def __init__(self, source: Source, out: Emitter, relation: str = "member") -> None:
        """Take the container and where its members go."""
        self.source = source
        self.out = out
        self.relation = relation
        self._spent: OverLimit | None = None

    def locus(self, name: RawName) -> Locus:
        """Give the place of a member by its shown name."""
        return Locus(self.source.digest, member=name.shown)

    def fail(self, name: RawName, code: str, what: str, *, next: str = "") -> None:
        """Record that a member, or part of it, was not read."""
        self.out.record(Failure("read", code, what, self.locus(name), next=next))

    def stream(
        self,
        name: RawName,
        chunks: Iterable[bytes],
        packed: int,
        facts: tuple[tuple[str, str], ...] = (),
        *,
        locus: Locus | None = None,
    ) -> bool:
        """Hand over one member; give whether all of it came.

        A stream that raises Broken leaves a member of the bytes before and a Failure `damaged`. One
        that passes its share is abandoned. Locked and Closed raised before the first byte leave a
        Failure only.
        """
        if self._spent is not None:
            self.fail(name, self._spent.code, self._spent.what)
            return False
        place = locus or self.locus(name)
        pieces = iter(chunks)
        try:
            first = next(pieces, b"")
        except Locked as exc:
            self.fail(name, "needs-password", str(exc), next="give the password with: unlock")
            return False
        except Closed as exc:
            self.fail(name, "unsupported", str(exc))
            return False
        except Broken as exc:
            self.fail(name, "damaged", f"{exc}; nothing of it could be read")
            return False
        writer = self.out.member(name, relation=self.relation, locus=place, facts=facts)
        return self._write(writer, name, first, pieces, Share(packed, self.source.limits.ratio))

    def _write(
        self, writer: MemberWriter, name: RawName, first: bytes, rest: Iterable[bytes], share: Share
    ) -> bool:
        broken = ""
        try:
            share.take(len(first))
            writer.write(first)
            for piece in rest:
                share.take(len(piece))
                writer.write(piece)
        except Broken as exc:
            broken = str(exc)
        except OverLimit as exc:
            writer.abandon(exc.code, exc.what)
            if exc.limit in _SHARED and share.written <= max(
                ALWAYS_ALLOWED, share.packed * share.ratio
            ):
                self._spent = exc
            return False
        writer.close()
        if broken:
            self.fail(name, "damaged", f"{broken}; the bytes before it are kept as the member")
        return not broken

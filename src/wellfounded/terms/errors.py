"""The one tree of errors, by who must act.

    WellfoundedError
    ├── Mistaken      the caller: a wrong argument, a missing case, a step out of order      exit 2
    ├── Damaged       the bytes disagree with their digest or a log with its proof           exit 3
    ├── Refused       hostile input, or a stated limit was passed                            exit 4
    ├── Unavailable   the outside world: a full disk, a missing program, a device            exit 5
    └── CannotCheck   nothing is known to be wrong, and nothing could be confirmed           exit 6

Each error has a stable code, what happened, where, why, and what to do next.
"""

from __future__ import annotations


class WellfoundedError(Exception):
    """Anything the program tells a person went wrong, with the next step."""

    exit_code = 1

    def __init__(
        self, code: str, what: str, *, where: str = "", why: str = "", next: str = ""
    ) -> None:
        """Take a stable kebab-case `code`, one sentence `what`, and where, why and what to do next."""
        super().__init__(what)
        self.code = code
        self.what = what
        self.where = where
        self.why = why
        self.next = next

    def to_json(self) -> dict[str, str]:
        """Give the error as the record `--json` prints on standard error."""
        return {
            "code": self.code,
            "what": self.what,
            "where": self.where,
            "why": self.why,
            "next": self.next,
        }

    def __str__(self) -> str:
        """Give the error as one readable line."""
        parts = [self.what]
        if self.where:
            parts.append(f"({self.where})")
        if self.why:
            parts.append(f"- {self.why}")
        if self.next:
            parts.append(f"- next: {self.next}")
        return " ".join(parts)


class Mistaken(WellfoundedError):
    """The caller asked for something that cannot be done as asked."""

    exit_code = 2


class Damaged(WellfoundedError):
    """Stored bytes disagree with the digest, proof or signature that names them."""

    exit_code = 3


class Refused(WellfoundedError):
    """Input was hostile, malformed or over a stated limit, and was not taken."""

    exit_code = 4


class Unavailable(WellfoundedError):
    """The outside world did not cooperate: a device, a program, an extra, a full disk."""

    exit_code = 5


class CannotCheck(WellfoundedError):
    """A check could not be made, which is neither good nor bad news."""

    exit_code = 6

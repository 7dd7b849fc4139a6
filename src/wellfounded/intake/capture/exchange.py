"""What one capture holds: requests with their responses, what the page looked like, and whom the browser reached."""

from __future__ import annotations

from dataclasses import dataclass, field

from wellfounded.intake.capture.net import Contact

Headers = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Exchange:
    """One request and what came of it.

    `began` is microseconds since 1970 by this computer's clock. `status` is 0 where no response came; `lost` then, or where its
    body was not kept, says why. `body` is as the browser decoded it: any content coding taken off.
    """

    url: str
    method: str
    began: int
    asked: Headers = ()
    sent: bytes = b""
    kind: str = ""
    status: int = 0
    reason: str = ""
    answered: Headers = ()
    mime: str = ""
    body: bytes = b""
    lost: str = ""


@dataclass(slots=True)
class Captured:
    """One page as it was captured. `landed` is where redirects led; `certificates` are DER, the server's own first, by host.

    `own` are the addresses of this computer that its connections went out from: never written into the file.
    """

    url: str
    began: int
    browser: str
    landed: str = ""
    title: str = ""
    text: str = ""
    rendered: str = ""
    screenshot: bytes = b""
    ended: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    certificates: dict[str, tuple[bytes, ...]] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def failed(self) -> str:
        """Why there is no page; empty where its own document came."""
        first = next((e for e in self.exchanges if e.kind == "Document"), None)
        if first is None:
            return "the browser asked for nothing"
        return "" if any(e.kind == "Document" and e.status for e in self.exchanges) else first.lost

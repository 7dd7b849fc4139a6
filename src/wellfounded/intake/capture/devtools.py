"""The Chrome DevTools Protocol over two pipes: JSON messages, each ended by a zero byte."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import select
import time
from collections import deque
from typing import Any, Final, Self

from wellfounded.terms.errors import Unavailable

_CHUNK: Final = 1 << 20
MOST_MESSAGE: Final = 256 << 20
Message = dict[str, Any]


class Devtools:
    """One end of the protocol. For one thread. Events wait in the order they came until `event` takes them."""

    def __init__(self, answers: int, commands: int) -> None:
        """Take the two descriptors; they are closed with this."""
        self._answers, self._commands = answers, commands
        self._numbers = itertools.count(1)
        self._events: deque[Message] = deque()
        self._replies: dict[int, Message] = {}
        self._wanted: set[int] = set()
        self._buffer = bytearray()
        self._searched = 0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Have the browser end, and close."""
        with contextlib.suppress(OSError):
            self.send("Browser.close")
        os.close(self._commands)
        os.close(self._answers)

    def send(self, method: str, session: str = "", **parameters: Any) -> int:
        """Send a command and give its number; nobody waits for the answer."""
        number = next(self._numbers)
        message: Message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._commands, data) :]
        return number

    def ask(self, method: str, session: str = "", *, seconds: float = 20.0, **parameters: Any) -> Message:  # fmt: skip
        """Send a command and give its result, {} where the browser answered with an error.

        Raises Unavailable `browser` where it ends or does not answer in time.
        """
        number = self.send(method, session, **parameters)
        self._wanted.add(number)
        end = time.monotonic() + seconds
        while number not in self._replies:
            if not self._take(end - time.monotonic()):
                raise Unavailable("browser", f"the browser did not answer ({method})")
        result = self._replies.pop(number).get("result")
        return result if isinstance(result, dict) else {}

    def event(self, seconds: float) -> Message | None:
        """Give the next event, or None after so many seconds without one."""
        end = time.monotonic() + seconds
        while not self._events:
            if not self._take(end - time.monotonic()):
                return None
        return self._events.popleft()

    def _take(self, seconds: float) -> bool:
        """Take in one message; False where none came in time. Raises Unavailable `browser`."""
        end = time.monotonic() + seconds
        while (cut := self._buffer.find(0, self._searched)) < 0:
            self._searched = len(self._buffer)
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._answers], [], [], left)[0]:
                return False
            data = os.read(self._answers, _CHUNK)
            if not data or len(self._buffer) > MOST_MESSAGE:
                raise Unavailable("browser", "the browser ended", next="run the command again")
            self._buffer += data
        message = json.loads(bytes(self._buffer[:cut]))
        del self._buffer[: cut + 1]
        self._searched = 0
        if "id" in message:
            if message["id"] in self._wanted:
                self._wanted.discard(message["id"])
                self._replies[message["id"]] = message
        else:
            self._events.append(message)
        return True

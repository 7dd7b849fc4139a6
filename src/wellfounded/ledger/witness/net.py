"""A witness as a small HTTP server: `POST /add-checkpoint`, and `GET /<origin hash>/checkpoint` for whoever watches. Loopback unless told otherwise."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from wellfounded.ledger.witness import protocol
from wellfounded.ledger.witness.book import Answer, Book
from wellfounded.terms.errors import Unavailable, WellfoundedError

LOOPBACK = "127.0.0.1"
_TIMEOUT_S = 10.0


@contextmanager
def serving(book: Book, host: str = LOOPBACK, port: int = 0) -> Iterator[str]:
    """Serve a witness while the context is open; gives its address. Raises Unavailable `port`.

    What comes is at most 16 KiB; a connection that says nothing for ten seconds is ended. No request is written down.
    """
    try:
        server = _Server((host, port), _door(book))
    except OSError as exc:
        raise Unavailable(
            "port",
            "this address cannot be listened on",
            where=f"{host}:{port}",
            why=exc.strerror or str(exc),
            next="choose another --port, or end the program that has it",
        ) from exc
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    shown = f"[{host}]" if ":" in host else host
    try:
        yield f"http://{shown}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def _door(book: Book) -> type[BaseHTTPRequestHandler]:
    """Give the class that answers for one book."""

    class Door(BaseHTTPRequestHandler):
        timeout = _TIMEOUT_S
        server_version, sys_version = "witness", ""

        def do_POST(self) -> None:
            if self.path != protocol.PATH:
                return self._give(Answer(404, b"no such place\n"))
            stated = self.headers.get("Content-Length", "")
            if not stated.isdecimal() or int(stated) > protocol.MAX_BYTES:
                self.close_connection = True
                return self._give(Answer(413, b"at most 16384 bytes, with their length\n"))
            body = self.rfile.read(int(stated))
            try:
                return self._give(book.add(body))
            except (OSError, WellfoundedError):
                return self._give(Answer(500, b"the witness could not keep what it saw\n"))

        def do_GET(self) -> None:
            origin_hash, _, rest = self.path[1:].partition("/")
            found = (
                book.newest(origin_hash) if rest == "checkpoint" and _is_hex(origin_hash) else None
            )
            self._give(Answer(404, b"not cosigned here\n") if found is None else Answer(200, found))

        def _give(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            """Write nothing down: who asked is nobody's business."""

    return Door


def _is_hex(text: str) -> bool:
    return len(text) == 64 and all(c in "0123456789abcdef" for c in text)

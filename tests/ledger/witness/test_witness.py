"""A witness answers as C2SP tlog-witness says, and never signs two histories: not under threads, not after a crash."""

from __future__ import annotations

import hashlib
import http.client
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.ledger.witness.growing import Growing
from wellfounded.ledger import note
from wellfounded.ledger.signer import signature_holds
from wellfounded.ledger.stamps import cosignature
from wellfounded.ledger.stamps.cosignature import LOG, VerifierKey
from wellfounded.ledger.witness.book import Book
from wellfounded.ledger.witness.net import serving
from wellfounded.terms.errors import Mistaken, Unavailable


@pytest.fixture
def log() -> Growing:
    """A log."""
    return Growing()


@pytest.fixture
def book(tmp_path: Path, log: Growing) -> Book:
    """A witness that knows it."""
    return Book(tmp_path / "witness", "witness.example/w1", [str(log.key)])


def test_the_example_key_of_the_specification_reads_its_example_note() -> None:
    """C2SP signed-note, 'Verifier keys', example."""
    text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    key = VerifierKey.parse(text, LOG)
    assert str(key) == text
    signed = (
        "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1E"
        "RYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    ).encode()
    ((name, raw),) = note.signatures_of(signed)
    assert (name, raw[:4]) == (key.name, key.id)
    assert signature_holds(key.public_key, raw[4:], note.text_of(signed).encode())
    for wrong in (text[:-2], text.replace("530d", "530e"), text.replace("+Ae", "+Be"), "x", ""):
        with pytest.raises(Mistaken):
            VerifierKey.parse(wrong, LOG)


def test_what_a_log_grew_to_is_cosigned_and_the_cosignature_holds(book: Book, log: Growing) -> None:
    """From nothing, on, and the same size again; each cosignature is by this key on this checkpoint and on no other."""
    for old, size in ((0, 3), (3, 3), (3, 10), (10, 300), (300, 300)):
        answer = book.add(log.request(old, size))
        assert answer.status == 200, answer.body
        checkpoint = log.checkpoint(size)
        verdict = cosignature.judge(answer.body, checkpoint, [book.key])
        assert verdict.standing == "holds"
        assert verdict.who == "witness.example/w1"
        assert (
            cosignature.judge(answer.body, log.checkpoint(size + 1), [book.key]).code
            == "stamp-signature"
        )
        other = VerifierKey("witness.example/w1", 4, b"\x01" * 32)
        assert cosignature.judge(answer.body, checkpoint, [other]).code == "stamp-no-key"
        newest = book.newest(hashlib.sha256(log.origin.encode()).hexdigest())
        assert newest == checkpoint + answer.body


def test_each_refusal_has_its_status(book: Book, log: Growing) -> None:
    """400, 403, 404, 409 with the size, 422: as the specification lists them, and the record stays where it was."""
    assert book.add(log.request(0, 10)).status == 200
    stranger, forger = Growing("wf/ffffffffffffffff"), Growing(seed=2)
    fork = Growing(salt="other")
    conflict = book.add(log.request(0, 12))
    assert (conflict.status, conflict.body, conflict.kind) == (409, b"10\n", "text/x.tlog.size")
    torn = log.request(10, 12)
    wrong = {
        400: [
            b"",
            b"old 1",
            b"old 01\n\n" + log.checkpoint(12),
            torn.replace(b"old", b"new"),
            log.request(13, 12),
        ],
        403: [forger.request(10, 12), _spoiled(torn)],
        404: [stranger.request(0, 3)],
        409: [log.request(9, 12), log.request(11, 12)],
        422: [fork.request(10, 12), fork.request(10, 10), _without_proof(log)],
    }
    for status, bodies in wrong.items():
        for body in bodies:
            assert book.add(body).status == status, body
    assert book.add(torn).status == 200


def test_a_first_checkpoint_takes_no_proof_and_an_empty_one_the_empty_root(
    book: Book, log: Growing
) -> None:
    """A proof where there is nothing to prove, and an empty tree with a root that is none, are refused."""
    from wellfounded.ledger import Checkpoint
    from wellfounded.ledger.witness import protocol

    surplus = protocol.compose(0, [b"\x00" * 32], log.checkpoint(3))
    assert book.add(surplus).status == 422
    odd = note.sign(Checkpoint(log.origin, 0, b"\x01" * 32), log.signer)
    assert book.add(protocol.compose(0, [], odd)).status == 422
    assert book.add(log.request(0, 0)).status == 200
    assert book.add(log.request(0, 3)).status == 200


def test_of_many_continuations_at_once_one_is_cosigned(book: Book, tmp_path: Path) -> None:
    """Many threads and two books on one folder, each with another continuation from 5: one is cosigned, the others conflict."""
    log = Growing()
    assert book.add(log.request(0, 5)).status == 200
    books = [book, Book(tmp_path / "witness")]
    bodies = [(books[n % 2], log.request(5, 6 + n)) for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: one[0].add(one[1]).status, bodies))
    assert sorted(set(answers)) == [200, 409]
    assert answers.count(200) == 1


def test_nothing_is_signed_that_is_not_kept_first(book: Book, log: Growing) -> None:
    """Where the disk does not take the record, no cosignature is given, and the next request finds the old state."""
    full = patch("wellfounded.ledger.witness.book.write_private", side_effect=OSError(28, "full"))
    with full, serving(book) as url:
        assert (
            _sent(url.removeprefix("http://"), "POST", "/add-checkpoint", log.request(0, 3))[0]
            == 500
        )
    assert book.add(log.request(3, 5)).body == b"0\n"


def test_it_is_the_same_witness_when_it_is_opened_again(
    book: Book, log: Growing, tmp_path: Path
) -> None:
    """Key, logs and record stay; another name is refused; a new one needs a name."""
    book.add(log.request(0, 3))
    again = Book(tmp_path / "witness")
    assert (again.key, again.logs()) == (book.key, [log.key])
    assert again.add(log.request(0, 3)).body == b"3\n"
    with pytest.raises(Mistaken, match="is called"):
        Book(tmp_path / "witness", "other")
    with pytest.raises(Mistaken, match="needs a name"):
        Book(tmp_path / "new")


def test_over_http(book: Book, log: Growing) -> None:
    """The same answers over a socket; bodies that are too large or without length, other places and other methods are refused."""
    with serving(book) as url:
        host = url.removeprefix("http://")
        assert _sent(host, "POST", "/add-checkpoint", log.request(0, 3))[0] == 200
        status, kind, body = _sent(host, "POST", "/add-checkpoint", log.request(0, 3))
        assert (status, kind, body) == (409, "text/x.tlog.size", b"3\n")
        place = f"/{hashlib.sha256(log.origin.encode()).hexdigest()}/checkpoint"
        assert _sent(host, "GET", place)[2].startswith(log.checkpoint(3))
        for path in ("/", "/../key", "/" + "0" * 64 + "/checkpoint", place[:-1]):
            assert _sent(host, "GET", path)[0] == 404
        assert _sent(host, "POST", "/elsewhere", b"x")[0] == 404
        assert _sent(host, "POST", "/add-checkpoint", b"x" * 20_000)[0] == 413
        assert _sent(host, "DELETE", "/add-checkpoint")[0] == 501
        with socket.create_connection(host.split(":")) as rude:
            rude.sendall(b"POST /add-checkpoint HTTP/1.1\r\n\r\n")
            assert b" 413 " in rude.recv(200)
        with (
            pytest.raises(Unavailable, match="cannot be listened on"),
            serving(book, port=int(host.split(":")[1])),
        ):
            pass


def _sent(host: str, method: str, path: str, body: bytes | None = None) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request(method, path, body)
    answer = connection.getresponse()
    found = answer.status, answer.headers.get_content_type(), answer.read()
    connection.close()
    return found


def _spoiled(body: bytes) -> bytes:
    """The same request with one more signature in the key's name, which does not hold."""
    checkpoint = body.partition(b"\n\n")[2]
    ((name, raw),) = note.signatures_of(checkpoint)
    bad = raw[:-1] + bytes([raw[-1] ^ 1])
    spoiled = note.with_signatures(note.text_of(checkpoint), [(name, raw), (name, bad)])
    return body.replace(checkpoint, spoiled)


def _without_proof(log: Growing) -> bytes:
    from wellfounded.ledger.witness import protocol

    return protocol.compose(10, [], log.checkpoint(12))

"""Stamps on a case, as a person meets them: asked for, carried, kept, listed, checked; what is wrong is refused and the case stays as it was."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.authority import NOW, Authority
from tests.cli.command import Ran, run
from tests.ledger.stamps.blocks import as_text, header
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.ledger.stamps import opentimestamps
from wellfounded.terms.digest import Digest


class Session:
    """A case, a home and an authority that is served on loopback."""

    def __init__(self, place: Path) -> None:
        self.place, self.home, self.case = place, place / "home", place / "case"
        self.authority = Authority(place / "authority")
        assert self.wf("init", self.case, inside=False).status == 0

    def wf(self, *words: str | Path, inside: bool = True) -> Ran:
        """Run a command in the case."""
        return run(*(("-C", self.case) if inside else ()), *words, home=self.home)

    def size(self) -> int:
        """The entries of the custody log."""
        with Case(self.case, home=Home(self.home)) as case:
            return case.custody.checkpoint().size

    def named(self, url: str) -> None:
        """Name the authority as `ridge`, with its roots."""
        roots = self.authority.roots
        assert (
            self.wf(
                "authority", "new", "ridge", "--url", url, "--roots", roots, inside=False
            ).status
            == 0
        )


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A fresh case."""
    return Session(tmp_path)


def test_the_way_online(session: Session) -> None:
    """Who will see what is said first; the stamp is kept, listed, checked, and said by status and report; nothing more is sent."""
    assert "none yet" in session.wf("status").out
    with session.authority.serving() as url:
        session.named(url)
        ran = session.wf("stamp", "ask", "ridge", url)
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert all("will see this computer's network address" in line for line in lines[:2])
    assert ran.out.count("holds: they existed on") == 2
    sent = session.authority.asked[0]
    assert {k.lower() for k in sent} <= {
        *("accept-encoding", "content-length", "content-type", "host", "connection"),
    }
    assert session.wf("stamp").out.count("holds") == 2
    assert "since 20" in session.wf("status").out
    checked = session.wf("check", "--full")
    assert checked.status == 0
    assert "its first 1 entry existed on" in checked.out
    assert "no outside stamp" not in checked.out
    session.wf("report", "-o", session.place / "report", "--for", "court")
    assert "CN=Ridge Stamps" in (session.place / "report" / "index.html").read_text()


def test_the_way_offline(session: Session) -> None:
    """A request is written with the checkpoint, carried, and the reply kept: once, however often it is brought."""
    assert session.wf("stamp", "request", session.place / "stick").status == 0
    query = next((session.place / "stick").glob("*.tsq"))
    assert session.wf("stamp", "request", session.place / "stick").status == 2
    reply = query.with_suffix(".tsr")
    reply.write_bytes(session.authority.reply(query.read_bytes()))
    brought = ("stamp", "keep", reply, "--checkpoint", query.with_suffix(".checkpoint"))
    before = session.size()
    ran = session.wf(*brought, "--request", query, "--name", "ridge")
    assert ran.status == 0
    assert "cannot check" in ran.out
    session.wf("report", "-o", session.place / "before")
    first = (session.place / "before" / "index.html").read_text()
    assert "None yet." in first
    assert "1 stamp is kept in the log that whoever made this report could not check" in first
    session.named("http://127.0.0.1:9/")
    again = session.wf(*brought)
    assert "kept before" in again.out
    assert "holds" in again.out
    assert session.size() == before + 2


def test_a_token_that_is_wrong_is_refused_and_nothing_is_lost(session: Session) -> None:
    """Another checkpoint, another nonce, SHA-1, an expired and a wrong authority, rubbish: each by its code, and no entry."""
    session.wf("stamp", "request", session.place / "a")
    session.named("http://127.0.0.1:9/")
    query = next((session.place / "a").glob("*.tsq"))
    checkpoint = query.with_suffix(".checkpoint")
    good = session.authority
    other_query = session.place / "other.tsq"
    other_query.write_bytes(good.request(b"other bytes"))
    ended = (NOW - timedelta(days=9), NOW - timedelta(days=5))
    late = Authority(session.place / "late", valid=ended)
    session.wf("authority", "new", "late", "--roots", late.roots, inside=False)
    tokens = {
        "stamp-other-checkpoint": good.reply(other_query.read_bytes()),
        "stamp-nonce": good.reply(good.request(checkpoint.read_bytes())),
        "stamp-digest": good.reply(good.request(checkpoint.read_bytes(), "sha1")),
        "stamp-certificate": late.reply(query.read_bytes()),
        "stamp-form": b"0123 no token",
    }
    before = session.size()
    for code, token in tokens.items():
        file = session.place / "reply.tsr"
        file.write_bytes(token)
        ran = session.wf(
            "stamp", "keep", file, "--checkpoint", checkpoint, "--request", query, "--json"
        )
        assert ran.status == 4
        assert f'"code": "{code}"' in ran.err
        assert file.read_bytes() == token
    assert session.size() == before
    assert session.wf("check", "--full").status == 0


def test_an_authority_that_fails_does_not_take_the_others_along(session: Session) -> None:
    """A closed door, a redirect, an error page, an endless answer and somebody else's stamp: named, while the good one is kept."""
    stranger = Authority(session.place / "stranger", "Other")
    with Case(session.case, home=Home(session.home)) as case:
        older = session.authority.reply(session.authority.request(case.custody.note()))
    answers = {
        "moved": lambda _: (302, b"http://192.0.2.1/"),
        "broken": lambda _: (500, b""),
        "page": lambda _: (200, b"<html>sign in</html>"),
        "endless": lambda _: (200, b"0" * (1 << 19)),
        "replayed": lambda request: (200, older),
    }
    with session.authority.serving() as url, stranger.serving() as wrong:
        session.named(url)
        words: list[str] = ["ridge", "http://127.0.0.1:9/"]
        session.wf(
            "authority",
            "new",
            "mixed",
            "--url",
            wrong,
            "--roots",
            session.authority.roots,
            inside=False,
        )
        for answer in answers.values():
            with session.authority.serving(answer) as bad:
                alone = session.wf("stamp", "ask", bad)
                assert alone.status in (4, 5)
        ran = session.wf("stamp", "ask", *words, "mixed")
    assert ran.status == 1
    assert ran.out.count("gave no stamp") == 2
    assert ran.out.count("holds") == 1
    assert "stamp is not by the authority whose roots you named" in ran.out
    assert session.size() == 2
    assert session.wf("stamp", "ask", "nobody").status == 2
    assert session.wf("stamp", "ask", "ftp://time.example").status == 2


def test_a_stamp_on_the_log_of_another_case_is_not_taken(session: Session, tmp_path: Path) -> None:
    """The checkpoint file must be a past state of a log of this case."""
    other = tmp_path / "else"
    session.wf("init", other, inside=False)
    run("-C", other, "stamp", "request", tmp_path / "b", home=session.home)
    query = next((tmp_path / "b").glob("*.tsq"))
    token = tmp_path / "b.tsr"
    token.write_bytes(session.authority.reply(query.read_bytes()))
    ran = session.wf("stamp", "keep", token, "--checkpoint", query.with_suffix(".checkpoint"))
    assert ran.status == 2
    assert "stamp-other-log" in ran.err


def test_a_kept_token_that_was_exchanged_is_found(session: Session) -> None:
    """The token of another checkpoint put under the same entry is damage of an object; a mirror without the roots cannot check."""
    with session.authority.serving() as url:
        session.named(url)
        session.wf("stamp", "ask", "ridge")
    copy = session.place / "copy"
    session.wf("mirror", copy)
    away = run("-C", copy, "check", "--full", home=session.place / "away")
    assert away.status == 0
    assert "no root certificate you hold leads to it" in away.out
    assert "no outside stamp" in away.out
    given = run(
        "-C", copy, "check", "--roots", session.authority.roots, home=session.place / "away"
    )
    assert "existed on" in given.out
    with Case(session.case, home=Home(session.home)) as case:
        stamp = case.custody.entry(1)
        victim = case.layout.object(Digest.parse(stamp.body["token"]))
    victim.chmod(0o600)
    data = victim.read_bytes()
    victim.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    quick = session.wf("check")
    assert quick.status == 3
    assert "have changed since they were received" in quick.out
    shutil.rmtree(copy)


def test_a_proof_of_opentimestamps_is_kept_and_checked_against_headers_one_has(
    session: Session,
) -> None:
    """Kept while nobody can check it; with the block's header it holds, with another it is contradicted."""
    session.wf("stamp", "request", session.place / "stick")
    checkpoint = next((session.place / "stick").glob("*.checkpoint"))
    digest = Digest.of(checkpoint.read_bytes()).raw
    end = bytes.fromhex("000588960d73d7190101") + b"\x05"
    proof = checkpoint.with_suffix(".ots")
    proof.write_bytes(opentimestamps.MAGIC + b"\x01\x08" + digest + b"\xf0\x02ab\x08" + end)
    root = Digest.of(digest + b"ab").raw
    ran = session.wf("stamp", "keep", proof, "--checkpoint", checkpoint)
    assert ran.status == 0
    assert "leads to Bitcoin block 5, whose header you do not have" in ran.out
    right, wrong = session.place / "right", session.place / "wrong"
    right.write_text(as_text({5: header(root, int(NOW.timestamp()) - 60)}))
    wrong.write_text(as_text({5: header(bytes(32), int(NOW.timestamp()))}))
    good = session.wf("check", "--headers", right)
    assert good.status == 0
    assert "OpenTimestamps; the block's own clock, which may be up to two hours off" in good.out
    bad = session.wf("check", "--headers", wrong)
    assert bad.status == 3
    assert "another Merkle root" in bad.out
    assert "no outside stamp" in session.wf("check").out


def test_nobody_is_asked_for_what_could_not_be_kept(session: Session) -> None:
    """Without the case's key, or on an older copy, the refusal comes before any contact."""
    old = session.place / "old"
    shutil.copytree(session.case, old)
    session.wf("actor", "new", "wren", "--name", "W. R.")
    with session.authority.serving() as url:
        assert run("-C", old, "stamp", "ask", url, home=session.home).status == 3
        away = run("-C", session.case, "stamp", "ask", url, home=session.place / "away")
        assert away.status == 5
        assert "will see" not in away.out
        assert session.authority.asked == []
        assert session.wf("stamp", "ask", url).status == 0
    assert len(session.authority.asked) == 1

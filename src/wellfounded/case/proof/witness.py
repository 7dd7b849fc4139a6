"""Asking witnesses for a cosignature on a log's newest checkpoint, and running one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.proof.stamp import Kept, NotGiven, Offered, keep_all, refusal
from wellfounded.case.proof.trust import Witness, witness_of
from wellfounded.ledger import Checkpoint, FolderLog, note
from wellfounded.ledger.stamps import cosignature, net
from wellfounded.ledger.stamps.net import Reply
from wellfounded.ledger.witness import protocol
from wellfounded.ledger.witness.book import Book
from wellfounded.terms.errors import Mistaken, Refused, Unavailable

SEES = "the name of the log, its number of entries and hashes of it"
_TRIES = 3


def ask(
    case: Case,
    words: Sequence[str],
    *,
    actor: str,
    key: str | None = None,
    log: str = "custody",
    contacting: Callable[[str], None] = lambda host: None,
) -> list[Kept | NotGiven]:
    """Ask witnesses, by name or address, to cosign the newest checkpoint of a log; what they give is kept in one commit.

    `contacting` hears each host before any is contacted. Raises Mistaken, Unavailable `no-key` and Damaged `rolled-back` before any contact.
    """
    named = [witness_of(case.home, word, key) for word in words]
    if not named:
        step = "name a witness: wellfounded witness ask NAME, or its URL with --key"
        raise Mistaken("nothing-named", "nobody was named to ask", next=step)
    case.signer(log)  # what is asked for must be kept: find out before anybody is contacted
    case.guard_rollback(log)
    entries = case.logs[log]
    checkpoint = entries.note()
    found: list[Offered | NotGiven] = []
    for one in named:
        contacting(net.host_of(one.url))
    for one in named:
        try:
            found.append(_cosigned(entries, checkpoint, one))
        except (Refused, Unavailable) as exc:
            found.append(NotGiven(one.name, exc))
    offered = [one for one in found if isinstance(one, Offered)]
    kept = iter(keep_all(case, log, checkpoint, offered, actor))
    return [next(kept) if isinstance(one, Offered) else one for one in found]


def book_folder(home: Home) -> Path:
    """Give where this person's own witness keeps its key and what it saw."""
    return home.folder / "witness"


def own_witness(home: Home, name: str = "", logs: Sequence[str] = ()) -> Book:
    """Open or begin the witness of this computer; raises Mistaken `witness-name`, `key-text`."""
    return Book(book_folder(home), name, logs)


def _cosigned(log: FolderLog, checkpoint: bytes, witness: Witness) -> Offered:
    """Ask one witness: it says which state it cosigned last, and is given the proof from there."""
    head = note.parse(checkpoint)
    url = witness.url.rstrip("/") + protocol.PATH
    old = 0
    for _ in range(_TRIES):
        proof = log.consistency(old) if 0 < old < head.size else []
        reply = net.post(url, protocol.compose(old, proof, checkpoint), "text/plain; charset=utf-8")
        if reply.status != 409:
            return _judged(reply, checkpoint, witness)
        old = _size(reply, head, witness)
    raise Unavailable(
        "no-cosignature",
        "the witness changed its mind about what it saw last, several times",
        where=net.host_of(url),
        next="ask again later",
    )


def _judged(reply: Reply, checkpoint: bytes, witness: Witness) -> Offered:
    host = net.host_of(witness.url)
    if reply.status == 422:
        raise Refused(
            "forked",
            "the witness has cosigned other entries of this log than are here",
            where=host,
            why=_said(reply),
            next="an older or another copy of the case is in use somewhere: run wellfounded check, and find the newest copy",
        )
    if reply.status in (403, 404):
        raise Unavailable(
            "log-unknown",
            "the witness does not know this log, or not under this key",
            where=host,
            why=_said(reply),
            next="give its owner the line that wellfounded key prints for a witness",
        )
    if reply.status != 200:
        raise Unavailable(
            "no-cosignature",
            f"the witness answered with HTTP status {reply.status} and no cosignature",
            where=host,
            why=_said(reply),
            next="check its address, or ask another one",
        )
    verdict = cosignature.judge(reply.body, checkpoint, [witness.key])
    if verdict.standing == "unknown":
        raise Refused(
            "stamp-signature",
            "the answer holds no cosignature by the key you named for this witness",
            where=host,
            next="get the key from the witness' owner again",
        )
    if verdict.standing == "contradicted":
        raise refusal(verdict)
    return Offered(witness.name, "cosignature", reply.body, verdict)


def _size(reply: Reply, head: Checkpoint, witness: Witness) -> int:
    """Give the size a witness says it cosigned last, which this log must have reached."""
    text = reply.body.decode("ascii", "replace").strip()
    host = net.host_of(witness.url)
    if not text.isdecimal() or len(text) > 19:
        raise Unavailable("no-cosignature", "the witness' answer cannot be read", where=host)
    if int(text) > head.size:
        raise Refused(
            "rolled-back",
            f"the witness has cosigned {int(text)} entries of this log, and here it has {head.size}",
            where=host,
            why="an older copy of the case was put in place of a newer one",
            next="bring the newer copy back; nothing was written",
        )
    return int(text)


def _said(reply: Reply) -> str:
    return reply.body[:120].decode("utf-8", "replace").strip()

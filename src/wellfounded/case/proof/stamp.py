"""Stamping a checkpoint: asked for by name, or carried to an authority and back; what comes is kept raw, as an entry of the log it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.case.proof.outside import Judge, Tree, stamps_of
from wellfounded.case.proof.trust import Authority, Trust, authority_of
from wellfounded.ledger import note
from wellfounded.ledger.stamps import net, opentimestamps, rfc3161
from wellfounded.ledger.stamps.verdict import Verdict
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Refused, Unavailable, WellfoundedError
from wellfounded.vault import LOG_KINDS

_MAX_FILE = 1 << 18


@dataclass(frozen=True, slots=True)
class Kept:
    """A stamp that is in the log now: its entry, and what it says. `already` when the log held this very token."""

    by: str
    kind: str
    log: str
    entry: int
    size: int
    verdict: Verdict
    already: bool = False


@dataclass(frozen=True, slots=True)
class NotGiven:
    """An authority or witness that gave nothing that could be kept, and why. The case is as it was."""

    by: str
    error: WellfoundedError


@dataclass(frozen=True, slots=True)
class Offered:
    """A stamp before it is kept."""

    by: str
    kind: str
    token: bytes
    verdict: Verdict


def ask(
    case: Case,
    words: Sequence[str],
    *,
    actor: str,
    log: str = "custody",
    contacting: Callable[[str], None] = lambda host: None,
) -> list[Kept | NotGiven]:
    """Ask authorities, by name or address, for a stamp on the newest checkpoint of a log; what they give is kept in one commit.

    `contacting` hears each host before it is contacted. One that gives nothing is no error of the others. Raises Mistaken, Unavailable `no-key` and Damaged `rolled-back` before any contact.
    """
    named = [authority_of(case.home, word) for word in words]
    if not named:
        step = "name an authority: wellfounded stamp ask NAME, or its URL"
        raise Mistaken("nothing-named", "nobody was named to ask", next=step)
    case.signer(log)  # what is asked for must be kept: find out before anybody is contacted
    case.guard_rollback(log)
    checkpoint = case.logs[log].note()
    found: list[Offered | NotGiven] = []
    for authority in named:
        contacting(net.host_of(authority.url))
    for authority in named:
        try:
            found.append(_asked(case, authority, checkpoint))
        except (Refused, Unavailable) as exc:
            found.append(NotGiven(authority.name, exc))
    offered = [one for one in found if isinstance(one, Offered)]
    kept = iter(keep_all(case, log, checkpoint, offered, actor))
    return [next(kept) if isinstance(one, Offered) else one for one in found]


def write_request(case: Case, folder: Path, log: str = "custody") -> tuple[Path, Path]:
    """Write the newest checkpoint of a log and a request for a stamp on it, to be carried; gives both paths.

    Nobody is contacted. Raises Mistaken `exists`.
    """
    checkpoint = case.logs[log].note()
    head = note.parse(checkpoint)
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{head.origin.replace('/', '-')}-{head.size}"
    paths = folder / f"{stem}.checkpoint", folder / f"{stem}.tsq"
    for path in paths:
        if path.exists():
            step = "the request is there: carry it, or name another folder"
            raise Mistaken("exists", "that file exists already", where=str(path), next=step)
    paths[0].write_bytes(checkpoint)
    paths[1].write_bytes(rfc3161.request(checkpoint).data)
    return paths


def keep(
    case: Case,
    token_file: Path,
    checkpoint_file: Path,
    *,
    actor: str,
    by: str = "",
    request_file: Path | None = None,
) -> Kept:
    """Keep a stamp that was brought (`.tsr`, `.ots`, or lines of a cosignature) with the checkpoint file it is about.

    With the request file its nonce must come back. Raises Refused for one that contradicts what it should be about or what the person
    holds, Mistaken `stamp-other-log` for a checkpoint of another log: the case is as it was.
    """
    token, checkpoint = _read(token_file), _read(checkpoint_file)
    log = log_of(case, checkpoint)
    kind = kind_of(token)
    nonce = None if request_file is None else rfc3161.nonce_of(_read(request_file))
    with Judge(Trust.of(case.home)) as judge:
        verdict = judge.judge(kind, token, checkpoint, nonce)
    offered = Offered(by or verdict.who or token_file.stem, kind, token, _not_wrong(verdict))
    return keep_all(case, log, checkpoint, [offered], actor)[0]


def keep_all(
    case: Case, log: str, checkpoint: bytes, offered: Sequence[Offered], actor: str
) -> list[Kept]:
    """Put stamps on one checkpoint of a log into the case, in one commit, durable on return."""
    head = note.parse(checkpoint)
    there = {(s.checkpoint, s.token): s for s in stamps_of(case.logs[log].entries(head.size))}
    kept: dict[Digest, Kept] = {}
    with Batch(case, actor, log) as batch:
        new: list[tuple[Digest, Offered]] = []
        object_of = batch.take_bytes(checkpoint)
        for one in offered:
            digest = Digest.of(one.token)
            before = there.get((object_of.digest, digest))
            if before is not None:
                kept[digest] = _kept(one, log, before.index, head.size, already=True)
            elif digest not in {d for d, _ in new}:
                stored = batch.take_bytes(one.token)
                body = {
                    "kind": one.kind,
                    "checkpoint": str(object_of.digest),
                    "token": str(digest),
                    "by": one.by,
                    "size": head.size,
                    "pinned": {
                        str(object_of.digest): object_of.size,
                        str(digest): stored.size,
                    },
                }
                batch.add(Event("stamped", (), body))
                new.append((digest, one))
        for (digest, one), entry in zip(new, batch.commit(), strict=True):
            kept[digest] = _kept(one, log, entry.index, head.size)
    return [kept[Digest.of(one.token)] for one in offered]


def log_of(case: Case, checkpoint: bytes) -> str:
    """Give the log of the case a checkpoint file is a past state of.

    Raises Refused `checkpoint-form`, `forked`, Mistaken `stamp-other-log`.
    """
    head = note.parse(checkpoint)
    for kind in LOG_KINDS:
        log = case.logs[kind]
        if log.checkpoint().origin != head.origin:
            continue
        now = log.checkpoint().size
        wrong = (
            Tree(head.origin, log.root_at).disowns(checkpoint, head.size)
            if now >= head.size
            else None
        )
        if now < head.size or head.size == 0 or wrong is not None:
            raise Refused(
                "forked" if wrong else "rolled-back",
                "the checkpoint file shows other entries than this log has",
                where=f"{head.origin}, {head.size} entries",
                next="run wellfounded check --checkpoint FILE",
            )
        return kind
    raise Mistaken(
        "stamp-other-log",
        "the checkpoint file is of no log of this case",
        where=head.origin,
        next="name the file that was written with the request",
    )


def kind_of(token: bytes) -> str:
    """Give the kind of a stamp by its bytes; raises Refused `stamp-form`."""
    if token.startswith(opentimestamps.MAGIC):
        return "opentimestamps"
    if token.startswith("— ".encode()):
        return "cosignature"
    if token[:1] == b"\x30":
        return "rfc3161"
    raise Refused(
        "stamp-form",
        "that is no stamp of a kind known here",
        next="bring the reply as it came: .tsr (RFC 3161), .ots (OpenTimestamps) or the lines of a witness",
    )


def refusal(verdict: Verdict) -> Refused:
    """Give the error for a stamp that must not be kept."""
    step = verdict.next or "ask again, or ask another one; the case is as it was"
    return Refused(verdict.code, verdict.what, where=verdict.who, next=step)


def _asked(case: Case, authority: Authority, checkpoint: bytes) -> Offered:
    request = rfc3161.request(checkpoint)
    reply = net.post(authority.url, request.data, rfc3161.REQUEST_TYPE)
    if reply.status != 200:
        raise Unavailable(
            "no-stamp",
            f"the authority answered with HTTP status {reply.status} and no stamp",
            where=net.host_of(authority.url),
            next="check its address, or ask another one",
        )
    trust = Trust(authority.roots) if authority.roots else Trust.of(case.home)
    with Judge(trust) as judge:
        verdict = judge.judge("rfc3161", reply.body, checkpoint, request.nonce)
    if authority.roots and verdict.code == "stamp-no-roots":
        raise Refused(
            "stamp-certificate",
            "the stamp is not by the authority whose roots you named",
            where=verdict.who,
            next="ask the authority which root it signs under, and name it again",
        )
    return Offered(authority.name, "rfc3161", reply.body, _not_wrong(verdict))


def _not_wrong(verdict: Verdict) -> Verdict:
    if verdict.standing == "contradicted":
        raise refusal(verdict)
    return verdict


def _kept(one: Offered, log: str, entry: int, size: int, *, already: bool = False) -> Kept:
    return Kept(one.by, one.kind, log, entry, size, one.verdict, already)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)
    except OSError as exc:
        raise Mistaken(
            "unreadable",
            "the file cannot be read",
            where=str(path),
            why=exc.strerror or "",
            next="check the path, and that you may read it",
        ) from exc
    if len(data) > _MAX_FILE:
        raise Refused("stamp-form", f"a stamp has at most {_MAX_FILE} bytes", where=path.name)
    return data

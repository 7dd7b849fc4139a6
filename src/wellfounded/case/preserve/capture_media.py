"""Videos of platforms into a case: each stream, description, comments and captions a file of its own, and what changed since the last time."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from wellfounded.case.batch import Batch, Event
from wellfounded.case.folder import Case
from wellfounded.case.preserve.capture import NotCaptured, check, here
from wellfounded.intake.capture import net, platform
from wellfounded.intake.capture.page import Tell
from wellfounded.intake.receipt import Receipt
from wellfounded.ledger import Entry
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken
from wellfounded.terms.record import RawName

_TOLD: Final = ("title", "description", "uploader", "channel", "upload_date", "duration", "availability", "license")  # fmt: skip
_MOST_INFO: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a platform that is now kept; `again` where these bytes were received before."""

    role: platform.Role
    digest: Digest
    name: str
    size: int
    again: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs from the last time this address was captured: a thing, what it was, what it is; empty where it is gone or new."""

    what: str
    before: str
    now: str


@dataclass(slots=True)
class Media:
    """What a platform gave for one address. `changed` is None where it was not captured before. `said` is the program's last word where it failed."""

    url: str
    files: list[Kept] = field(default_factory=list)
    changed: list[Changed] | None = None
    said: str = ""


def capture_media(
    case: Case,
    url: str,
    *,
    actor: str,
    receipt: Receipt | None = None,
    proxy: net.Proxy | None = None,
    tell: Tell = lambda *_: None,
) -> Media | NotCaptured:
    """Receive what a platform gives for an address; everything in one step, durable when it returns.

    Raises Mistaken `url-form`; Unavailable `needs-extra`, `no-empty-network`, `disk`.
    """
    check(url)
    with platform.downloaded(url, proxy=proxy, tell=tell) as got:
        if not got.files:
            return NotCaptured(url, got.said or "the platform gave nothing")
        before = _before(case, url)
        media = Media(url, said=got.said)
        batch_id, told = secrets.token_hex(8), receipt or Receipt()
        private = {"url": url, "contacts": [_contact(c) for c in got.contacts]} | here(got.own)
        with Batch(case, actor) as batch:
            for role, path in got.files:
                with path.open("rb", buffering=0) as file:
                    stored = batch.take(file)
                body: dict[str, Any] = {"object": str(stored.digest), "size": stored.size, "door": "web", "batch": batch_id, **told.terms.to_json()}  # fmt: skip
                named = {"name": RawName.of_path(path.name.encode()).to_json(), **told.private()}
                batch.add(Event("received", (stored.digest,), body, named))
                how = {"program": got.program, "role": role, "batch": batch_id, "proxied": proxy is not None}  # fmt: skip
                batch.add(Event("captured", (stored.digest,), how, private))
                media.files.append(Kept(role, stored.digest, path.name, stored.size, False))
            entries = batch.commit()
        media.files = list(_known(media.files, entries))
        now = _now(got.files)
        media.changed = None if before is None else list(_differences(before, now, media.files))
    return media


def _known(files: list[Kept], entries: list[Entry]) -> Iterator[Kept]:
    """Say of each file whether its item had entries before its receipt."""
    for one, entry in zip(files, entries[::2], strict=True):
        again = entry.about[0][1] is not None
        yield Kept(one.role, one.digest, one.name, one.size, again)


@dataclass(frozen=True, slots=True)
class _Before:
    """The last capture of an address: digests by role and name, and what its information said."""

    files: Mapping[tuple[str, str], str]
    said: Mapping[str, str]


def _before(case: Case, url: str) -> _Before | None:
    """Give the newest earlier capture of an address by a platform's program; None where there is none."""
    batches: dict[str, dict[tuple[str, str], str]] = {}
    for entry in case.custody.entries(0):
        if entry.type == "captured" and entry.body.get("role"):
            private = case.reveal("custody", entry)
            if private.get("url") == url:
                name = entry.about[0][0]
                batches.setdefault(str(entry.body["batch"]), {})[str(entry.body["role"]), name.hex] = str(name)  # fmt: skip
    if not batches:
        return None
    files = batches[list(batches)[-1]]
    info = next((Digest.parse(d) for (role, _), d in files.items() if role == "info"), None)
    said: dict[str, str] = {}
    if info is not None:
        try:
            with case.vault.lend(info) as file:
                said = _said(file.read(_MOST_INFO))
        except (Damaged, Mistaken):
            said = {}
    return _Before(files, said)


def _now(files: tuple[tuple[platform.Role, Path], ...]) -> dict[str, str]:
    info = next((path for role, path in files if role == "info"), None)
    return {} if info is None else _said(info.read_bytes()[:_MOST_INFO])


def _said(data: bytes) -> dict[str, str]:
    """Give what a platform's information says in fields people look at, and every comment by its number; {} for none."""
    try:
        info = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(info, dict):
        return {}
    said = {name: str(info[name]) for name in _TOLD if info.get(name) is not None}
    for comment in info.get("comments") or ():
        if isinstance(comment, dict) and comment.get("id"):
            said[f"comment {comment['id']}"] = str(comment.get("text", ""))
    return said


def _differences(before: _Before, now: Mapping[str, str], files: list[Kept]) -> Iterator[Changed]:
    """Give what changed: fields and comments by name, then streams and captions that went away or are new."""
    for name in sorted({*before.said, *now}):
        if before.said.get(name) != now.get(name):
            yield Changed(name, before.said.get(name, ""), now.get(name, ""))
    for role in ("media", "captions", "thumbnail"):
        had = {digest for (kind, _), digest in before.files.items() if kind == role}
        has = {str(one.digest) for one in files if one.role == role}
        for gone in sorted(had - has):
            yield Changed(role, gone, "")
        for new in sorted(has - had):
            yield Changed(role, "", new)


def _contact(contact: net.Contact) -> dict[str, Any]:
    return {"host": contact.host, "port": contact.port, "address": contact.address, "refused": contact.refused}  # fmt: skip

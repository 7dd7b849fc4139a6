"""Binding the exhibits of a case into a packet: what stands in the way, what is read, bound, and written beside it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wellfounded import verifier
from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.present import packet_binding, packet_jail
from wellfounded.case.present.element import rules_of
from wellfounded.case.present.exhibit import exhibits
from wellfounded.case.present.matter import matter_of
from wellfounded.case.present.packet_proof import Issued, log_manifest, log_parts, salts_of
from wellfounded.case.proof import handout
from wellfounded.disk.folder import full
from wellfounded.law.forums import forum
from wellfounded.law.rule import Forum
from wellfounded.ledger import clock_us
from wellfounded.packet import manifest
from wellfounded.packet.exhibit import Exhibit
from wellfounded.packet.plan import Binding
from wellfounded.packet.split import split
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Refused

_MOST_TRIES: Final = 8
_SHEETS: Final = 120_000
"""Bytes kept for our own pages of a part, before they are known."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the forum (else the matter's), the largest part in bytes (else the forum's), the filer's own cover.

    `sensitive` are exhibits whose originals stand as commitments; `whole_entries` shows custody that names more than an original.
    """

    forum: str = ""
    max_bytes: int | None = None
    cover: Path | None = None
    name: str = "Exhibits"
    issued: int | None = None
    weaker: bool = False
    whole_entries: bool = False
    sensitive: tuple[Digest, ...] = ()


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet as it was written: its parts, what was left out or mended by exhibit, and what the caption lacks.

    `beside` are the files beside the parts; `custody_left_out` the tabs whose custody packet.proof does not show.
    """

    folder: Path
    parts: tuple[manifest.Part, ...]
    exhibits: tuple[Exhibit, ...]
    notes: tuple[tuple[str, str], ...]
    lacking: tuple[str, ...]
    beside: tuple[str, ...] = ()
    custody_left_out: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """Pages of all parts."""
        return sum(part.pages for part in self.parts)


def build(case: Case, folder: Path, asked: Asked, *, actor: str) -> Packet:
    """Bind the exhibits into a new folder, which appears whole or not at all.

    Raises Mistaken `no-exhibits`, `exhibit-title`, `exists`, `plain-inside`; Refused `exhibits-open`, `exhibit-source`; Damaged `object`; Unavailable
    `needs-extra`.
    """
    folder = Path(os.path.abspath(folder))
    if folder.exists():
        raise Mistaken("exists", "that folder is there already", where=str(folder), next="name a new one")  # fmt: skip
    handout.refuse_plain_inside(case, folder, "a packet")
    issued = clock_us() if asked.issued is None else asked.issued
    fonts = packet_jail.fonts()
    with open_catalogue(case) as catalogue:
        rules = forum(asked.forum) if asked.forum else rules_of(case, catalogue)
        matter = matter_of(case, catalogue)
        listed = exhibits(case, catalogue, issued)
        _require_ready(listed)
        salts = salts_of(case, catalogue, _among(asked.sensitive, listed))
        commitments = {item: manifest.committed(item, salt) for item, salt in salts.items()}
        origins = [
            packet_binding.origin(catalogue, one, commitments.get(one.item)) for one in listed
        ]
    with packet_jail.Binder(case, listed, asked.cover, weaker=asked.weaker) as binder:
        found = binder.inspect()
        binding = packet_binding.binding(
            listed,
            origins,
            found,
            matter,
            rules,
            issued,
            own_cover=asked.cover is not None,
            commitments=commitments,
        )
        logged = log_manifest(case, binding.manifest.encode(), salts, actor=actor)
        binding = packet_binding.finished(binding, fonts, logged)
        weights = [[page.octets for page in one.pages] for one in found[: len(listed)]]
        with _whole(folder) as made:
            parts = _bind(binder, binding, weights, made, asked, rules)
            proofs = log_parts(
                case,
                logged,
                parts,
                [one.item for one in listed if one.item not in commitments],
                actor=actor,
                whole_entries=asked.whole_entries,
            )
            beside = _beside(made, proofs)
    notes = tuple((one.tab, note) for one in binding.exhibits for note in one.notes)
    lacking = () if asked.cover else packet_binding.lacking(binding.cover)
    left_out = tuple(one.tab for one in listed if one.item in proofs.left_out)
    return Packet(folder, tuple(parts), tuple(listed), notes, lacking, beside, left_out)


def _beside(folder: Path, issued: Issued) -> tuple[str, ...]:
    """Write packet.proof, and the program that checks it, beside the parts; gives their names."""
    program = {verifier.NAME: verifier.program(), verifier.PACKET_NAME: verifier.packet_half()}
    files = {**issued.files, **program}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return tuple(files)


def _among(sensitive: Sequence[Digest], listed: Sequence[Exhibit]) -> list[Digest]:
    """Give the sensitive ones in the order of the exhibits; raises Mistaken `no-exhibit` for what is none."""
    items = [one.item for one in listed]
    for one in sensitive:
        if one not in items:
            raise Mistaken("no-exhibit", "that is no exhibit", where=one.hex[:12], next="wellfounded exhibit lists them")  # fmt: skip
    return [item for item in items if item in sensitive]


def _require_ready(listed: Sequence[Exhibit]) -> None:
    if not listed:
        raise Mistaken("no-exhibits", "no exhibit is in the list", next="wellfounded exhibit add ITEM")  # fmt: skip
    unready = [one for one in listed if not one.ready]
    if unready:
        said = "; ".join(f"{one.tab}: {', '.join(_standing(one))}" for one in unready)
        raise Refused(
            "exhibits-open",
            "these exhibits cannot be bound as things stand",
            where=said,
            next="wellfounded exhibit lists each; decide with wellfounded exhibit decide, or take it out",
        )
    for one in listed:
        if not one.words.get("title"):
            raise Mistaken(
                "exhibit-title",
                f"exhibit {one.tab} has no title",
                where=one.item.hex[:12],
                next=f'wellfounded exhibit add {one.item.hex[:12]} --title "..."',
            )


def _standing(one: Exhibit) -> Iterator[str]:
    for concern in one.concerns:
        if (standing := one.standing(concern)) != "filed":
            yield f"{standing} {concern.kind}"


def _bind(
    binder: packet_jail.Binder,
    binding: Binding,
    weights: Sequence[Sequence[int]],
    folder: Path,
    asked: Asked,
    rules: Forum,
) -> list[manifest.Part]:
    """Bind until every part is within the limit: how much our own pages take is known only afterwards."""
    limit = rules.binding.max_bytes if asked.max_bytes is None else asked.max_bytes
    room = max(limit - _SHEETS - len(binding.manifest) - 900 * len(weights), limit // 3)
    for _ in range(_MOST_TRIES):
        parts = split(weights, room if limit else 0)
        names = packet_binding.names(asked.name, rules.binding.part_name, len(parts))
        made = binder.bind(packet_binding.cut(binding, parts, names), folder)
        largest = max(part.octets for part in made)
        if not limit or largest <= limit:
            return made
        for part in made:
            (folder / part.name).unlink()
        room = int(room * limit / largest * 0.98)
    raise Refused(
        "part-too-large",
        "the packet could not be cut into parts of that size",
        why=f"a part may have {limit:,} bytes",
        next="name a larger --max-size, or file a smaller copy of the largest exhibit",
    )


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """Give a folder to fill that gets its name at the end, and is gone if that is not reached."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".packet-", dir=target.parent))
        try:
            yield made
            made.chmod(0o755)
            os.rename(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as exc:
        raise full(exc, target.parent) from exc

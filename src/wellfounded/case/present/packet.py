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
from wellfounded.case.present import packet_binding, packet_jail, packet_sources
from wellfounded.case.present.packet_gather import Gathered, gather
from wellfounded.case.present.packet_proof import Issued, log_manifest, log_parts
from wellfounded.case.present.packet_sources import Opener, Source
from wellfounded.case.proof import handout
from wellfounded.disk.folder import full
from wellfounded.law.rule import Forum
from wellfounded.ledger import clock_us
from wellfounded.packet import manifest
from wellfounded.packet.exhibit import Exhibit
from wellfounded.packet.plan import Binding
from wellfounded.packet.split import split
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Refused

COMPANIONS: Final = "files"
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
    fonts = packet_jail.fonts()
    issued = clock_us() if asked.issued is None else asked.issued
    gathered = gather(case, asked.forum, issued, asked.sensitive)
    listed, rules = gathered.listed, gathered.rules
    with packet_jail.Binder(secret=case.is_encrypted, weaker=asked.weaker) as binder:
        sources = _sources(case, gathered, binder, fonts)
        opened = [one.opened for one in sources]
        names = [f"exhibit {one.tab}" for one in listed]
        if asked.cover is not None:
            opened, names = [*opened, packet_sources.from_path(asked.cover)], [*names, "the cover"]
        found = binder.inspect(opened, names)
        binding = packet_binding.binding(
            gathered, sources, found, own_cover=asked.cover is not None
        )
        logged = log_manifest(case, binding.manifest.encode(), gathered.salts, actor=actor)
        binding = packet_binding.finished(binding, fonts, logged)
        weights = [
            [seen.pages[page - 1].octets for page in one.pages]
            for one, seen in zip(binding.exhibits, found, strict=False)
        ]
        with _whole(folder) as made:
            parts = _bind(binder, binding, opened, weights, made, asked, rules)
            _companions(case, listed, made)
            proofs = log_parts(
                case,
                logged,
                parts,
                [one.item for one in listed if one.item not in gathered.commitments],
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


def _bind(
    binder: packet_jail.Binder,
    binding: Binding,
    opened: Sequence[Opener],
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
        made = binder.bind(packet_binding.cut(binding, parts, names), opened, folder)
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


def _sources(
    case: Case,
    gathered: Gathered,
    binder: packet_jail.Binder,
    fonts: tuple[str, ...],
) -> list[Source]:
    """Set the pages of what is no PDF, and give where the pages of every exhibit come from."""
    made = iter(binder.set_pages([one for one in gathered.wanted if one is not None], fonts))
    return [
        packet_sources.source(
            case, one, next(made) if asked else None, asked.recipe if asked else ""
        )
        for one, asked in zip(gathered.listed, gathered.wanted, strict=True)
    ]


def _companions(case: Case, listed: Sequence[Exhibit], folder: Path) -> None:
    """Put film and sound beside the parts, each checked against its digest."""
    for one, name in packet_sources.media(listed):
        (folder / COMPANIONS).mkdir(exist_ok=True)
        with case.vault.lend(one.item) as original, (folder / COMPANIONS / name).open("xb") as out:
            shutil.copyfileobj(original, out)


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

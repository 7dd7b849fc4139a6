"""Checking a case: every digest and both logs recomputed, and said apart what agrees, what does not, and what could not be checked.

A quick check reads the logs and personal values whole and of the objects only that they are there with their stated size; it says
which share of the bytes it read. Only a full check reads every byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wellfounded.case import pinned
from wellfounded.case.folder import Case
from wellfounded.case.key import rotation_holds
from wellfounded.ledger import Checkpoint, Entry, FolderLog, merkle, note, tiles
from wellfounded.ledger import entry as entries
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, Refused, WellfoundedError
from wellfounded.vault import LOG_KINDS, Personal

_THREADS = 2
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found: `damaged`, `withdrawn`, `stray` (not part of the case) or `unknown` (could not be checked)."""

    verdict: str
    code: str
    what: str
    where: str = ""


@dataclass(slots=True)
class Checked:
    """What a check did and found. Bytes are of objects; `objects_read` are those whose digest was recomputed."""

    full: bool
    entries: dict[str, int] = field(default_factory=dict)
    objects: int = 0
    objects_read: int = 0
    bytes: int = 0
    bytes_read: int = 0
    personal: int = 0
    agrees: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def damaged(self) -> bool:
        """Say whether anything disagrees with its digest, proof or signature."""
        return any(f.verdict == "damaged" for f in self.findings)

    def note(self, verdict: str, code: str, what: str, where: str = "") -> None:
        """Add a finding."""
        self.findings.append(Finding(verdict, code, what, where))


def check(
    case: Case,
    *,
    full: bool = False,
    checkpoints: Iterable[Path] = (),
    progress: Progress = lambda done, total: None,
) -> Checked:
    """Check a case; nothing is written. `checkpoints` are files of signed checkpoints kept elsewhere.

    `progress(done, total)` counts object bytes. Damage is a finding, not an exception.
    """
    result = Checked(full)
    expected: dict[Digest, int] = {}
    withdrawn: set[Digest] = set()
    kept = [_read_kept(path, result) for path in checkpoints]
    lists: list[Digest] = []
    destroyed: set[Digest] = set()
    for kind in LOG_KINDS:
        known = [k for k in kept if k is not None]
        _Log(case, kind, result, lists, destroyed).check(known, expected, withdrawn)
    _reported(case, lists, expected)
    _unplaced(case, kept, result)
    _objects(case, expected, withdrawn, result, progress)
    _strays(case, expected, withdrawn, result)
    _say_unknown(case, result)
    return result


class _Log:
    """The check of one log and its personal values, in one pass over the entries."""

    def __init__(
        self, case: Case, kind: str, result: Checked, lists: list[Digest], destroyed: set[Digest]
    ) -> None:
        self._case, self._kind, self._result, self._lists = case, kind, result, lists
        self._destroyed = destroyed
        self._log: FolderLog = case.logs[kind]
        self._leaves: list[bytes] = []
        self._last: dict[Digest, int] = {}
        self._committed: dict[Digest, int] = {}
        self._key = b""

    def check(self, kept: list[bytes], expected: dict[Digest, int], withdrawn: set[Digest]) -> None:
        """Check tiles, entries, chains, signature, kept checkpoints and personal values."""
        try:
            signed = self._log.note()
            head = note.parse(signed)
        except (Damaged, Refused) as exc:
            self._damage(exc.code, exc.what, "checkpoint")
            return
        self._result.entries[self._kind] = head.size
        self._entries(head, expected, withdrawn)
        if len(self._leaves) != head.size:
            return
        self._tree(head, signed)
        for other in [*kept, self._case.home.seen(head.origin)]:
            if other is not None:
                self._against(other, head)
        self._personal(head.size)

    def _entries(
        self, head: Checkpoint, expected: dict[Digest, int], withdrawn: set[Digest]
    ) -> None:
        for number in range(-(-head.size // tiles.WIDTH)):
            name = tiles.tile_name("entries", number, tiles.width_at(number, head.size))
            try:
                bundle = tiles.unpack((self._log.folder / name).read_bytes())
                if len(bundle) != tiles.width_at(number, head.size):
                    raise Damaged("bundle", "a bundle has another number of entries than its name")
                for data in bundle:
                    one = entries.read(data, head.origin, len(self._leaves))
                    self._leaves.append(one.leaf)
                    self._entry(one, expected, withdrawn)
            except (OSError, WellfoundedError) as exc:
                what = exc.what if isinstance(exc, WellfoundedError) else "the file cannot be read"
                self._damage(getattr(exc, "code", "bundle"), what, name)
                return

    def _entry(self, one: Entry, expected: dict[Digest, int], withdrawn: set[Digest]) -> None:
        where = f"entry {one.index}"
        for item, prev in one.about:
            if self._last.get(item) != prev:
                self._damage(
                    "entry-prev", "an entry does not name its item's previous entry", where
                )
            self._last[item] = one.index
        if one.type == "opened":
            self._key = bytes.fromhex(one.body["key"])
        elif one.type == "key-rotated":
            if not rotation_holds(one, self._key):
                self._damage("key-rotation", "a key rotation is not signed by both keys", where)
            self._key = bytes.fromhex(one.body["new"])
        elif one.type == "received":
            digest = Digest.parse(one.body["object"])
            expected[digest] = one.body["size"]
            withdrawn.discard(digest)
        elif one.type == "withdrawn":
            gone = {Digest.parse(d) for d in one.body["objects"]}
            withdrawn |= gone
            self._destroyed |= {Digest.parse(d) for d in one.body.get("private", ())}
        for kept, size in one.body.get("pinned", {}).items():
            expected[Digest.parse(kept)] = size
        if one.type == "reported":
            self._lists.append(Digest.parse(one.body["rests_on"]))
        self._committed.update(dict.fromkeys(one.private.values(), one.index))

    def _tree(self, head: Checkpoint, signed: bytes) -> None:
        """Compare tiles, root and signature with what the entries themselves give."""
        before = len(self._result.findings)
        for name, data in tiles.extended(0, self._leaves, lambda level, number: []).items():
            try:
                found = (self._log.folder / name).read_bytes()
            except OSError:
                found = b""
            if found != data:
                self._damage("tile", "a tile disagrees with the entries", name)
        if _root(self._leaves, head.size) != head.root:
            self._damage(
                "root", "the entries do not lead to the root that was signed", "checkpoint"
            )
        try:
            note.open_signed(signed, self._key)
        except (Damaged, Refused) as exc:
            self._damage(exc.code, exc.what, "checkpoint")
        if len(self._result.findings) == before:
            what = f"the {self._kind} log: {head.size} entries lead to the root its key signed"
            self._result.agrees.append(what)

    def _against(self, other: bytes, head: Checkpoint) -> None:
        """Compare with a checkpoint kept elsewhere: the log must have had that root at that size."""
        try:
            kept = note.open_signed(other, self._key)
        except (Damaged, Refused):
            return
        if kept.origin != head.origin:
            return
        if kept.size > head.size:
            what = (
                f"a kept checkpoint shows {kept.size} entries and the log has {head.size}: "
                "it was cut short or an older copy was put in its place"
            )
            self._damage("rolled-back", what, "checkpoint")
        elif _root(self._leaves, kept.size) != kept.root:
            what = f"the first {kept.size} entries are not those a kept checkpoint shows"
            self._damage("forked", what, "checkpoint")
        else:
            what = f"the {self._kind} log still holds the {kept.size} entries of a kept checkpoint"
            self._result.agrees.append(what)

    def _personal(self, size: int) -> None:
        """Recompute the commitment of every personal value that is kept; a missing one is said, not guessed.

        A segment that begins beyond the log belongs to no entry: `_strays` names it.
        """
        found: set[Digest] = set()
        private = self._case.private[self._kind]
        for path in private.paths():
            if not private.counts(path, size):
                continue
            try:
                values: dict[Digest, Personal] = private.read(path)
            except (Damaged, OSError):
                self._damage("private", "a personal value disagrees with its commitment", path.name)
                continue
            strange = [c for c in values if c not in self._committed]
            if strange:
                self._damage("private", "a personal value that no entry is committed to", path.name)
            if any(c in self._destroyed for c in values):
                self._damage(
                    "private", "a value that was to be destroyed is still there", path.name
                )
            found |= values.keys()
        self._result.personal += len(found)
        lost = self._committed.keys() - found - self._destroyed
        for index in sorted({self._committed[c] for c in lost}):
            self._damage("private-missing", "a personal value is missing", f"entry {index}")

    def _damage(self, code: str, what: str, where: str) -> None:
        self._result.note("damaged", code, what, f"{self._kind} log, {where}")


def _root(leaves: list[bytes], size: int) -> bytes:
    """Give the root of the first leaves, computed from them alone."""
    level = leaves[:size]
    if not level:
        return merkle.EMPTY_ROOT
    while len(level) > 1:
        pairs = [merkle.node_hash(level[n], level[n + 1]) for n in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def _read_kept(path: Path, result: Checked) -> bytes | None:
    try:
        signed = path.read_bytes()
        note.parse(signed)
    except OSError as exc:
        result.note("unknown", "checkpoint-unread", "a kept checkpoint could not be read", str(exc))
        return None
    except Refused as exc:
        result.note("unknown", exc.code, f"not a checkpoint: {exc.what}", path.name)
        return None
    return signed


def _reported(case: Case, lists: list[Digest], expected: dict[Digest, int]) -> None:
    """Expect the record sets that issued reports rest on; a list that cannot be read is found as an object."""
    for digest in lists:
        try:
            with case.vault.open(digest) as file:
                data = file.read()
            if Digest.of(data) == digest:
                expected.update(pinned.records(data))
        except (OSError, Mistaken, Refused):
            continue


def _unplaced(case: Case, kept: list[bytes | None], result: Checked) -> None:
    """Say of kept checkpoints that belong to none of the logs that they say nothing here."""
    origins = set()
    for kind in LOG_KINDS:
        try:
            origins.add(case.logs[kind].checkpoint().origin)
        except (Damaged, Refused):
            continue
    for signed in kept:
        if signed is not None and note.parse(signed).origin not in origins:
            result.note("unknown", "checkpoint-other", "a kept checkpoint is of another log")


def _objects(
    case: Case,
    expected: dict[Digest, int],
    withdrawn: set[Digest],
    result: Checked,
    progress: Progress,
) -> None:
    wanted = [d for d in expected if d not in withdrawn]
    result.objects = len(wanted)
    result.bytes = sum(expected[d] for d in wanted)

    def one(digest: Digest) -> tuple[Digest, Finding | None]:
        return digest, _object(case, digest, expected[digest], result.full)

    with ThreadPoolExecutor(_THREADS) as pool:
        for digest, finding in pool.map(one, wanted):
            if finding is not None:
                result.findings.append(finding)
            if result.full:
                result.objects_read += 1
                result.bytes_read += expected[digest]
                progress(result.bytes_read, result.bytes)
    for digest in sorted(withdrawn):
        verdict = "withdrawn" if case.vault.stat(digest) is None else "damaged"
        what = (
            "withdrawn: its bytes were destroyed on a person's order"
            if verdict == "withdrawn"
            else "withdrawn, but its bytes are still here: run wellfounded withdraw again"
        )
        result.note(verdict, "withdrawn", what, str(digest))


def _object(case: Case, digest: Digest, size: int, full: bool) -> Finding | None:
    where = str(digest)
    found = case.vault.stat(digest)
    if found is None:
        return Finding("damaged", "object-missing", "a preserved object is missing", where)
    if found.size != size:
        what = f"a preserved object has {found.size} bytes instead of {size}"
        return Finding("damaged", "object", what, where)
    if full:
        try:
            case.vault.check(digest)
        except Damaged as exc:
            return Finding("damaged", exc.code, exc.what, where)
        except OSError as exc:
            return Finding("damaged", "object-unreadable", str(exc.strerror), where)
    return None


def _strays(
    case: Case, expected: dict[Digest, int], withdrawn: set[Digest], result: Checked
) -> None:
    for path in case.vault.strangers():
        result.note("stray", "stranger", "a file in the vault that is no object", path.name)
    for stored in case.vault.walk():
        if stored.digest not in expected and stored.digest not in withdrawn:
            what = "an object no entry names, left by a command that was cut off"
            result.note("stray", "unnamed", what, str(stored.digest))
    for kind in LOG_KINDS:
        private = case.private[kind]
        try:
            count = len(case.logs[kind].leftovers())
            size = case.logs[kind].checkpoint().size
        except (Damaged, Refused):
            continue
        count += sum(not private.counts(path, size) for path in private.paths())
        if count:
            what = f"{count} files beyond the checkpoint, left by a command that was cut off"
            result.note("stray", "leftover", what, f"{kind} log")


def _say_unknown(case: Case, result: Checked) -> None:
    """Say what no check of this case alone can know."""
    if not result.full and result.bytes:
        what = f"read 0 of {result.bytes} bytes of preserved objects, only that they are there with their size"
        result.note("unknown", "not-read", what)
    result.note(
        "unknown",
        "no-outside-proof",
        "no outside stamp or witness: the times are this computer's word, and whoever holds the key could have "
        "written all of it anew, unless a checkpoint kept elsewhere says otherwise",
    )


def summary(result: Checked) -> dict[str, Any]:
    """Give the record `check --json` ends with."""
    return {
        "type": "checked",
        "v": 1,
        "full": result.full,
        "damaged": sum(f.verdict == "damaged" for f in result.findings),
        "withdrawn": sum(f.verdict == "withdrawn" for f in result.findings),
        "entries": result.entries,
        "objects": result.objects,
        "objects_read": result.objects_read,
        "bytes": result.bytes,
        "bytes_read": result.bytes_read,
        "personal": result.personal,
        "agrees": result.agrees,
    }

"""Checking one log of a case: entries, tiles, root, signature, kept checkpoints and personal values, in one pass over the entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from wellfounded.case.folder import Case
from wellfounded.case.preserve.check_stamps import Facts, check_stamps
from wellfounded.case.preserve.checked import Checked
from wellfounded.case.preserve.joined import JoinedLog
from wellfounded.case.preserve.key import rotation_holds
from wellfounded.case.proof.outside import Judge, Stamp, object_of
from wellfounded.case.proof.shown import Shown
from wellfounded.disk import read as read_file
from wellfounded.ledger import Checkpoint, Entry, FolderLog, note, tiles
from wellfounded.ledger import entry as entries
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Refused, WellfoundedError
from wellfounded.terms.moment import utc
from wellfounded.vault import Personal


@dataclass(slots=True)
class Named:
    """What the entries of the logs name: objects with their sizes, lists of what reports rest on, and what was ordered destroyed."""

    objects: dict[Digest, int] = field(default_factory=dict)
    lists: list[Digest] = field(default_factory=list)
    withdrawn: dict[Digest, str] = field(default_factory=dict)
    """Each digest destroyed on order, with when and by whom."""

    destroyed: set[Digest] = field(default_factory=set)
    joined: list[JoinedLog] = field(default_factory=list)
    """The logs of other computers that were received, in order."""

    case: str = ""
    """The random name of the case, as the first log that was checked states it."""


def check_log(
    case: Case,
    kind: str,
    result: Checked,
    named: Named,
    kept: Sequence[Shown] = (),
    *,
    judge: Judge,
) -> bool:
    """Check the custody or work log; what it finds goes to `result`, what its entries name to `named`. Say whether a stamp on it holds.

    `kept` are checkpoints from elsewhere; the newest one this computer has seen is compared in any case.
    """
    log = _Log(case, kind, result, named)
    log.check(kept)
    return log.stamped(judge, kept)


class _Log:
    def __init__(self, case: Case, kind: str, result: Checked, named: Named) -> None:
        self._case, self._kind, self._result, self._named = case, kind, result, named
        self._log: FolderLog = case.logs[kind]
        self._facts = Facts()
        self._origin = ""
        self._last: dict[str, int] = {}
        self._committed: dict[bytes, int] = {}
        """The raw commitments to personal values, each with its entry's index."""

    def check(self, kept: Sequence[Shown]) -> None:
        try:
            signed = self._log.note()
            head = note.parse(signed)
        except (Damaged, Refused) as exc:
            self._damage(exc.code, exc.what, "checkpoint")
            return
        self._result.entries[self._kind] = head.size
        self._entries(head)
        if len(self._facts.leaves) != head.size:
            return
        self._origin = head.origin
        self._tree(head, signed)
        seen = self._case.home.seen(head.origin)
        own = [] if seen is None else [Shown("what this computer has seen", seen)]
        compared = [self._against(k, head) for k in [*kept, *own]]
        if not any(compared):
            what = (
                f"this computer has never seen the {self._kind} log and no checkpoint kept elsewhere was given: "
                "whether it was cut short or an older copy put in its place cannot be known"
            )
            self._unsure("no-kept-checkpoint", what)
        self._personal(head.size)

    def stamped(self, judge: Judge, kept: Sequence[Shown]) -> bool:
        """Check the stamps of a log whose entries could all be read, and those shown; say whether one holds."""
        if not self._origin:
            return False
        read = partial(object_of, self._case)
        name = f"{self._kind} log"
        return check_stamps(name, self._origin, self._facts, read, judge, self._result, kept)

    def _entries(self, head: Checkpoint) -> None:
        for number in range(-(-head.size // tiles.WIDTH)):
            name = tiles.tile_name("entries", number, tiles.width_at(number, head.size))
            try:
                bundle = tiles.unpack(read_file(self._log.files, self._log.folder / name))
                if len(bundle) != tiles.width_at(number, head.size):
                    raise Damaged("bundle", "a bundle has another number of entries than its name")
                for data in bundle:
                    one = entries.read(data, head.origin, len(self._facts.leaves))
                    self._facts.leaves.append(one.leaf)
                    self._facts.clocks.append(one.clock)
                    self._entry(one)
            except (Damaged, Refused) as exc:
                return self._damage(exc.code, exc.what, name)
            except OSError:
                return self._damage("bundle", "the file cannot be read", name)
            except (KeyError, TypeError, ValueError, AttributeError, WellfoundedError):
                what = "a field of an entry is missing or has the wrong form"
                return self._damage("entry-field", what, name)
        return None

    def _entry(self, one: Entry) -> None:
        named, where = self._named, f"entry {one.index}"
        for about in one.fields.get("about", ()):
            if self._last.get(about["item"]) != about["prev"]:
                self._damage(
                    "entry-prev", "an entry does not name its item's previous entry", where
                )
            self._last[about["item"]] = one.index
        if (one.type == "opened") != (one.index == 0):
            raise Damaged("opened", "a log begins with an entry of type opened and has no other")
        if one.type == "opened":
            self._opened(one)
            self._facts.keys.append(bytes.fromhex(one.body["key"]))
        elif one.type == "key-rotated":
            if not rotation_holds(one, self._facts.keys[-1]):
                self._damage("key-rotation", "a key rotation is not signed by both keys", where)
            self._facts.keys.append(bytes.fromhex(one.body["new"]))
        elif one.type == "received":
            digest = Digest.parse(one.body["object"])
            named.objects[digest] = _count(one.body["size"])
            named.withdrawn.pop(digest, None)
        elif one.type == "withdrawn":
            told = f"on {utc(one.clock).local[:10]} by {one.actor}"
            named.withdrawn |= {Digest.parse(d): told for d in one.body["objects"]}
            named.destroyed.update(Digest.parse(d) for d in one.body.get("private", ()))
        for kept, size in one.body.get("pinned", {}).items():
            named.objects[Digest.parse(kept)] = _count(size)
        if one.type == "stamped":
            self._facts.stamps.append(Stamp.of(one.index, one.body))
        elif one.type == "joined":
            named.joined.append(JoinedLog.of(one.index, one.body, one.actor, one.clock))
        elif one.type == "reported":
            named.lists.append(Digest.parse(one.body["rests_on"]))
        for commitment in one.fields.get("private", {}).values():
            self._committed[bytes.fromhex(commitment[7:])] = one.index

    def _opened(self, one: Entry) -> None:
        """Require that the logs are those of one case, each in its own place: neither is from elsewhere."""
        case, kind = one.body["case"], one.body["kind"]
        if kind != self._kind or case != (self._named.case or case):
            self._damage("opened", "this log is not the one that belongs here", "entry 0")
        self._named.case = case

    def _tree(self, head: Checkpoint, signed: bytes) -> None:
        """Compare tiles, root and signature with what the entries themselves give."""
        before = len(self._result.findings)
        for name, data in tiles.extended(0, self._facts.leaves, lambda level, number: []).items():
            try:
                found = read_file(self._log.files, self._log.folder / name)
            except (OSError, Damaged):
                found = b""
            if found != data:
                self._damage("tile", "a tile disagrees with the entries", name)
        if self._facts.root(head.size) != head.root:
            self._damage(
                "root", "the entries do not lead to the root that was signed", "checkpoint"
            )
        try:
            note.open_signed(signed, self._facts.keys[-1])
        except (Damaged, Refused) as exc:
            self._damage(exc.code, exc.what, "checkpoint")
        if len(self._result.findings) == before:
            what = f"the {self._kind} log: {head.size} entries lead to the root its key signed"
            self._result.agrees.append(what)

    def _against(self, one: Shown, head: Checkpoint) -> bool:
        """Compare with a checkpoint kept elsewhere: the log must have had that root at that size. Say whether it could be compared."""
        other, where = one.note, f"against {one.name}"
        try:
            kept = note.parse(other)
        except Refused:
            return False
        if kept.origin != head.origin:
            return False
        if not any(note.names_key(other, kept.origin, key) for key in self._facts.keys):
            what = (
                "a kept checkpoint of this log is signed by a key the log does not name: "
                "the whole log was written anew, or that checkpoint is not this log's"
            )
            self._damage("forked", what, where)
        elif not any(_is_signed(other, key) for key in self._facts.keys):
            what = "the signature of a kept checkpoint does not hold: it says nothing here"
            self._unsure("checkpoint-signature", what)
            return False
        elif kept.size > head.size:
            what = (
                f"a kept checkpoint shows {kept.size} entries and the log has {head.size}: "
                "it was cut short or an older copy was put in its place"
            )
            self._damage("rolled-back", what, where)
        elif self._facts.root(kept.size) != kept.root:
            what = f"the first {kept.size} entries are not those a kept checkpoint shows"
            self._damage("forked", what, where)
        else:
            what = f"the {self._kind} log still holds the {kept.size} entries of a kept checkpoint ({one.name})"
            self._result.agrees.append(what)
        return True

    def _personal(self, size: int) -> None:
        """Recompute the commitment of every personal value that is kept; a missing one is said, not guessed.

        A segment that begins beyond the log belongs to no entry: `_strays` names it.
        """
        found: set[bytes] = set()
        private = self._case.private[self._kind]
        for path in private.paths():
            if not private.counts(path, size):
                continue
            try:
                values: dict[Digest, Personal] = private.read(path)
            except (Damaged, OSError):
                self._damage("private", "a personal value disagrees with its commitment", path.name)
                continue
            if any(c.raw not in self._committed for c in values):
                self._damage("private", "a personal value that no entry is committed to", path.name)
            if any(c in self._named.destroyed for c in values):
                self._damage(
                    "private", "a value that was to be destroyed is still there", path.name
                )
            found.update(c.raw for c in values)
        self._result.personal += len(found)
        lost = self._committed.keys() - found - {d.raw for d in self._named.destroyed}
        for index in sorted({self._committed[c] for c in lost}):
            self._damage("private-missing", "a personal value is missing", f"entry {index}")

    def _damage(self, code: str, what: str, where: str) -> None:
        self._result.note("damaged", code, what, f"{self._kind} log, {where}")

    def _unsure(self, code: str, what: str) -> None:
        self._result.note("unknown", code, what, f"{self._kind} log")


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("not a number of bytes")
    return value


def _is_signed(signed: bytes, key: bytes) -> bool:
    try:
        note.open_signed(signed, key)
    except Damaged:
        return False
    return True

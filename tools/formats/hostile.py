"""Cases and proofs that are wrong in one way each, under the code they must be refused with; where it can be, signed correctly all the same."""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tools.formats import sample
from tools.formats.sample import (
    Fields,
    Files,
    SampleCase,
    SampleLog,
    chain_of,
    digest,
    digits,
    sample_case,
    sample_proof,
    seal,
    signer,
)
from wellfounded.case.proof.custody import verifier_key
from wellfounded.ledger import merkle, note
from wellfounded.terms import canonical

YEAR = 365 * 86400 * 1_000_000


@dataclass(frozen=True)
class Vector:
    """A case or a proof, and the code it must be refused with; "" is good, "*" is any."""

    name: str
    kind: str
    files: Files
    code: str = ""


def good(count: int) -> Iterator[Vector]:
    """Good cases and proofs, in turn."""
    for seed in range(count):
        if seed % 2:
            yield Vector(f"case {seed}", "case", sample_case(seed).files())
        else:
            log = sample_proof(seed)
            reveal = [(n, name) for n in chain_of(log) for name in log.values.get(n, ())]
            files = log.proof(chain_of(log), reveal if seed % 4 else ())
            if seed % 3 == 0:
                files |= log.earlier(1, 2) | log.earlier(2, len(log.entries))
            yield Vector(f"proof {seed}", "proof", files)


def large() -> Vector:
    """A case that goes beyond a tile."""
    made = sample_case("large")
    item = made.receive(b"read often")
    for stage in range(300):
        made.custody.add("read", item, body={"stage": str(stage), "records": digest(b"")})
    return Vector("case of two bundles", "case", made.files())


def forged(count: int) -> Iterator[Vector]:
    """Complete cases and proofs, written anew with the same names of case and logs, under another key and a clock a year back."""
    for seed in range(count):
        key, clock = signer((seed, "forger")), sample.CLOCK - YEAR
        if seed % 2:
            made = sample_case(seed, key=key, clock=clock)
            made.custody.entries[-1]["actor"] = "mira"
            yield Vector(f"forged case {seed}", "case", made.files())
        else:
            log = sample_proof(seed, key=key, clock=clock)
            yield Vector(f"forged proof {seed}", "proof", log.proof(chain_of(log)))


def flipped(count: int) -> Iterator[Vector]:
    """Good vectors with one bit changed somewhere that counts."""
    chance = random.Random(20261125)
    whole = list(good(40))
    for number in range(count):
        one = chance.choice(whole)
        name = chance.choice(
            [n for n, data in one.files.items() if data and n not in ("format", "case.toml")]
        )
        data = bytearray(one.files[name])
        bit = chance.randrange(len(data) * 8)
        data[bit // 8] ^= 1 << bit % 8
        yield Vector(f"flip {number}", one.kind, {**one.files, name: bytes(data)}, "*")


def hostile(rounds: int) -> Iterator[Vector]:
    """Everything that is wrong by design, each kind under several seeds."""
    for seed in range(rounds):
        for code, number, change in _numbered(CASES):
            made = sample_case((seed, code, number))
            files = change(made)
            yield Vector(f"case {code} {number} {seed}", "case", files, code)
        for code, number, alter in _numbered(PROOFS):
            log = sample_proof((seed, code, number))
            yield Vector(f"proof {code} {number} {seed}", "proof", alter(log), code)


def _numbered(table: list[tuple[str, Any]]) -> Iterator[tuple[str, int, Any]]:
    for number, (code, change) in enumerate(table):
        yield code, number, change


# Changes of a case


def _entry(**changes: Any) -> Callable[[SampleCase], Files]:
    """Change fields of the last entry of the custody log and sign again; a change to None takes the field out."""

    def change(made: SampleCase) -> Files:
        made.custody.add("read", next(iter(made.custody.last)), body={"stage": "last"})
        _alter(made.custody.entries[-1], changes)
        return made.files()

    return change


def _alter(fields: Fields, changes: Fields) -> None:
    for name, value in changes.items():
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value


def _appended(kind: str, **more: Any) -> Callable[[SampleCase], Files]:
    """Append an entry to the custody log and sign again."""

    def change(made: SampleCase) -> Files:
        made.custody.add(kind, **more)
        return made.files()

    return change


def _log(alter: Callable[[list[bytes], SampleLog], list[bytes]]) -> Callable[[SampleCase], Files]:
    """Change the bytes of the custody log's entries and sign again."""

    def change(made: SampleCase) -> Files:
        files = {n: d for n, d in made.files().items() if not n.startswith("custody/")}
        log = made.custody
        sealed = seal(log.origin, alter(log.data(), log), log.key)
        return files | {f"custody/{name}": data for name, data in sealed.items()}

    return change


def _file(alter: Callable[[str, bytes], bytes | None], start: str) -> Callable[[SampleCase], Files]:
    """Change the first file whose name starts so; None takes it away."""

    def change(made: SampleCase) -> Files:
        files = made.files()
        name = next(n for n in sorted(files) if n.startswith(start))
        data = alter(name, files.pop(name))
        return files if data is None else {**files, name: data}

    return change


def _spaced(data: list[bytes], log: SampleLog) -> list[bytes]:
    return [*data[:-1], data[-1].replace(b'":', b'": ', 1)]


def _raw(old: bytes, new: bytes) -> Callable[[SampleCase], Files]:
    """Put something else into the bytes of a last entry, which must hold `old`, and sign again."""

    def alter(data: list[bytes], log: SampleLog) -> list[bytes]:
        log.add("read", next(iter(log.last)), body={"stage": "last"})
        return [*data, log.data()[-1].replace(old, new)]

    return _log(alter)


def _no_object(data: list[bytes], log: SampleLog) -> list[bytes]:
    return [*data[:-1], b"[]"]


def _long(data: list[bytes], log: SampleLog) -> list[bytes]:
    fields = {**log.entries[-1], "extra": "x" * 16_384}
    return [*data[:-1], canonical.encode(fields)]


def _reordered(data: list[bytes], log: SampleLog) -> list[bytes]:
    return [data[0], data[2], data[1], *data[3:]] if len(data) > 2 else [data[1], data[0]]


def _renumbered(made: SampleCase) -> Files:
    """Two entries change places, with their indexes: only the chains of items tell."""
    item = next(iter(made.custody.last))
    for stage in ("first", "second"):
        made.custody.add("read", item, body={"stage": stage})
    one, two = made.custody.entries[-2:]
    one["body"], two["body"], one["about"], two["about"] = (
        two["body"],
        one["body"],
        two["about"],
        one["about"],
    )
    return made.files()


def _skipped(made: SampleCase) -> Files:
    """An entry leaves out the one before about its item."""
    item = next(iter(made.custody.last))
    for stage in ("first", "second"):
        made.custody.add("read", item, body={"stage": stage})
    made.custody.entries[-1]["about"][0]["prev"] -= 2
    return made.files()


def _spliced_entry(data: list[bytes], log: SampleLog) -> list[bytes]:
    other = SampleLog("custody", (log.seed, "other"), signer("other"))
    for _ in range(len(data)):
        other.add("weaker-jail", body={"held": []})
    return [*data[:-1], other.data()[len(data) - 1]]


def _spliced_log(kind: str) -> Callable[[SampleCase], Files]:
    def change(made: SampleCase) -> Files:
        other = sample_case((made.custody.seed, "elsewhere"), key=made.custody.key)
        log = {"custody": other.custody, "work": other.work}[kind]
        files = {n: d for n, d in made.files().items() if kind not in n.split("/")}
        files |= {f"{kind}/{name}": data for name, data in log.files().items()}
        found = log.segments(frozenset(other.gone)).items()
        files |= {f"private/{kind}/{name}": data for name, data in found}
        return files | {f"vault/{d[7:9]}/{d[9:]}": data for d, data in other.vault.items()}

    return change


def _swapped(made: SampleCase) -> Files:
    """The work log in the place of the custody log, and the reverse."""
    names = {"custody": "work", "work": "custody"}
    return {
        "/".join(names.get(part, part) for part in name.split("/")): data
        for name, data in made.files().items()
    }


def _cut_below(made: SampleCase) -> Files:
    """The last entry is taken out of its bundle; checkpoint and tiles stay."""
    data = made.custody.data()
    files = made.files()
    name = next(n for n in files if n.startswith("custody/tile/entries"))
    last = len(data[-1]) + 2
    return {**files, name: files[name][:-last]}


def _more_below(made: SampleCase) -> Files:
    files = made.files()
    name = next(n for n in files if n.startswith("custody/tile/entries"))
    return {**files, name: files[name] + b"\x00\x02{}"}


def _thief(made: SampleCase) -> Files:
    """Somebody without the key appends a second `opened` with a key of theirs and signs with that."""
    thief = signer((made.custody.seed, "thief"))
    body = {"case": made.custody.case, "key": thief.public_key.hex(), "kind": "custody"}
    made.custody.add("opened", body=body)
    made.custody.key = thief
    return made.files()


def _unopened(made: SampleCase) -> Files:
    made.custody.entries[0]["type"] = "begun"
    return made.files()


def _rotation(**changes: Any) -> Callable[[SampleCase], Files]:
    def change(made: SampleCase) -> Files:
        made.custody.rotate(signer((made.custody.seed, "next")))
        made.custody.entries[-1]["body"].update(changes)
        return made.files()

    return change


def _stolen_rotation(made: SampleCase) -> Files:
    """A rotation that only the new key signed."""
    thief = signer((made.custody.seed, "thief"))
    made.custody.rotate(thief)
    body = made.custody.entries[-1]["body"]
    body["by_old"] = body["by_new"]
    return made.files()


def _foreign_rotation(made: SampleCase) -> Files:
    """A rotation from a key that is not the log's, signed by both its keys."""
    thief = signer((made.custody.seed, "thief"))
    made.custody.key = thief
    made.custody.rotate(signer((made.custody.seed, "next")))
    return made.files()


def _misnamed_rotation(made: SampleCase) -> Files:
    """A rotation that both keys signed, which names another key as the old one."""
    log, new = made.custody, signer((made.custody.seed, "next"))
    body = {"old": signer("strange").public_key.hex(), "new": new.public_key.hex()}
    text = sample.ROTATION.format(log=log.origin, index=len(log.entries), **body).encode()
    signed = {"by_old": log.key.sign(text).hex(), "by_new": new.sign(text).hex()}
    log.add("key-rotated", body=body | signed, critical=True)
    log.key = new
    return made.files()


def _noted(text: str, *, cut: str = "") -> Callable[[SampleCase], Files]:
    """Another text of the work log's checkpoint, signed correctly; `{n}` is its size and `{root}` its root."""

    def change(made: SampleCase) -> Files:
        log = made.work
        lines = log.files()["checkpoint"].decode().split("\n")
        body = text.format(origin=lines[0], n=lines[1], root=lines[2])
        raw = note.key_id(log.origin, log.key.public_key) + log.key.sign(body.encode())
        signed = f"{body}\n— {log.origin} {b64encode(raw).decode()}\n{cut}"
        return made.files() | {"work/checkpoint": signed.encode()}

    return change


def _bare_note(made: SampleCase) -> Files:
    files = made.files()
    return files | {"work/checkpoint": files["work/checkpoint"].split("— ".encode())[0]}


def _unsigned(made: SampleCase) -> Files:
    made.custody.key = signer((made.custody.seed, "thief"))
    return made.files()


def _other_root(made: SampleCase) -> Files:
    log = made.custody
    sealed = seal(log.origin, log.data(), log.key, root=digits("root"))
    return made.files() | {"custody/checkpoint": sealed["checkpoint"]}


def _private(alter: Callable[[list[bytes]], list[bytes]]) -> Callable[[SampleCase], Files]:
    def change(made: SampleCase) -> Files:
        made.receive(b"with values", name="left", note="in the yard")
        files = made.files()
        name = max(n for n in files if n.startswith("private/custody/"))
        lines = files[name].split(b"\n")[:-1]
        return {**files, name: b"".join(line + b"\n" for line in alter(lines))}

    return change


def _upper_salt(lines: list[bytes]) -> list[bytes]:
    salt = canonical.decode(lines[0])["salt"]
    return [lines[0].replace(salt.encode(), salt.upper().encode()), *lines[1:]]


def _kept_value(made: SampleCase) -> Files:
    """A personal value that a withdrawal ordered destroyed is still there."""
    made.withdraw(made.receive(b"theirs", name="left"))
    made.gone = set()
    return made.files()


def _kept_bytes(made: SampleCase) -> Files:
    item = made.receive(b"theirs", name="left")
    made.withdraw(item)
    made.vault[item] = b"theirs"
    return made.files()


def _lost_records(made: SampleCase) -> Files:
    made.report(next(iter(made.custody.last)))
    records = canonical.encode({"name": "kind", "type": "fact", "value": "text"}) + b"\n"
    made.vault.pop(digest(records))
    return made.files()


def _gone(name: str, data: bytes) -> None:
    return None


def _extended(name: str, data: bytes) -> bytes:
    return data + b"x"


def _turned(name: str, data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


def _resized(made: SampleCase) -> Files:
    made.receive(b"bytes")
    made.custody.entries[-1]["body"]["size"] = 6
    return made.files()


ITEM = "sha256:" + "5a" * 32
CASES: list[tuple[str, Callable[[SampleCase], Files]]] = [
    ("canonical-json", _log(_spaced)),
    ("canonical-json", _raw(b'"stage":"last"', b'"stage":1.5')),
    ("canonical-json", _raw(b'"stage":"last"', b'"stage":9007199254740992')),
    ("canonical-json", _raw(b'"stage":"last"', '"st\u00e4ge":"last"'.encode())),
    ("canonical-json", _raw(b'"stage":"last"', b'"stage":' + b"[" * 40 + b"]" * 40)),
    ("entry-format", _log(_no_object)),
    ("entry-size", _log(_long)),
    ("entry-format", _entry(format="wf-entry/2")),
    ("entry-format", _entry(format=None)),
    *(
        ("entry-field", _entry(**{n: None}))
        for n in ("log", "index", "type", "actor", "clock", "salt")
    ),
    ("entry-field", _entry(actor="Mina Real-Name")),
    ("entry-field", _entry(type="Has Space")),
    ("entry-field", _entry(salt="5A" * 32)),
    ("entry-field", _entry(clock="now")),
    ("entry-field", _entry(clock=True)),
    ("entry-field", _entry(index=-1)),
    ("entry-field", _entry(index=True)),
    ("entry-field", _entry(critical=1)),
    ("entry-field", _entry(body=[1])),
    ("entry-field", _entry(private=["giver"])),
    ("entry-field", _entry(private={"giver": "lark"})),
    ("entry-field", _entry(about={})),
    ("entry-field", _entry(about=[{"item": ITEM}])),
    ("entry-field", _entry(about=[{"item": "9f86", "prev": None}])),
    ("entry-field", _entry(about=[{"item": ITEM, "prev": -1}])),
    ("entry-field", _entry(about=[{"item": ITEM, "prev": True}])),
    ("entry-field", _entry(about=[{"item": ITEM, "prev": None}, {"item": ITEM, "prev": None}])),
    ("entry-field", _appended("received", body={"object": ITEM, "size": "5"})),
    ("entry-field", _appended("received", body={"object": "9f86", "size": 5})),
    ("entry-field", _appended("received", body={"object": ITEM, "size": True})),
    ("entry-field", _appended("received", body={"object": ITEM, "size": -1})),
    ("entry-place", _entry(index=9_999)),
    ("entry-place", _entry(log="wf/ffffffffffffffff")),
    ("entry-place", _log(_reordered)),
    ("entry-place", _log(_spliced_entry)),
    ("entry-prev", _entry(about=[{"item": ITEM, "prev": 9_999}])),
    ("entry-prev", _entry(about=[{"item": ITEM, "prev": 1}])),
    ("entry-prev", _renumbered),
    ("entry-prev", _skipped),
    ("opened", _thief),
    ("opened", _unopened),
    ("opened", _spliced_log("work")),
    ("opened", _spliced_log("custody")),
    ("opened", _swapped),
    ("key-rotation", _stolen_rotation),
    ("key-rotation", _foreign_rotation),
    ("key-rotation", _misnamed_rotation),
    ("key-rotation", _rotation(by_new="00" * 64)),
    ("key-rotation", _rotation(by_old="00" * 63)),
    ("checkpoint-signature", _unsigned),
    ("checkpoint-missing", _file(_gone, "custody/checkpoint")),
    ("checkpoint-form", _file(lambda n, d: d[:-1], "custody/checkpoint")),
    ("checkpoint-form", _file(lambda n, d: d.replace("— ".encode(), b"- "), "work/checkpoint")),
    ("checkpoint-form", _noted("{origin}\n{n}\n{root}\n", cut="— w AAAAAAA=\n" * 700)),
    ("checkpoint-form", _noted("{origin}\n{n}\n{root}\n", cut="— w\x01 AAAAAAA=\n")),
    ("checkpoint-form", _noted("{origin}\n{n}\n{root}\n", cut="— w AAAAAA==\n")),
    ("checkpoint-form", _noted("\n{n}\n{root}\n")),
    ("checkpoint-form", _noted("{origin}\n0{n}\n{root}\n")),
    ("checkpoint-form", _noted("{origin}\n{n}\nAAAA\n")),
    ("checkpoint-form", _bare_note),
    ("bundle", _file(_gone, "custody/tile/entries")),
    ("bundle", _file(lambda n, d: d[:-1], "work/tile/entries")),
    ("bundle", _cut_below),
    ("bundle", _more_below),
    ("tile", _file(_gone, "custody/tile/0")),
    ("tile", _file(_turned, "work/tile/0")),
    ("tile", _file(_extended, "custody/tile/0")),
    ("root", _other_root),
    (
        "private",
        _private(lambda lines: [lines[0].replace(b'"value":"', b'"value":"x'), *lines[1:]]),
    ),
    (
        "private",
        _private(lambda lines: [*lines, sample.Personal.of("stray", bytes(32)).line()[:-1]]),
    ),
    ("private", _private(lambda lines: [lines[0].replace(b'{"c"', b'{ "c"'), *lines[1:]])),
    ("private", _private(lambda lines: [lines[0].replace(b'"salt"', b'"sold"'), *lines[1:]])),
    ("private", _private(_upper_salt)),
    ("private", _kept_value),
    ("private-missing", _private(lambda lines: lines[1:])),
    ("private-missing", _file(_gone, "private/custody")),
    ("object", _file(_turned, "vault")),
    ("object-size", _file(_extended, "vault")),
    ("object-size", _resized),
    ("object-missing", _file(_gone, "vault")),
    ("object-missing", _lost_records),
    ("withdrawn", _kept_bytes),
]
"""What makes a case wrong, and the code it is refused with."""


# Changes of a proof


def _whole(log: SampleLog) -> Files:
    return log.proof(chain_of(log))


def _part(alter: Callable[[str, bytes], bytes | None], start: str) -> Callable[[SampleLog], Files]:
    """Change the first file of a proof whose name starts so; None takes it away."""

    def change(log: SampleLog) -> Files:
        files = _whole(log) | log.earlier(1, len(log.entries) - 1)
        name = next(n for n in sorted(files) if n.startswith(start))
        data = alter(name, files.pop(name))
        return files if data is None else {**files, name: data}

    return change


def _proof(alter: Callable[[bytes], bytes]) -> Callable[[SampleLog], Files]:
    """Change one inclusion proof."""

    def change(log: SampleLog) -> Files:
        files = _whole(log)
        name = max(n for n in files if n.endswith(".tlog-proof"))
        return {**files, name: alter(files[name])}

    return change


def _lines(alter: Callable[[list[bytes]], list[bytes]]) -> Callable[[SampleLog], Files]:
    """Change the hashes of one inclusion proof."""

    def change(data: bytes) -> bytes:
        head, _, rest = data.partition(b"\n\n")
        lines = head.split(b"\n")
        return b"\n".join([*lines[:2], *alter(lines[2:])]) + b"\n\n" + rest

    return _proof(change)


def _tip_moved(log: SampleLog) -> Files:
    """Something happened after the showing."""
    indexes = chain_of(log)
    log.add("weaker-jail", body={"held": []})
    return log.proof(indexes)


def _tip_other(log: SampleLog) -> Files:
    """The newest entry about the item is no `shown`."""
    item = log.entries[-1]["about"][0]["item"]
    indexes = chain_of(log)
    log.add("read", item, body={"stage": "late"})
    return log.proof([*indexes, len(log.entries) - 1])


def _tip_of_two(log: SampleLog) -> Files:
    items = [*log.last, ITEM][:2]
    log.add("shown", *items)
    return log.proof(range(len(log.entries)))


def _chain_missing(log: SampleLog) -> Files:
    return log.proof([n for n in chain_of(log) if log.entries[n]["type"] != "received"])


def _chain_more(log: SampleLog) -> Files:
    """An entry of another item is here too."""
    return log.proof([0, *chain_of(log)])


def _chain_astray(log: SampleLog) -> Files:
    """A `prev` leads to an entry that is not about the item."""
    log.entries[-1]["about"][0]["prev"] = 0
    return log.proof(range(len(log.entries)))


def _misplaced(log: SampleLog) -> Files:
    """An entry that says a place beyond the log, with the proof of the place where it stands."""
    index = len(log.entries)
    log.entries[-1]["index"] = index + 2
    files = log.proof([*chain_of(log)[:-1], index - 1])
    moved = {
        f"entries/{index - 1}{end}": f"entries/{index + 2}{end}" for end in (".json", ".tlog-proof")
    }
    files = {moved.get(name, name): data for name, data in files.items()}
    name = f"entries/{index + 2}.tlog-proof"
    return {
        **files,
        name: files[name].replace(b"index %d" % (index - 1), b"index %d" % (index + 2)),
    }


def _short_salt(log: SampleLog) -> Files:
    """A value committed to under a salt of 31 bytes."""
    value = sample.Personal.of("hawk", bytes(31))
    log.entries[-1]["private"] = {"to": str(value.commitment)}
    shown = {"entry": len(log.entries) - 1, "field": "to", "salt": "00" * 31, "value": "hawk"}
    return {**log.proof(chain_of(log)), "fields.json": canonical.encode([shown])}


def _field(**changes: Any) -> Callable[[SampleLog], Files]:
    def change(log: SampleLog) -> Files:
        index = next(n for n in chain_of(log) if log.values.get(n))
        name = next(iter(log.values[index]))
        files = log.proof(chain_of(log), [(index, name)])
        (shown,) = canonical.decode(files["fields.json"])
        _alter(shown, changes)
        return {**files, "fields.json": canonical.encode([shown])}

    return change


def _rekeyed(log: SampleLog) -> Files:
    """The key in the proof is another's."""
    other = verifier_key(log.origin, signer("other").public_key)
    return {**_whole(log), "key": other.encode()}


def _bad_rotation(log: SampleLog) -> Files:
    """A rotation that only the new key signed, in a proof."""
    item = log.entries[-1]["about"][0]["item"]
    log.rotate(signer((log.seed, "thief")))
    body = log.entries[-1]["body"]
    body["by_old"] = body["by_new"]
    log.add("shown", item)
    return log.proof(chain_of(log))


def _stray_rotation(log: SampleLog) -> Files:
    """A good rotation that does not lead to the key that signed."""
    item, key = log.entries[-1]["about"][0]["item"], log.key
    log.rotate(signer((log.seed, "next")))
    log.key = key
    log.add("shown", item)
    return log.proof(chain_of(log))


def _entry_of(**changes: Any) -> Callable[[SampleLog], Files]:
    def change(log: SampleLog) -> Files:
        _alter(log.entries[-1], changes)
        return log.proof(chain_of(log) if log.entries[-1].get("about") else [len(log.entries) - 1])

    return change


def _earlier(alter: Callable[[SampleLog], Files]) -> Callable[[SampleLog], Files]:
    return lambda log: _whole(log) | alter(log)


def _forked(log: SampleLog) -> Files:
    """An earlier checkpoint of another history under the same key."""
    other = replace(log, entries=[dict(e) for e in log.entries[:-1]])
    other.entries[1] = {**other.entries[1], "actor": "mira"}
    return {**log.earlier(1, len(log.entries) - 1), **_only(other.earlier(1, len(other.entries)))}


def _only(files: Files) -> Files:
    return {name: data for name, data in files.items() if name.endswith(".checkpoint")}


def _beyond(log: SampleLog) -> Files:
    """An "earlier" checkpoint that is later."""
    longer = replace(log, entries=[*log.entries], last=dict(log.last))
    longer.add("weaker-jail", body={"held": []})
    files = longer.earlier(1, len(longer.entries))
    return {**files, "stamps/1.consistency": log.earlier(1, 1)["stamps/1.consistency"]}


def _of_nothing(log: SampleLog) -> Files:
    """An earlier checkpoint of no entries."""
    head = note.Checkpoint(log.origin, 0, merkle.EMPTY_ROOT)
    return {**log.earlier(1, 1), "stamps/1.checkpoint": note.sign(head, log.key)}


def _equal_and_more(log: SampleLog) -> Files:
    files = log.earlier(1, len(log.entries))
    return {**files, "stamps/1.consistency": b"A" * 43 + b"=\n"}


def _not_canonical(lines: list[bytes]) -> list[bytes]:
    """The same hash in another base64 form: its last bits mean nothing."""
    last = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    letter = last[last.index(lines[0][42]) ^ 1]
    return [lines[0][:42] + bytes([letter]) + b"=", *lines[1:]]


def _other_log(log: SampleLog) -> Files:
    return SampleLog("custody", "another", signer("another")).earlier(1, 1)


PROOFS: list[tuple[str, Callable[[SampleLog], Files]]] = [
    ("checkpoint-form", _part(_gone, "checkpoint")),
    ("checkpoint-form", _part(lambda n, d: d[:-1], "checkpoint")),
    ("checkpoint-signature", _rekeyed),
    ("proof-form", _part(_gone, "key")),
    ("proof-form", _part(lambda n, d: d.replace(b"wf/", b"wg/"), "key")),
    ("proof-form", _part(lambda n, d: b"5a" * 32, "key")),
    ("proof-form", _part(_gone, "entries/1.tlog-proof")),
    ("proof-form", _proof(lambda d: d.replace(b"tlog-proof@v1", b"tlog-proof@v2"))),
    ("proof-form", _proof(lambda d: d.replace(b"index ", b"index 0"))),
    ("proof-form", _proof(lambda d: d.replace(b"\n\n", b"\n"))),
    ("proof-form", _proof(lambda d: d + "— witness.example AAAAAAAAAAA=\n".encode())),
    ("proof-form", _lines(lambda lines: [*lines, b"AAAA"])),
    ("proof-form", _lines(lambda lines: [b"not base64!", *lines])),
    ("proof-form", _lines(_not_canonical)),
    ("proof-form", _lines(lambda lines: [*lines, *[lines[0]] * 65])),
    ("inclusion", _misplaced),
    ("inclusion", _lines(lambda lines: lines[:-1])),
    ("inclusion", _lines(lambda lines: [*lines, lines[0]])),
    ("inclusion", _lines(lambda lines: lines[::-1] if len(lines) > 1 else [*lines, *lines])),
    ("inclusion", _lines(lambda lines: [b"A" * 43 + b"=", *lines[1:]])),
    ("canonical-json", _part(lambda n, d: d.replace(b'":', b'": ', 1), "entries/1.json")),
    ("entry-format", _entry_of(format="wf-entry/2")),
    ("entry-field", _entry_of(actor="Mina Real-Name")),
    ("entry-field", _entry_of(clock=None)),
    ("entry-place", _entry_of(log="wf/ffffffffffffffff")),
    ("entry-prev", _entry_of(about=[{"item": ITEM, "prev": 9_999}])),
    ("proof-tip", _tip_moved),
    ("proof-tip", _tip_other),
    ("proof-tip", _tip_of_two),
    ("proof-tip", _entry_of(type="seen")),
    ("proof-chain", _chain_missing),
    ("proof-chain", _chain_more),
    ("proof-chain", _chain_astray),
    ("proof-field", _field(value="hawk")),
    ("proof-field", _field(salt="00" * 32)),
    ("proof-field", _field(salt="00" * 31)),
    ("proof-field", _field(field="note-of-another")),
    ("proof-field", _field(entry=0)),
    ("proof-field", _short_salt),
    ("entry-field", _field(salt=None)),
    ("entry-field", _field(salt="lark")),
    ("canonical-json", lambda log: {**_whole(log), "fields.json": b"[] "}),
    ("key-rotation", _bad_rotation),
    ("key-rotation", _stray_rotation),
    ("consistency", _earlier(_forked)),
    ("consistency", _earlier(_beyond)),
    ("consistency", _part(_gone, "stamps/1.consistency")),
    ("consistency", _part(lambda n, d: d + d[:45], "stamps/1.consistency")),
    ("consistency", _earlier(_other_log)),
    ("consistency", _earlier(_of_nothing)),
    ("consistency", _earlier(_equal_and_more)),
    ("proof-form", _part(lambda n, d: d[1:], "stamps/1.consistency")),
    ("checkpoint-form", _part(lambda n, d: d[:-1], "stamps/1.checkpoint")),
    ("checkpoint-signature", _earlier(lambda log: log.earlier(1, 2, signer("another")))),
]
"""What makes a proof wrong, and the code it is refused with."""

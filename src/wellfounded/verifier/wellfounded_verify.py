#!/usr/bin/env python3
"""Check a case, a proof or a packet without the program that made it: offline, Python 3.9 or later, nothing else.

    python3 wellfounded-verify.py PROOF.zip|PACKET.pdf --key KEY --file EXHIBIT

It follows docs/formats/ and shares no code with wellfounded. It decrypts nothing and judges no time stamp. Exit:
0 it holds against what you gave   2 mistaken   3 damaged   4 refused   6 cannot check, or consistent with itself only
"""
from __future__ import annotations
import argparse, base64, hashlib, importlib, io, json, os, re, stat, struct, sys, zipfile, zlib
from datetime import datetime, timedelta, timezone
from typing import Any, BinaryIO, Callable, NamedTuple
SMALL, LINE, ZIP_BYTES, FILES, FINDINGS, SLACK = 1 << 20, 1 << 24, 1 << 24, 1 << 12, 1000, 121_000_000
OTHERWISE = "the bytes are not as docs/formats/ has it"
ALONE = "consistent with itself: whoever made this could have made all of it on the day it was issued"
SENTENCES = {  # by code, else by the first word of the code
    "case": "cannot check: encrypted, or of another format; this program reads wf-case/1 and decrypts nothing",
    "bundle": "a bundle of entries is missing, torn or of another length",
    "root": "the entries do not lead to the root that was signed",
    "checkpoint": "a checkpoint is missing, has another form, or is not signed by the key that must sign it",
    "checkpoint-far": "no way from the checkpoint you gave to this one is here",
    "checkpoint-other": "a checkpoint you gave is of another log",
    "checkpoint-unsigned": "the signature of a checkpoint you gave does not hold: it says nothing",
    "key": "no vkey, 64 hex digits or fingerprint of an Ed25519 key, or a rotation of keys that is not signed by both",
    "opened": "a log does not begin as the logs of one case do: spliced, or begun anew",
    "rolled": "fewer entries than in the checkpoint you gave: cut short, or an older copy",
    "forked": "another history than that of a checkpoint got elsewhere or stamped",
    "entry": "an entry is not as it must be: a field, its size, its log, its place, or its item's previous entry",
    "private": "a personal value is missing, disagrees with its entry, or was to be destroyed",
    "object": "a preserved object is missing, or not the bytes that were received",
    "withdrawn": "withdrawn, but its bytes are still here",
    "inclusion": "an inclusion proof does not lead to the root that was signed",
    "consistency": "a consistency proof does not join the two trees",
    "cosignature": "a cosignature by a key you gave does not hold",
    "stamp": "a stamp has another form, or is about something else",
    "clock": "its clock contradicts a stamp from outside: it was wrong, or the time was made up",
    "proof": "a file of a proof is missing or has another form, or shows a value its entry does not commit to",
    "proof-chain": "an entry of an item is missing, or one stands here that no item leads to",
    "proof-tip": "the log does not end in the showing of these items: later entries may be missing",
    "zip": "no zip as proofs are: at most 16 MiB, members at most 1 MiB, stored or deflated, no name twice",
    "file": "this file is none of the items: its bytes are others",
    "no": "there is nothing at this path that can be read",
}
Fields = dict[str, Any]
class Bad(Exception):
    """Bytes that are not what they must be: a code of docs/formats/."""
def need(holds: object, code: str) -> None:
    """Go on only if something holds: a check of this program is a call of this."""
    if not holds: raise Bad(code)

# Hashes and signatures: FIPS 180-4, RFC 8032 (strict: docs/formats/checkpoint.md), RFC 9162 section 2.1
def sha(*parts: bytes | bytearray) -> bytes:
    """Give the SHA-256 of the parts in a row."""
    return hashlib.sha256(b"".join(parts)).digest()

P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)
EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
LOW = (0, 1, P - 1, EIGHTH, P - EIGHTH)  # y of the points of order 1, 2, 4 and 8
Point = tuple[int, int, int, int]

def point(data: bytes) -> Point | None:
    """Give the point that a public key is, in extended coordinates; None if it is none, or one of small order."""
    y = int.from_bytes(data, "little") & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT % P
    x = x if x & 1 == data[31] >> 7 else P - x
    return (x, y, 1, x * y % P) if y < P and y not in LOW and x * x % P == square else None
def plus(p: Point, q: Point) -> Point:
    """Give the sum of two points."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P
def times(k: int, p: Point) -> Point:
    """Give k times a point."""
    return plus(times(k >> 1, plus(p, p)), p if k & 1 else (0, 1, 1, 0)) if k else (0, 1, 1, 0)
BASE: Any = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
def signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether a signature holds."""
    a = point(key) if len(key) == 32 and len(signature) == 64 else None
    if a is None: return False
    s, k = int.from_bytes(signature[32:], "little"), hashlib.sha512(signature[:32] + key + message).digest()
    x, y, z, _ = plus(times(s, BASE), times(Q - int.from_bytes(k, "little") % Q, a))
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return s < Q and y not in LOW and (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]
def grow(levels: list[bytearray], leaf: bytes) -> None:
    """Append a leaf hash to a tree: the hashes of its complete subtrees, by height."""
    height = 0
    levels[0] += leaf
    while len(levels[height]) % 64 == 0:
        both, height = levels[height][-64:], height + 1
        levels[height] += sha(b"\x01", both)
def root_at(levels: list[bytearray], size: int) -> bytes:
    """Give the root a tree had at a size."""
    found = b""
    for height in [height for height in range(size.bit_length()) if size >> height & 1]:
        part = bytes(levels[height][((size >> height) - 1) * 32 : (size >> height) * 32])
        found = sha(b"\x01", part, found) if found else part
    return found or sha()
def included(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes:
    """Give the root an inclusion proof leads to (RFC 9162 section 2.1.3)."""
    need(0 <= index < size and bool(path) == (size > 1), "inclusion")
    if size == 1: return leaf
    half = 1 << (size - 1).bit_length() - 1
    if index < half: return sha(b"\x01", included(index, half, leaf, path[:-1]), path[-1])
    return sha(b"\x01", path[-1], included(index - half, size - half, leaf, path[:-1]))
def continued(first: int, second: int, old: bytes, path: list[bytes], whole: bool = True) -> tuple[bytes, bytes]:
    """Give the two roots a consistency proof joins, where the older is stated (RFC 9162 section 2.1.4)."""
    need(0 < first <= second and (path or first == second), "consistency")
    if first == second:
        need(len(path) == (not whole), "consistency")
        return (old, old) if whole else (path[0], path[0])
    half = 1 << (second - 1).bit_length() - 1
    if first <= half:
        one, two = continued(first, half, old, path[:-1], whole)
        return one, sha(b"\x01", two, path[-1])
    one, two = continued(first - half, second - half, old, path[:-1], False)
    return sha(b"\x01", path[-1], one), sha(b"\x01", path[-1], two)

# Canonical JSON and entries (docs/formats/canonical-json.md, entry.md)
def plain(value: Any, depth: int = 0) -> None:
    """Check that a JSON value has a canonical form."""
    kind, code = type(value), "canonical-json"
    need(depth <= 32 and kind in (str, int, bool, dict, list, type(None)), code)
    need(kind is not int or abs(value) < 1 << 53, code)
    need(kind is not dict or all(re.fullmatch("[ -~]{1,128}", key) for key in value), code)
    for inner in value.values() if kind is dict else value if kind is list else (): plain(inner, depth + 1)
def written(value: Any) -> bytes:
    """Give the canonical bytes of a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")
def canonical(data: bytes) -> Any:
    """Read canonical JSON: bytes that come out again when the value is written."""
    try:
        value = json.loads(data.decode("utf-8"), parse_int=lambda text: int(text[:20]))
        plain(value)
        need(written(value) == data, "canonical-json")
    except (ValueError, RecursionError): raise Bad("canonical-json") from None
    return value

def digest(text: str) -> bytes:
    """Read `sha256:` and 64 digits."""
    need(re.fullmatch("sha256:[0-9a-f]{64}", text), "entry-field")
    return bytes.fromhex(text[7:])
def about(e: Fields) -> dict[bytes, Any]:
    """Give the items an entry is about, each with the index of the entry before."""
    return {digest(one["item"]): one["prev"] for one in e.get("about", [])}
HANDLE = "[a-z0-9][a-z0-9._-]{0,31}"
FORMS = {"log": "wf/[0-9a-f]{16}", "type": "[a-z][a-z0-9-]{0,31}", "salt": "[0-9a-f]{64}", "actor": HANDLE}
KINDS = {"body": dict, "private": dict, "about": list, "critical": bool}

def entry(data: bytes, log: str, index: int) -> Fields:
    """Read and check one entry."""
    need(len(data) <= 16384, "entry-size")
    e = canonical(data)
    need(type(e) is dict and e.get("format") == "wf-entry/1", "entry-format")
    need(type(e["clock"]) is int and type(e["index"]) is int and e["index"] >= 0, "entry-field")
    need(all(re.fullmatch(form, e[name]) for name, form in FORMS.items()), "entry-field")
    need(all(type(e.get(name, kind())) is kind for name, kind in KINDS.items()), "entry-field")
    need(len(about(e)) == len(e.get("about", [])), "entry-field")
    need(all(prev is None or (type(prev) is int and prev >= 0) for prev in about(e).values()), "entry-field")
    need(all(digest(one) for one in e.get("private", {}).values()), "entry-field")
    need(e["log"] == log and e["index"] == index, "entry-place")
    need(all(prev is None or prev < index for prev in about(e).values()), "entry-prev")
    return dict(e)
def rotated(e: Fields, key: bytes) -> bytes:
    """Check a `key-rotated` entry that goes on from a key; gives the new key."""
    body = e["body"]
    lines = ("wf-key-rotation/1", e["log"], body["old"], body["new"], str(e["index"]))
    text, new = "".join(line + "\n" for line in lines).encode(), bytes.fromhex(body["new"])
    need(body["old"] == key.hex() and signed(key, bytes.fromhex(body["by_old"]), text), "key-rotation")
    need(signed(new, bytes.fromhex(body["by_new"]), text), "key-rotation")
    return new

# Checkpoints, keys, stamps (docs/formats/checkpoint.md)
def base64_of(text: str, code: str) -> bytes:
    """Read base64 in its one canonical form."""
    try: raw = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError: raise Bad(code) from None
    need(base64.b64encode(raw).decode() == text, code)
    return raw
def hashes(lines: list[bytes], code: str) -> list[bytes]:
    """Read hashes in base64, one a line."""
    found = [base64_of(line.decode("ascii", "replace"), code) for line in lines]
    need(len(found) <= 64 and all(len(one) == 32 for one in found), code)
    return found
def key_id(name: str, kind: int, key: bytes) -> bytes:
    """Give the four bytes that name a key."""
    return sha(name.encode() + b"\n" + bytes([kind]) + key)[:4]

class Note:
    """A signed checkpoint, and the log below it as far as it is here."""
    def __init__(self, data: bytes) -> None:
        code, text, _, tail = "checkpoint-form", *data.decode("utf-8", "replace").rpartition("\n\n")
        head, lines = [*text.split("\n"), "", ""], tail.split("\n")
        need(len(data) <= 8192 and head[0] and lines.pop() == "", code)
        need(not re.search("[\x00-\x09\x0b-\x1f\ufffd]", text + tail), code)
        need(re.fullmatch("0|[1-9][0-9]{0,18}", head[1]), code)
        found = [re.fullmatch(r"— (\S+) ([A-Za-z0-9+/=]+)", line) for line in lines]
        need(found and all(found), code)
        self.data, self.text, self.origin, self.size = data, (text + "\n").encode(), head[0], int(head[1])
        self.lines = [(one[1], base64_of(one[2], code)) for one in found if one]
        self.root = base64_of(head[2], code)
        need(len(self.root) == 32 and all(len(raw) > 4 for _, raw in self.lines), code)
        self.name, self.keys, self.clocks, self.whole = "", list[bytes](), list[tuple[int, int]](), False
        self.root_at: Callable[[int], bytes | None] = {self.size: self.root}.get
    def by(self, key: bytes) -> bytes:
        """Give the log's own signature under a key's id; empty if there is none."""
        mine = (self.origin, key_id(self.origin, 1, key))
        return next((raw[4:] for name, raw in self.lines if (name, raw[:4]) == mine), b"")
    def signed(self, keys: list[bytes]) -> bool:
        """Say whether the log's own signature by one of its keys holds."""
        return any(signed(key, self.by(key), self.text) for key in keys)
Key = NamedTuple("Key", [("raw", bytes), ("mark", str), ("name", str), ("kind", int)])  # mark: how its SHA-256 begins
def key_of(text: str, code: str = "key-form") -> Key:
    """Read a vkey, 64 hex digits or a fingerprint."""
    words, digits = text.strip().split("+", 2), "".join(text.split()).lower()
    if len(words) == 3:
        raw = base64_of(words[2], code)
        need(len(raw) == 33 and raw[0] in (1, 4), code)
        need(key_id(words[0], raw[0], raw[1:]).hex() == words[1], code)
        return Key(raw[1:], sha(raw[1:]).hex(), words[0], raw[0])
    need(re.fullmatch("[0-9a-f]{32}|[0-9a-f]{64}", digits), code)
    raw = bytes.fromhex(digits) if len(digits) == 64 else b""
    return Key(raw, sha(raw).hex() if raw else digits, "", 0)

def der(data: bytes, *places: int) -> bytes:
    """Give the contents of the DER value that places among values lead to, one inside the other."""
    for place in places:
        at, content = 0, b""
        for _ in range(place + 1):
            size, at = int.from_bytes(data[at + 1 : at + 2], "big"), at + 2
            if size & 128: size, at = int.from_bytes(data[at : at + size - 128], "big"), at + size - 128
            need(at + size <= len(data), "stamp-form")
            content, at = data[at : at + size], at + size
        data = content
    return data
TOKEN = tuple(bytes.fromhex(oid) for oid in ("2a864886f70d010702", "2a864886f70d0109100104", "608648016503040201"))
OTS = bytes.fromhex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e892940108")
def imprint(token: bytes) -> tuple[bytes, str, str]:
    """Give what an RFC 3161 token is about, the time it states as it states it, and how openssl takes it."""
    bare = der(token, 0, 0) == TOKEN[0]
    content = der(token, *((0, 1, 0) if bare else (0, 1, 1, 0)), 2)
    info = der(content, 1, 0, 0)
    need(der(content, 0) == TOKEN[1], "stamp-form")
    need(der(info, 2, 0, 0) == TOKEN[2], "stamp-digest")
    return der(info, 2, 1), der(info, 4).decode("ascii", "replace"), "-token_in " * bare
def utc(us: int) -> str:
    """Give a time in microseconds since 1970 as people read it."""
    return f"{datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=us // 1_000_000):%Y-%m-%d %H:%M:%SZ}"
def visible(text: str) -> str:
    """Make text one line that does nothing to a terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)

class Report:
    """What was found, in verdicts that are kept apart, and what somebody got elsewhere to hold it against."""
    def __init__(self, keys: list[Key], kept: list[Note], as_json: bool) -> None:
        self.keys, self.kept, self.as_json, self.used = keys, kept, as_json, set[bytes]()
        self.damaged = self.said = self.held = self.unsure = 0
    def say(self, verdict: str, code: str, what: str = "", where: str = "") -> None:
        """Print a finding, the first thousand of them."""
        self.damaged += verdict in ("damaged", "contradicted")
        self.held += verdict in ("signed", "unchanged")
        self.unsure += verdict == "cannot check" and code.startswith("checkpoint-")
        self.said += 1
        what = what or SENTENCES.get(code) or SENTENCES.get(code.split("-")[0], OTHERWISE)
        fields = {"type": "finding", "v": 1, "verdict": verdict, "code": code, "what": what, "where": where}
        text = visible(f"{verdict}: {what}" + (f"  [{where}]" if where else ""))
        if self.said <= FINDINGS: print(json.dumps(fields) if self.as_json else text)
    def run(self, where: str, check: Callable[..., Any], *given: Any) -> Any:
        """Run a check; what it refuses is damage, a field of a wrong type too, and the rest goes on."""
        try: return check(*given)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError): code = "entry-field"
        except OSError: code = "no-such-path"
        except Bad as bad: code = str(bad)
        return self.say("damaged", code, "", where)
    def compare(self, head: Note) -> None:
        """Hold a log against the keys and checkpoints got elsewhere."""
        keys = [key for key in self.keys if key.kind != 4]
        self.run(head.name, self.cosigned, head, head, head.name)
        own = [key for key in keys if (key.kind or 1, key.name or head.origin) == (1, head.origin)]
        mine = [key for key in own if any(sha(raw).hex().startswith(key.mark) for raw in head.keys)]
        if mine: self.say("signed", "signed", f"{head.size} entries, by the key you gave or one it leads to", head.name)
        for kept in [kept for kept in self.kept if kept.origin == head.origin]:
            self.used.add(kept.data)
            self.run(head.name, self.against, head, kept)
        need(mine or not keys or self.used.intersection(key.raw for key in keys), "checkpoint-signature")
    def against(self, head: Note, kept: Note) -> None:
        """Hold a log against a checkpoint of it got elsewhere."""
        need(any(kept.by(key) for key in head.keys), "forked")
        if not kept.signed(head.keys): return self.say("cannot check", "checkpoint-unsigned", "", head.name)
        need(kept.size <= head.size or not head.whole, "rolled-back")
        root = head.root_at(kept.size) if kept.size <= head.size else None
        if root is None: return self.say("cannot check", "checkpoint-far", "", head.name)
        need(root == kept.root, "forked")
        return self.say("unchanged", "unchanged", f"since the checkpoint you gave: its {kept.size} entries", head.name)
    def cosigned(self, head: Note, note: Note, where: str, kept: int = 1 << 64) -> None:
        """Check the cosignatures whose keys were given, and the clocks against their times."""
        for name, raw in note.lines:
            keys = [k.raw for k in self.keys if k.name in ("", name) and raw[:4] == key_id(name, 4, k.raw)]
            at = int.from_bytes(raw[4:12], "big")
            if keys:
                text = f"cosignature/v1\ntime {at}\n".encode() + note.text
                need(at < 1 << 33 and signed(keys[0], raw[12:], text), "cosignature")
                self.used.add(keys[0])
                at *= 1_000_000
                self.say("unchanged", "unchanged", f"since {utc(at)}, by {name}: the first {note.size} entries", where)
                late = [n for n, clock in head.clocks if n < note.size and clock > at + SLACK]
                late += [n for n, clock in head.clocks if n >= kept and clock < at - SLACK]
                for n in late: self.say("contradicted", "clock-outside-stamps", "", f"{head.name}, entry {n}")
            elif name != note.origin:
                self.say("cannot check", "no-key", f"{name} signed too; its key can be given with --key", where)
    def stamp(self, head: Note, kind: str, note: Note, token: bytes, at: tuple[str, str], kept: int = 1 << 64) -> None:
        """Check that a stamp is about a checkpoint of the log; entry `kept` is the one that keeps it, if it is here."""
        imprinted, line = sha(note.data), ""
        need(note.signed(head.keys), "checkpoint-signature")
        need(head.root_at(note.size) == note.root, "forked")
        if kind == "rfc3161":
            imprinted, said, bare = imprint(token)
            line = f"states {said}; judge it: openssl ts -verify -data {at[0]} {bare}-in {at[1]} -CAfile ROOTS"
        elif kind == "opentimestamps":
            need(token.startswith(OTS), "stamp-form")
            imprinted, line = token[len(OTS) : len(OTS) + 32], f"judge it: ots verify -f {at[0]} {at[1]}"
        elif kind == "cosignature": self.cosigned(head, Note(note.text + b"\n" + token), at[1], kept)
        need(imprinted == sha(note.data), "stamp-other-checkpoint")
        if line: self.say("cannot check", "stamp", f"a stamp on the first {note.size} entries {line}", at[1])

def regular(path: str, code: str) -> BinaryIO:
    """Open a regular file and nothing else: no link, no pipe, no device."""
    flags = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    try: file = os.fdopen(os.open(path, os.O_RDONLY | flags), "rb")
    except (OSError, ValueError): raise Bad(code) from None
    need(stat.S_ISREG(os.fstat(file.fileno()).st_mode), code)
    return file
def read(path: str, code: str, limit: int = SMALL) -> bytes:
    """Read a regular file of at most `limit` bytes."""
    with regular(path, code) as file: data = file.read(limit + 1)
    need(len(data) <= limit, code)
    return data
def hashed(path: str, code: str) -> tuple[bytes, int]:
    """Give the SHA-256 and the size of a regular file."""
    running = hashlib.sha256()
    with regular(path, code) as file:
        for data in iter(lambda: file.read(SMALL), b""): running.update(data)
        return running.digest(), file.tell()

# A proof (docs/formats/proof.md)
PART = re.compile(r"(checkpoint|key|fields\.json|entries/(0|[1-9][0-9]{0,15})\.(json|tlog-proof)"
                  r"|stamps/[1-9][0-9]{0,5}\.(checkpoint|consistency|tsr|ots|cosig))")
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError, struct.error)
ENDINGS = {"rfc3161": ".tsr", "opentimestamps": ".ots", "cosignature": ".cosig", "": ".checkpoint"}
def parts(path: str) -> dict[str, bytes]:
    """Give the files of a proof, from a folder or a zip: nothing is written, no name of a member is used as a path."""
    if os.path.isdir(path):
        below = [f"{d}/{n}" for d in ("entries", "stamps") if os.path.isdir(os.path.join(path, d))
                 for n in os.listdir(os.path.join(path, d)) if PART.fullmatch(f"{d}/{n}")]
        names = [n for n in ("checkpoint", "key", "fields.json") if os.path.lexists(os.path.join(path, n))] + below
        need(len(names) <= FILES, "proof-form")
        return {name: read(os.path.join(path, name), "proof-form") for name in names}
    return unzipped(read(path, "zip", ZIP_BYTES))
def unzipped(data: bytes) -> dict[str, bytes]:
    """Give the files of a proof in a zip."""
    need(data[-22:-18] == b"PK\5\6" and data[-2:] == b"\0\0", "zip")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [m for m in archive.infolist() if PART.fullmatch(m.filename)]
        need(len({m.filename for m in members}) == len(members) <= FILES, "zip")
        need(all(m.compress_type in (0, 8) for m in members), "zip")
        need(all(m.file_size <= SMALL for m in members) and sum(m.file_size for m in members) <= 4 * ZIP_BYTES, "zip")
        return {m.filename: archive.read(m) for m in members}
    except ZIP_ERRORS: raise Bad("zip") from None
def logged(files: dict[str, bytes], head: Note, index: int) -> Fields:
    """Give an entry of a proof, after its inclusion is checked."""
    data = files[f"entries/{index}.json"]
    e = entry(data, head.origin, index)
    top, _, rest = files.get(f"entries/{index}.tlog-proof", b"").partition(b"\n\n")
    lines = [line for n, line in enumerate(top.split(b"\n")) if n != 1 or not line.startswith(b"extra ")]
    need(lines[:2] == [b"c2sp.org/tlog-proof@v1", b"index %d" % index] and rest == head.data, "proof-form")
    need(included(index, head.size, sha(b"\0", data), hashes(lines[2:], "proof-form")) == head.root, "inclusion")
    return e

def chains(entries: dict[int, Fields], size: int) -> dict[bytes, list[int]]:
    """Give each item's entries, newest first: from the `shown` at the end of the log down to its first."""
    found, index = dict[bytes, list[int]](), size - 1
    while index in entries and entries[index]["type"] == "shown" and len(about(entries[index])) == 1:
        item = next(iter(about(entries[index])))
        if item in found: break
        found[item], index = [index], index - 1
    need(found, "proof-tip")
    for item, chain in found.items():
        while (prev := about(entries[chain[-1]])[item]) is not None:
            need(prev in entries and item in about(entries[prev]), "proof-chain")
            chain.append(prev)
    others = set(entries).difference(*found.values())
    need(all(entries[index]["type"] == "key-rotated" for index in others), "proof-chain")
    return found

def check_proof(report: Report, files: dict[str, bytes]) -> dict[bytes, Fields]:
    """Check a proof; gives its items, each with its first entry."""
    text, head = files.get("key", b"").decode("ascii", "replace"), Note(files.get("checkpoint", b""))
    key = key_of(text, "proof-form")
    need((key.kind, key.name) == (1, head.origin), "proof-form")
    need(head.signed([key.raw]), "checkpoint-signature")
    indexes = sorted(int(name[8:-5]) for name in files if name.startswith("entries/") and name.endswith(".json"))
    entries = {index: logged(files, head, index) for index in indexes}
    found, roots = chains(entries, head.size), {head.size: head.root}
    head.name, head.keys, head.root_at = "custody log", [key.raw], roots.get
    head.clocks = [(index, e["clock"]) for index, e in entries.items()]
    for e in [entries[index] for index in reversed(indexes) if entries[index]["type"] == "key-rotated"]:
        head.keys.insert(0, bytes.fromhex(e["body"]["old"]))
        need(rotated(e, head.keys[0]) == head.keys[1], "key-rotation")
    for name in [name for name in files if name.endswith(".checkpoint")]:
        stem, note = name[:-11], Note(files[name])
        path = hashes(files.get(stem + ".consistency", b"").splitlines(), "proof-form")
        need(continued(note.size, head.size, note.root, path) == (note.root, head.root), "consistency")
        roots[note.size] = note.root
        for kind in [kind for kind, ending in ENDINGS.items() if stem + ending in files]:
            report.run(name, report.stamp, head, kind, note, files[stem + ENDINGS[kind]], (name, stem + ENDINGS[kind]))
    for item, chain in found.items():
        report.say("states", "item", f"item sha256:{item.hex()}: {len(chain)} entries, from its first to this showing")
    for one in canonical(files.get("fields.json", b"[]")):
        salt, e = bytes.fromhex(one["salt"]), entries.get(one["entry"], {})
        commitment = "sha256:" + sha(salt, written(one["value"])).hex()
        need(len(salt) == 32 and e.get("private", {}).get(one["field"]) == commitment, "proof-field")
        report.say("states", "field", f"{one['field']}: {written(one['value']).decode()}", f"entry {one['entry']}")
    for e in [entries[index] for chain in found.values() for index in reversed(chain)]:
        what = f"{e['type']} by {e['actor']} at {utc(e['clock'])}, by the clock of the computer"
        report.say("withdrawn" if e["type"] == "withdrawn" else "states", e["type"], what, f"entry {e['index']}")
    report.run(head.name, report.compare, head)
    return {item: entries[chain[-1]] for item, chain in found.items()}

# A whole case (docs/formats/case.md, log.md, private-fields.md)
def tile(level: object, number: int, count: int) -> str:
    """Give the name of a tile or bundle in a level of so many hashes (C2SP tlog-tiles)."""
    digits, width = f"{number:03d}", min(256, count - number * 256)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    return f"tile/{level}/" + re.sub("([0-9]{3})(?=[0-9])", r"x\1/", digits) + (f".p/{width}" if width < 256 else "")

class Case:
    """A case: what the entries of its logs name, and whether it is there."""
    def __init__(self, report: Report, root: str) -> None:
        self.report, self.root, self.id, self.heads = report, root, "", list[Note]()
        self.objects, self.gone, self.destroyed = dict[bytes, int](), dict[bytes, str](), set[str]()
        self.lists, self.stamps = list[bytes](), list[tuple[str, int, Fields]]()
    def path(self, raw: bytes) -> str:
        """Give where an object lies."""
        return os.path.join(self.root, "vault", raw.hex()[:2], raw.hex()[2:])
    def log(self, kind: str) -> None:
        """Check a log: entries, tiles, root, signature, personal values."""
        folder, levels, last = os.path.join(self.root, kind), [bytearray() for _ in range(65)], dict[bytes, Any]()
        head, stated = Note(read(os.path.join(folder, "checkpoint"), "checkpoint-missing")), dict[str, int]()
        head.name, head.whole, head.root_at = f"{kind} log", True, lambda size: root_at(levels, size)
        for number in range(-(-head.size // 256)):
            bundle, at = read(os.path.join(folder, tile("entries", number, head.size)), "bundle", 256 * 16386), 0
            while at < len(bundle):
                size, index = int.from_bytes(bundle[at : at + 2], "big"), len(head.clocks)
                data, at = bundle[at + 2 : at + 2 + size], at + 2 + size
                need(at <= len(bundle) and index < min(head.size, number * 256 + 256), "bundle")
                e = entry(data, head.origin, index)
                grow(levels, sha(b"\0", data))
                head.clocks.append((index, e["clock"]))
                self.report.run(f"{kind} log, entry {index}", self.one, e, kind, head.keys, last)
                stated.update(dict.fromkeys(e.get("private", {}).values(), index))
            need(len(head.clocks) == min(head.size, number * 256 + 256), "bundle")
        for height in range(0, 64, 8):
            for number in range(-(-len(levels[height]) // 8192)):
                name = os.path.join(folder, tile(height // 8, number, len(levels[height]) // 32))
                need(read(name, "tile") == levels[height][number * 8192 : number * 8192 + 8192], "tile")
        need(root_at(levels, head.size) == head.root, "root")
        need(head.signed(head.keys[-1:]), "checkpoint-signature")
        self.report.say("agrees", "log", f"{head.size} entries lead to the root its own key signed", head.name)
        self.personal(kind, head.size, stated)
        self.heads.append(head)
    def one(self, e: Fields, kind: str, keys: list[bytes], last: dict[bytes, Any]) -> None:
        """Take in one entry of a log."""
        body, what, wrong = e.get("body", {}), e["type"], [i for i, prev in about(e).items() if last.get(i) != prev]
        last.update(dict.fromkeys(about(e), e["index"]))
        need((what == "opened") == (e["index"] == 0), "opened")
        if what == "opened":
            keys.append(bytes.fromhex(body["key"]))
            self.id = self.id or body["case"]
            need(body["kind"] == kind and body["case"] == self.id, "opened")
        elif what == "key-rotated": keys.append(rotated(e, keys[-1]))
        elif what == "received":
            need(type(body["size"]) is int and body["size"] >= 0, "entry-field")
            self.objects[digest(body["object"])] = body["size"]
            self.gone.pop(digest(body["object"]), None)
        elif what == "withdrawn":
            self.gone.update(dict.fromkeys(map(digest, body["objects"]), f"{utc(e['clock'])} by {e['actor']}"))
            self.destroyed.update(body.get("private", ()))
        elif what == "reported": self.lists.append(digest(body["rests_on"]))
        elif what == "joined": self.report.say("cannot check", "joined", "a log of another computer is kept here", kind)
        elif what == "stamped": self.stamps.append((kind, e["index"], body))
        self.objects.update((digest(one), int(size)) for one, size in body.get("pinned", {}).items())
        need(not wrong, "entry-prev")
    def personal(self, kind: str, size: int, stated: dict[str, int]) -> None:
        """Check the personal values of a log."""
        folder, seen = os.path.join(self.root, "private", kind), set[str]()
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            if re.fullmatch(r"[0-9]{1,15}\.jsonl", name) and int(name[:-6]) < size:
                self.report.run(f"private/{kind}/{name}", self.segment, os.path.join(folder, name), stated, seen)
        lost = {index for one, index in stated.items() if one not in seen and one not in self.destroyed}
        for index in sorted(lost): self.report.say("damaged", "private-missing", "", f"{kind} log, entry {index}")
    def segment(self, path: str, stated: dict[str, int], seen: set[str]) -> None:
        """Check one file of personal values."""
        with regular(path, "private") as file:
            while (line := file.readline(LINE)).endswith(b"\n"):
                try:
                    one = canonical(line[:-1])
                    again = sha(bytes.fromhex(one["salt"]), written(one["value"])).hex()
                    need(one["c"] == "sha256:" + again and re.fullmatch("[0-9a-f]{64}", one["salt"]), "private")
                except (Bad, KeyError, TypeError, ValueError): raise Bad("private") from None
                need(one["c"] in stated and one["c"] not in self.destroyed, "private")
                seen.add(one["c"])
    def object(self, raw: bytes, size: int) -> None:
        """Check that an object is there with its size and its bytes."""
        found, length = hashed(self.path(raw), "object-missing")
        need(length == size, "object-size")
        need(found == raw, "object")
    def stamp(self, head: Note, index: int, body: Fields) -> None:
        """Check a stamp that a log keeps."""
        places = (self.path(digest(body["checkpoint"])), self.path(digest(body["token"])))
        note, token = Note(read(places[0], "object-missing")), read(places[1], "object-missing")
        need((note.origin, note.size) == (head.origin, body["size"]) and note.size <= index, "stamp-other-log")
        self.report.stamp(head, body["kind"], note, token, places, index)
    def check(self) -> dict[bytes, int]:
        """Check everything; gives the objects."""
        for kind in ("custody", "work"): self.report.run(f"{kind} log", self.log, kind)
        for raw in self.lists: self.report.run(f"sha256:{raw.hex()}", self.rests, raw)
        for raw, size in self.objects.items():
            if raw not in self.gone: self.report.run(f"sha256:{raw.hex()}", self.object, raw, size)
        for raw, told in self.gone.items():
            verdict, told = ("damaged", "") if os.path.lexists(self.path(raw)) else ("withdrawn", told)
            self.report.say(verdict, "withdrawn", told, f"sha256:{raw.hex()}")
        for head in self.heads:
            for _, index, body in [one for one in self.stamps if head.name.startswith(one[0])]:
                self.report.run(f"{head.name}, entry {index}", self.stamp, head, index, body)
            self.report.run(head.name, self.report.compare, head)
        return self.objects
    def rests(self, raw: bytes) -> None:
        """Expect the record sets that a report rests on."""
        lines = map(canonical, read(self.path(raw), "object-missing", LINE).splitlines())
        self.objects.update((digest(one["records"]), one["size"]) for one in lines if "records" in one)
def packets() -> Any:
    """Give the half of this program that reads PDFs: a file beside this one."""
    folder = os.path.dirname(os.path.abspath(__file__))
    sys.path += [folder] * (folder not in sys.path)
    half: Any = importlib.import_module("wellfounded_verify_packet")
    half.Bad, half.v = Bad, argparse.Namespace(**globals())
    SENTENCES.update(half.SENTENCES)
    return half

def check(asked: argparse.Namespace) -> Report:
    """Check what was asked for."""
    texts = [read(k, "key-form", 4096).decode("utf-8", "replace") if os.path.isfile(k) else k for k in asked.key]
    kept, form = [Note(read(path, "no-such-path")) for path in asked.checkpoint], os.path.join(asked.path, "format")
    report = Report([key_of(text) for text in texts], kept, asked.json)
    need(os.path.exists(asked.path), "no-such-path")
    if os.path.lexists(form):
        need(read(form, "case-format") == b"wf-case/1\n", "case-format")
        items = Case(report, asked.path).check()
    elif os.path.isfile(asked.path) and regular(asked.path, "no-such-path").read(5) == b"%PDF-":
        items, asked.file = {}, packets().check(report, asked)
    else: items = report.run(asked.path, check_proof, report, parts(asked.path)) or {}
    for path in asked.file:
        raw, _ = hashed(path, "no-such-path")
        verdict, code = ("agrees", "file") if raw in items else ("damaged", "file-other")
        report.say(verdict, code, f"bit for bit the item sha256:{raw.hex()}" if raw in items else "", path)
    if any(one.data not in report.used for one in kept): report.say("cannot check", "checkpoint-other")
    return report

def main(words: list[str] | None = None) -> int:
    """Run the command line and give its exit code."""
    parser = argparse.ArgumentParser("wellfounded-verify", None, __doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("path", metavar="FILE", help="a case's folder, a proof (folder or zip), or a packet (PDF)")
    for name, what in (("key", "a key you got elsewhere: vkey, hex digits, fingerprint, or a file of it"),
                       ("checkpoint", "a file: a checkpoint you got elsewhere"), ("file", "a file said to be an item"),
                       ("proof", "packet.proof of a packet, if it does not lie beside it")):
        parser.add_argument("--" + name, action="append", default=[], help=what)
    parser.add_argument("--json", action="store_true", help="print JSON Lines")
    asked = parser.parse_args(words)
    if isinstance(sys.stdout, io.TextIOWrapper): sys.stdout.reconfigure(errors="backslashreplace")
    try: report = check(asked)
    except (Bad, OSError) as bad:
        code = str(bad) if isinstance(bad, Bad) else "no-such-path"
        what = SENTENCES.get(code) or SENTENCES.get(code.split("-")[0], OTHERWISE)
        error = {"code": code, "what": what, "where": asked.path, "why": "", "next": "see docs/formats/"}
        print(json.dumps(error) if asked.json else visible(f"error [{code}]: {what} ({asked.path})"), file=sys.stderr)
        return {"proof-form": 3, "zip": 4, "case-format": 6, "checkpoint-form": 6}.get(code, 2)
    status = 3 if report.damaged else 0 if report.held and not report.unsure else 6
    said = {0: "it holds against what you gave", 3: "do not use what is damaged or contradicted", 6: ALONE}[status]
    said = "cannot check all that you asked" if status == 6 and report.held else said
    said += f"; {report.said - FINDINGS} more findings than shown" if report.said > FINDINGS else ""
    print(json.dumps({"type": "verdict", "v": 1, "exit": status, "what": said}) if asked.json else said)
    return status

if __name__ == "__main__":
    sys.exit(main())

"""What the program is asked, beside plain cases and proofs: zips, keys, kept checkpoints, cosignatures, stamps, files in hand, odd files."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.verifier.both import lay
from tools.formats.hostile import Vector, hostile
from tools.formats.sample import (
    CLOCK,
    Files,
    SampleCase,
    SampleLog,
    chain_of,
    sample_case,
    sample_proof,
    signer,
)
from wellfounded.case.proof.custody import verifier_key
from wellfounded.ledger import fingerprint, note
from wellfounded.ledger.note import Checkpoint
from wellfounded.ledger.stamps.cosignature import WITNESS, VerifierKey, cosign

SECOND = 1_000_000
WITNESS_KEY = signer("witness")
WITNESS_NAME = "witness.example/w1"


@dataclass(frozen=True)
class Scenario:
    """Words for the command line, and what must come of them: the exit status, and a code unless that is empty."""

    name: str
    words: tuple[str, ...]
    exit: int
    code: str = ""


def everything(place: Path) -> list[Scenario]:
    """Lay every scenario out below a folder: one round of hostile cases and proofs, then all the rest."""
    found = [_plain(vector, place / f"v{n}") for n, vector in enumerate(hostile(1))]
    for make in (_zips, _keys, _kept, _cosigned, _stamps, _case_stamps, _odd_files):
        folder = place / make.__name__
        folder.mkdir()
        found += list(make(folder))
    return found


def _plain(vector: Vector, folder: Path) -> Scenario:
    lay(vector.files, folder)
    return Scenario(vector.name, (str(folder),), 3, vector.code)


def shown(seed: object = "scenario") -> SampleLog:
    """A log that ends in the showing of an item."""
    return sample_proof(seed)


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of some files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _zips(folder: Path) -> Iterator[Scenario]:
    files = shown().proof(chain_of(shown()))
    good = zipped(files)
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        for name, data in [*files.items(), ("kez", files["key"])]:
            archive.writestr(name, data)
    locked = bytearray(good)
    locked[good.index(b"PK\x01\x02") + 8] |= 1
    flipped = bytearray(zipped(files, zipfile.ZIP_STORED))
    flipped[flipped.index(b"wf-entry/1")] ^= 1
    many = {f"entries/{n}.json": b"" for n in range(4_097)}
    samples = {
        "comment": good[:-2] + b"\x18\x00" + bytes(24),
        "comment that breaks off": good[:-2] + b"\x01\x00",
        "twice": twice.getvalue().replace(b"kez", b"key"),
        "locked": bytes(locked),
        "bzip2": zipped(files, zipfile.ZIP_BZIP2),
        "crc": bytes(flipped),
        "torn": good[: len(good) // 2],
        "none": b"not a zip at all, and longer than its shortest",
        "empty": b"",
        "bomb": zipped({**files, "entries/7.json": bytes((1 << 20) + 1)}),
        "bombs": zipped(
            {**files, **{f"entries/{n}.json": bytes(1 << 20) for n in range(100, 166)}}
        ),
        "many": zipped(many, zipfile.ZIP_STORED),
        "long": good + bytes((1 << 24) + 1),
    }
    for name, data in samples.items():
        (folder / name).write_bytes(data)
        yield Scenario(f"zip {name}", (str(folder / name),), 4, "zip")
    (folder / "good").write_bytes(good)
    yield Scenario("zip good", (str(folder / "good"),), 6)


def _keys(folder: Path) -> Iterator[Scenario]:
    log = shown()
    path = str(lay(log.proof(chain_of(log)), folder / "proof"))
    key = log.key.public_key
    text = verifier_key(log.origin, key)
    other = verifier_key("wf/ffffffffffffffff", key)
    cut = b64encode(b"\x01" + key[:30]).decode()
    short = f"{log.origin}+{note.key_id(log.origin, key[:30]).hex()}+{cut}"
    kind = b"\x02" + key
    odd = hashlib.sha256(log.origin.encode() + b"\n" + kind).digest()[:4].hex()
    (folder / "key").write_text(text)
    for name, given, status, code in (
        ("vkey", text, 0, ""),
        ("hex", key.hex(), 0, ""),
        ("fingerprint", fingerprint(key), 0, ""),
        ("file", str(folder / "key"), 0, ""),
        ("another", "5a" * 32, 3, "checkpoint-signature"),
        ("another fingerprint", "5a5a " * 8, 3, "checkpoint-signature"),
        ("of another log", other, 3, "checkpoint-signature"),
        ("as a witness", str(VerifierKey(log.origin, WITNESS, key)), 6, ""),
        ("wrong id", text.replace("+", "+0", 1).replace("+0", "+", 1)[:-4] + "AAA=", 2, "key-form"),
        ("of another kind", f"{log.origin}+{odd}+{b64encode(kind).decode()}", 2, "key-form"),
        ("another id", text.replace(text.split("+")[1], "00000000"), 2, "key-form"),
        ("too short", short, 2, "key-form"),
        ("words", "the blue one", 2, "key-form"),
    ):
        yield Scenario(f"key {name}", (path, "--key", given), status, code)
    item = log.entries[-1]["about"][0]["item"]
    (folder / "item").write_bytes(sample_case("scenario").vault[item])
    (folder / "other").write_bytes(b"other")
    given = (path, "--key", text, "--file")
    yield Scenario("file is the item", (*given, str(folder / "item")), 0)
    yield Scenario("file is another", (*given, str(folder / "other")), 3, "file-other")
    yield Scenario("no such path", (str(folder / "absent"),), 2, "no-such-path")
    yield Scenario("no such file", (*given, str(folder / "absent")), 2, "no-such-path")


def _kept(folder: Path) -> Iterator[Scenario]:
    made = sample_case("kept")
    log = made.custody
    case = str(lay(made.files(), folder / "case"))
    proof = shown()
    half = str(lay(proof.proof(chain_of(proof)), folder / "half"))
    on = str(lay(proof.proof(chain_of(proof)) | proof.earlier(1, 2), folder / "on"))

    def kept(name: str, data: bytes) -> str:
        (folder / name).write_bytes(data)
        return str(folder / name)

    def head(of: SampleLog, size: int, key: object = None, root: bytes = b"") -> bytes:
        signed = of.earlier(1, size)["stamps/1.checkpoint"] if size <= len(of.entries) else b""
        found = note.parse(signed) if signed else Checkpoint(of.origin, size, bytes(32))
        return note.sign(Checkpoint(of.origin, size, root or found.root), key or of.key)  # type: ignore[arg-type]

    torn = bytearray(head(log, 2))
    torn[-6] = ord("A") if torn[-6] != ord("A") else ord("B")
    for name, at, data, status, code in (
        ("earlier", case, head(log, 2), 0, ""),
        ("newest", case, head(log, len(log.entries)), 0, ""),
        ("of another history", case, head(log, 2, root=bytes(range(32))), 3, "forked"),
        ("of a longer log", case, head(log, 99), 3, "rolled-back"),
        ("by a strange key", case, head(log, 2, signer("strange")), 3, "forked"),
        ("unsigned", case, bytes(torn), 6, ""),
        ("of another case", case, head(sample_case("other").custody, 1), 6, ""),
        ("no checkpoint", case, b"words", 6, "checkpoint-form"),
        ("the proof's own", half, head(proof, len(proof.entries)), 0, ""),
        ("the proof leads on", on, head(proof, 2), 0, ""),
        ("no way to the proof", half, head(proof, 2), 6, ""),
        ("beyond the proof", half, head(proof, 99), 6, ""),
        ("another history than the proof", on, head(proof, 2, root=bytes(range(32))), 3, "forked"),
    ):
        words = (at, "--checkpoint", kept(name.replace(" ", "-"), data))
        yield Scenario(f"kept {name}", words, status, code)


def _cosigned(folder: Path) -> Iterator[Scenario]:
    log, now = shown(), CLOCK // SECOND
    files = log.proof(chain_of(log))
    text = str(VerifierKey(WITNESS_NAME, WITNESS, WITNESS_KEY.public_key))

    def proof(name: str, line: bytes) -> str:
        made = {**files, "checkpoint": files["checkpoint"] + line}
        for part, data in files.items():
            if part.endswith(".tlog-proof"):
                made[part] = data + line
        return str(lay(made, folder / name))

    good = cosign(files["checkpoint"], WITNESS_NAME, WITNESS_KEY, now + 3600)
    wrong = cosign(
        b"wf/x\n1\n" + files["checkpoint"].split(b"\n", 2)[2], WITNESS_NAME, WITNESS_KEY, now
    )
    late = cosign(files["checkpoint"], WITNESS_NAME, WITNESS_KEY, 1 << 34)
    early = cosign(files["checkpoint"], WITNESS_NAME, WITNESS_KEY, now - 86_400)
    yield Scenario("cosigned", (proof("good", good), "--key", text), 0)
    yield Scenario(
        "cosigned, by hex", (proof("hex", good), "--key", WITNESS_KEY.public_key.hex()), 0
    )
    yield Scenario("cosigned, no key", (proof("no-key", good),), 6)
    yield Scenario("cosigned wrong", (proof("wrong", wrong), "--key", text), 3, "cosignature")
    yield Scenario("cosigned in far time", (proof("late", late), "--key", text), 3, "cosignature")
    yield Scenario(
        "cosigned before its clocks",
        (proof("early", early), "--key", text),
        3,
        "clock-outside-stamps",
    )


def _der(tag: int, *parts: bytes) -> bytes:
    data = b"".join(parts)
    size = bytes([len(data)]) if len(data) < 128 else b"\x82" + struct.pack(">H", len(data))
    return bytes([tag]) + size + data


SHA256, SHA1 = bytes.fromhex("608648016503040201"), bytes.fromhex("2b0e03021a")
INFO, SIGNED = bytes.fromhex("2a864886f70d0109100104"), bytes.fromhex("2a864886f70d010702")


def token(
    about: bytes, *, algorithm: bytes = SHA256, content: bytes = INFO, bare: bool = False
) -> bytes:
    """An RFC 3161 token as far as the program reads it: nobody signed it."""
    hashed = hashlib.sha256(about).digest()
    imprint = _der(0x30, _der(0x30, _der(0x06, algorithm), _der(0x05)), _der(0x04, hashed))
    info = _der(
        0x30,
        _der(2, b"\x01"),
        _der(6, b"\x2a"),
        imprint,
        _der(2, b"\x07"),
        _der(0x18, b"20231114221320Z"),
    )
    inner = _der(0x30, _der(6, content), _der(0xA0, _der(4, info)))
    signed = _der(0x30, _der(2, b"\x03"), _der(0x31), inner, _der(0x31, bytes(200)))
    whole = _der(0x30, _der(6, SIGNED), _der(0xA0, signed))
    return whole if bare else _der(0x30, _der(0x30, _der(2, b"\x00")), whole)


def ots(about: bytes) -> bytes:
    """The beginning of an OpenTimestamps proof."""
    magic = bytes.fromhex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294")
    return magic + b"\x01\x08" + hashlib.sha256(about).digest() + b"\xf0\x01x"


def _tokens(checkpoint: bytes) -> Iterator[tuple[str, str, bytes, int, str]]:
    """Give tokens on a checkpoint, good and bad: name, kind, bytes, exit, code."""
    witness = cosign(checkpoint, WITNESS_NAME, WITNESS_KEY, CLOCK // SECOND + 3)
    yield "token", "rfc3161", token(checkpoint), 6, ""
    yield "bare", "rfc3161", token(checkpoint, bare=True), 6, ""
    yield "token-on-other-bytes", "rfc3161", token(b"other"), 3, "stamp-other-checkpoint"
    yield "sha1", "rfc3161", token(checkpoint, algorithm=SHA1), 3, "stamp-digest"
    yield "no-time-stamp", "rfc3161", token(checkpoint, content=SHA1), 3, "stamp-form"
    yield "cut", "rfc3161", token(checkpoint)[:-1], 3, "stamp-form"
    yield "no-token", "rfc3161", b"words", 3, "stamp-form"
    yield "ots", "opentimestamps", ots(checkpoint), 6, ""
    yield "ots-on-other-bytes", "opentimestamps", ots(b"other"), 3, "stamp-other-checkpoint"
    yield "no-ots", "opentimestamps", b"\x01" + ots(checkpoint)[1:], 3, "stamp-form"
    yield "cosig", "cosignature", witness, 0, ""
    yield "no-cosig", "cosignature", b"words\n", 3, "checkpoint-form"


def _stamps(folder: Path) -> Iterator[Scenario]:
    log = shown()
    files = log.proof(chain_of(log)) | log.earlier(1, 2)
    endings = {"rfc3161": ".tsr", "opentimestamps": ".ots", "cosignature": ".cosig"}
    text = str(VerifierKey(WITNESS_NAME, WITNESS, WITNESS_KEY.public_key))
    for name, kind, data, status, code in _tokens(files["stamps/1.checkpoint"]):
        path = lay({**files, f"stamps/1{endings[kind]}": data}, folder / name)
        yield Scenario(f"stamp {name}", (str(path), "--key", text), status, code)


def _case_stamps(folder: Path) -> Iterator[Scenario]:
    text = str(VerifierKey(WITNESS_NAME, WITNESS, WITNESS_KEY.public_key))
    tokens = list(_tokens(_stamped_case().custody.earlier(1, 2)["stamps/1.checkpoint"]))
    for name, kind, data, status, code in tokens:
        path = lay(_stamped(kind, data), folder / name)
        yield Scenario(f"case stamp {name}", (str(path), "--key", text), status, code)
    early = cosign(_checkpoint(), WITNESS_NAME, WITNESS_KEY, CLOCK // SECOND - 86_400)
    future = cosign(_checkpoint(), WITNESS_NAME, WITNESS_KEY, CLOCK // SECOND + 86_400)
    for name, line in (("early", early), ("future", future)):
        path = lay(_stamped("cosignature", line), folder / name)
        yield Scenario(f"case clocks {name}", (str(path), "--key", text), 3, "clock-outside-stamps")
    later = note.sign(
        Checkpoint(_stamped_case().custody.origin, 99, bytes(32)), _stamped_case().custody.key
    )
    for name, at, change in (("size", b"", {"size": 3}), ("beyond", later, {"size": 99})):
        path = lay(_stamped("cosignature", tokens[-2][2], at, **change), folder / name)
        yield Scenario(
            f"case stamp of another {name}", (str(path), "--key", text), 3, "stamp-other-log"
        )
    foreign = note.sign(
        Checkpoint(_stamped_case().custody.origin, 2, bytes(32)), _stamped_case().custody.key
    )
    unsigned = note.sign(note.parse(_checkpoint()), signer("strange"))
    for name, checkpoint, code in (
        ("forked", foreign, "forked"),
        ("unsigned", unsigned, "checkpoint-signature"),
    ):
        line = cosign(checkpoint, WITNESS_NAME, WITNESS_KEY, CLOCK // SECOND + 3)
        path = lay(_stamped("cosignature", line, checkpoint), folder / name)
        yield Scenario(f"case stamp {name}", (str(path), "--key", text), 3, code)


def _stamped_case() -> SampleCase:
    return sample_case("stamped")


def _checkpoint() -> bytes:
    return _stamped_case().custody.earlier(1, 2)["stamps/1.checkpoint"]


def _stamped(kind: str, data: bytes, checkpoint: bytes = b"", **more: int) -> Files:
    """The files of a case that keeps a stamp."""
    made, about = _stamped_case(), checkpoint or _checkpoint()
    names = ["sha256:" + hashlib.sha256(one).hexdigest() for one in (about, data)]
    made.vault |= dict(zip(names, (about, data), strict=True))
    pinned = {names[0]: len(about), names[1]: len(data)}
    body = {"kind": kind, "checkpoint": names[0], "token": names[1], "by": "w", "size": 2}
    made.custody.add("stamped", body={**body, "pinned": pinned, **more})
    return made.files()


def _odd_files(folder: Path) -> Iterator[Scenario]:
    made = sample_case("odd").files()
    log = shown()
    proof = log.proof(chain_of(log))
    yield Scenario("a case", (str(lay(made, folder / "case")),), 6)
    encrypted = {"format": b"wf-encrypted-case/1\n" + b"5f" * 16 + b"\n", "access/0": bytes(3175)}
    locked = lay(encrypted, folder / "encrypted")
    yield Scenario("an encrypted case", (str(locked),), 6, "case-format")
    many = {f"entries/{n}.json": b"" for n in range(4_097)}
    yield Scenario("too many parts", (str(lay(proof | many, folder / "many")),), 3, "proof-form")
    for name, place in (("pipe", os.mkfifo), ("folder", os.mkdir)):
        odd = lay({k: v for k, v in made.items() if k != "custody/checkpoint"}, folder / name)
        place(odd / "custody/checkpoint")
        yield Scenario(f"a {name} for a checkpoint", (str(odd),), 3, "checkpoint-missing")
    link = lay({k: v for k, v in proof.items() if k != "checkpoint"}, folder / "link")
    (folder / "elsewhere").write_bytes(proof["checkpoint"])
    (link / "checkpoint").symlink_to(folder / "elsewhere")
    yield Scenario("a link for a checkpoint", (str(link),), 3, "proof-form")
    large = lay({**proof, "key": proof["key"] + b"\n" * (1 << 20)}, folder / "large")
    yield Scenario("a part that is too large", (str(large),), 3, "proof-form")
    yield Scenario(
        "an empty folder", (str(lay({"x": b""}, folder / "empty")),), 3, "checkpoint-form"
    )

"""Make the vectors of docs/formats/: good and bad samples of each format, the same bytes every time.

    python -m tools.formats.vectors        # writes tests/formats/vectors/

Each vector has a name, its input, and the code a reader must refuse it with, or null when it must accept it. Whole cases and proofs
are folders, `case/CODE/` and `proof/CODE/`, of which `good` must be accepted; so are packets, of which a bad one holds only what differs; tools/formats/hostile.py makes as many more as one likes.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

from tools.formats import edits, encrypted, hostile
from wellfounded.ledger import merkle, note
from wellfounded.ledger.note import Checkpoint
from wellfounded.ledger.proof import Proof
from wellfounded.ledger.signer import KeySigner
from wellfounded.terms import canonical
from wellfounded.vault import Personal

OUT = Path(__file__).parents[2] / "tests" / "formats" / "vectors"
SIGNER = KeySigner.from_seed(bytes(range(32)))
OTHER = KeySigner.from_seed(bytes(range(1, 33)))
ORIGIN = "wf/00112233aabbccdd"
ITEM = "sha256:" + hashlib.sha256(b"evidence").hexdigest()

Vector = dict[str, Any]


def entry(**changes: Any) -> dict[str, Any]:
    """Give the fields of a good entry 5, with changes; a change to None takes the field out."""
    fields: dict[str, Any] = {
        "format": "wf-entry/1",
        "log": ORIGIN,
        "index": 5,
        "type": "received",
        "actor": "mina",
        "clock": 1_700_000_000_000_000,
        "salt": "5a" * 32,
        "about": [{"item": ITEM, "prev": 3}],
        "body": {"object": ITEM, "size": 8, "door": "file", "handling": "open"},
        "private": {"giver": str(Personal.of("lark", bytes(32)).commitment)},
    }
    fields |= changes
    return {k: v for k, v in fields.items() if v is not None}


def canonical_json() -> list[Vector]:
    """Bytes that are canonical JSON, and bytes that nearly are."""
    good = [
        '{"a":"é","b":[1,true,null],"n":-5}',
        "{}",
        "[]",
        '"\\u001f\\n"',
        "9007199254740991",
        '"𝄞"',
    ]
    bad = {
        "space": '{"a": 1}',
        "order": '{"b":1,"a":2}',
        "twice": '{"a":1,"a":1}',
        "float": '{"a":1.0}',
        "exponent": "1e3",
        "large": "9007199254740992",
        "minus zero": "-0",
        "leading zero": "01",
        "escaped slash": '"\\/"',
        "escaped letter": '"\\u0061"',
        "upper hex": '"\\u001F"',
        "surrogate": '"\\ud800"',
        "nan": "NaN",
        "bom": "\ufeff{}",
        "trailing newline": "{}\n",
        "empty": "",
        "key not ascii": '{"é":1}',
        "key empty": '{"":1}',
        "deep": "[" * 40 + "]" * 40,
    }
    vectors = [_vector(f"good {n}", text.encode(), None) for n, text in enumerate(good)]
    vectors += [_vector(name, text.encode(), "canonical-json") for name, text in bad.items()]
    return [*vectors, _vector("not utf-8", b'"\xff"', "canonical-json")]


def entries() -> list[Vector]:
    """Entry 5 of the log, good and bad."""
    good = {
        "plain": entry(),
        "no items": entry(about=None, private=None, type="weaker-jail", body={"held": []}),
        "first of its item": entry(about=[{"item": ITEM, "prev": None}]),
        "unknown type": entry(type="from-the-future"),
        "unknown fields": entry(extra={"x": 1}, body={"object": ITEM, "later": [1, 2]}),
        "critical": entry(type="from-the-future", critical=True),
    }
    bad = {
        "entry-format": [entry(format="wf-entry/2"), entry(format=None)],
        "entry-place": [entry(index=6), entry(log="wf/ffffffffffffffff")],
        "entry-prev": [
            entry(about=[{"item": ITEM, "prev": 5}]),
            entry(about=[{"item": ITEM, "prev": 9}]),
        ],
        "entry-size": [entry(body={"text": "x" * 16_384})],
        "entry-field": [
            *(entry(**{name: None}) for name in ("log", "index", "type", "actor", "clock", "salt")),
            entry(actor="Mina Real-Name"),
            entry(type="Has Space"),
            entry(salt="5A" * 32),
            entry(clock="now"),
            entry(index="5"),
            entry(critical=1),
            entry(about=[{"item": ITEM}]),
            entry(about=[{"item": "9f86", "prev": None}]),
            entry(about=[{"item": ITEM, "prev": 1}, {"item": ITEM, "prev": 2}]),
            entry(private={"giver": "lark"}),
            entry(body=[1]),
        ],
    }
    vectors = [_vector(name, canonical.encode(f), None) for name, f in good.items()]
    for code, all_fields in bad.items():
        vectors += [
            _vector(f"{code} {n}", canonical.encode(f), code) for n, f in enumerate(all_fields)
        ]
    spaced = json.dumps(entry()).encode()
    return [*vectors, _vector("not canonical", spaced, "canonical-json")]


def checkpoints() -> list[Vector]:
    """Signed checkpoints under the key, good and bad."""
    head = Checkpoint(ORIGIN, 3, hashlib.sha256(b"root").digest())
    signed = note.sign(head, SIGNER)
    cosigned = signed + "— witness.example AAAAAAAAAAA=\n".encode()
    extended = Checkpoint(ORIGIN, 3, head.root).text() + "an extension\n"
    signature = note.key_id(ORIGIN, SIGNER.public_key) + SIGNER.sign(extended.encode())
    extension = f"{extended}\n— {ORIGIN} {b64encode(signature).decode()}\n".encode()
    bad = {
        "checkpoint-signature": [
            note.sign(head, OTHER),
            signed.replace(b"\n3\n", b"\n4\n"),
            signed.replace(b"aabbccdd\n3", b"aabbccde\n3"),
            "\n".join(signed.decode().split("\n")[:4]).encode()
            + "\n— someone.else AAAAAAAAAAA=\n".encode(),
        ],
        "checkpoint-form": [
            b"",
            signed[:-1],
            signed.replace(b"\n3\n", b"\n03\n"),
            signed.replace(b"\n3\n", b"\n-3\n"),
            signed.replace(b"\n\n", b"\n"),
            signed.replace("— ".encode(), b"- "),
            signed.replace(b"=", b"", 1),
            signed + b"\n",
            b"\xff" + signed,
            signed.replace(b"\n3\n", b"\r\n3\r\n"),
        ],
    }
    vectors = [
        _vector(name, data, None)
        for name, data in (("plain", signed), ("cosigned", cosigned), ("extension", extension))
    ]
    for code, samples in bad.items():
        vectors += [_vector(f"{code} {n}", data, code) for n, data in enumerate(samples)]
    return vectors


def proofs() -> list[Vector]:
    """Proofs of entry 5 in a log of 11, good and bad; `entry` is the bytes proven."""
    data = [canonical.encode(entry(index=n, about=None)) for n in range(11)]
    leaves = [merkle.leaf_hash(d) for d in data]

    def subtree(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return merkle.node_hash(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1))

    signed = note.sign(Checkpoint(ORIGIN, 11, merkle.root(subtree, 11)), SIGNER)
    forged = note.sign(Checkpoint(ORIGIN, 11, merkle.root(subtree, 11)), OTHER)
    path = tuple(merkle.inclusion_proof(subtree, 5, 11))
    good = Proof(5, path, signed).text()
    extra = good.replace(b"index 5", b"extra AAAA\nindex 5")
    bad = {
        "inclusion": [
            Proof(4, path, signed).text(),
            Proof(5, path[:-1], signed).text(),
            Proof(5, (*path, path[0]), signed).text(),
            Proof(5, path[::-1], signed).text(),
            Proof(11, path, signed).text(),
        ],
        "checkpoint-signature": [Proof(5, path, forged).text()],
        "proof-form": [
            good.replace(b"c2sp.org/tlog-proof@v1", b"c2sp.org/tlog-proof@v2"),
            good.replace(b"index 5", b"index 05"),
            good.replace(b"index 5\n", b""),
            good.replace(b"\n\n", b"\n"),
            b"",
        ],
    }
    vectors = [_vector("plain", good, None), _vector("with extra data", extra, None)]
    for code, samples in bad.items():
        vectors += [_vector(f"{code} {n}", text, code) for n, text in enumerate(samples)]
    other = _vector("another entry", good, "inclusion") | {"entry_hex": data[6].hex()}
    return [*({"entry_hex": data[5].hex()} | v for v in vectors), other]


def private_fields() -> list[Vector]:
    """Segments of personal values, good and bad."""
    name = {"bytes_hex": "61", "shown": "a", "charset_guess": "utf-8"}
    values = [
        Personal.of(v, bytes([n]) * 32) for n, v in enumerate(("lark", name, 1_700_000_000_000_000))
    ]
    good = b"".join(v.line() for v in values)
    bad = {
        "another value": good.replace(b"lark", b"hawk"),
        "another salt": good.replace(b"00" * 32, b"01" * 32, 1),
        "no salt": good.replace(b'"salt"', b'"sold"'),
        "not canonical": good.replace(b'{"c"', b'{ "c"'),
        "not json": b"lark\n",
    }
    vectors = [_vector("three values", good, None), _vector("none", b"", None)]
    return vectors + [_vector(name, data, "private") for name, data in bad.items()]


def folders() -> dict[str, bytes]:
    """Cases, proofs and packets as folders: a good one of each kind, and a bad one for each code, named by it."""
    found: dict[str, bytes] = {}
    for kind in ("case", "proof"):
        good = min((v for v in hostile.good(24) if v.kind == kind), key=lambda v: len(v.files))
        found |= {f"{kind}/good/{name}": data for name, data in good.files.items()}
        bad: dict[str, hostile.Vector] = {}
        for vector in hostile.hostile(6):
            smaller = vector.code not in bad or len(vector.files) < len(bad[vector.code].files)
            if vector.kind == kind and smaller:
                bad[vector.code] = vector
        for code, vector in sorted(bad.items()):
            found |= {f"{kind}/{code}/{name}": data for name, data in vector.files.items()}
    return found | {f"packet/{name}": data for name, data in edits.vectors().items()}


def _vector(name: str, data: bytes, code: str | None) -> Vector:
    return {"name": name, "input_hex": data.hex(), "error": code}


def main() -> None:
    """Write every family of vectors."""
    OUT.mkdir(parents=True, exist_ok=True)
    families = {
        "canonical-json": canonical_json(),
        "entry": entries(),
        "checkpoint": checkpoints(),
        "proof": proofs(),
        "private-fields": private_fields(),
    }
    for name, vectors in families.items():
        about = {"origin": ORIGIN, "public_key": SIGNER.public_key.hex(), "vectors": vectors}
        (OUT / f"{name}.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    for name, data in folders().items():
        path = OUT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    encrypted.write(OUT / "encrypted-case")


if __name__ == "__main__":
    main()

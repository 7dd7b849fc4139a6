"""age files: what is read of the format behaves as the vectors of C2SP/CCTV say, and the rest is refused by name."""

from __future__ import annotations

import hashlib
import io
import os
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

import pyrage
import pytest

from wellfounded.terms.errors import Damaged, Mistaken, Refused, WellfoundedError
from wellfounded.vault.encrypted import age
from wellfounded.vault.encrypted.age import (
    Opener,
    Passphrase,
    Stanza,
    make_header,
    open_header,
    read_header,
)
from wellfounded.vault.encrypted.identity import Identity, Recipient, read_identities
from wellfounded.vault.encrypted.stream import CHUNK, Decrypting, Encrypting, InMemory

_ENDS = {
    "success": "",
    "no match": "age-no-match",
    "HMAC failure": "age-mac",
    "header failure": "age-header",
    "payload failure": "age-payload",
}
_NOT_READ = {
    "age-armor": """armor_crlf armor_empty armor_empty_last_line armor_empty_line_begin armor_empty_line_end
        armor_eol_between_padding armor_full_last_line armor_garbage_encoded armor_garbage_trailing armor_header_crlf
        armor_headers armor_invalid_character_header armor_invalid_character_payload armor_long_line armor_no_end_line
        armor_no_eol armor_no_match armor_no_padding armor_not_canonical armor_pgp_checksum armor_scrypt armor_short_line
        armor_whitespace_end armor_whitespace_eol armor_whitespace_last_line armor_whitespace_line_start armor_x25519""",
    "age-header": """armor_garbage_leading armor_lowercase armor_whitespace_begin armor_whitespace_outside
        armor_wrong_type""",
    "age-identity": """armor_hybrid hybrid hybrid_and_x25519 hybrid_bad_tag hybrid_currupted_enc_mlkem
        hybrid_currupted_enc_x25519 hybrid_extra_argument hybrid_grease hybrid_identity hybrid_long_file_key
        hybrid_long_share hybrid_low_order hybrid_multiple_recipients hybrid_no_match hybrid_not_canonical_body
        hybrid_not_canonical_enc hybrid_short_share hybrid_uppercase hybrid_x25519_arg""",
    "age-work-factor": "scrypt_work_factor_23",
}
"""Vectors outside what is read (armored, hybrid keys, more work than we are ready to do), by the code each is refused with."""

_REFUSED = {name: code for code, names in _NOT_READ.items() for name in names.split()}


@dataclass(frozen=True)
class Vector:
    """One file of the vectors."""

    name: str
    end: str
    payload: str
    keys: tuple[str, ...]
    passphrases: tuple[str, ...]
    data: bytes


def _vector(path: Path) -> Vector:
    head, _, data = path.read_bytes().partition(b"\n\n")
    said: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        name, _, value = line.partition(": ")
        said.setdefault(name, []).append(value)
    if said.get("compressed") == ["zlib"]:
        data = zlib.decompress(data)
    one = {name: values[0] for name, values in said.items()}
    keys, words = tuple(said.get("identity", ())), tuple(said.get("passphrase", ()))
    return Vector(path.name, one["expect"], one.get("payload", ""), keys, words, data)


def _vectors() -> list[Vector]:
    corpora = os.environ.get("WELLFOUNDED_CORPORA")
    folder = Path(corpora or "") / "age" / "testdata"
    return [_vector(p) for p in sorted(folder.iterdir())] if corpora else []


def _openers(vector: Vector) -> list[Opener]:
    return [*(Identity.parse(k) for k in vector.keys), *(Passphrase(w) for w in vector.passphrases)]


def _read(data: bytes, openers: list[Opener]) -> bytes:
    file = io.BytesIO(data)
    header = read_header(file)
    for n, opener in enumerate(openers):
        try:
            key = open_header(header, opener)
            return Decrypting(file, header.length, len(data), key).readall()
        except Damaged as exc:
            if exc.code != "age-no-match" or n == len(openers) - 1:
                raise
    raise AssertionError("a vector without a key")


def _end(vector: Vector) -> tuple[str, str]:
    """Give how reading a vector ends: a code, or the digest of its payload."""
    try:
        return "", hashlib.sha256(_read(vector.data, _openers(vector))).hexdigest()
    except WellfoundedError as exc:
        return exc.code, ""


def _wrong(vector: Vector) -> bool:
    code, payload = _end(vector)
    wanted = _REFUSED.get(vector.name) or _ENDS.get(vector.end)
    return code != wanted or (not code and payload != vector.payload)


@pytest.mark.skipif(not _vectors(), reason="WELLFOUNDED_CORPORA is not set")
def test_the_vectors_behave_as_they_say() -> None:
    """91 of 143 are in scope and end as stated, 15 of them read; the other 52 are refused by name."""
    vectors = _vectors()
    assert [v.name for v in vectors if _wrong(v)] == []
    inside = [v for v in vectors if v.name not in _REFUSED]
    assert (len(inside), len(_REFUSED)) == (91, 52)
    assert sum(v.end == "success" for v in inside) == 15


@pytest.mark.skipif(not _vectors(), reason="WELLFOUNDED_CORPORA is not set")
def test_a_wrong_verdict_on_a_vector_would_be_seen() -> None:
    """A readable vector with one byte of its payload changed, or another stated end, is found."""
    vector = next(v for v in _vectors() if v.name == "x25519")
    assert not _wrong(vector)
    assert _wrong(replace(vector, data=vector.data[:-1] + bytes([vector.data[-1] ^ 1])))
    assert _wrong(replace(vector, end="no match"))


def _written(data: bytes, stanza: Stanza, key: bytes) -> bytes:
    whole = InMemory()
    payload = Encrypting(whole, key)
    payload.write(data)
    payload.close()
    return make_header(key, stanza) + bytes(whole.data)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_another_program_reads_what_we_write_and_the_reverse(size: int) -> None:
    """pyrage, over rage, agrees on files for a key; and a place in the middle reads as the whole does."""
    own, key, data = Identity.new(), os.urandom(16), os.urandom(size)
    ours = _written(data, own.recipient.wrap(key), key)
    theirs_key = pyrage.x25519.Identity.from_str(own.text())
    assert pyrage.decrypt(ours, [theirs_key]) == data
    recipient = pyrage.x25519.Recipient.from_str(str(own.recipient))
    assert _read(pyrage.encrypt(data, [recipient]), [own]) == data
    file = io.BytesIO(ours)
    header = read_header(file)
    payload = Decrypting(file, header.length, len(ours), open_header(header, own))
    payload.seek(size // 2)
    assert payload.readall() == data[size // 2 :]


def test_another_program_reads_what_a_passphrase_opens() -> None:
    """pyrage agrees on passphrases; another passphrase opens nothing."""
    key = os.urandom(16)
    ours = _written(b"lark", Passphrase("harbour tide").wrap(key, 10), key)
    assert pyrage.passphrase.decrypt(ours, "harbour tide") == b"lark"
    assert _read(ours, [Passphrase("harbour tide")]) == b"lark"
    with pytest.raises(Damaged) as caught:
        _read(ours, [Passphrase("harbour tides")])
    assert caught.value.code == "age-no-match"


def test_too_much_work_is_refused_before_any_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """A factor at the ceiling is begun, one above is not."""
    begun: list[int] = []

    def counted(text: bytes, **how: int) -> bytes:
        begun.append(how["n"])
        return bytes(32)

    monkeypatch.setattr(age.hashlib, "scrypt", counted)
    for factor in (age.MOST_WORK, age.MOST_WORK + 1):
        stanza = Stanza("scrypt", (age.b64(bytes(16)), str(factor)), bytes(32))
        with pytest.raises((Refused, Damaged)) as caught:
            _read(make_header(bytes(16), stanza), [Passphrase("lark")])
    assert caught.value.code == "age-work-factor"
    assert begun == [1 << age.MOST_WORK]


def test_keys_are_read_as_age_keygen_writes_them() -> None:
    """A file with comments; another kind of key, a wrong letter and a file without keys are refused."""
    own = Identity.new()
    text = f"# created: 2026-01-17\n# public key: {own.recipient}\n{own.text()}\n"
    assert read_identities(text) == [own]
    assert Recipient.parse(str(own.recipient)) == own.recipient
    for bad in (
        "",
        "# nothing\n",
        text[:-2] + "B\n",
        "AGE-PLUGIN-YUBIKEY-1QQQ\n",
        own.text().lower(),
    ):
        with pytest.raises(Refused) as caught:
            read_identities(bad)
        assert caught.value.code == "age-identity"
    for bad in ("age1lark", str(own.recipient)[:-1] + "b", own.text().lower()):
        with pytest.raises(Mistaken) as wrong:
            Recipient.parse(bad)
        assert wrong.value.code == "age-recipient"
    assert own.text() not in repr(own)

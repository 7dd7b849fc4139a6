"""What the files of an encrypted case are called: their path under AES-SIV (RFC 5297), 128 hex digits, one name for one path.

A keyed name of which nothing can be told without the key, like an HMAC, that its keeper can read again: a folder can be listed.
"""

from __future__ import annotations

import re

from wellfounded.vault.encrypted.ring import Ring

VAULT, KEPT = "vault", "kept"
_WIDTH = 48
_PLAIN, _OBJECT, _READING = range(3)
_DIGEST = re.compile(r"(vault|cache/readings)/([0-9a-f]{2})/([0-9a-f]{62})", re.ASCII)
_NAME = re.compile(r"[0-9a-f]{128}", re.ASCII)
_KINDS = {"vault": _OBJECT, "cache/readings": _READING}
_FOLDERS = {_OBJECT: "vault", _READING: "cache/readings"}


def names_of(ring: Ring, path: str) -> list[str]:
    """Give where a file of this path may lie, newest keys first, relative to the case's folder."""
    plain = _packed(path)
    names = (cipher.encrypt(plain, []).hex() for cipher in ring.ciphers)
    if plain[0] == _PLAIN:
        return [f"{KEPT}/{name}" for name in names]
    return [f"{VAULT}/{name[:2]}/{name[2:]}" for name in names]


def path_of(ring: Ring, name: str) -> str | None:
    """Give the path a name (128 hex digits) stands for, or None for a name that is not ours."""
    from cryptography.exceptions import InvalidTag

    if _NAME.fullmatch(name) is None:
        return None
    for cipher in ring.ciphers:
        try:
            return _unpacked(cipher.decrypt(bytes.fromhex(name), []))
        except InvalidTag:
            continue
    return None


def _packed(path: str) -> bytes:
    """Give a path in 48 bytes: its kind, the length of what follows, that, zeros."""
    found = _DIGEST.fullmatch(path)
    if found is not None:
        kind, data = _KINDS[found[1]], bytes.fromhex(found[2] + found[3])
    else:
        kind, data = _PLAIN, path.encode()
    if len(data) > _WIDTH - 2:
        raise ValueError(f"a path of more than {_WIDTH - 2} bytes: {path}")
    return (bytes([kind, len(data)]) + data).ljust(_WIDTH, b"\0")


def _unpacked(plain: bytes) -> str:
    data = plain[2 : 2 + plain[1]]
    if plain[0] == _PLAIN:
        return data.decode()
    return f"{_FOLDERS[plain[0]]}/{data.hex()[:2]}/{data.hex()[2:]}"

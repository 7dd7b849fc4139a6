"""Signatures at the edges of Ed25519, where implementations differ (docs/formats/checkpoint.md), each with whether it holds."""

from __future__ import annotations

import hashlib

from tools.formats.sample import signer
from wellfounded.verifier import wellfounded_verify as program

P, Q = program.P, program.Q
MESSAGE = b"the gate was blue"
KEY = signer("edges")


def _encoded(point: tuple[int, int, int, int]) -> bytes:
    x, y, z, _ = point
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _scalar(number: int) -> bytes:
    return number.to_bytes(32, "little")


def edges() -> list[tuple[str, bytes, bytes, bool]]:
    """Give name, key, signature over MESSAGE, and whether it holds."""
    good, key = KEY.sign(MESSAGE), KEY.public_key
    s = int.from_bytes(good[32:], "little")
    anyones = _encoded(program.times(5, program.BASE)) + _scalar(5)
    secret = int.from_bytes(hashlib.sha512(KEY.seed).digest()[:32], "little")
    secret = secret & ~7 & (1 << 254) - 1 | 1 << 254
    nonce = _encoded(program.times(7, program.BASE))
    challenge = hashlib.sha512(nonce + key + b"\0" + MESSAGE).digest()
    long = nonce + _scalar((7 + int.from_bytes(challenge, "little") * secret) % Q)
    r = _scalar(1)
    k = int.from_bytes(hashlib.sha512(r + key + MESSAGE).digest(), "little") % Q
    return [
        ("good", key, good, True),
        ("another message's", key, KEY.sign(b"another"), False),
        ("S beyond the order", key, good[:32] + _scalar(s + Q), False),
        ("one byte longer", key, good + b"\0", False),
        ("one byte shorter", key, good[:-1], False),
        ("a key that is too long", key + b"\0", long, False),
        ("the neutral point for a key", _scalar(1), anyones, False),
        ("the neutral point, not canonical", _scalar(P + 1), anyones, False),
        ("a point of order 2 for a key", _scalar(P - 1), anyones, False),
        ("the neutral point for R", key, r + _scalar(k * secret % Q), False),
        ("R not canonical", key, _scalar(P + 1) + _scalar(k * secret % Q), False),
    ]


def off_the_curve() -> bytes:
    """Give 32 bytes that are no point of the curve."""
    for y in range(2, 100):
        square = (y * y - 1) * pow(program.D * y * y + 1, P - 2, P) % P
        if pow(square, (P - 1) // 2, P) == P - 1:
            return _scalar(y)
    raise ValueError("none found")

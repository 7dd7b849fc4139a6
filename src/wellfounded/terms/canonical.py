"""Canonical JSON: the one way a value becomes bytes (RFC 8785 without floats, see docs/formats/canonical-json.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from wellfounded.terms.errors import Refused

MAX_INTEGER: Final = 2**53 - 1
MAX_DEPTH: Final = 32
_seen_keys: set[object] = set()
_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_DECODER: Final = msgspec.json.Decoder()
_KEY = re.compile(r"[ -~]{1,128}", re.ASCII)


def encode(value: Any) -> bytes:
    """Give the canonical bytes of a JSON value; raises Refused `canonical-json` for what has none."""
    _examine(value, 0)
    return _ENCODER.encode(value)


def decode(data: bytes) -> Any:
    """Read canonical bytes back; bytes that are not exactly canonical raise Refused `canonical-json`.

    Writing them again is the whole test: a key given twice, a float or a space does not come back as it was.
    """
    try:
        value = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        raise Refused("canonical-json", "the bytes are not JSON", why=str(exc)) from exc
    if encode(value) != data:
        raise Refused("canonical-json", "the JSON is not in canonical form")
    return value


def _examine(value: Any, depth: int) -> None:
    """Refuse floats, large integers, odd keys, lone surrogates and deep nesting."""
    if depth > MAX_DEPTH:
        raise Refused("canonical-json", f"nested deeper than {MAX_DEPTH}")
    kind = type(value)
    if kind is dict:
        if not value.keys() <= _seen_keys:
            for key in value:
                _examine_key(key)
        _examine_all(value.values(), depth + 1)
    elif kind is list or kind is tuple:
        _examine_all(value, depth + 1)
    elif kind is str:
        if not value.isascii() and _has_surrogate(value):
            raise Refused("canonical-json", "a lone surrogate is not text")
    elif kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise Refused("canonical-json", "an integer beyond 2^53 - 1")
    elif value is not None and kind is not bool:
        raise Refused("canonical-json", f"no canonical form for {kind.__name__}")


def _examine_all(values: Iterable[Any], depth: int) -> None:
    """Examine several values; plain text, which most are, is passed over here."""
    for value in values:
        if type(value) is not str or not value.isascii():
            _examine(value, depth)


def _examine_key(key: object) -> None:
    """Refuse what is not a key; remember the few hundred that are."""
    if type(key) is not str or _KEY.fullmatch(key) is None:
        raise Refused("canonical-json", f"not a key: {str(key)[:40]!r}")
    if len(_seen_keys) < 1000:
        _seen_keys.add(key)


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False

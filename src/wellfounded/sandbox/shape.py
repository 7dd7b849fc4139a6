"""The exact types each field of a record may have: the reading of a hostile record goes no further than this.

Fields and record types that this version does not know are kept as they are: they are only stored.
"""

from __future__ import annotations

import re
from typing import Any, Final

from wellfounded.sandbox.wire import Garbage
from wellfounded.terms import canonical
from wellfounded.terms.errors import WellfoundedError
from wellfounded.terms.record import from_json

_TEXT: Final = (str,)
_WHOLE: Final = (int,)
_OBJECT: Final = (dict,)
_LIST: Final = (list,)

_FIELDS: Final[dict[str, dict[str, tuple[type, ...]]]] = {
    "passage": {
        "text": _TEXT,
        "source": _TEXT,
        "language": _TEXT,
        "speaker": _TEXT,
        "heading": _TEXT,
        "confidence": _WHOLE,
        "when": _LIST,
    },
    "fact": {"name": _TEXT, "value": (str, int), "when": _OBJECT, "where": _OBJECT},
    "picture": {
        "role": _TEXT,
        "blob": _TEXT,
        "width": _WHOLE,
        "height": _WHOLE,
        "mime": _TEXT,
    },
    "print": {"kind": _TEXT, "form": _TEXT, "pass": _TEXT, "blob": _TEXT},
    "failure": {
        "stage": _TEXT,
        "code": _TEXT,
        "what": _TEXT,
        "next": _TEXT,
        "limits": _OBJECT,
        "signal": _WHOLE,
    },
}
_LOCUS: Final[dict[str, tuple[type, ...]]] = {
    "in": _TEXT,
    "page": _WHOLE,
    "frame": _WHOLE,
    "message": _WHOLE,
    "sheet": _TEXT,
    "cells": _TEXT,
    "part": _TEXT,
    "member": _TEXT,
    "box": _LIST,
    "chars": _LIST,
    "pts": _LIST,
    "base": _LIST,
}
_SPAN_LENGTHS: Final = {"box": 4, "chars": 2, "pts": 2, "base": 2}
_MOMENT: Final[dict[str, tuple[type, ...]]] = {
    "local": _TEXT,
    "written": _TEXT,
    "offsets_min": _LIST,
}
_PLACE: Final[dict[str, tuple[type, ...]]] = {
    "lat_e7": _WHOLE,
    "lon_e7": _WHOLE,
    "radius_m": _WHOLE,
    "names": _LIST,
}
_WHOLE_RECORDS: Final = frozenset({"statement", "deadline", "age"})
"""Types whose own reading examines every field."""

_LIMIT: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_CODE: Final = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)


def json_object(payload: bytes) -> dict[str, Any]:
    """Read canonical JSON that must be an object; raises Garbage."""
    try:
        value = canonical.decode(payload)
    except (WellfoundedError, ValueError, RecursionError) as exc:
        raise Garbage("a record that is not canonical JSON") from exc
    if type(value) is not dict:
        raise Garbage("a record that is not an object")
    return value


def examine(record: dict[str, Any]) -> None:
    """Raise Garbage unless the record is one a decoder may hand over; a Member never is, its bytes are."""
    kind = record.get("type")
    if type(kind) is not str or kind == "member":
        raise Garbage("a record without a type a decoder may give")
    if kind in _WHOLE_RECORDS:
        _made(record, kind)
    if kind not in _FIELDS:
        return
    _typed(record, _FIELDS[kind])
    if "locus" in record:
        _locus(record["locus"])
    for when in record.get("when", ()) if kind == "passage" else [record.get("when")]:
        if when is not None:
            _inner(when, _MOMENT, {"offsets_min": int})
    if "where" in record:
        _inner(record["where"], _PLACE, {"names": str})
    if kind == "failure":
        failure_fields(record)
    _made(record, kind)


def _made(record: dict[str, Any], kind: str) -> None:
    """Raise Garbage unless the record can be made what it says it is."""
    try:
        from_json(record)
    except (WellfoundedError, KeyError, ValueError, TypeError, AttributeError) as exc:
        raise Garbage(f"a {kind} record with impossible fields") from exc


def failure_fields(record: dict[str, Any]) -> None:
    """Raise Garbage unless code, sentence, next step and limits of a failure are what they must be."""
    for name in ("code", "what"):
        if type(record.get(name)) is not str:
            raise Garbage("a failure without a code or a sentence")
    if _CODE.fullmatch(record["code"]) is None:
        raise Garbage("a failure with an impossible code")
    if type(record.get("next", "")) is not str:
        raise Garbage("a failure with an impossible next step")
    limits = record.get("limits", {})
    if type(limits) is not dict or any(
        _LIMIT.fullmatch(name) is None or type(value) is not int for name, value in limits.items()
    ):
        raise Garbage("a failure with impossible limits")


def member_meta(meta: dict[str, Any]) -> None:
    """Raise Garbage unless this is how a member may begin."""
    name = meta.get("name")
    if type(name) is not dict:
        raise Garbage("a member without a name")
    if any(type(name.get(part)) is not str for part in ("bytes_hex", "shown", "charset_guess")):
        raise Garbage("a member with an impossible name")
    if re.fullmatch(r"(?:[0-9a-f]{2})*", name["bytes_hex"], re.ASCII) is None:
        raise Garbage("a member with an impossible name")
    if type(meta.get("relation")) is not str:
        raise Garbage("a member without a relation")
    facts = meta.get("facts", {})
    if type(facts) is not dict or any(type(v) is not str for v in facts.values()):
        raise Garbage("a member with impossible facts")
    if "locus" in meta:
        _locus(meta["locus"])


def _locus(value: Any) -> None:
    _inner(value, _LOCUS, dict.fromkeys(_SPAN_LENGTHS, int))
    if "in" not in value:
        raise Garbage("a place that counts in nothing")
    for name, length in _SPAN_LENGTHS.items():
        if name in value and len(value[name]) != length:
            raise Garbage(f"an impossible {name}")


def _inner(value: Any, fields: dict[str, tuple[type, ...]], lists: dict[str, type]) -> None:
    if type(value) is not dict:
        raise Garbage("a part of a record that is not an object")
    _typed(value, fields)
    for name, kind in lists.items():
        if any(type(element) is not kind for element in value.get(name, ())):
            raise Garbage(f"an impossible {name}")


def _typed(record: dict[str, Any], fields: dict[str, tuple[type, ...]]) -> None:
    for name, value in record.items():
        allowed = fields.get(name)
        if allowed is not None and type(value) not in allowed:
            raise Garbage(f"an impossible {name}")

"""Values as the tables hold them, and back: places, moments, names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from wellfounded.catalogue.database import Unusable
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import WellfoundedError
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place
from wellfounded.terms.record import RawName


@contextmanager
def stored() -> Iterator[None]:
    """Read back what was written here: what cannot be read is a file that is not as it was left."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, WellfoundedError) as exc:
        raise Unusable(
            "catalogue-unusable", "the catalogue is not as it was left", why=repr(exc)[:200]
        ) from exc


def dump(value: Any) -> str:
    """Give a JSON value as the tables hold it, keys sorted."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def raw_digest(text: str) -> bytes:
    """Give the 32 bytes of a written digest; raises Mistaken for another form."""
    return Digest.parse(text).raw


def locus_columns(record: Mapping[str, Any] | None, item: bytes) -> tuple[bytes | None, str | None]:
    """Give what a locus counts in (None for the item itself) and its other parts (None for the whole)."""
    if record is None:
        return None, None
    parts = {name: part for name, part in record.items() if name != "in"}
    within = raw_digest(record["in"])
    return (None if within == item else within), dump(parts)


def locus_of(item: bytes, within: bytes | None, parts: str | None) -> Locus:
    """Give the locus of two columns; the whole item where none was written."""
    with stored():
        record = json.loads(parts) if parts else {}
        return Locus.from_json(record | {"in": str(Digest(within or item))})


def moment_of(column: str | None) -> Moment | None:
    """Give the moment of a column."""
    with stored():
        return None if column is None else Moment.from_json(json.loads(column))


def place_of(column: str | None) -> Place | None:
    """Give the place of a column."""
    with stored():
        return None if column is None else Place.from_json(json.loads(column))


def name_of(value: Any) -> RawName | None:
    """Give the name of a private value: a record of a RawName, or plain text."""
    if isinstance(value, Mapping) and {"bytes_hex", "shown", "charset_guess"} <= value.keys():
        with stored():
            return RawName.from_json(dict(value))
    return RawName(value.encode("utf-8", "replace"), value) if isinstance(value, str) else None


def shown(value: Any) -> str | None:
    """Give a private value as text, if it is a name or text."""
    name = name_of(value)
    return None if name is None else name.shown


def json_of(column: str | None) -> dict[str, Any]:
    """Give the JSON object of a column; an empty one for None."""
    with stored():
        found: dict[str, Any] = json.loads(column) if column else {}
        return found


def digest_of(column: bytes) -> Digest:
    """Give the digest of a column of 32 bytes."""
    with stored():
        return Digest(column)

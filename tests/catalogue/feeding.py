"""A small case to feed a catalogue with: invented people, in the form of the two logs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from wellfounded.catalogue import Applied, Catalogue, Position
from wellfounded.terms.digest import Digest

CLOCK = 1_700_000_000_000_000


def digest(text: str) -> Digest:
    """Give the digest of a text, to stand for an item."""
    return Digest.of(text.encode())


class Logs:
    """Two logs in memory, and the record sets their readings name."""

    def __init__(self) -> None:
        """Begin both logs."""
        self.custody: list[Applied] = []
        self.work: list[Applied] = []
        self.sets: dict[int, list[dict[str, Any]]] = {}
        self.add("opened", body={"kind": "custody"})
        self.add("opened", log="work", body={"kind": "work"})

    def add(
        self,
        kind: str,
        *about: Digest,
        log: str = "custody",
        body: Mapping[str, Any] | None = None,
        private: Mapping[str, Any] | None = None,
        by: str = "mina",
    ) -> int:
        """Write one entry; gives its index."""
        entries = self.custody if log == "custody" else self.work
        entry: dict[str, Any] = {"format": "wf-entry/1", "type": kind, "actor": by}
        entry |= {"index": len(entries), "clock": CLOCK + len(entries)}
        if about:
            entry["about"] = [{"item": str(item), "prev": None} for item in about]
        if body is not None:
            entry["body"] = dict(body)
        if private:
            entry["private"] = {"in": "00", "fields": dict.fromkeys(private, "sha256:00")}
        entries.append(Applied(log, len(entries), entry, dict(private or {})))
        return len(entries) - 1

    def receive(self, item: Digest, name: str = "", *, size: int = 4, **more: Any) -> int:
        """Receive an item; `giver`, `note`, `received` ... become private, the rest the body."""
        hidden = ("giver", "note", "path", "modified", "received", "published", "row")
        private = {key: more.pop(key) for key in hidden if key in more}
        by = more.pop("by", "mina")
        if name:
            raw = name.encode("utf-8", "surrogatepass").hex()
            private["name"] = {"bytes_hex": raw, "shown": name, "charset_guess": "utf-8"}
        body = {"object": str(item), "size": size, "door": "file", "batch": "00"} | more
        return self.add("received", item, body=body, private=private, by=by)

    def read(
        self,
        item: Digest,
        records: list[dict[str, Any]],
        *,
        stage: str = "read",
        recipe: str = "sha256:r1",
        outcome: str = "read",
    ) -> int:
        """Read an item: one entry, one record set."""
        body = {"stage": stage, "recipe": recipe, "outcome": outcome, "count": len(records)}
        body["records"] = "sha256:" + hashlib.sha256(repr(records).encode()).hexdigest()
        index = self.add("read", item, body=body)
        self.sets[index] = records
        return index

    def positions(self) -> list[Position]:
        """Say how far both logs go."""
        return [
            Position("custody", len(self.custody), f"c{len(self.custody)}"),
            Position("work", len(self.work), f"w{len(self.work)}"),
        ]

    def feed(self, catalogue: Catalogue, *, batch: int = 1000) -> Catalogue:
        """Bring a catalogue up to these logs, as a case does."""
        entries = [
            *self.custody[catalogue.position("custody").size :],
            *self.work[catalogue.position("work").size :],
        ]
        for start in range(0, len(entries), batch):
            catalogue.apply(entries[start : start + batch])
        catalogue.apply([], self.positions())
        for reading in list(catalogue.unloaded()):
            records = self.sets[reading.index]
            catalogue.put_records(
                reading.item, reading.stage, reading.recipe, reading.index, records
            )
        return catalogue

    def without(self, item: Digest) -> Logs:
        """Give the same logs as they stand after a withdrawal: the private values of the item are gone."""
        left = Logs()
        left.sets = self.sets
        left.custody = [_bare(e, item) for e in self.custody]
        left.work = [_bare(e, item) for e in self.work]
        return left


def _bare(applied: Applied, item: Digest) -> Applied:
    about = [a["item"] for a in applied.entry.get("about", ())]
    if str(item) not in about or applied.entry["type"] == "withdrawn":
        return applied
    return Applied(applied.log, applied.index, applied.entry, {})


def passage(item: Digest, text: str, **more: Any) -> dict[str, Any]:
    """Give the record of a passage."""
    locus = {"in": str(item)} | more.pop("locus", {})
    return {"type": "passage", "text": text, "locus": locus, "source": "text"} | more


def fact(name: str, value: str | int, **more: Any) -> dict[str, Any]:
    """Give the record of a fact."""
    return {"type": "fact", "name": name, "value": value} | more


def failure(code: str, what: str = "it could not be read", **more: Any) -> dict[str, Any]:
    """Give the record of a failure."""
    return {"type": "failure", "stage": "read", "code": code, "what": what} | more


def picture(item: Digest, role: str = "thumbnail") -> dict[str, Any]:
    """Give the record of a derived picture."""
    blob = str(digest(f"{role} of {item}"))
    size = {"width": 320, "height": 200, "mime": "image/jpeg"}
    return {"type": "picture", "role": role, "blob": blob, "locus": {"in": str(item)}} | size


def member(child: Digest, name: str, index: int = 0) -> dict[str, Any]:
    """Give the record of a member."""
    raw = {"bytes_hex": name.encode().hex(), "shown": name, "charset_guess": "utf-8"}
    about = {"size": 4, "index": index, "relation": "member"}
    return {"type": "member", "name": raw, "item": str(child)} | about

"""What a stage that rests on others reads: the text they found in an item, handed to the jail in place of its bytes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

from wellfounded.case.folder import Case
from wellfounded.case.understand.plan import Stage
from wellfounded.catalogue import Catalogue, Pending
from wellfounded.disk import read as read_file
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Unavailable
from wellfounded.terms.moment import Moment

_PUBLISHED = ("html.published", "xmp.published")


def pending(catalogue: Catalogue, stage: Stage, recipe: str) -> Iterator[Pending]:
    """Give the items a stage has not read by this recipe; where it rests on others, those whose text it has not read.

    There an item is read again, too, when another day of publication was stated: relative dates count from it.
    """
    if not stage.rests_on:
        yield from catalogue.pending(stage.name, recipe, stage.kinds)
        return
    yield from catalogue.waiting(stage.name, recipe, stage.rests_on)
    for one, entry in catalogue.restated(stage.name, recipe):
        reading = catalogue.reading(entry)
        if reading and reading.body.get("published", "") != published_on(catalogue, one.digest):
            yield one


def told(catalogue: Catalogue, stage: Stage, item: Digest) -> dict[str, Any]:
    """Give what a stage that rests on others is told of an item: record sets, and the day of publication where one is stated."""
    if not stage.rests_on:
        return {}
    records = [records for _, records in catalogue.readings_with_text(item, stage.rests_on)]
    return {"input": "records", "rests_on": records, "published": published_on(catalogue, item)}


def kept(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Give what of this belongs into the entry of the reading: with it the reading can be made again."""
    return {name: settings[name] for name in ("rests_on", "published") if settings.get(name)}


def published_on(catalogue: Catalogue, item: Digest) -> str:
    """Give the day a person stated as that of publication, else the day the page states of itself, else ''."""
    stated = [receipt.published for receipt in catalogue.item(item).receipts]
    says = [fact.when for fact in catalogue.facts(item) if fact.name in _PUBLISHED]
    return next((day for moment in (*stated, *says) if (day := _day(moment))), "")


def _day(moment: Moment | None) -> str:
    return "" if moment is None or len(moment.fields) < 3 else moment.local[:10]


@contextmanager
def opened(case: Case, stage: Stage, item: Digest, settings: Mapping[str, Any]) -> Iterator[int]:
    """Give what a stage reads, open for reading only: the item's checked bytes, or the text other stages found, as one file.

    Raises Damaged and Mistaken `no-object` as the vault does, Unavailable `record-set` where the cache has lost a reading.
    """
    if not stage.rests_on:
        with case.vault.lend(item) as original:
            yield original.fileno()
        return
    with _nowhere() as joined:
        for digest in settings["rests_on"]:
            try:
                joined.write(read_file(case.files, case.layout.reading(Digest.parse(digest))))
            except FileNotFoundError as exc:
                raise Unavailable(
                    "record-set",
                    "the cache has lost a reading",
                    where=digest,
                    next="delete cache/catalogue.db and build again",
                ) from exc
        joined.flush()
        again = os.open(f"/proc/self/fd/{joined.fileno()}", os.O_RDONLY)
        try:
            yield again
        finally:
            os.close(again)


def _nowhere() -> IO[bytes]:
    """Give a file that lies in memory where the system has such: the text of an encrypted case is not put on a disk."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("text"), "w+b")
    return tempfile.TemporaryFile()

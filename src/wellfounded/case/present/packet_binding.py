"""What a packet says: the caption out of the matter, each exhibit out of what people wrote and the custody log says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Final

import msgspec

from wellfounded.case.present.packet_proof import Logged
from wellfounded.catalogue import Catalogue
from wellfounded.law.matter import Matter
from wellfounded.law.rule import Forum
from wellfounded.packet import manifest
from wellfounded.packet.exhibit import Exhibit
from wellfounded.packet.plan import Binding, Bound, Cover, Inspected, Run
from wellfounded.report.qr import qr
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import utc

_CAPTION: Final = ("court", "filer", "party", "number", "proceeding", "judge", "hearing", "title")
_MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)

Origin = tuple[tuple[str, str], ...]


def origin(catalogue: Catalogue, one: Exhibit, commitment: Digest | None = None) -> Origin:
    """Give the lines of an exhibit's source sheet. Who gave it is not in them, nor the name it came under.

    Of a sensitive source stands the commitment, and nothing the file could be found by.
    """
    if commitment is not None:
        return (
            ("Original", "kept, and not shown here: its source is sensitive"),
            ("Commitment", str(commitment)),
        )
    detail = catalogue.item(one.item)
    rows = [("Received", _day(receipt.clock)) for receipt in detail.receipts[:1]]
    more = len(detail.receipts) - 1
    if more:
        rows.append(("", f"and {more} more {'time' if more == 1 else 'times'}"))
    addresses = {
        str(f.value): None
        for f in catalogue.facts(one.item)
        if f.name in ("html.canonical", "html.saved-from")
    }
    rows += [("Address stated", address) for address in list(addresses)[:3]]
    rows.append(("File", f"{detail.summary.mime or 'unknown type'}, {detail.summary.size:,} bytes"))
    rows.append(("Digest", str(one.item)))
    return tuple(rows)


def binding(
    listed: Sequence[Exhibit],
    origins: Sequence[Origin],
    found: Sequence[Inspected],
    matter: Matter,
    rules: Forum,
    issued: int,
    *,
    own_cover: bool,
    commitments: Mapping[Digest, Digest],
) -> Binding:
    """Give the packet to be bound, its parts still to be cut. `commitments` stand for originals whose source is sensitive."""
    bound = tuple(
        _bound(place, one, rows, seen)
        for place, (one, rows, seen) in enumerate(zip(listed, origins, found, strict=False))
    )
    rows = [
        manifest.Listed(
            tab=one.tab,
            item=exhibit.item,
            source=exhibit.item,
            made="",
            total=one.total,
            pages=tuple(zip(one.contents, one.pages, strict=True)),
            commitment=commitments.get(exhibit.item),
        )
        for exhibit, one in zip(listed, bound, strict=True)
    ]
    return Binding(
        cover=_cover(matter, rules),
        exhibits=bound,
        parts=(),
        names=(),
        manifest=manifest.encode(rows, issued).decode(),
        issued=issued,
        paper=rules.binding.paper,
        language=rules.language or "en",
        cover_source=len(listed) if own_cover else -1,
    )


def finished(one: Binding, fonts: tuple[str, ...], logged: Logged) -> Binding:
    """Give the packet with the folders its fonts lie in, and the checkpoint its list of pages was logged under."""
    text = logged.checkpoint.decode()
    code = str(qr(text) or "").replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return msgspec.structs.replace(
        one, fonts=fonts, checkpoint=text.strip(), qr=code, proof=logged.proof
    )


def cut(one: Binding, parts: Sequence[tuple[Run, ...]], named: Sequence[str]) -> Binding:
    """Give the packet with its parts."""
    return msgspec.structs.replace(one, parts=tuple(parts), names=tuple(named))


def names(name: str, pattern: str, parts: int) -> tuple[str, ...]:
    """Give the parts' names by the forum's pattern; raises Mistaken `packet-name`."""
    if not name or PurePath(name).name != name or not name.isprintable() or name.startswith("."):
        raise Mistaken("packet-name", f"not a name for a file: {name[:60]!r}", next="--name Exhibits")  # fmt: skip
    if parts == 1:
        return (f"{name}.pdf",)
    return tuple(pattern.format(name=name, part=n + 1) + ".pdf" for n in range(parts))


def lacking(cover: Cover) -> tuple[str, ...]:
    """Give the lines of the caption that nobody stated."""
    return tuple(name for name in _CAPTION if not getattr(cover, name) and name != "title")


def _bound(place: int, one: Exhibit, rows: Origin, seen: Inspected) -> Bound:
    total = len(seen.pages)
    return Bound(
        tab=one.tab,
        title=one.words.get("title", ""),
        maker=one.words.get("maker", ""),
        dated=one.words.get("dated", ""),
        offered=one.words.get("offered", ""),
        language="",
        source=place,
        total=total,
        pages=tuple(range(1, total + 1)),
        contents=tuple(page.content for page in seen.pages),
        notes=seen.notes,
        origin=rows,
    )


def _cover(matter: Matter, rules: Forum) -> Cover:
    said = dict(matter.caption)
    told = {name: said.pop(name, "") for name in _CAPTION}
    hearing = matter.dates.get("hearing")
    if not told["hearing"] and hearing is not None:
        told["hearing"] = f"{hearing.day} {_MONTHS[hearing.month - 1]} {hearing.year}"
    custody = {True: rules.binding.detained, False: rules.binding.not_detained}
    return Cover(
        **told | {"title": told["title"] or "Exhibits"},
        custody=custody.get(matter.detained, "") if matter.detained is not None else "",
        lines=tuple(sorted(said.items())),
    )


def _day(clock: int) -> str:
    """Give a day by this computer's clock as people write it."""
    year, month, day = utc(clock).local[:10].split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}, by the receiving computer's clock (UTC)"

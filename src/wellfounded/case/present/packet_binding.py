"""What a packet says: the caption out of the matter, each exhibit out of what people wrote and the custody log says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

import msgspec

from wellfounded.case.present.packet_gather import Gathered, Origin
from wellfounded.case.present.packet_proof import Logged
from wellfounded.case.present.packet_sources import Source
from wellfounded.law.matter import Matter
from wellfounded.law.rule import Forum
from wellfounded.packet import manifest
from wellfounded.packet.exhibit import Exhibit
from wellfounded.packet.plan import Binding, Bound, Cover, Inspected, Run
from wellfounded.packet.wording import day
from wellfounded.report.qr import qr
from wellfounded.terms.errors import Mistaken

_CAPTION: Final = ("court", "filer", "party", "number", "proceeding", "judge", "hearing", "title")


def binding(
    gathered: Gathered, sources: Sequence[Source], found: Sequence[Inspected], *, own_cover: bool
) -> Binding:
    """Give the packet to be bound, its parts still to be cut."""
    listed, rules, issued = gathered.listed, gathered.rules, gathered.issued
    bound = tuple(
        _bound(place, one, rows, seen, said)
        for place, (one, rows, seen, said) in enumerate(
            zip(listed, gathered.origins, found, gathered.languages, strict=False)
        )
    )
    rows = [
        manifest.Listed(
            tab=one.tab,
            item=exhibit.item,
            source=source.digest,
            made=source.recipe.partition(" ")[0]
            if exhibit.item in gathered.commitments
            else source.recipe,
            total=one.total,
            pages=tuple(zip(one.contents, one.pages, strict=True)),
            commitment=gathered.commitments.get(exhibit.item),
        )
        for exhibit, source, one in zip(listed, sources, bound, strict=True)
    ]
    return Binding(
        cover=_cover(gathered.matter, rules),
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


def _bound(place: int, one: Exhibit, rows: Origin, seen: Inspected, language: str) -> Bound:
    total = len(seen.pages)
    pages = one.excerpt or tuple(range(1, total + 1))
    if pages[-1] > total:
        raise Mistaken(
            "no-such-page",
            f"exhibit {one.tab} has {total} pages",
            where=f"page {pages[-1]}",
            next="wellfounded exhibit excerpt ITEM all",
        )
    return Bound(
        tab=one.tab,
        title=one.words.get("title", ""),
        maker=one.words.get("maker", ""),
        dated=one.words.get("dated", ""),
        offered=one.words.get("offered", ""),
        language=language,
        source=place,
        total=total,
        pages=pages,
        contents=tuple(seen.pages[page - 1].content for page in pages),
        notes=seen.notes,
        origin=rows,
    )


def _cover(matter: Matter, rules: Forum) -> Cover:
    said = dict(matter.caption)
    told = {name: said.pop(name, "") for name in _CAPTION}
    hearing = matter.dates.get("hearing")
    if not told["hearing"] and hearing is not None:
        told["hearing"] = day(hearing.isoformat())
    custody = {True: rules.binding.detained, False: rules.binding.not_detained}
    return Cover(
        **told | {"title": told["title"] or "Exhibits"},
        custody=custody.get(matter.detained, "") if matter.detained is not None else "",
        lines=tuple(sorted(said.items())),
    )

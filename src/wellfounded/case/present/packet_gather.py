"""Everything a packet is made from, read out of the case at once: exhibits in order, what people wrote, the matter, the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.present import packet_sources
from wellfounded.case.present.element import language_of, rules_of
from wellfounded.case.present.exhibit import exhibits
from wellfounded.case.present.matter import matter_of
from wellfounded.case.present.packet_proof import salts_of
from wellfounded.case.present.packet_sources import Wanted, companion
from wellfounded.catalogue import Catalogue
from wellfounded.law.forums import forum
from wellfounded.law.matter import Matter
from wellfounded.law.rule import Forum
from wellfounded.packet import manifest
from wellfounded.packet.exhibit import Exhibit
from wellfounded.packet.languages import told
from wellfounded.packet.wording import day
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken, Refused
from wellfounded.terms.moment import utc

Origin = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is bound. `wanted` has None for a PDF; `origins` are the lines of each source sheet; `issued` microseconds since 1970."""

    listed: tuple[Exhibit, ...]
    wanted: tuple[Wanted | None, ...]
    origins: tuple[Origin, ...]
    languages: tuple[str, ...]
    matter: Matter
    rules: Forum
    issued: int
    salts: Mapping[Digest, bytes]
    commitments: Mapping[Digest, Digest]


def gather(case: Case, forum_named: str, issued: int, sensitive: Sequence[Digest] = ()) -> Gathered:
    """Read it. `sensitive` are exhibits whose originals stand as commitments.

    Raises Mistaken `no-exhibits`, `exhibit-title`, `no-forum`, Refused `exhibits-open`, `exhibit-form`, `sensitive-media`.
    """
    with open_catalogue(case) as catalogue:
        rules = forum(forum_named) if forum_named else rules_of(case, catalogue)
        listed = exhibits(case, catalogue, issued)
        _require_ready(listed)
        salts = salts_of(case, catalogue, _among(sensitive, listed))
        commitments = {item: manifest.committed(item, salt) for item, salt in salts.items()}
        paper, language = rules.binding.paper, rules.language or "en"
        wanted = [packet_sources.wanted(case, catalogue, e, paper, language) for e in listed]
        origins = [
            _origin(catalogue, one, commitments.get(one.item), is_set=asked is not None)
            for one, asked in zip(listed, wanted, strict=True)
        ]
        languages = _languages(catalogue, listed, rules.language)
        matter = matter_of(case, catalogue)
    return Gathered(
        listed=tuple(listed),
        wanted=tuple(wanted),
        origins=tuple(origins),
        languages=tuple(languages),
        matter=matter,
        rules=rules,
        issued=issued,
        salts=salts,
        commitments=commitments,
    )


def _among(sensitive: Sequence[Digest], listed: Sequence[Exhibit]) -> list[Digest]:
    """Give the sensitive ones in the order of the exhibits; raises Mistaken `no-exhibit` for what is none."""
    items = {one.item: one for one in listed}
    for item in sensitive:
        if item not in items:
            raise Mistaken("no-exhibit", "that is no exhibit", where=item.hex[:12], next="wellfounded exhibit lists them")  # fmt: skip
        if companion(items[item]):
            raise Refused(
                "sensitive-media",
                f"exhibit {items[item].tab} is filed as the file itself, so its source cannot be withheld",
                where=items[item].name,
                next="make a copy that may be seen, add it, and file that",
            )
    return [item for item in items if item in sensitive]


def _require_ready(listed: Sequence[Exhibit]) -> None:
    if not listed:
        raise Mistaken("no-exhibits", "no exhibit is in the list", next="wellfounded exhibit add ITEM")  # fmt: skip
    unready = [one for one in listed if not one.ready]
    if unready:
        said = "; ".join(f"{one.tab}: {', '.join(_standing(one))}" for one in unready)
        raise Refused(
            "exhibits-open",
            "these exhibits cannot be bound as things stand",
            where=said,
            next="wellfounded exhibit lists each; decide with wellfounded exhibit decide, or take it out",
        )
    for one in listed:
        if not one.words.get("title"):
            raise Mistaken(
                "exhibit-title",
                f"exhibit {one.tab} has no title",
                where=one.item.hex[:12],
                next=f'wellfounded exhibit add {one.item.hex[:12]} --title "..."',
            )


def _standing(one: Exhibit) -> Iterator[str]:
    for concern in one.concerns:
        if (standing := one.standing(concern)) != "filed":
            yield f"{standing} {concern.kind}"


def _origin(
    catalogue: Catalogue, one: Exhibit, commitment: Digest | None, *, is_set: bool
) -> Origin:
    """Give the lines of an exhibit's source sheet. Who gave it is not in them, nor the name it came under.

    Of a sensitive source stands the commitment, and nothing the file could be found by.
    """
    if commitment is not None:
        return (
            ("Original", "kept, and not shown here: its source is sensitive"),
            ("Commitment", str(commitment)),
        )
    detail = catalogue.item(one.item)
    rows = [("Received", _by_the_clock(receipt.clock)) for receipt in detail.receipts[:1]]
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
    if is_set:
        rows.append(
            (
                "Pages",
                "set from the program's reading of the file (machine reading, unchecked); the file is no PDF",
            )
        )
    if name := companion(one):
        rows.append(("Companion file", f"files/{name}, the same bytes"))
    return tuple(rows)


def _languages(catalogue: Catalogue, listed: Sequence[Exhibit], forum: str) -> list[str]:
    """Give what the index says of each exhibit's language and translation."""
    details = [catalogue.item(one.item) for one in listed]
    links = {k.index: k for detail in details for k in detail.links if k.undone is None}
    tags = [language_of(catalogue, one.item) for one in listed]
    return told(listed, tags, links.values(), forum)


def _by_the_clock(clock: int) -> str:
    return f"{day(utc(clock).local[:10])}, by the receiving computer's clock (UTC)"

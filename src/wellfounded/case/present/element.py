"""Elements of a case: items linked to them by people, the matrix, and foreign papers that cannot be filed as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from wellfounded.case.batch import Event, record
from wellfounded.case.corroborate.claim_elements import claims_held
from wellfounded.case.corroborate.claim_views import claim_views
from wellfounded.case.corroborate.origin_map import OriginMap
from wellfounded.case.folder import Case
from wellfounded.case.present.matter import matter_of
from wellfounded.catalogue import Catalogue
from wellfounded.claims.view import ClaimView
from wellfounded.law.element import STANCES, Foreign, HeldClaim, Linked, Row, matrix
from wellfounded.law.forums import forum
from wellfounded.law.rule import Element, Forum
from wellfounded.ledger import Entry
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

TYPE = "element"
_LANGUAGES = frozenset({"text", "ocr", "speech", "message", "cell", "caption", "subtitle"})


def rules_of(case: Case, catalogue: Catalogue) -> Forum:
    """Give the rules of the matter's forum; raises Mistaken `no-forum`."""
    named = matter_of(case, catalogue).forum
    if not named:
        raise Mistaken(
            "no-forum",
            "nobody stated whose rules apply",
            next="wellfounded matter set --forum us-eoir",
        )
    return forum(named)


def link_element(
    case: Case,
    catalogue: Catalogue,
    item: Digest,
    element: str,
    *,
    actor: str,
    stance: str = "supports",
    country: str = "",
    kind: str = "",
    because: str = "",
    undo: bool = False,
) -> Entry:
    """Write that a person holds an item against an element, or no longer does; all of it is a private value of the work log.

    Raises Mistaken `no-forum`, `unknown-element`, `stance`, `evidence-kind`, `withdrawn-item`.
    """
    _check_kind(_checked(case, catalogue, element, stance), kind)
    if catalogue.item(item).withdrawal is not None:
        raise Mistaken("withdrawn-item", "that item was withdrawn: nothing can rest on it")
    told: dict[str, Any] = {"element": element, "stance": stance}
    told |= {n: v for n, v in (("country", country), ("kind", kind), ("because", because)) if v}
    if undo:
        told["undone"] = True
    return record(case, actor, Event(TYPE, (item,), private=told), "work")


def link_claim(
    case: Case,
    catalogue: Catalogue,
    claim: str,
    element: str,
    *,
    actor: str,
    stance: str = "supports",
    country: str = "",
    because: str = "",
    undo: bool = False,
) -> Entry:
    """Write that a person holds a claim (by its id) against an element, or no longer does; all of it is a private value of the work log.

    Raises Mistaken `no-forum`, `unknown-element`, `stance`.
    """
    _checked(case, catalogue, element, stance)
    told: dict[str, Any] = {"element": element, "stance": stance, "claim": claim}
    told |= {n: v for n, v in (("country", country), ("because", because)) if v}
    if undo:
        told["undone"] = True
    return record(case, actor, Event(TYPE, (), private=told), "work")


def _checked(case: Case, catalogue: Catalogue, element: str, stance: str) -> Element:
    known = {e.id: e for e in rules_of(case, catalogue).element}
    if element not in known:
        raise Mistaken(
            "unknown-element",
            f"no such element in this forum's rules: {element[:40]!r}",
            next="one of " + ", ".join(known) if known else "its rules list no elements",
        )
    if stance not in STANCES:
        raise Mistaken("stance", f"no such stance: {stance[:40]!r}", next=", ".join(STANCES))
    return known[element]


def _check_kind(element: Element, kind: str) -> None:
    if kind and kind not in element.evidence:
        raise Mistaken(
            "evidence-kind",
            f"{kind[:40]!r} is no kind of evidence listed for {element.id}",
            next="one of " + ", ".join(element.evidence),
        )


def links_of(case: Case, catalogue: Catalogue) -> list[Linked]:
    """Give the links that hold, in the order they were made. A later one of the same item, element, stance and country replaces."""
    held: dict[tuple[Digest, str, str, str], Linked] = {}
    for line in catalogue.entries("work", types=(TYPE,)):
        told = case.reveal("work", case.work.entry(line.index))
        if not told.get("element") or "claim" in told:
            continue  # its values went with a withdrawn item, or it is a claim's
        (item,) = line.items
        key = (item, told["element"], told["stance"], told.get("country", ""))
        held.pop(key, None)
        if not told.get("undone"):
            held[key] = _linked(catalogue, item, line.actor, told)
    return list(held.values())


def claims_of(case: Case, catalogue: Catalogue) -> list[HeldClaim]:
    """Give the claims held against elements, with how their support is written and the items it rests on."""
    held = claims_held(case, catalogue)
    if not held:
        return []
    views = {view.id: view for view in claim_views(case, catalogue)}
    return [_claim(views[claim], by, told) for claim, by, told in held if claim in views]


def _claim(view: ClaimView, by: str, told: dict[str, Any]) -> HeldClaim:
    side = view.support
    counts = [k for k in view.links if k.state == "confirmed" and k.stance == "supports"]
    items = dict.fromkeys(k.place.item for k in counts if not k.withdrawn) if side.most else {}
    return HeldClaim(
        told["element"], told["stance"], view.label, view.text, side.sentence, tuple(items), by,
        told.get("country", ""), told.get("because", ""),
    )  # fmt: skip


def _linked(catalogue: Catalogue, item: Digest, by: str, told: dict[str, Any]) -> Linked:
    summary = catalogue.summary(item)
    return Linked(
        told["element"],
        told["stance"],
        item,
        summary.name or item.hex[:12],
        by,
        told.get("country", ""),
        told.get("kind", ""),
        told.get("because", ""),
        summary.handling.handling != "open",
    )


def matrix_of(case: Case, catalogue: Catalogue, country: str = "") -> list[Row]:
    """Give the elements matrix of the matter, for one country or for each the matter names."""
    countries: Sequence[str] = (country,) if country else matter_of(case, catalogue).countries
    rules = rules_of(case, catalogue)
    linked, origins = links_of(case, catalogue), OriginMap(catalogue)
    return list(matrix(rules, countries, linked, origins.of, claims_of(case, catalogue)))


def foreign(catalogue: Catalogue, language: str) -> Iterator[Foreign]:
    """Give the items read in another language than `language` that lack a translation, or a certificate of it.

    The language is the machine's reading, unchecked: that of most of the text. Translations and certificates are the links
    people made.
    """
    ends: dict[str, dict[Digest, list[Digest]]] = {}
    for link in catalogue.links():
        if link.undone is None:
            ends.setdefault(link.kind, {}).setdefault(link.target, []).append(link.source)
    translated, certified = ends.get("translation-of", {}), ends.get("certificate-of", {})
    for summary in catalogue.items():
        found = language_of(catalogue, summary.digest)
        if summary.state == "withdrawn" or not found or found.split("-")[0] == language:
            continue
        translations = translated.get(summary.digest, [])
        if any(t in certified for t in translations):
            continue
        lacks = "certificate" if translations else "translation"
        name = summary.name or summary.digest.hex[:12]
        pages = pages_of(catalogue, summary.digest)
        yield Foreign(summary.digest, name, found, pages, lacks)  # type: ignore[arg-type]


def language_of(catalogue: Catalogue, item: Digest) -> str:
    """Give the language of most of an item's text; empty where none was told."""
    letters: Counter[str] = Counter()
    for passage in catalogue.passages(item):
        if passage.language and passage.source in _LANGUAGES:
            letters[passage.language] += len(passage.text)
    return min(letters, key=lambda tag: (-letters[tag], tag)) if letters else ""


def pages_of(catalogue: Catalogue, item: Digest) -> int | None:
    """Give how many pages an item says or shows it has; None where it has no pages of its own."""
    for fact in catalogue.facts(item):
        if fact.name == "pdf.pages" and isinstance(fact.value, int):
            return fact.value
        if fact.name == "kind" and fact.value == "image":
            return 1
    return None

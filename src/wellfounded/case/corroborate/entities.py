"""The people, bodies and outlets that a case's statements name: each once, with the names it goes by and what is attributed to it.

Names are joined as in support: one name is one source in every text, and `aliases.txt` says which names in which scripts mean
the same. A machine's reading, unchecked; nothing is written.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from wellfounded.case.corroborate.claim_support import outlet_of
from wellfounded.case.folder import Case
from wellfounded.case.names import canonical_names
from wellfounded.catalogue import Catalogue
from wellfounded.claims.sources import Name, Sources, bare
from wellfounded.terms.digest import Digest

_SCHEMA: Final = {
    "person": "Person",
    "outlet": "Organization",
    "agency": "Organization",
}


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, body or outlet. `kind` is what most statements take it for: person, body, outlet, agency, document or speaker.

    `names` are all names it goes by, the commonest first; `statements` how many are attributed to it; `items` those that name it.
    """

    key: str
    kind: str
    names: tuple[str, ...]
    statements: int
    items: tuple[Digest, ...]

    @property
    def name(self) -> str:
        """The name it is shown by."""
        return self.names[0]

    def ftm(self) -> dict[str, Any]:
        """Give it as a FollowTheMoney entity; who may be a person or a body is a LegalEntity."""
        id_ = "wf-" + hashlib.sha256(self.key.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        properties = {"name": [self.name], "alias": list(self.names[1:])}
        return {
            "id": id_,
            "schema": _SCHEMA.get(self.kind, "LegalEntity"),
            "properties": {name: values for name, values in properties.items() if values},
        }


def entities(
    case: Case, catalogue: Catalogue, visible: Callable[[Digest], bool] = lambda item: True
) -> list[Entity]:
    """Give the entities, most attributed first; names that mean somebody only within their own text are left out."""
    named = list(_names(catalogue, visible))
    sources = Sources((name for name, _, _ in named), canonical_names(case))
    kinds: dict[str, Counter[str]] = {}
    names: dict[str, Counter[str]] = {}
    said: Counter[str] = Counter()
    items: dict[str, dict[Digest, None]] = {}
    for name, item, speaks in named:
        known = sources.of(name)
        if known.everywhere:
            kinds.setdefault(known.key, Counter())["outlet" if name.own else name.role] += 1
            if short := bare(name.shown):
                names.setdefault(known.key, Counter())[short] += 1
            items.setdefault(known.key, {})[item] = None
            said[known.key] += speaks
    found = []
    for known in sources.all():
        if known.key in names:
            shown = sorted(names[known.key], key=lambda n: (-names[known.key][n], -len(n), n))
            mine = kinds[known.key]
            kind = min(mine, key=lambda k: (k != "outlet", k == "speaker", -mine[k], k))
            found.append(
                Entity(known.key, kind, tuple(shown), said[known.key], tuple(items[known.key]))
            )
    return sorted(found, key=lambda e: (-e.statements, e.name))


def _names(
    catalogue: Catalogue, visible: Callable[[Digest], bool]
) -> Iterator[tuple[Name, Digest, bool]]:
    """Give every name of a source with its item, and whether a statement is attributed to it."""
    for summary in catalogue.items():
        item = summary.digest
        if summary.state == "withdrawn" or not visible(item):
            continue
        text = item.hex[:16]
        if outlet := outlet_of(catalogue, item):
            yield Name(text, outlet, "outlet", own=True), item, False
        for statement in catalogue.statements(item):
            last = len(statement.chain) - 1
            for n, one in enumerate(statement.chain):
                whole = statement.speaker if n == last else ""
                yield Name(text, whole or one.who, one.role), item, n == last
                for short in sorted({one.who, one.place.text} - {whole or one.who, ""}):
                    yield Name(text, short, one.role), item, False

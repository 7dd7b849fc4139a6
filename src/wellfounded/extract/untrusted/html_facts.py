"""What a page states about itself: title, author, dates as written, address, outlet, references.

Sources: HTML Living Standard 4.2 (metadata), Open Graph protocol, schema.org Article in JSON-LD.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree, html

from wellfounded.extract.dates.moments import dates_in
from wellfounded.terms.decoding import Emitter
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact

_MOST_REFERENCES: Final = 300
_MOST_VALUE: Final = 2000
_MOST_JSON: Final = 500_000
_META: Final = {
    "og:title": "title",
    "twitter:title": "title",
    "dc.title": "title",
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "parsely-author": "author",
    "article:published_time": "published",
    "og:published_time": "published",
    "date": "published",
    "pubdate": "published",
    "publishdate": "published",
    "dc.date": "published",
    "dc.date.issued": "published",
    "dcterms.created": "published",
    "parsely-pub-date": "published",
    "datepublished": "published",
    "article:modified_time": "modified",
    "og:updated_time": "modified",
    "lastmod": "modified",
    "datemodified": "modified",
    "og:url": "address",
    "og:site_name": "outlet",
    "application-name": "outlet",
    "description": "description",
    "og:description": "description",
    "generator": "generator",
    "og:locale": "locale",
    "robots": "robots",
}
_RESOURCES: Final = {
    "img": ("src", "srcset", "data-src"),
    "script": ("src",),
    "iframe": ("src",),
    "link": ("href",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "form": ("action",),
}
_SAVED = re.compile(
    r"saved from url=\(\d+\)(\S+)|(?:archived|mirrored|saved)\b.{0,300}", re.I | re.S
)
_REMOTE = re.compile(r"(?:https?:)?//[^\s,\"'<>]+", re.I)


def state(tree: html.HtmlElement, out: Emitter) -> None:
    """Hand over the facts; each value once, in the order title, author, dates, address, the rest."""
    given: set[tuple[str, str]] = set()
    for name, value in (*_head(tree), *_linked_data(tree), *_body(tree)):
        text = " ".join(_whole(value).split())[:_MOST_VALUE]
        if text and (name, text) not in given:
            given.add((name, text))
            dated = name in ("published", "modified")
            out.record(Fact(f"html.{name}", text, when=_moment(text) if dated else None))
    _counts(tree, out)
    _references(tree, out)


def _whole(value: object) -> str:
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _head(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for title in tree.iter("title"):
        yield "title", title.text_content()
        break
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        name, value = _META.get(key.strip().lower()), meta.get("content")
        if name and value:
            yield name, value
    for link in tree.iter("link"):
        address = link.get("href")
        if address and "canonical" in (link.get("rel") or "").lower().split():
            yield "canonical", address
    if language := tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"):
        yield "language", language


def _body(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for element in tree.iter(etree.Element):
        kind = (element.get("itemprop") or "").lower()
        stamp = element.get("datetime") or element.get("content")
        if kind == "datepublished" or (element.tag == "time" and "pubdate" in element.attrib):
            yield "published", stamp or element.text_content()
        elif kind == "datemodified":
            yield "modified", stamp or element.text_content()
        elif element.tag == "time" and stamp:
            yield "time", stamp
        elif "author" in (element.get("rel") or "").lower().split() or kind == "author":
            yield "author", element.get("content") or element.text_content()[:200]
    for comment in tree.iter(etree.Comment):
        if found := _SAVED.search((comment.text or "")[:2000]):
            yield "saved-from", found.group(1) or found.group()


def _linked_data(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Facts from JSON-LD; what is no JSON or nested too deeply is left, and counted as script."""
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(text) > _MOST_JSON:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            yield from _article(thing)


def _things(data: Any) -> Iterator[dict[str, Any]]:
    queue = [data]
    for _ in range(200):
        if not queue:
            return
        one = queue.pop(0)
        if isinstance(one, list):
            queue.extend(one[:100])
        elif isinstance(one, dict):
            if isinstance(one.get("@graph"), list):
                queue.extend(one["@graph"][:100])
            yield one


def _article(thing: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, name in (("headline", "title"), ("datePublished", "published")):
        if isinstance(thing.get(key), str):
            yield name, thing[key]
    if isinstance(thing.get("dateModified"), str):
        yield "modified", thing["dateModified"]
    for key, name in (("author", "author"), ("publisher", "outlet")):
        people = thing.get(key)
        for person in people if isinstance(people, list) else [people]:
            named = person.get("name") if isinstance(person, dict) else person
            if isinstance(named, str):
                yield name, named


def _moment(text: str) -> Moment | None:
    """The moment a stated date is, if it can be read one way only."""
    try:
        return Moment.parse(text)
    except Mistaken:
        found = dates_in(text)
    return found[0] if len(found) == 1 else None


def _counts(tree: html.HtmlElement, out: Emitter) -> None:
    counts: Counter[str] = Counter()
    for element in tree.iter():
        if isinstance(element, html.HtmlComment):
            counts["comments"] += 1
        elif element.tag in ("script", "iframe", "form", "a"):
            counts[{"a": "links"}.get(element.tag, f"{element.tag}s")] += 1
    for name, count in sorted(counts.items()):
        out.record(Fact(f"html.{name}", count))


def _references(tree: html.HtmlElement, out: Emitter) -> None:
    """List what the page would load from elsewhere; none of it is fetched."""
    found: dict[str, None] = {}
    for element in tree.iter(*_RESOURCES):
        if element.tag == "link" and "canonical" in (element.get("rel") or ""):
            continue
        for attribute in _RESOURCES[str(element.tag)]:
            for address in _REMOTE.findall((element.get(attribute) or "")[:20_000]):
                found.setdefault(_whole(address)[:500])
    for address in list(found)[:_MOST_REFERENCES]:
        out.record(Fact("html.reference", address))
    if len(found) > _MOST_REFERENCES:
        out.record(Fact("html.reference.more", len(found) - _MOST_REFERENCES))

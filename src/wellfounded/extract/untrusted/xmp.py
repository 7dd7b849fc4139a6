"""XMP: the properties of a packet as facts, its editing history, and what it states about origin.

Source: ISO 16684-1 (XMP), Adobe XMP Specification part 2 (namespaces, xmpMM:History). Names are
`xmp.<prefix>.<property>` with the usual prefix of the namespace.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from wellfounded.extract.untrusted.tagtext import short
from wellfounded.terms.decoding import Emitter
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure

MAX_PACKET_BYTES: Final = 4 * 1024 * 1024
MAX_FACTS: Final = 500
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PREFIXES: Final = {
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": "stRef",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://purl.org/dc/terms/": "dcterms",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
}
_EVENT: Final = ("action", "when", "softwareAgent", "changed", "parameters", "instanceID")


def state(packet: bytes, out: Emitter) -> None:
    """Hand over the facts of one packet; a packet that is no XML becomes a Failure, not an
    exception.
    """
    root = _parse(packet)
    if root is None:
        out.record(Failure("read", "damaged", "the XMP packet cannot be read"))
        return
    given = 0
    for description in root.iter(f"{_RDF}Description"):
        if (parent := description.getparent()) is None or parent.tag != f"{_RDF}RDF":
            continue
        for name, value in _properties(description):
            given += 1
            if given > MAX_FACTS:
                out.record(Failure("read", "over-limit", f"XMP facts after the first {MAX_FACTS}"))
                return
            out.record(Fact(f"xmp.{name}"[:128], value, when=_moment(name, value)))


def _parse(packet: bytes) -> etree._Element | None:
    """Parse without entities, network or external files."""
    start, end = packet.find(b"<"), packet.rfind(b">")
    if start < 0 or end < start or len(packet) > MAX_PACKET_BYTES:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(packet[start : end + 1], parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _properties(description: etree._Element) -> Iterator[tuple[str, str]]:
    for key, value in description.attrib.items():
        if not str(key).startswith((_RDF, "{http://www.w3.org/XML")) and str(value).strip():
            yield _name(str(key)), short(str(value))
    for child in description:
        if not isinstance(child.tag, str):
            continue
        name = _name(child.tag)
        if name == "xmpMM.History":
            yield from (("history", event) for event in _history(child))
        else:
            value = "; ".join(_leaves(child))
            if value:
                yield name, short(value)


def _history(element: etree._Element) -> Iterator[str]:
    """Give each event of an editing history as one line: action, time, software, what changed."""
    for item in element.iter(f"{_RDF}li"):
        found: dict[str, str] = {}
        for node in item.iter():
            if isinstance(node.tag, str) and node.text and node.text.strip():
                found.setdefault(_name(node.tag).rsplit(".", 1)[-1], node.text.strip())
            for key, value in node.attrib.items():
                found.setdefault(_name(str(key)).rsplit(".", 1)[-1], str(value))
        parts = [found[k] for k in _EVENT[:-1] if found.get(k)]
        if parts:
            yield short("; ".join(parts))


def _leaves(element: etree._Element) -> Iterator[str]:
    for node in element.iter():
        if not isinstance(node.tag, str):
            continue
        if node.text and node.text.strip():
            yield node.text.strip()
        if node is not element or len(element) == 0:
            for key, value in node.attrib.items():
                if not str(key).startswith((_RDF + "parseType", "{http://www.w3.org/XML")):
                    yield f"{_name(str(key)).rsplit('.', 1)[-1]} {value}"


def _name(tag: str) -> str:
    space, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    prefix = _PREFIXES.get(space) or (space.rstrip("/#").rsplit("/", 1)[-1] if space else "x")
    clean = "".join(c for c in f"{prefix}.{local}" if c.isascii() and (c.isalnum() or c in "._-"))
    return clean[:100]


def _moment(name: str, value: str) -> Moment | None:
    if not any(word in name for word in ("Date", "date", "Time")):
        return None
    try:
        return Moment.parse(value)
    except Mistaken:
        return None

"""An office file as the zip of parts it is: bounded reading, properties, pictures, what is outside.

Sources: ECMA-376 part 2 (packages, relationships, core properties); OpenDocument 1.3 part 2.
"""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from lxml import etree

from wellfounded.terms.decoding import Emitter, OverLimit, Source, Unreadable
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure, RawName

FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    etree.XMLSyntaxError,
    NotImplementedError,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,
)
"""What a damaged package raises below us."""

_SLACK: Final = 1024**2
_CHUNK: Final = 256 * 1024
_MOST_LINKS: Final = 300
_DATED: Final = frozenset(["created", "modified", "creation-date", "date", "print-date"])
_UNTOLD: Final = frozenset(
    [
        "ScaleCrop",
        "lpstr",
        "i4",
        "LinksUpToDate",
        "SharedDoc",
        "HyperlinksChanged",
        "DocSecurity",
        "Lines",
        "Paragraphs",
        "Characters",
        "CharactersWithSpaces",
        "Words",
    ]
)
_SAID: Final = {"creator": "author", "lastModifiedBy": "last-author", "initial-creator": "author"}


class Bounded:
    """A part of the package as a file that stops at the stated limits of size and ratio."""

    def __init__(self, file: Any, most: int, name: str) -> None:
        """Take the open part, the most bytes it may give, and its limit's name."""
        self._file, self._left, self._most, self._name = file, most, most, name

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes; raises OverLimit past the limit."""
        data: bytes = self._file.read(size if 0 <= size < _CHUNK else _CHUNK)
        self._left -= len(data)
        if self._left < 0:
            raise OverLimit(self._name, self._most)
        return data


class Package:
    """The parts of an office file by name. Use as a context: `with Package(source) as package`."""

    def __init__(self, source: Source) -> None:
        """Open the zip; raises Unreadable `damaged` where it is none, `over-limit` for its list."""
        self.source = source
        source.file.seek(0)
        try:
            self._zip = zipfile.ZipFile(source.file)
            self._infos = {info.filename: info for info in self._zip.infolist()}
        except FAULTS as fault:
            raise Unreadable("damaged", f"the file cannot be opened: {fault}"[:200]) from fault
        if len(self._infos) > source.limits.members:
            raise OverLimit("members", source.limits.members)

    def __enter__(self) -> Package:
        """Give the package itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the zip."""
        self._zip.close()

    @property
    def names(self) -> list[str]:
        """The names of all parts, as stored."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._infos

    def open(self, name: str) -> Bounded:
        """Open a part; raises KeyError where there is none."""
        info = self._infos[name]
        by_ratio = self.source.limits.ratio * info.compress_size + _SLACK
        if by_ratio < self.source.limits.member_bytes:
            return Bounded(self._zip.open(info), by_ratio, "ratio")
        most = self.source.limits.member_bytes
        return Bounded(self._zip.open(info), most, "member_bytes")

    def events(self, name: str, *tags: str) -> Iterator[tuple[str, etree._Element]]:
        """Give start and end events of an XML part, of all elements or those with these local names.

        Refuses a part that declares entities.
        """
        first = self.open(name).read(4096)
        if b"<!DOCTYPE" in first or b"<!ENTITY" in first:
            raise Unreadable("refused", f"{name[:80]} declares entities, which no office file does")
        return iter(
            etree.iterparse(
                _as_file(self.open(name)),
                events=("start", "end"),
                tag=[f"{{*}}{tag}" for tag in tags] or None,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
        )

    def tree(self, name: str) -> etree._Element:
        """Give a small XML part as a tree; raises KeyError where there is none."""
        root = None
        for event, element in self.events(name):
            if event == "start" and root is None:
                root = element
        if root is None:
            raise Unreadable("damaged", f"{name[:80]} is empty")
        return root


def _as_file(bounded: Bounded) -> BinaryIO:
    return bounded  # type: ignore[return-value]


def local(element: etree._Element) -> str:
    """Give the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """Give an attribute by its local name, '' where there is none."""
    value = element.get(name)
    if value is not None:
        return str(value)
    for key, given in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(given)
    return ""


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Give the relations of a part: id to (kind, target); targets outside begin `external:`."""
    folder, _, name = part.rpartition("/")
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    if path not in package:
        return found
    for element in package.tree(path):
        kind = attribute(element, "Type").rpartition("/")[2]
        target = attribute(element, "Target")
        if attribute(element, "TargetMode") == "External":
            target = "external:" + target
        else:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[attribute(element, "Id")] = (kind, target)
    return found


def state_properties(package: Package, out: Emitter) -> None:
    """Hand over author, title, dates, program and the rest that the file says of itself."""
    for part in ("docProps/core.xml", "docProps/app.xml", "meta.xml"):
        if part not in package:
            continue
        try:
            for element in package.tree(part).iter(etree.Element):
                name, text = local(element), (element.text or "").strip()
                if text and len(element) == 0 and name not in _UNTOLD:
                    when = _moment(text) if name in _DATED else None
                    out.record(
                        Fact(f"office.{_SAID.get(name, name)}"[:100], text[:2000], when=when)
                    )
        except (*FAULTS, Unreadable) as fault:
            out.record(Failure("read", "damaged", f"{part}: {fault}"[:200]))
    if any(name.endswith("vbaProject.bin") for name in package.names):
        out.record(Fact("office.macros", "present, never run"))


def _moment(text: str) -> Moment | None:
    try:
        return Moment.parse(text[:26] if "." in text and not text.endswith("Z") else text)
    except Mistaken:
        return None


def state_external(package: Package, out: Emitter) -> None:
    """List what the file would load or link to from elsewhere; nothing is fetched."""
    found: dict[str, None] = {}
    for name in package.names:
        if not name.endswith(".rels"):
            continue
        folder, _, owner = name.rpartition("/_rels/")
        try:
            for kind, target in relations(package, f"{folder}/{owner[:-5]}".lstrip("/")).values():
                if target.startswith("external:"):
                    found.setdefault(f"{kind} {target[9:]}"[:500])
        except (*FAULTS, Unreadable) as fault:
            out.record(Failure("read", "damaged", f"{name[:80]}: {fault}"[:200]))
    for value in list(found)[:_MOST_LINKS]:
        out.record(Fact("office.external", value))
    if len(found) > _MOST_LINKS:
        out.record(Fact("office.external.more", len(found) - _MOST_LINKS))


def hand_over_members(package: Package, places: dict[str, Locus], out: Emitter) -> None:
    """Stream out pictures and embedded files, each once, with the place where one is known."""
    for name in package.names:
        folder = f"/{name.lower().rpartition('/')[0]}/"
        if name.endswith("/"):
            continue
        if "/media/" in folder or folder == "/pictures/" or "thumbnail" in name.lower():
            relation = "picture"
        elif "/embeddings/" in folder or folder.startswith("/object"):
            relation = "embedded"
        else:
            continue
        _member(package, name, relation, places.get(name), out)


def _member(package: Package, name: str, relation: str, place: Locus | None, out: Emitter) -> None:
    raw = RawName(name.encode("utf-8", "surrogateescape"), name)
    writer = out.member(raw, relation=relation, locus=place)
    try:
        part = package.open(name)
        while data := part.read():
            writer.write(data)
    except OverLimit as stop:
        writer.abandon(stop.code, stop.what)
    except FAULTS as fault:
        writer.abandon("damaged", str(fault)[:200])
    else:
        writer.close()

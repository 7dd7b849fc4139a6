"""The digest of what a page draws, the same before and after binding and re-saving (docs/formats/packet.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

import pikepdf

_DEEPEST: Final = 100
_LOSSLESS: Final = frozenset(("/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode"))
_OF_STREAMS: Final = frozenset(
    "/Length /DL /Metadata /PieceInfo /LastModified /StructParent /StructParents /Name".split()
)
_OF_LOSSLESS: Final = _OF_STREAMS | {"/Filter", "/DecodeParms"}
_NOT_DRAWN: Final = frozenset(
    "/Link /Popup /FileAttachment /Sound /Movie /Screen /RichMedia /3D /TrapNet".split()
)
_DRAWN: Final = frozenset(
    "/AP /AS /BS /Border /C /CA /Contents /DA /F /IC /InkList /L /LE /MK /Q /QuadPoints /RD /Rect /Subtype /Vertices".split()
)
INHERITED: Final = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_NONE: Final = 1 << 30


class TooDeep(Exception):
    """Raised for a page whose objects lie in each other without end in sight."""


class Contents:
    """Digests of the pages of one document; what pages share is hashed once."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._known: dict[tuple[int, int], bytes] = {}

    def of(self, page: pikepdf.Page) -> bytes:
        """Give the digest of a page's content, 32 bytes; raises TooDeep."""
        held = _held(page.obj)
        drawn: dict[str, bytes] = {"/Contents": _string(joined(page.obj))}
        walk = _Walk(self._known)
        drawn["/Resources"] = b"h" + walk.digest_of_resources(held.pop("/Resources"))
        for key, value in held.items():
            drawn[key] = walk.encode(value)
        annotations = [walk.digest_of_pairs(_drawn(a)) for a in _annotations(page.obj)]
        if annotations:
            row = b"[" + b"".join(b"h" + digest for digest in annotations) + b"]"
            drawn["/Annots"] = b"h" + hashlib.sha256(row).digest()
        return hashlib.sha256(_dictionary(drawn.items())).digest()


def joined(page: pikepdf.Object) -> bytes:
    """Give a page's decoded content streams, joined by line feeds."""
    found = page.get("/Contents")
    if isinstance(found, pikepdf.Stream):
        return data_of(found)[0]
    if isinstance(found, pikepdf.Array):
        return b"\n".join(data_of(s)[0] for s in found if isinstance(s, pikepdf.Stream))
    return b""


def data_of(stream: pikepdf.Stream) -> tuple[bytes, bool]:
    """Give a stream's data and whether its filters could be undone without loss."""
    filters: Any = stream.get("/Filter", [])
    names = [filters] if isinstance(filters, pikepdf.Name) else list(filters)
    if all(str(name) in _LOSSLESS for name in names):
        try:
            return stream.read_bytes(), True
        except pikepdf.PdfError:
            return stream.read_raw_bytes(), False
    return stream.read_raw_bytes(), False


def inherited(page: pikepdf.Object, key: str) -> Any:
    """Give an attribute of a page or of what it hangs under; None where nobody has it."""
    node: Any = page
    for _ in range(_DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _held(page: pikepdf.Object) -> dict[str, Any]:
    held = {key: inherited(page, key) for key in INHERITED}
    held["/CropBox"] = held["/CropBox"] if held["/CropBox"] is not None else held["/MediaBox"]
    turned = held["/Rotate"]
    held["/Rotate"] = int(turned) % 360 if isinstance(turned, int | Decimal) else 0
    if held["/Resources"] is None:
        held["/Resources"] = pikepdf.Dictionary()
    held |= {key: page.get(key) for key in ("/UserUnit", "/Group")}
    return {key: value for key, value in held.items() if value is not None}


def _annotations(page: pikepdf.Object) -> Iterator[pikepdf.Object]:
    found = page.get("/Annots")
    for one in found if isinstance(found, pikepdf.Array) else ():
        if not isinstance(one, pikepdf.Dictionary) or str(one.get("/Subtype")) in _NOT_DRAWN:
            continue
        yield one


def _drawn(annotation: pikepdf.Object) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in annotation.items() if key in _DRAWN]


class _Walk:
    """One way down from a page. Remembers what is open on it, so that what refers to itself ends."""

    def __init__(self, known: dict[tuple[int, int], bytes]) -> None:
        self._known = known
        self._open: list[tuple[int, int]] = []
        self._lowest = _NONE

    def encode(self, value: Any) -> bytes:
        """Give E of a value that stands inside another."""
        if isinstance(value, pikepdf.Object):
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
                return self._inside(value)
            if isinstance(value, pikepdf.Name):
                return _name(str(value))
            if isinstance(value, pikepdf.String):
                return _string(bytes(value))
        return _scalar(value)

    def digest_of_pairs(self, pairs: Iterable[tuple[str, Any]]) -> bytes:
        """Give the digest of a dictionary of these."""
        self._open.append((0, 0))
        done = hashlib.sha256(self._pairs(pairs)).digest()
        self._open.pop()
        return done

    def digest_of_resources(self, held: Any) -> bytes:
        """Give the digest of a page's resources, which with their `XObject` are taken as if they stood in the page itself.

        So what refers back to them is encoded alike when the stamp stands beside it in a copy of them.
        """
        self._open.append((0, 0))
        rows = []
        for key, value in held.items():
            if key == "/XObject" and isinstance(value, pikepdf.Dictionary):
                if len(value):
                    rows.append((key, b"h" + self.digest_of_pairs(value.items())))
            elif value is not None:
                rows.append((key, self.encode(value)))
        done = hashlib.sha256(_dictionary(rows)).digest()
        self._open.pop()
        return done

    def _inside(self, value: Any) -> bytes:
        mark = value.objgen
        shared = mark != (0, 0)
        if shared:
            if digest := self._known.get(mark):
                return b"h" + digest
            if mark in self._open:
                at = len(self._open) - 1 - self._open[::-1].index(mark)
                self._lowest = min(self._lowest, at)
                return b"^%d;" % (len(self._open) - at)
        if len(self._open) >= _DEEPEST:
            raise TooDeep
        above, self._lowest = self._lowest, _NONE
        self._open.append(mark)
        digest = hashlib.sha256(self._container(value)).digest()
        self._open.pop()
        if shared and self._lowest >= len(self._open):
            self._known[mark] = digest
        self._lowest = min(above, self._lowest)
        return b"h" + digest

    def _container(self, value: Any) -> bytes:
        if isinstance(value, pikepdf.Stream):
            data, undone = data_of(value)
            out = _OF_LOSSLESS if undone else _OF_STREAMS
            pairs = ((k, v) for k, v in value.stream_dict.items() if k not in out)
            return b"s" + self._pairs(pairs) + hashlib.sha256(data).digest()
        if isinstance(value, pikepdf.Array):
            return b"[" + b"".join(map(self.encode, value)) + b"]"
        return self._pairs(value.items())

    def _pairs(self, pairs: Iterable[tuple[str, Any]]) -> bytes:
        return _dictionary((k, self.encode(v)) for k, v in pairs if v is not None)


def _dictionary(pairs: Iterable[tuple[str, bytes]]) -> bytes:
    named = sorted((_bare(key), value) for key, value in pairs)
    return b"<" + b"".join(b"/%d:%s%s" % (len(k), k, v) for k, v in named) + b">"


def _bare(name: str) -> bytes:
    return name[1:].encode("utf-8", "surrogateescape")


def _name(name: str) -> bytes:
    bare = _bare(name)
    return b"/%d:%s" % (len(bare), bare)


def _string(data: bytes) -> bytes:
    return b"(%d:%s" % (len(data), data)


def _scalar(value: Any) -> bytes:
    if value is None:
        return b"n"
    if isinstance(value, bool):
        return b"t" if value else b"f"
    if isinstance(value, int):
        return b"d%d;" % value
    if isinstance(value, Decimal):
        text = format(value, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return b"d%s;" % (b"0" if text in ("-0", "") else text.encode())
    raise TypeError(type(value).__name__)

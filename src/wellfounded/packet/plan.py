"""What is bound, as the jail is told it and as it answers: exhibits with their pages, parts, and what was found in each source."""

from __future__ import annotations

import msgspec

INSPECT = "wellfounded.packet.untrusted.inspect"
BIND = "wellfounded.packet.untrusted.bind"


class Page(msgspec.Struct, frozen=True, array_like=True):
    """One page of a source: digest of its content (64 hex digits), its size in points as shown, and the bytes only it has."""

    content: str
    width: float
    height: float
    octets: int


class Inspected(msgspec.Struct, frozen=True, kw_only=True):
    """What a source is: its pages; or why it cannot be bound, by `code` and in words. `notes` say what is left out or was mended."""

    pages: tuple[Page, ...] = ()
    code: str = ""
    why: str = ""
    notes: tuple[str, ...] = ()


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """One exhibit as it is bound. `source` is its place in the bundle; `pages` are numbers in the source, from 1."""

    tab: str
    title: str
    maker: str
    dated: str
    offered: str
    language: str
    source: int
    total: int
    pages: tuple[int, ...]
    contents: tuple[str, ...]
    notes: tuple[str, ...] = ()
    origin: tuple[tuple[str, str], ...] = ()


class Run(msgspec.Struct, frozen=True, array_like=True):
    """Pages of an exhibit that stand together in a part: the exhibit's place, and its bound pages from `start` up to `stop`."""

    exhibit: int
    start: int
    stop: int


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """The caption: what stands where on the first page. Empty lines are left out."""

    court: str = ""
    filer: str = ""
    party: str = ""
    number: str = ""
    proceeding: str = ""
    judge: str = ""
    hearing: str = ""
    title: str = ""
    custody: str = ""
    lines: tuple[tuple[str, str], ...] = ()


class Binding(msgspec.Struct, frozen=True, kw_only=True):
    """A whole packet to be bound. `cover_source` is the place of the filer's own cover in the bundle, or -1.

    `checkpoint` is printed on the last page, with `qr`, an SVG; `proof` is the zip that shows where the manifest was logged.
    """

    cover: Cover
    exhibits: tuple[Bound, ...]
    parts: tuple[tuple[Run, ...], ...]
    names: tuple[str, ...]
    manifest: str
    issued: int
    paper: str
    language: str
    checkpoint: str = ""
    qr: str = ""
    proof: bytes = b""
    cover_source: int = -1
    fonts: tuple[str, ...] = ()


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """One part as it came out of the jail: its pages, and the first page's number in the packet."""

    name: str
    pages: int
    first: int

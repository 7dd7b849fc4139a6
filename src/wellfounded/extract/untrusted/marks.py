"""Marks: what bytes state about their making and re-making. Stated, never judged, and absence of
a mark shows nothing.

Provenance manifests (C2PA) travel in JUMBF boxes: ISO 19566-5, C2PA Technical Specification
section 11. A manifest found is reported as carried; its signatures are not checked here.
"""

from __future__ import annotations

import re
from typing import Final

from wellfounded.extract.untrusted.tagtext import short, text_of
from wellfounded.terms.decoding import Emitter
from wellfounded.terms.record import Fact

MANIFEST_NOT_CHECKED: Final = "carries a provenance manifest, not checked"
C2PA_UUID: Final = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
XMP_UUID: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")

_SUPERBOX: Final = b"jumb"
_GENERATOR = re.compile(rb"claim_generator(?:_info)?[\x60-\x7b]?([ -~]{3,120})")
_ENCODERS: Final = (
    re.compile(rb"x264 - core \d+(?: r\d+)?(?: [0-9a-f]{4,12})?"),
    re.compile(rb"x265 \(build \d+\)[ -~]{0,80}"),
    re.compile(rb"Lav[fc]\d{2}\.\d+(?:\.\d+)?[ -~]{0,30}"),
    re.compile(rb"HandBrake [ -~]{1,40}"),
)
_KINDS: Final = (
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"PK\x03\x04", "a zip archive"),
    (0, b"%PDF-", "a PDF"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"\x89PNG", "a PNG picture"),
    (4, b"ftyp", "a video or HEIF file"),
)
MEMBER_KINDS: Final = (
    "a video or HEIF file",
    "a zip archive",
    "a PDF",
    "a RAR archive",
    "a 7z archive",
)
"""What stands after the end of a picture and is worth being an item of its own."""


def state_manifest(out: Emitter, size: int, head: bytes, where: str) -> None:
    """Hand over that a C2PA or other JUMBF box of `size` bytes is there; `head` is its beginning,
    for the maker's name.
    """
    kind = "C2PA" if b"c2pa" in head else "JUMBF"
    out.record(
        Fact("provenance.manifest", f"{kind}, {size} bytes in {where}: {MANIFEST_NOT_CHECKED}")
    )
    if found := _GENERATOR.search(head):
        out.record(Fact("provenance.generator", short(text_of(found.group(1)))))


def is_manifest(box: bytes) -> bool:
    """Tell whether bytes begin with a JUMBF superbox."""
    return box[4:8] == _SUPERBOX


def kind_of(head: bytes) -> str:
    """Name what some bytes look like by their beginning; `data of no known kind` otherwise."""
    for offset, magic, name in _KINDS:
        if head[offset : offset + len(magic)] == magic:
            return name
    if head[:2000].strip(b"\0 \r\n\t") == b"":
        return "padding"
    return "data of no known kind"


def encoders(data: bytes) -> list[str]:
    """Give the encoder strings that stand in some bytes (x264, x265, Lavf, Lavc, HandBrake), each
    once, in order.
    """
    found: list[str] = []
    for pattern in _ENCODERS:
        for match in pattern.finditer(data):
            text = short(match.group(0).decode("ascii"))
            if text not in found:
                found.append(text)
    return found

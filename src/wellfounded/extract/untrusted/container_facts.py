"""What the boxes of an MP4 or QuickTime file say: brands, times, positions, device, edit lists,
and what is missing.

Source: ISO/IEC 14496-12 sections 4.3, 8.2 to 8.6; QuickTime File Format (user data, metadata
keys); 3GPP TS 26.244 (`loci`); ISO 6709 annex H (position strings). Times count seconds from
1904-01-01. The formats say UTC; many devices write their local clock, so every such time is given
as stated by the format.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

from wellfounded.extract.untrusted import container_tags, marks, xmp
from wellfounded.extract.untrusted.container import Box, walk
from wellfounded.extract.untrusted.tagtext import short, text_of
from wellfounded.terms.decoding import Emitter, Source
from wellfounded.terms.moment import Moment, utc
from wellfounded.terms.record import Fact, Failure

_EPOCH_1904_US: Final = -2_082_844_800_000_000
_LATEST_S: Final = 8_000_000_000
_AS_FORMAT: Final = "stated as UTC by the format; some devices write their local clock here"
_MAX_TABLE: Final = 4_000_000


@dataclass(slots=True)
class Layout:
    """What a walk over the boxes has met so far."""

    index_at: int | None = None
    media_at: int | None = None
    media_bytes: int = 0
    track: int = 0
    handlers: dict[int, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    fragments: int = 0


def state(source: Source, out: Emitter) -> Layout:
    """Hand over the facts of every box we know, then what the structure as a whole says; gives
    the layout met.
    """
    layout = Layout()
    for box in walk(source.file, source.size):
        if not box.path:
            _top(box, layout, source, out)
        elif box.path[0] == b"moov":
            _inside(box, layout, source, out)
    _whole(layout, out)
    return layout


def _top(box: Box, layout: Layout, source: Source, out: Emitter) -> None:
    if box.kind == b"ftyp":
        brands = box.read(source.file, 256)
        shown = [brands[i : i + 4] for i in (0, *range(8, len(brands) - 3, 4))]
        out.record(Fact("container.brands", short(" ".join(b.decode("latin-1") for b in shown))))
    elif box.kind == b"moov":
        layout.index_at = box.offset
    elif box.kind == b"mdat":
        layout.media_at = box.offset if layout.media_at is None else layout.media_at
        layout.media_bytes += box.size
    elif box.kind == b"moof":
        layout.fragments += 1
    elif box.uuid == marks.C2PA_UUID or box.kind == b"jumb":
        marks.state_manifest(out, box.size, box.read(source.file), "a box of its own")
    elif box.uuid == marks.XMP_UUID:
        xmp.state(box.read(source.file, xmp.MAX_PACKET_BYTES, 16), out)
    if box.cut:
        name = short(box.kind.decode("latin-1"))
        what = f"the box {name} reaches beyond the end of the file: the file is cut short"
        out.record(Failure("read", "damaged", what))


def _inside(box: Box, layout: Layout, source: Source, out: Emitter) -> None:
    parent = box.path[-1]
    if box.kind == b"trak":
        layout.track += 1
    elif box.kind in (b"mvhd", b"tkhd", b"mdhd"):
        where = "container" if box.kind == b"mvhd" else f"track{layout.track}"
        if box.kind != b"mdhd":
            _times(box.read(source.file, 32), where, out)
        else:
            _times(box.read(source.file, 32), f"{where}.media", out)
    elif box.kind == b"hdlr" and parent == b"mdia":
        _handler(box.read(source.file, 300), layout, out)
    elif box.kind == b"elst":
        _edits(box.read(source.file), layout.track, out)
    elif box.kind == b"stsd":
        _sample_entry(box.read(source.file, 200), layout, out)
    elif box.kind == b"stts" and layout.handlers.get(layout.track) == "vide":
        _rate(box, source, layout.track, out)
    elif box.kind == b"keys":
        layout.keys = container_tags.keys(box.read(source.file))
    else:
        container_tags.state(box, source, layout.keys, out)


def _times(head: bytes, where: str, out: Emitter) -> None:
    """State creation and modification of mvhd, tkhd or mdhd; the three begin alike."""
    if len(head) < 20:
        return
    shape = ">QQ" if head[0] == 1 else ">II"
    for name, seconds in zip(
        ("created", "modified"), struct.unpack_from(shape, head, 4), strict=True
    ):
        if seconds == 0:
            out.record(Fact(f"{where}.{name}", "not set (0)"))
        elif seconds > _LATEST_S:
            out.record(Fact(f"{where}.{name}", f"no possible date ({seconds})"))
        else:
            plain = utc(_EPOCH_1904_US + seconds * 1_000_000)
            when = Moment(plain.fields, plain.offsets, f"{seconds} s since 1904, {_AS_FORMAT}")
            out.record(Fact(f"{where}.{name}", f"{when.local}Z, {_AS_FORMAT}", when=when))


def _handler(data: bytes, layout: Layout, out: Emitter) -> None:
    if len(data) < 24:
        return
    layout.handlers[layout.track] = kind = data[8:12].decode("latin-1")
    name = data[24:]
    if name and name[0] == len(name) - 1:  # QuickTime counts the length, ISO ends with NUL.
        name = name[1:]
    shown = text_of(name)
    out.record(Fact(f"track{layout.track}.handler", f"{kind}: {shown}" if shown else kind))


def _edits(data: bytes, track: int, out: Emitter) -> None:
    """State an edit list that does more than play the whole track from its start."""
    if len(data) < 8:
        return
    count = min(struct.unpack_from(">I", data, 4)[0], 100)
    shape = ">QqI" if data[0] == 1 else ">IiI"
    entries = [e[:2] for e in struct.iter_unpack(shape, data[8 : 8 + count * struct.calcsize(shape)])] \
        if len(data) >= 8 + count * struct.calcsize(shape) else []  # fmt: skip
    if len(entries) == 1 and entries[0][1] == 0:
        return
    parts = [
        f"wait {length}" if start == -1 else f"from {start} for {length}"
        for length, start in entries
    ]
    shown = "; ".join(parts[:10]) or "cut short"
    out.record(Fact(f"track{track}.edit-list", f"{shown} (media units from, movie units for)"))


def _sample_entry(data: bytes, layout: Layout, out: Emitter) -> None:
    """State the sample format and the compressor name that a camera or program wrote into it."""
    if len(data) < 16:
        return
    out.record(Fact(f"track{layout.track}.format", short(data[12:16].decode("latin-1"))))
    if layout.handlers.get(layout.track) == "vide" and len(data) >= 90:
        length = min(data[58], 31)
        if name := text_of(data[59 : 59 + length]):
            out.record(Fact("mark.compressor", name))


def _rate(box: Box, source: Source, track: int, out: Emitter) -> None:
    """State whether the frames of a track last equally long (constant frame rate)."""
    table = box.read(source.file, _MAX_TABLE, 8)
    durations: dict[int, int] = {}
    for count, length in struct.iter_unpack(">II", table[: len(table) // 8 * 8]):
        durations[length] = durations.get(length, 0) + count
    frames = sum(durations.values())
    if frames < 2:
        return
    common = max(durations.values())
    # The last frame of a track is often written longer or shorter by the muxer.
    if len(durations) == 1 or frames - common <= 1:
        said = "no: all frames last equally long"
    else:
        said = (
            f"yes: {len(durations)} different frame durations, {frames - common} of {frames} differ"
        )
    out.record(Fact(f"track{track}.variable-frame-rate", said))


def _whole(layout: Layout, out: Emitter) -> None:
    if layout.index_at is None:
        if layout.media_at is not None and not layout.fragments:
            size = layout.media_bytes
            what = f"the index (moov) is absent: {size} bytes of media cannot be placed in time"
            hint = (
                "ask for the file as the device stored it, or whether the recording was interrupted"
            )
            out.record(Failure("read", "damaged", what, next=hint))
        return
    if layout.media_at is not None:
        after = layout.index_at > layout.media_at
        said = (
            "after the media, as cameras write it"
            if after
            else "before the media, as for streaming"
        )
        out.record(Fact("mark.index", said))
    if layout.fragments:
        out.record(Fact("mark.fragments", layout.fragments))

"""Binds a packet: our own pages set, then for each part the pages of its sources put between them and stamped."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import msgspec
import pikepdf

from wellfounded.packet import wording
from wellfounded.packet.bundle import Bundle
from wellfounded.packet.numbering import Own, PartNumbers, number
from wellfounded.packet.plan import Binding, Made
from wellfounded.packet.untrusted.inspect import FAULTS
from wellfounded.packet.untrusted.part import Part, starts
from wellfounded.packet.untrusted.sheets import Typesetter
from wellfounded.terms.decoding import Emitter, MemberWriter, Settings, Source, Unreadable
from wellfounded.terms.record import RawName

_MOST_TRIES = 3
_PIECE = 1 << 20
_HAN = {"zh-tw": "TC", "zh-hk": "HK", "ja": "JP", "ko": "KR"}


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over each part as a member, then one blob: JSON, what each part is."""
    try:
        made = list(_Binder(Bundle(source.file.fileno(), Binding)).bind(out))
    except FAULTS as fault:
        what = f"the packet could not be bound: {type(fault).__name__}: {fault}"
        raise Unreadable("damaged", what[:300]) from fault
    out.blob(msgspec.json.encode(made))


class _Binder:
    def __init__(self, bundle: Bundle[Binding]) -> None:
        self._bundle, self._plan = bundle, bundle.plan
        self._setter = Typesetter(self._plan.fonts, _HAN.get(self._plan.language.lower(), "SC"))
        self._line = self._setter.line()

    def bind(self, out: Emitter) -> Iterator[Made]:
        """Bind the parts in order."""
        numbers, total = self._numbered()
        for place, name in enumerate(self._plan.names):
            told = numbers[place]
            sheets = self._set(place, numbers, total)
            with Part(self._bundle, place, told, total) as part:
                pdf = part.bind(sheets, self._line)
                member = out.member(RawName.of_path(name.encode()))
                raw: Any = _Writer(member)
                out_of_here = io.BufferedWriter(raw, _PIECE)
                pdf.save(
                    out_of_here,
                    deterministic_id=True,
                    compress_streams=False,
                    stream_decode_level=pikepdf.StreamDecodeLevel.none,
                    object_stream_mode=pikepdf.ObjectStreamMode.generate,
                    min_version="1.7",
                )
                out_of_here.flush()
                member.close()
            yield Made(name=name, pages=told.pages, first=told.first)

    def _numbered(self) -> tuple[list[PartNumbers], int]:
        """Give the numbers of all pages; our own, all but the tab sheets, are set until they are as many as were counted."""
        own = Own(1, 1, 1, 1)
        for _ in range(_MOST_TRIES):
            numbers, total = number(self._plan.parts, own)
            counted = self._counted(self._set(len(numbers) - 1, numbers, total, tabs=False))
            if counted == own:
                return numbers, total
            own = counted
        raise Unreadable("layout", "the index did not come out at the same length twice")

    def _set(
        self, place: int, numbers: list[PartNumbers], total: int, *, tabs: bool = True
    ) -> bytes:
        return self._setter.packet(wording.data(self._plan, place, numbers, total, tabs=tabs))

    def _counted(self, sheets: bytes) -> Own:
        """Count the pages of ours in the last part by the headings that begin each."""
        with pikepdf.open(io.BytesIO(sheets)) as pdf:
            begun, pages = starts(pdf), len(pdf.pages)
        index, sources, last = begun
        return Own(self._cover_pages() + index, sources - index, last - sources, pages - last)

    def _cover_pages(self) -> int:
        """Give how many pages the filer's own cover has."""
        if self._plan.cover_source < 0:
            return 0
        with pikepdf.open(self._bundle.file(self._plan.cover_source)) as pdf:
            return len(pdf.pages)


class _Writer(io.RawIOBase):
    """What is saved goes out as it comes."""

    def __init__(self, member: MemberWriter) -> None:
        super().__init__()
        self._member = member

    def writable(self) -> bool:
        return True

    def write(self, data: memoryview) -> int:  # type: ignore[override]
        self._member.write(bytes(data))
        return len(data)

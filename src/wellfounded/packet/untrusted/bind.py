"""Binds a packet: our own pages set, then for each part the pages of its sources put between them and stamped."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, cast

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
                pdf.save(
                    cast(BinaryIO, _Writer(member)),
                    deterministic_id=True,
                    compress_streams=False,
                    stream_decode_level=pikepdf.StreamDecodeLevel.none,
                    object_stream_mode=pikepdf.ObjectStreamMode.generate,
                    min_version="1.7",
                )
                member.close()
            yield Made(name=name, pages=told.pages, first=told.first)

    def _numbered(self) -> tuple[list[PartNumbers], int]:
        """Give the numbers of all pages; our own pages are set until they are as many as were counted."""
        own = Own(1, 1, 1, 1)
        for _ in range(_MOST_TRIES):
            numbers, total = number(self._plan.parts, own)
            counted = self._counted(self._set(len(numbers) - 1, numbers, total))
            if counted == own:
                return numbers, total
            own = counted
        raise Unreadable("layout", "the index did not come out at the same length twice")

    def _set(self, place: int, numbers: list[PartNumbers], total: int) -> bytes:
        return self._setter.packet(wording.data(self._plan, place, numbers, total))

    def _counted(self, sheets: bytes) -> Own:
        """Count the pages of ours in the last part by the headings that begin each."""
        with pikepdf.open(io.BytesIO(sheets)) as pdf:
            begun, pages = starts(pdf), len(pdf.pages)
        index, *tabs, sources, last = begun
        after = tabs[0] if tabs else sources
        if [*tabs, sources] != list(range(after, after + len(tabs) + 1)):
            raise Unreadable("layout", "a tab sheet does not fit on its page")
        return Own(self._cover_pages() + index, after - index, last - sources, pages - last)

    def _cover_pages(self) -> int:
        """Give how many pages the filer's own cover has."""
        if self._plan.cover_source < 0:
            return 0
        with pikepdf.open(self._bundle.file(self._plan.cover_source)) as pdf:
            return len(pdf.pages)


class _Writer(io.RawIOBase):
    """What is saved goes out as it comes, in pieces of a size worth handing over."""

    _PIECE = 1 << 20

    def __init__(self, member: MemberWriter) -> None:
        super().__init__()
        self._member, self._held = member, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: memoryview) -> int:  # type: ignore[override]
        self._held += data
        if len(self._held) >= self._PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._held:
            self._member.write(bytes(self._held))
            self._held.clear()

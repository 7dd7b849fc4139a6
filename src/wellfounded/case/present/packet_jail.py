"""The jail a packet is bound in: exhibits are lent to it as one bundle, parts come out of it as files (docs/decisions/a-packet-is-bound-in-the-jail.md)."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, Final, cast

import msgspec

from wellfounded.case.present.packet_sources import Opener, Wanted
from wellfounded.packet import bundle, manifest
from wellfounded.packet.paged import PAGES, Paged, Setting
from wellfounded.packet.plan import BIND, INSPECT, Binding, Inspected, Made
from wellfounded.sandbox import Sandbox, Sink, Task
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Refused, Unavailable
from wellfounded.terms.record import Failure

EXTRA: Final = ("typst", "manimgx_fonts", "manimgx_fonts_cjk")
_LIMITS: Final = Limits(
    wall_s=3600, cpu_s=3600, memory_bytes=8 * 1024**3, pages=100_000, ratio=10_000
)


def fonts() -> tuple[str, ...]:
    """Give the folders of the fonts our own pages are set in; raises Unavailable `needs-extra`."""
    found = [importlib.util.find_spec(name) for name in EXTRA]
    places = [spec.submodule_search_locations for spec in found if spec is not None]
    if len(places) != len(EXTRA):
        raise Unavailable(
            "needs-extra",
            "binding a packet needs [packet]",
            next="install wellfounded[packet]",
        )
    return tuple(str(place[0]) for place in places[1:] if place)


class Binder:
    """Sets, reads and binds. `secret`: what is lent to it must not lie on a disk."""

    def __init__(self, *, secret: bool, weaker: bool = False) -> None:
        """Start the jail; raises Unavailable `jail-weaker`."""
        self._secret = secret
        self._box = Sandbox([PAGES, INSPECT, BIND], _LIMITS, weaker=weaker)

    def set_pages(self, wanted: Sequence[Wanted], fonts: tuple[str, ...]) -> list[bytes]:
        """Give a PDF for each exhibit that is none, its pages set from its readings."""
        openers: list[Opener] = []
        told: list[Paged] = []
        for one in wanted:
            moved = tuple((number + len(openers), said) for number, said in one.paged.pictures)
            told.append(msgspec.structs.replace(one.paged, pictures=moved))
            openers += one.pictures
        kept = _Members()
        if wanted:
            self._run(PAGES, Setting(exhibits=tuple(told), fonts=fonts), openers, kept)
        return [bytes(data) for data in kept.members]

    def inspect(self, sources: Sequence[Opener], names: Sequence[str]) -> list[Inspected]:
        """Give what each source is; raises Refused `exhibit-source` for those that cannot be bound, by name."""
        kept = _Kept()
        self._run(INSPECT, {}, sources, kept)
        found = msgspec.json.decode(kept.data, type=list[Inspected])
        bad = [f"{n}: {one.why}" for n, one in zip(names, found, strict=False) if one.code]
        if bad:
            raise Refused(
                "exhibit-source",
                "these cannot be bound",
                where="; ".join(bad),
                next="print the file to a new PDF, add that and link it, or take the exhibit out",
            )
        return found

    def bind(
        self, binding: Binding, sources: Sequence[Opener], folder: Path
    ) -> list[manifest.Part]:
        """Write the parts into a folder."""
        kept = _Parts(folder)
        with kept:
            self._run(BIND, binding, sources, kept)
        made = msgspec.json.decode(kept.data, type=list[Made])
        return [
            manifest.Part(one.name, digest, size, one.pages)
            for one, (digest, size) in zip(made, kept.ended, strict=True)
        ]

    def __enter__(self) -> Binder:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the jail."""
        self._box.close()

    def _run(self, decoder: str, plan: Any, sources: Sequence[Opener], sink: Sink) -> None:
        with self._bundled(plan, sources) as (file, size, digest):
            task = Task(decoder, digest, size, stage="packet", limits=_LIMITS)
            outcome = self._box.read(task, file, sink)
        if outcome.failure is not None:
            raise _failed(outcome.failure)

    @contextmanager
    def _bundled(self, plan: Any, sources: Sequence[Opener]) -> Iterator[tuple[int, int, Digest]]:
        """Lend the checked bytes of every source as one file that lies in memory where the case is encrypted."""
        with ExitStack() as stack:
            files = [stack.enter_context(opened()) for opened in sources]
            sizes = [file.seek(0, os.SEEK_END) for file in files]
            for file in files:
                file.seek(0)
            out = stack.enter_context(_nowhere(self._secret))
            bundle.write(out, plan, files, sizes)
            again = os.open(f"/proc/self/fd/{out.fileno()}", os.O_RDONLY)
            stack.callback(os.close, again)
            yield again, os.fstat(again).st_size, Digest.of(msgspec.json.encode(sizes))


def _nowhere(secret: bool) -> BinaryIO:
    if secret and hasattr(os, "memfd_create"):
        return cast(BinaryIO, os.fdopen(os.memfd_create("packet"), "w+b"))
    return cast(BinaryIO, tempfile.TemporaryFile())


def _failed(failure: Failure) -> Refused:
    return Refused(
        "packet-binding",
        "the packet could not be bound",
        why=failure.what,
        next="take out the exhibits you added last, and build again to find the one it stumbles over",
    )


class _Kept:
    """Takes the one blob."""

    def __init__(self) -> None:
        self.data = b"[]"

    def on_record(self, found: dict[str, Any]) -> None:
        """Pass over."""

    def on_blob(self, data: bytes) -> None:
        """Keep it."""
        self.data = data

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Pass over."""

    def on_member_data(self, data: bytes) -> None:
        """Pass over."""

    def on_member_end(self, digest: Digest, size: int) -> None:
        """Pass over."""

    def on_member_abandoned(self, failure: dict[str, Any]) -> None:
        """Pass over."""


class _Members(_Kept):
    """Takes the bytes of each member."""

    def __init__(self) -> None:
        super().__init__()
        self.members: list[bytearray] = []

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Begin one."""
        self.members.append(bytearray())

    def on_member_data(self, data: bytes) -> None:
        """Keep."""
        self.members[-1] += data


class _Parts(_Kept):
    """Writes each member into a folder, under the names that were asked for and no other."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._open: IO[bytes] | None = None
        self.ended: list[tuple[Digest, int]] = []

    def __enter__(self) -> _Parts:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what is open."""
        if self._open is not None:
            self._open.close()

    def on_member_begin(self, meta: dict[str, Any]) -> None:
        """Begin a part."""
        name = Path(bytes.fromhex(meta["name"]["bytes_hex"]).decode()).name
        self._open = (self._folder / name).open("xb")

    def on_member_data(self, data: bytes) -> None:
        """Write."""
        if self._open is not None:
            self._open.write(data)

    def on_member_end(self, digest: Digest, size: int) -> None:
        """End the part; its bytes are on the disk before anything says they are."""
        if self._open is not None:
            self._open.flush()
            os.fsync(self._open.fileno())
            self._open.close()
        self.ended.append((digest, size))

"""Decoders for the tests of the sandbox: some honest, most hostile. Imported by the warm worker, run in the jail."""

from __future__ import annotations

from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Passage, Picture, RawName


def honest(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over one of everything."""
    data = source.file.read()
    out.record(Passage(data.decode(), Locus(source.digest)))
    blob = out.blob(b"picture")
    out.record(Picture("thumbnail", blob, 2, 3, Locus(source.digest)))
    writer = out.member(RawName.of_path(b"a/\xff"), facts=(("modified", "2024"),))
    writer.write(b"first ")
    writer.write(b"second")
    digest = writer.close()
    out.record(Fact("member", str(digest)))
    out.member(RawName.of_path(b"locked")).abandon("needs-password", "this member is locked")


def nothing(source: Source, out: Emitter, settings: Settings) -> None:
    """Hands over nothing."""

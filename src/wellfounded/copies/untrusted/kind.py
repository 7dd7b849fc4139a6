"""The kind of a file, and nothing else of it: which prints can be taken."""

from __future__ import annotations

from wellfounded.extract.untrusted.kind import identify
from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.record import Fact


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the fact `kind`."""
    out.record(Fact("kind", identify(source).kind))

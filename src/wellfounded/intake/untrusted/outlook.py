"""Outlook messages (.msg) and mail stores (.pst): recognised, kept, and said to be unread with
the way round it.
"""

from __future__ import annotations

from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Say that this version does not read the format."""
    raise Unreadable(
        "unsupported",
        "a message in Outlook's own format, which this version does not read",
        next="save it from Outlook as .eml (or print it to PDF) and add that too, linked to this",
    )

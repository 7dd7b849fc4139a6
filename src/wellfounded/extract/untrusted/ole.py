"""Older Office files and encrypted newer ones: told apart, and not read.

Source: [MS-CFB] 2.6 (directory entries), [MS-OFFCRYPTO] 1.3.3 (encrypted packages).
"""

from __future__ import annotations

from typing import Final

from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.record import Fact

_HEAD: Final = 4 * 1024**2
_STREAMS: Final = (
    ("EncryptedPackage", "an encrypted Office document"),
    ("WordDocument", "a Word 97-2003 document"),
    ("Workbook", "an Excel 97-2003 workbook"),
    ("PowerPoint Document", "a PowerPoint 97-2003 presentation"),
    ("__properties_version1.0", "an Outlook message"),
)
_COPY: Final = "open it in an office program, save a copy as docx, xlsx or PDF, and add the copy"
_MAIL: Final = (
    "save it from Outlook as .eml, or print it to PDF, and add that too, linked to this one"
)
_MACROS: Final = "_VBA_PROJECT"


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Say what it is, then that it was not read and what a person can do."""
    source.file.seek(0)
    data = source.file.read(_HEAD)
    if _MACROS.encode("utf-16-le") in data:
        out.record(Fact("office.macros", "present, never run"))
    for name, shown in _STREAMS:
        if name.encode("utf-16-le") not in data:
            continue
        out.record(Fact("ole.stream", name))
        if name == "EncryptedPackage":
            step = "open it with its password, save a copy without one, and add the copy too"
            raise Unreadable("needs-password", "it asks for a password", next=step)
        step = _MAIL if name.startswith("__properties") else _COPY
        raise Unreadable("unsupported", f"{shown}: no reader for this kind", next=step)
    raise Unreadable("unsupported", "an older Office file of no known kind", next=_COPY)

"""The words of the report: what codes, kinds, doors and clocks are called on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment, utc

AUDIENCES: Final = {
    "team": "Working copy for the team. Not for handing over.",
    "court": "For the court",
    "public": "For the public",
}
CLOCK_WORD: Final = "the writer's computer's word"
MACHINE: Final = "machine reading, unchecked"

FAILURES: Final = {
    "changed-while-read": "The file changed while it was being read.",
    "crashed": "The decoder crashed in its jail.",
    "damaged": "The bytes do not follow their format.",
    "failed": "It could not be read.",
    "garbage": "The decoder gave an answer that makes no sense, which was not taken.",
    "needs-extra": "Reading this kind needs a part of the program that is not installed.",
    "needs-password": "It is locked with a password.",
    "no-text": "A page holds no text, only a picture.",
    "not-a-file": "It is not a file: a device, a pipe, a socket or a link.",
    "not-yet": "Nobody has read it yet.",
    "out-of-memory": "It needed more memory than the limit.",
    "over-limit": "It went over a stated limit.",
    "partial": "Part of it could not be read.",
    "refused": "It was refused as hostile.",
    "timed-out": "It took longer than the limit.",
    "too-large": "It is larger than the limit.",
    "unsupported": "No decoder here reads this kind.",
    "unread-marks": "A few marks in a picture may be writing, and no machine read them.",
    "unsupported-language": "No engine here reads this language.",
}
SOURCES: Final = {
    "text": "written in the file",
    "ocr": MACHINE,
    "speech": MACHINE,
    "cell": "written in the cell",
    "message": "written in the message",
    "caption": "written as a caption",
    "subtitle": "written as a subtitle",
    "metadata": "written in the file's metadata",
}
DOORS: Final = {
    "file": "given as a file",
    "folder": "found in a folder that was given",
    "member": "member of an archive",
    "attachment": "attached to a message",
    "embedded": "embedded in a document",
    "picture": "picture inside a document",
}
RELATIONS: Final = {
    "translation-of": ("is a translation of", "has as translation"),
    "transcript-of": ("is a transcript of", "has as transcript"),
    "part-of": ("is part of", "has as part"),
    "certificate-of": ("is the certificate of", "has as certificate"),
}
ROLES: Final = {
    "thumbnail": "reduced picture",
    "embedded-thumbnail": "thumbnail found inside the file",
    "page": "page",
    "keyframe": "key frame",
    "contact-sheet": "contact sheet",
    "waveform": "waveform of the sound",
}
ENTRIES: Final = {
    "opened": "log opened",
    "received": "received",
    "not-received": "not received",
    "read": "read",
    "handling": "handling set",
    "amended": "amended",
    "unlocked": "unlocked",
    "withdrawn": "withdrawn",
    "weaker-jail": "weaker jail used",
    "key-rotated": "key rotated",
    "reported": "report made",
    "exported": "exported",
    "actor": "actor named",
}


def clock(microseconds: int) -> str:
    """Give a log clock as `2024-03-01 12:30:05 UTC`, to the second."""
    return utc(microseconds - microseconds % 1_000_000).local.replace("T", " ") + " UTC"


def moment(when: Moment) -> str:
    """Give a moment as written with its zone, or `no zone`; nothing is completed."""
    local = when.local.replace("T", " ")
    return local if len(when.fields) < 5 and not when.offsets else f"{local} {when.zone}"


def failure(code: str) -> str:
    """Give one plain sentence for a failure code; never a word of the evidence."""
    return FAILURES.get(code, "It could not be read.")


def source(name: str) -> str:
    """Give who asserts a passage, by where its words come from."""
    return SOURCES.get(name, MACHINE)


def is_machine(name: str) -> bool:
    """Whether a passage's words were made by a machine rather than found as text."""
    return source(name) == MACHINE


def door(name: str) -> str:
    """Give how something came in."""
    return DOORS.get(name, name)


def size(octets: int) -> str:
    """Give a number of bytes for reading: `1,234 bytes`, `3.4 MB` (powers of ten)."""
    if octets < 10_000:
        return f"{octets:,} byte" + ("" if octets == 1 else "s")
    for unit, scale in (("GB", 1_000_000_000), ("MB", 1_000_000)):
        if octets >= scale:
            return f"{octets / scale:,.1f} {unit}"
    return f"{octets / 1000:,.0f} kB"


def place(locus: Locus | None) -> str:
    """Give where in the item something stands."""
    return "whole item" if locus is None else locus.describe()


def confidence(thousandths: Iterable[int | None]) -> str:
    """Give the engine's own confidence in its reading of some words, where it gave any."""
    percents = [round(one / 10) for one in thousandths if one is not None]
    if not percents:
        return ""
    least, most = min(percents), max(percents)
    return f"engine's own confidence {least}{'' if least == most else f' to {most}'} %"


def said_otherwise(when: Moment) -> bool:
    """Whether the words of a moment say more than its local fields do."""
    digits, local = (re.sub(r"\D", "", text) for text in (when.written, when.local))
    return bool(when.written) and digits != local


def written_beside(written: str, value: str) -> str:
    """Give the words of a time without the remark that already stands at the end of the value beside them."""
    _, mark, remark = value.partition(", ")
    return written.removesuffix(mark + remark) if remark else written


def tool(name: str) -> str:
    """Give a tool as people read it: our own decoders without the folders they lie in."""
    return f"wellfounded {name.rpartition('.')[2]}" if name.startswith("wellfounded.") else name

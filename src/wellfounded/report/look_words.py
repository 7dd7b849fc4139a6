"""What a file of a kind could say and does not.

What no file shows, and what to ask whoever sent it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Silence:
    """Something files of this kind often say.

    What it is called, whether this one says it, and what silence means.
    """

    what: str
    said: bool
    meaning: str


_PICTURE: Final = (
    ("time taken", ("exif.DateTimeOriginal",), "messengers and screenshots drop it"),
    (
        "zone of that time",
        ("exif.OffsetTimeOriginal", "exif.OffsetTime"),
        "many cameras never write one",
    ),
    ("device", ("exif.Make", "exif.Model"), "messengers, web sites and editors drop it"),
    ("position", ("gps",), "usual: off by default on many devices, dropped by most services"),
    ("signed provenance", ("provenance.manifest",), "few devices write any"),
)
_FILM: Final = (
    (
        "time of recording",
        ("container.created", "track1.created"),
        "messengers write none, or their own",
    ),
    (
        "device",
        ("container.make", "container.model", "mov.make", "mov.model"),
        "messengers and editors drop it",
    ),
    ("position", ("gps",), "usual: off by default on many devices, dropped by most services"),
    ("signed provenance", ("provenance.manifest",), "few devices write any"),
)
_PAPER: Final = (
    (
        "time of making",
        ("pdf.info.CreationDate", "office.created"),
        "printing to PDF and cleaning tools drop it",
    ),
    ("author", ("pdf.info.Author", "office.author"), "often empty, often the owner of the program"),
    ("program", ("pdf.info.Producer", "office.Application"), "cleaning tools drop it"),
)
_WEB: Final = (
    ("date of publication", ("html.published", "html.time"), "a page can change after it"),
    ("author", ("html.author",), "many outlets sign as a desk"),
    (
        "its own address",
        ("html.canonical", "html.address"),
        "a saved page says only what its maker wrote",
    ),
)
_MAIL: Final = (
    ("date", ("mail.date",), "the sender's program writes it"),
    ("path of delivery", ("mail.received",), "an exported or forwarded message often has none"),
    ("signature of the domain", ("mail.dkim-signature",), "not every server signs"),
)
_EXPECTED: Final = {
    "image": _PICTURE,
    "video": _FILM,
    "audio": _FILM[:2],
    "pdf": _PAPER,
    "docx": _PAPER,
    "xlsx": _PAPER,
    "odt": _PAPER,
    "html": _WEB,
    "mail": _MAIL,
}
_NEVER: Final = (
    "Whether what it shows or says is true, or was staged.",
    "Who made it, and who held it before you. Names and devices in it can be written by anyone.",
    "When and where it was made. Its times and positions are what a device or a person wrote into it.",
    "Whether it was changed. That no mark of a change was found is not evidence that there was none.",
)
_NEVER_OF: Final = {
    "image": ("Whether it is a picture of a picture or of a screen, or was made by a machine.",),
    "video": (
        "Whether parts were cut, or sound was laid over it.",
        "Whether an older film shows the same.",
    ),
    "audio": ("Whose voice it is, and whether parts were cut.",),
    "pdf": ("Whether the text layer says what the page shows.",),
    "html": ("What the page says today, or said on another day.",),
    "mail": ("Whether it was sent. A message file is text that anyone can write.",),
}
_ASK: Final = (
    "From whom, when and how did you get it? Did you get it in this form?",
    "Who made it, when and where, by which clock? May we ask them?",
    "Is there a fuller or earlier form of it? Please send that as a file, not through a messenger.",
    "Who else has it, and who may see it? What could happen to whom if it is shown?",
)
_ASK_OF: Final = {
    "image": ("What did you take before and after it? Those too, untouched, please.",),
    "video": ("What was recorded before and after it? Those too, untouched, please.",),
    "audio": ("Who speaks, in which language, and do they know that it was recorded?",),
    "pdf": ("Was it scanned or made as a file? Is there paper, and where is it?",),
    "mail": ("Can you export it from the mailbox as a file with all its headers?",),
}
_ASK_WHEN_SILENT: Final = {
    "time taken": "The file says no time of taking: what did the clock of the device show, and was it right?",
    "zone of that time": "Which time zone was the device set to?",
    "time of recording": "The file says no time of recording: what did the clock of the device show, and was it right?",
    "device": "Which device recorded it? Does it still hold the file?",
    "position": "Where exactly was it taken, and what can be seen from there?",
}


def silences(kind: str, names: set[str], placed: bool) -> Iterator[Silence]:
    """Give what files of this kind often say.

    And whether this one does; `placed` if it states a position.
    """
    for what, facts, meaning in _EXPECTED.get(kind, ()):
        said = any(name in names for name in facts) or (what == "position" and placed)
        yield Silence(what, said, meaning)


def unshown(kind: str) -> Iterator[str]:
    """Give what a file of this kind does not show, however it was read."""
    yield from _NEVER
    yield from _NEVER_OF.get(kind, ())


def asks(kind: str, silent: tuple[Silence, ...]) -> Iterator[str]:
    """Give what to ask the sender: always, of this kind, and about what the file does not say."""
    yield from _ASK
    yield from _ASK_OF.get(kind, ())
    for one in silent:
        if not one.said and one.what in _ASK_WHEN_SILENT:
            yield _ASK_WHEN_SILENT[one.what]

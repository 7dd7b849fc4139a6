"""What each PDF of a bundle is before it is bound: its pages with the digest of what they draw, or why it cannot be bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import msgspec
import pikepdf

from wellfounded.packet.bundle import Bundle
from wellfounded.packet.plan import Inspected, Page
from wellfounded.packet.untrusted.content import Contents, TooDeep
from wellfounded.packet.untrusted.stamp import Frame
from wellfounded.terms.decoding import Emitter, Settings, Source

FAULTS: Final = (
    pikepdf.PikepdfError,
    ValueError,
    TypeError,
    RuntimeError,
    KeyError,
    AttributeError,
    RecursionError,
)
"""What pikepdf raises on a damaged document, and conversions of what it gives."""

_SCRIPTS: Final = frozenset(
    "/JavaScript /Launch /SubmitForm /ImportData /GoToR /GoToE /Rendition /RichMediaExecute /Movie /Sound".split()
)


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over one blob: JSON, what each file of the bundle is, in order."""
    bundle = Bundle(source.file.fileno(), dict[str, Any])
    found = [inspect(bundle.file(n)) for n in range(len(bundle.files))]
    out.blob(msgspec.json.encode(found))


def inspect(file: BinaryIO) -> Inspected:
    """Give what one PDF is. Its pages in order; or a code and the reason why it cannot be bound."""
    try:
        with pikepdf.open(file) as pdf:
            if not len(pdf.pages):
                return Inspected(code="no-pages", why="it has no pages")
            if _is_dynamic(pdf):
                return Inspected(
                    code="xfa", why="it is a dynamic form (XFA): its pages exist only in one viewer"
                )
            return Inspected(pages=tuple(_pages(pdf)), notes=tuple(dict.fromkeys(_notes(pdf))))
    except pikepdf.PasswordError:
        return Inspected(code="encrypted", why="it needs a password to be opened")
    except TooDeep:
        return Inspected(code="too-deep", why="its objects lie in each other without end in sight")
    except FAULTS:
        return Inspected(code="damaged", why="it is too damaged to be bound")


def _pages(pdf: pikepdf.Pdf) -> Iterator[Page]:
    contents, weights = Contents(), _Weights()
    for page in pdf.pages:
        frame = Frame.of(page.obj)
        wide, high = (side * frame.unit for side in frame.shown)
        yield Page(contents.of(page).hex(), wide, high, weights.of(page.obj))


class _Weights:
    """Counts the bytes that each page adds to a document."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()

    def of(self, page: pikepdf.Object) -> int:
        """Give the bytes of the streams that no page before has used."""
        total, waiting = 0, [page.get(k) for k in ("/Contents", "/Resources", "/Annots")]
        while waiting:
            one = waiting.pop()
            if not isinstance(one, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
                continue
            mark = one.objgen
            if mark != (0, 0):
                if mark in self._seen:
                    continue
                self._seen.add(mark)
            total += 40
            if isinstance(one, pikepdf.Stream):
                total += int(one.get("/Length", 0))
            if isinstance(one, pikepdf.Array):
                total += 6 * len(one)
                waiting += list(one)
            else:
                waiting += [v for k, v in one.items() if k not in ("/Parent", "/P", "/Popup")]
        return total


def _is_dynamic(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    return isinstance(form, pikepdf.Dictionary) and "/XFA" in form and "/NeedsRendering" in pdf.Root


def _notes(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "its encryption, which needs no password, is left out"
    if pdf.get_warnings():
        yield "its structure is damaged and was mended while it was read"
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        flags = form.get("/SigFlags", 0)
        if isinstance(flags, int) and flags & 1:
            yield "its digital signature holds for the preserved file, and is not carried into these pages"
        if "/XFA" in form:
            yield "its XFA form is left out; the pages it carries beside it are bound"
    if "/OpenAction" in pdf.Root or "/AA" in pdf.Root or _names(pdf, "/JavaScript"):
        yield "scripts and actions of the file are left out"
    if _names(pdf, "/EmbeddedFiles"):
        yield "files inside it are left out"
    for page in pdf.pages:
        yield from _notes_of_page(page.obj)


def _notes_of_page(page: pikepdf.Object) -> Iterator[str]:
    if "/AA" in page:
        yield "scripts and actions of the file are left out"
    found = page.get("/Annots")
    for one in found if isinstance(found, pikepdf.Array) else ():
        if not isinstance(one, pikepdf.Dictionary):
            continue
        action = one.get("/A")
        kind = str(action.get("/S")) if isinstance(action, pikepdf.Dictionary) else ""
        if "/AA" in one or kind in _SCRIPTS:
            yield "scripts and actions of the file are left out"
        if str(one.get("/Subtype")) in ("/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"):  # fmt: skip
            yield "sound, film and files on its pages are left out"


def _names(pdf: pikepdf.Pdf, key: str) -> bool:
    names = pdf.Root.get("/Names")
    return isinstance(names, pikepdf.Dictionary) and key in names

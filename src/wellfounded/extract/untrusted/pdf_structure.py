"""What a PDF says about itself beside its text: dates, makers, actions, notes, forms, files inside.

Source: ISO 32000-1, 7.11.4 (embedded files), 7.9.4 (dates), 12.5 and 12.6 (annotations, actions),
12.7 (forms), 14.3 (metadata).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pikepdf

from wellfounded.extract.untrusted import xmp
from wellfounded.terms.decoding import Emitter, OverLimit, Source
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.record import Fact, Failure, Passage, RawName

_MOST_OBJECTS: Final = 200_000
_MOST_LINKS: Final = 500
_MOST_VALUE: Final = 4000
_CHUNK: Final = 1024**2
FAULTS: Final = (
    pikepdf.PikepdfError,
    ValueError,
    TypeError,
    RuntimeError,
    KeyError,
    RecursionError,
)
"""What pikepdf and PDFium raise on a damaged document, and conversions of what they give."""

_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})(\d{2})?)?\s*(?:(Z)|([+-])(\d{2})'?(\d{2})?)?",
    re.ASCII,
)
_ACTIONS: Final = {
    "/JavaScript": "pdf.javascript",
    "/Launch": "pdf.launch",
    "/URI": "pdf.links",
    "/SubmitForm": "pdf.submit-form",
    "/ImportData": "pdf.import-data",
    "/GoToR": "pdf.go-to-file",
    "/GoToE": "pdf.go-to-embedded",
    "/Rendition": "pdf.media",
    "/RichMedia": "pdf.media",
}


def state(pdf: pikepdf.Pdf, pages: int, source: Source, out: Emitter) -> None:
    """Hand over version, document information, XMP, actions, annotations, fields and revisions."""
    out.record(Fact("pdf.version", str(pdf.pdf_version)))
    if pdf.is_encrypted:
        out.record(Fact("pdf.encrypted", "opened with the given or the empty password"))
    try:
        theirs = len(pdf.pages)
        if theirs != pages:
            out.record(Fact("pdf.second-engine", f"counts {theirs} pages"))
        _information(pdf, out)
    except FAULTS as fault:
        out.record(Failure("read", "damaged", f"document information: {said(fault)}"))
    _metadata(pdf, out)
    _revisions(source, out)
    _objects(pdf, source, out)


def said(fault: BaseException) -> str:
    """Give what a library says of a fault, without the names it has for our objects, so that it repeats."""
    return re.sub(
        r"(?:stream )?<[^>]*(?:\bat 0x[0-9a-f]+|\bname=[^>]*)>(?: \(|:)?\s?", "", str(fault)
    )[:120]


def moment(written: str) -> Moment | None:
    """Read a PDF date `D:20240301123000+08'00'`; the zone only where it is written."""
    found = _DATE.fullmatch(written.strip().rstrip("'"))
    if found is None:
        return None
    fields = tuple(int(part) for part in found.groups()[:6] if part is not None)
    offset = None
    if found.group(7):
        offset = 0
    elif found.group(8) and len(fields) >= 5:
        offset = int(found.group(9)) * 60 + int(found.group(10) or 0)
        offset = -offset if found.group(8) == "-" else offset
    try:
        return Moment(fields, () if offset is None or len(fields) < 5 else (offset,), written)
    except Mistaken:
        return None


def _plain(value: object) -> str:
    """A PDF string as text that a record can hold."""
    return str(value).encode("utf-8", "replace").decode("utf-8").strip("\0")[:_MOST_VALUE]


def _information(pdf: pikepdf.Pdf, out: Emitter) -> None:
    if "/Info" not in pdf.trailer or not isinstance(pdf.trailer.Info, pikepdf.Dictionary):
        return
    for key, value in list(pdf.trailer.Info.items())[:100]:
        if isinstance(value, (pikepdf.String, pikepdf.Name)) and _plain(value):
            text = _plain(value)
            name = "pdf.info." + re.sub(r"[^ -~]", "?", key.lstrip("/"))[:60]
            out.record(Fact(name, text, when=moment(text) if "Date" in key else None))


def _metadata(pdf: pikepdf.Pdf, out: Emitter) -> None:
    try:
        if "/Metadata" in pdf.Root and isinstance(pdf.Root.Metadata, pikepdf.Stream):
            packet = b"".join(_content(pdf.Root.Metadata, xmp.MAX_PACKET_BYTES))
            xmp.state(packet, out)
    except (*FAULTS, zlib.error) as fault:
        out.record(Failure("read", "damaged", f"XMP metadata: {said(fault)}"))


def _revisions(source: Source, out: Emitter) -> None:
    """How many times the file was added to at its end: each save of that kind leaves one mark."""
    source.file.seek(0)
    count, kept = 0, b""
    while data := source.file.read(_CHUNK):
        count += (kept + data).count(b"startxref")
        kept = data[-8:]
    if count > 1:
        out.record(Fact("pdf.sections", count))


def _objects(pdf: pikepdf.Pdf, source: Source, out: Emitter) -> None:
    """Walk every object once: actions, annotations, form fields, signatures."""
    counts: Counter[str] = Counter()
    links: dict[str, None] = {}
    try:
        for number, item in enumerate(pdf.objects):
            if number > _MOST_OBJECTS:
                out.record(Fact("pdf.objects-not-examined", len(pdf.objects) - number))
                break
            if isinstance(item, pikepdf.Dictionary):
                _examine(item, counts, links)
    except FAULTS as fault:
        out.record(Failure("read", "damaged", f"objects: {said(fault)}"))
    for name, count in sorted(counts.items()):
        out.record(Fact(name, count))
    for link in list(links)[:_MOST_LINKS]:
        out.record(Fact("pdf.link", link))
    _annotations(pdf, source, out)


def _examine(item: pikepdf.Object, counts: Counter[str], links: dict[str, None]) -> None:
    for action in (item, item.get("/A"), item.get("/OpenAction")):
        if isinstance(action, pikepdf.Dictionary) and "/S" in action:
            name = _ACTIONS.get(_plain(action.S))
            if name and (action is not item or "/Subtype" not in item):
                counts[name] += 1
                if "/URI" in action and isinstance(action.URI, pikepdf.String):
                    links.setdefault(_plain(action.URI))
    if "/AA" in item:
        counts["pdf.additional-actions"] += 1
    if "/FT" in item:
        counts["pdf.signatures" if _plain(item.FT) == "/Sig" else "pdf.form-fields"] += 1
    if "/XFA" in item:
        counts["pdf.xfa-form"] += 1
    if "/Subtype" in item and "/Rect" in item and _plain(item.Subtype) != "/Link":
        counts["pdf.annotations"] += 1


def _annotations(pdf: pikepdf.Pdf, source: Source, out: Emitter) -> None:
    """Hand over notes and filled fields, which are no part of the page's own text."""
    given = 0
    try:
        for number, page in enumerate(pdf.pages, 1):
            notes = page.obj.get("/Annots")
            if number > source.limits.pages or not isinstance(notes, pikepdf.Array):
                continue
            for note in list(notes)[:2000]:
                passage = _note(note, Locus(source.digest, page=number, part="annotation"))
                if passage is not None and given < source.limits.members:
                    out.record(passage)
                    given += 1
    except FAULTS as fault:
        out.record(Failure("read", "damaged", f"annotations: {said(fault)}"))


def _note(note: object, place: Locus) -> Passage | None:
    if not isinstance(note, pikepdf.Dictionary):
        return None
    for key in ("/Contents", "/V"):
        value = note.get(key)
        if isinstance(value, pikepdf.String) and _plain(value).strip():
            author, stamp = note.get("/T"), note.get("/M")
            when = moment(_plain(stamp)) if isinstance(stamp, pikepdf.String) else None
            speaker = _plain(author) if isinstance(author, pikepdf.String) else ""
            return Passage(
                _plain(value).strip(),
                place,
                source="metadata",
                speaker=speaker if key == "/Contents" else "",
                when=(when,) if when else (),
            )
    return None


def hand_over_members(pdf: pikepdf.Pdf, source: Source, out: Emitter) -> None:
    """Stream out every embedded file, by attachment list or annotation, each once."""
    try:
        for name, stream in embedded(pdf):
            _member(name, stream, out)
    except FAULTS as fault:
        out.record(Failure("member", "damaged", f"embedded files: {said(fault)}"))


def embedded(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Stream]]:
    """Give every embedded file with its name, by attachment list or annotation, each once."""
    seen = set()
    for number, item in enumerate(pdf.objects):
        if number > _MOST_OBJECTS:
            return
        if not isinstance(item, pikepdf.Dictionary):
            continue
        for specification in (item, item.get("/FS")):
            if not isinstance(specification, pikepdf.Dictionary) or "/EF" not in specification:
                continue
            name = _plain(specification.get("/UF") or specification.get("/F") or "")
            for stream in specification.EF.values():
                if isinstance(stream, pikepdf.Stream) and stream.objgen not in seen:
                    seen.add(stream.objgen)
                    yield name, stream


def _member(name: str, stream: pikepdf.Stream, out: Emitter) -> None:
    facts = []
    parameters = stream.get("/Params")
    if isinstance(parameters, pikepdf.Dictionary):
        facts = [
            (key.lstrip("/").lower(), _plain(value))
            for key, value in parameters.items()
            if key in ("/CreationDate", "/ModDate") and isinstance(value, pikepdf.String)
        ]
    raw = RawName(name.encode("utf-8"), name)
    writer = out.member(raw, relation="embedded", facts=tuple(facts))
    try:
        for data in _content(stream, None):
            writer.write(data)
    except OverLimit as stop:
        writer.abandon(stop.code, stop.what)
    except (*FAULTS, zlib.error) as fault:
        writer.abandon("damaged", said(fault))
    else:
        writer.close()


def _content(stream: pikepdf.Stream, most: int | None) -> Iterator[bytes]:
    """The bytes of a stream in pieces; a plain Flate stream is inflated piece by piece."""
    filters = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    flate = isinstance(filters, pikepdf.Name) and _plain(filters) in ("/FlateDecode", "/Fl")
    if not flate or "/DecodeParms" in stream:
        yield stream.read_bytes()[:most]
        return
    inflate, data, given = zlib.decompressobj(), stream.read_raw_bytes(), 0
    while data and not inflate.eof and (most is None or given < most):
        piece = inflate.decompress(data, _CHUNK)
        data = inflate.unconsumed_tail
        given += len(piece)
        yield piece
        if not piece and not data:
            break
    yield inflate.flush(_CHUNK) if most is None else b""

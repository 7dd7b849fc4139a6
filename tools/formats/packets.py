"""Small packets with their proofs, made without the binder: pages of invented originals, stamped, listed, logged and issued."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tools.formats.sample import SampleLog, digest, digits, signer
from wellfounded.case.proof.handout import zipped
from wellfounded.ledger.signer import KeySigner
from wellfounded.terms import canonical
from wellfounded.verifier import wellfounded_verify_packet as reader

ISSUED = 1_772_355_600_000_000


@dataclass
class SamplePacket:
    """A packet of one part: the PDF, `packet.proof`, the originals by tab, and the log behind it."""

    pdf: bytes
    proof: bytes
    originals: dict[str, bytes]
    manifest: bytes
    log: SampleLog = field(repr=False)


def original(seed: object, pages: int) -> bytes:
    """Give a PDF of some pages: text, a picture, a form that shares the page's resources, a comment that is drawn."""
    chance = random.Random(str(seed))
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    shared = pdf.make_indirect(Dictionary(Font=Dictionary(F1=font)))
    form = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Resources=shared)  # fmt: skip
    picture = pdf.make_stream(chance.randbytes(64), Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, BitsPerComponent=8, ColorSpace=Name.DeviceGray)  # fmt: skip
    shared.XObject = Dictionary(Fm=form, Im=picture)
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(612, 792))
        page.obj.Resources = shared
        words = " ".join(chance.choices(("gate", "mill", "wall", "noon", "list", "square"), k=12))
        drawn = f"BT /F1 12 Tf 72 {700 - number} Td ({words}) Tj ET q 90 0 0 90 72 500 cm /Im Do Q /Fm Do"
        page.obj.Contents = Array([pdf.make_stream(drawn.encode()), pdf.make_stream(b"0.5 w 72 400 m 300 400 l S")])  # fmt: skip
        if number == 0:
            page.obj.Rotate = 90
            mark = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([9, 9, 40, 40]), C=Array([1, 0, 0]))  # fmt: skip
            page.obj.Annots = Array([pdf.make_indirect(mark)])
    return _saved(pdf)


def _saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    data = io.BytesIO()
    pdf.save(data, deterministic_id=True, **options)
    return data.getvalue()


def sample_packet(
    seed: object, *, key: KeySigner | None = None, sensitive: bool = False
) -> SamplePacket:
    """Give a packet of two exhibits; with `sensitive` the second's original stands as a commitment only."""
    log = SampleLog("custody", seed, key or signer(seed))
    originals = {"A": original((seed, "A"), 3), "B": original((seed, "B"), 2)}
    rows = []
    for tab, data in originals.items():
        item = digest(data)
        log.add("received", item, body={"object": item, "size": len(data), "door": "file"})
        rows.append(_row(tab, data, sensitive=sensitive and tab == "B", seed=seed))
    held = {"exhibits": rows, "format": "wellfounded.packet/1", "issued": ISSUED}
    manifest = canonical.encode(held)
    listed = digest(manifest)
    log.add("bound", listed, body={"size": len(manifest)})
    log.add("shown", listed)
    size = len(log.entries)
    bound = zipped(log.proof([size - 2, size - 1]))
    pdf = bind(originals, manifest, bound)
    part = digest(pdf)
    log.add("issued", part, body={"size": len(pdf), "manifest": listed})
    shown = [listed, part, *(row["item"] for row in rows if "item" in row)]
    for item in shown:
        log.add("shown", item)
    chain = [n for n, e in enumerate(log.entries) if {a["item"] for a in e.get("about", [])} & set(shown)]  # fmt: skip
    files = log.proof(chain) | log.earlier(1, size)
    return SamplePacket(pdf, stored(files), originals, manifest, log)


def _row(tab: str, data: bytes, *, sensitive: bool, seed: object) -> dict[str, Any]:
    item, held = digest(data), reader.Pdf(data)
    walk = reader.Walk(held)
    drawn = [reader.drawn(walk, page)[0].hex() for page in held.pages]
    pages = [[content, number] for number, content in enumerate(drawn, 1)]
    row: dict[str, Any] = {
        "tab": tab,
        "source": item,
        "made": "",
        "total": len(pages),
        "pages": pages,
    }
    if sensitive:
        salted = digits("salt", seed) + bytes.fromhex(item[7:])
        return row | {"commitment": digest(salted), "source": digest(salted)}
    return row | {"item": item}


def bind(originals: dict[str, bytes], manifest: bytes, proof: bytes) -> bytes:
    """Give the PDF: a cover, each exhibit's pages under their stamp, a last page; with object streams."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    number = _own(pdf, font, "cover", 1)
    for tab, data in originals.items():
        with pikepdf.open(io.BytesIO(data)) as source:
            for at, page in enumerate(source.pages, 1):
                number += 1
                pdf.pages.append(page)
                told = {"Exhibit": String(tab), "Page": at, "Pages": len(source.pages)}
                _stamped(pdf, pdf.pages[-1], font, f"Exhibit {tab}, page {at}")
                pdf.pages[-1].obj.PieceInfo = _said(Role=Name.exhibit, Number=number, **told)
    _own(pdf, font, "last", number + 1)
    streams = {"Manifest": pdf.make_stream(manifest), "Proof": pdf.make_stream(proof)}
    pdf.Root.PieceInfo = _said(Part=1, Parts=1, **streams)
    return _saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _said(**held: Any) -> Dictionary:
    return Dictionary(Wellfounded=Dictionary(Private=Dictionary(V=1, **held)))


def _own(pdf: pikepdf.Pdf, font: Dictionary, role: str, number: int) -> int:
    page = pdf.add_blank_page(page_size=(612, 792)).obj
    page.Resources = Dictionary(Font=Dictionary(F=font))
    page.Contents = pdf.make_stream(f"BT /F 12 Tf 72 700 Td (The {role} page) Tj ET".encode())
    page.PieceInfo = _said(Role=Name("/" + role), Number=number)
    return number


def _stamped(pdf: pikepdf.Pdf, page: pikepdf.Page, font: Dictionary, words: str) -> None:
    """Put a label beside a page's own streams, as the binder does."""
    form = pdf.make_stream(f"BT /F 9 Tf 4 5 Td ({words}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, Decimal("90.5"), 16]), Resources=Dictionary(Font=Dictionary(F=font)))  # fmt: skip
    resources = Dictionary(page.obj.Resources)
    objects = Dictionary(resources.XObject)
    objects.WfStamp, resources.XObject = form, objects
    page.obj.Resources = resources
    last = pdf.make_stream(b"Q q 1 0 0 1 430 12 cm /WfStamp Do Q")
    page.obj.Contents = Array([pdf.make_stream(b"q"), *page.obj.Contents, last])


def stored(files: dict[str, bytes]) -> bytes:
    """Give the zip of some files as packet.proof is: sorted, not packed, dated 1980-01-01."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(files.items()):
            member = zipfile.ZipInfo(name)
            member.create_system = 3
            archive.writestr(member, data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Give the files of a proof in a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

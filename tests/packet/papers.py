"""Small PDFs to bind: letter and odd sizes, turned, cropped, with forms, scripts, layers."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

Change = Callable[[pikepdf.Pdf], None]


def paper(
    pages: int = 1,
    *,
    size: tuple[float, float] = (612, 792),
    text: str = "Page",
    change: Change | None = None,
) -> bytes:
    """A PDF with a line of text on each page, changed by hand before it is saved."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for number in range(1, pages + 1):
        pdf.add_blank_page(page_size=size)
        page = pdf.pages[-1]
        drawn = f"BT /F1 24 Tf 72 {size[1] - 100} Td ({text} {number}) Tj ET"
        page.obj["/Contents"] = pdf.make_stream(drawn.encode())
        page.obj["/Resources"] = Dictionary(Font=Dictionary(F1=font))
    if change is not None:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def turned(degrees: int) -> Change:
    """Turn every page, and crop it a little."""

    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.obj["/Rotate"] = degrees
            page.obj["/CropBox"] = Array([20, 30, 580, 760])

    return change


def scripted(pdf: pikepdf.Pdf) -> None:
    """A script when it opens, one on a page, a link that starts a program, an attached file."""
    script = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.Root["/OpenAction"] = script
    page = pdf.pages[0].obj
    page["/AA"] = Dictionary(O=script)
    launch = Dictionary(S=Name.Launch, F=pikepdf.String("calc.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 50, 50]), A=launch)
    page["/Annots"] = Array([pdf.make_indirect(link)])
    pdf.attachments["secret.txt"] = b"SECRET-CANARY"


def heavy(pdf: pikepdf.Pdf) -> None:
    """An incompressible picture of 40 kB on each page."""
    for number, page in enumerate(pdf.pages):
        data = random.Random(number).randbytes(40_000)
        picture = pdf.make_stream(
            data, Type=Name.XObject, Subtype=Name.Image, Width=200, Height=200,
            ColorSpace=Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip
        page.obj.Resources["/XObject"] = Dictionary(Im0=picture)
        page.obj["/Contents"] = pdf.make_stream(
            b"q 300 0 0 300 72 72 cm /Im0 Do Q " + page.obj.Contents.read_bytes()
        )


def unbalanced(pdf: pikepdf.Pdf) -> None:
    """Content that leaves its state open, and moves the origin."""
    page = pdf.pages[0].obj
    page["/Contents"] = pdf.make_stream(
        b"q q 2 0 0 2 100 100 cm BT /F1 24 Tf 10 10 Td (a q b) Tj ET"
    )


def write(folder: Path, papers: dict[str, bytes]) -> Path:
    """Write papers into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in papers.items():
        (folder / name).write_bytes(data)
    return folder

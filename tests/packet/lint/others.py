"""The same filings drawn by other programs: ReportLab, fpdf2, Chromium, Cairo (through poppler), and saved again by pypdf."""

from __future__ import annotations

import html
import io
import subprocess
from collections.abc import Sequence
from pathlib import Path

import fpdf
import pypdf
from reportlab.pdfgen.canvas import Canvas

from tests.packet.lint.made import Filing


def by_reportlab(filing: Filing) -> bytes:
    """Draw a filing with ReportLab."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(612, 792), invariant=1)
    for number, sheet in enumerate(filing.finished()):
        for one in sheet.lines:
            canvas.setFont("Times-Roman", one.size)
            canvas.drawString(one.x, one.y, one.words)
        if sheet.bookmark:
            canvas.bookmarkPage(f"b{number}")
            canvas.addOutlineEntry(sheet.bookmark, f"b{number}")
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def by_fpdf(filing: Filing) -> bytes:
    """Draw a filing with fpdf2."""
    pdf = fpdf.FPDF(unit="pt", format="Letter")
    pdf.set_auto_page_break(False)
    for sheet in filing.finished():
        pdf.add_page()
        if sheet.bookmark:
            pdf.set_font("Courier", size=12)
            pdf.start_section(sheet.bookmark)
        for one in sheet.lines:
            pdf.set_font("Courier" if one.size < 10 else "Helvetica", size=one.size)
            pdf.text(one.x, 792 - one.y, one.words)
    return bytes(pdf.output())


def again_by_pypdf(data: bytes, filing: Filing) -> bytes:
    """Copy pages with pypdf and set the bookmarks there."""
    writer = pypdf.PdfWriter()
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        writer.add_page(page)
    for number, sheet in enumerate(filing.sheets):
        if sheet.bookmark:
            writer.add_outline_item(sheet.bookmark, page_number=number)
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def again_by_cairo(data: bytes, filing: Filing, folder: Path) -> bytes:
    """Let poppler draw a filing anew through Cairo, which must hold its fonts, and set the bookmarks again."""
    drawn, made = folder / "drawn.pdf", folder / "cairo.pdf"
    drawn.write_bytes(data)
    subprocess.run(["pdftocairo", "-pdf", drawn, made], check=True, capture_output=True)
    return again_by_pypdf(made.read_bytes(), filing)


def by_chromium(filings: Sequence[Filing], folder: Path) -> list[bytes]:
    """Print filings from one page of HTML, cut the print apart, and set the bookmarks."""
    sheets = [sheet for filing in filings for sheet in filing.finished()]
    spans = ["".join(f'<span style="left:{one.x}pt;top:{792 - one.y - one.size}pt;font-size:{one.size}pt">{html.escape(one.words)}</span>' for one in sheet.lines) for sheet in sheets]  # fmt: skip
    style = "@page{size:8.5in 11in;margin:0}body{margin:0}div{position:relative;width:8.5in;height:11in;break-after:page;overflow:hidden}span{position:absolute;white-space:pre;font-family:sans-serif;line-height:1}"  # fmt: skip
    page, printed = folder / "filings.html", folder / "filings.pdf"
    page.write_text(f"<!doctype html><style>{style}</style>" + "".join(f"<div>{one}</div>" for one in spans))  # fmt: skip
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    profile = f"--user-data-dir={folder / 'profile'}"
    subprocess.run(["chromium", *options, profile, f"--print-to-pdf={printed}", page.as_uri()], check=True, capture_output=True, timeout=120)  # fmt: skip
    reader, done, at = pypdf.PdfReader(printed), [], 0
    for filing in filings:
        writer, count = pypdf.PdfWriter(), len(filing.sheets)
        for number in range(at, at + count):
            writer.add_page(reader.pages[number])
        cut, at = io.BytesIO(), at + count
        writer.write(cut)
        done.append(again_by_pypdf(cut.getvalue(), filing))
    return done

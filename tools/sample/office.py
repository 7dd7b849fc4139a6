"""Word documents, the spreadsheet and the archive of the sample case, with fixed dates inside."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.drawing.image import Image as CellImage
from openpyxl.styles import Alignment, Font, PatternFill
from PIL import Image
from portraits import portrait
from writing import text

ROWS = (
    "Adela|Torrin|1971-02-08|Upper Sael|student|14|2024-02-19|present",
    "Benet|Hadan|1983-07-21|Upper Sael|student|14|2024-02-19|present",
    "Carin|Moll|1999-12-30|Lower Sael|student|03|2024-02-26|present",
    "Davin|Moll|1968-04-11|Lower Sael|student|03|2024-02-26|hospital",
    "Edra|Sennet|1990-10-02|Upper Sael|student|14|2024-03-03|present",
    "Ferran|Ilk|1957-01-17|Dovren|student|09|2024-02-20|present",
    "M*****|A****|1989-11-14|Upper Sael|student|14|2024-03-03|present",
    "Gisla|Orren|2002-06-25|Kerrin|student|22|2024-02-21|present",
    "Hovan|Tarr|1979-09-09|Dovren|student|09|2024-02-20|Hall 3",
    "Ilsa|Vend|1986-03-28|Kerrin|student|22|2024-02-28|present",
    "Jorun|Kest|1994-08-14|Lower Sael|student|03|2024-03-01|present",
    "Kaya|Rill|1975-05-05|Upper Sael|student|14|2024-03-03|present",
    "Lorn|Dav|1963-11-23|Kerrin|student|31|2024-02-21|present",
    "Nela|Torrin|1984-01-19|Upper Sael|student|14|2024-02-19|present",
    "Marda|Sool|1992-02-29|Dovren|student|09|2024-03-05|present",
    "Orlin|Pell|2001-10-10|Lower Sael|student|03|2024-03-01|Hall 3",
    "Perrin|Aske|1981-12-01|Kerrin|student|31|2024-03-06|present",
    "Runa|Hadan|1988-06-17|Upper Sael|student|14|2024-03-03|present",
    "Sten|Ulm|1970-07-07|Kerrin|student|22|2024-03-08|present",
    "Tova|Brey|1997-04-26|Lower Sael|student|03|2024-03-08|hospital",
    "Arvid|Dol|1985-03-03|Ostrel|staff||2024-02-12|guard",
    "Bryn|Casper|1991-09-30|Ostrel|staff||2024-02-12|guard",
    "H*****|K****|1987-05-12|Kerrin|staff||2024-02-14|sick room",
    "Ulric|Mane|1978-08-20|Ostrel|staff||2024-02-12|duty officer",
)
"""The register: given name, surname, born, village, category, reason, entered, status."""

PICTURED = {0: "f", 1: "m", 3: "m", 4: "f", 6: "f", 8: "m", 9: "f", 11: "f", 13: "stock", 15: "m"}
PICTURED |= {17: "f", 18: "m", 20: "m", 21: "m", 23: "m"}
"""Rows with a portrait, counted from 0; `stock` is the one from an agency's shelf."""

NUMBERS = tuple(
    f"KR2-{n:04d}" if n < 9000 else f"ST-{n - 9000:03d}"
    for n in (
        *(101, 102, 108, 109, 115, 104, 117, 110, 105, 113, 114, 118, 111, 103, 121, 116),
        *(122, 119, 124, 125, 9011, 9012, 9017, 9003),
    )
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says about its own making."""

    title: str
    author: str
    made: datetime


def refrozen(packed: bytes, made: datetime) -> bytes:
    """The same archive with every member dated `made`, so that it is made the same each time."""
    out = io.BytesIO()
    stamp = made.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "docProps/core.xml":
                data = re.sub(rb"(W3CDTF\">)[^<]*", rb"\g<1>" + stamp, data)
            fixed = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, data)
    return out.getvalue()


def document(body: str, sheet: Sheet, chinese: bool = False) -> bytes:
    """A Word document: the first line as heading, one paragraph for each line of text."""
    doc = Document()
    style = doc.styles["Normal"]
    style.font.name, style.font.size = "Georgia", Pt(11)
    if chinese:
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    lines = [line for line in body.split("\n") if line]
    heading = doc.add_paragraph()
    run = heading.add_run(lines[0])
    run.bold, run.font.size = True, Pt(14)
    for line in lines[1:]:
        doc.add_paragraph(line)
    doc.core_properties.title = sheet.title
    doc.core_properties.author = sheet.author
    doc.core_properties.last_modified_by = sheet.author
    doc.core_properties.comments = ""
    out = io.BytesIO()
    doc.save(out)
    return refrozen(out.getvalue(), sheet.made)


def _picture(picture: Image.Image) -> CellImage:
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=72)
    jpeg.seek(0)
    placed = CellImage(jpeg)
    placed.width, placed.height = 80, 104
    return placed


def register(stock: Image.Image, sheet: Sheet) -> bytes:
    """The leaked register: 24 rows, 15 portraits, of which row 14 holds the stock portrait."""
    book = Workbook()
    page = book.active
    page.title = "Hall 2"
    page["A1"] = "Kerrin Instruction Centre - register, Hall 2 - extract of 15.03.2024"
    page["A1"].font = Font(bold=True, size=13)
    heads = "No.|Number|Surname|Given name|Born|Village|Category|Reason|Entered|Status|Portrait"
    for column, head in enumerate(heads.split("|"), 1):
        cell = page.cell(3, column, head)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="D9D9D9")
    for n, line in enumerate(ROWS):
        given, surname, born, village, category, reason, entered, status = line.split("|")
        row = 4 + n
        values = (n + 1, NUMBERS[n], surname, given, born, village, category, reason, entered)
        for column, value in enumerate((*values, status), 1):
            page.cell(row, column, value).alignment = Alignment(vertical="center")
        if n in PICTURED:
            kind = PICTURED[n]
            face = stock if kind == "stock" else portrait(300 + n, kind == "f")
            page.add_image(_picture(face), f"K{row}")
            page.row_dimensions[row].height = 82
    for letter, width in zip(
        "ABCDEFGHIJK", (5, 11, 12, 12, 12, 13, 10, 8, 12, 12, 13), strict=True
    ):
        page.column_dimensions[letter].width = width
    codes = book.create_sheet("Codes")
    for line in ("03|relatives abroad", "09|refused transfer of land", "14|list of the village"):
        codes.append(line.split("|"))
    for line in ("22|language", "31|second time"):
        codes.append(line.split("|"))
    book.properties.creator, book.properties.title = sheet.author, sheet.title
    out = io.BytesIO()
    book.save(out)
    return refrozen(out.getvalue(), sheet.made)


def parcel(picture: bytes) -> bytes:
    """A zip as it came: a duplicate, two members of one name, a name in GB18030 bytes."""
    out = io.BytesIO()
    when = (2025, 1, 7, 9, 12, 0)
    members = (
        ("parcel/photo from the line.jpg", picture),
        ("parcel/readme.txt", b"From the box in the attic. The paper is still there.\r\n"),
        ("parcel/note.txt", text("first_note").encode()),
        ("parcel/note.txt", text("second_note").encode()),
        ("parcel/~~~~.txt", "名单在箱子底下。\n".encode("gb18030")),
    )
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue().replace(b"~~~~", "名单".encode("gb18030"))


MADE = {
    "declaration": datetime(2025, 1, 24, 13, 20, tzinfo=UTC),
    "translation": datetime(2025, 2, 5, 10, 2, tzinfo=UTC),
    "supply": datetime(2024, 3, 18, 1, 41, tzinfo=UTC),
    "minor": datetime(2025, 2, 2, 14, 31, tzinfo=UTC),
    "register": datetime(2024, 3, 15, 4, 5, tzinfo=UTC),
}
"""What each document says of the moment of its making."""

"""Paper of the sample case: typed PDFs with a text layer, and a scan without one."""

import io
import math
import textwrap
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from writing import text

A4 = (595, 842)
DPI = 150
FONTS = Path("/usr/share/fonts/truetype")
SERIF = FONTS / "dejavu/DejaVuSerif.ttf"
SERIF_BOLD = FONTS / "dejavu/DejaVuSerif-Bold.ttf"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set: a standard font, its size in points, characters in a line."""

    font: str
    size: int
    columns: int


TYPED = Setting("Courier", 10, 74)
LETTER = Setting("Times-Roman", 12, 84)


def _lines(body: str, columns: int) -> list[str]:
    lines: list[str] = []
    for line in body.rstrip().split("\n"):
        lines += textwrap.wrap(line, columns) or [""]
    return lines


def _page_stream(lines: list[str], setting: Setting) -> bytes:
    out = [f"BT /F1 {setting.size} Tf {setting.size * 1.35:.2f} TL 72 770 Td"]
    for line in lines:
        safe = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        out.append(f"({safe}) Tj T*")
    return ("\n".join(out) + "\nET").encode("cp1252")


def typed_pdf(body: str, setting: Setting, title: str, author: str, made: str) -> bytes:
    """A PDF with a text layer, set in one of the fonts every reader has."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name("/" + setting.font),
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    lines = _lines(body, setting.columns)
    step = int(690 / (setting.size * 1.35))
    for first in range(0, len(lines), step):
        page = pdf.add_blank_page(page_size=A4)
        page.obj.Contents = pdf.make_stream(_page_stream(lines[first : first + step], setting))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Author"] = author
    pdf.docinfo["/Producer"] = "Folio Writer 6.1"
    pdf.docinfo["/CreationDate"] = made
    return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


def _set_page(body: str, size: tuple[int, int], first: bool) -> Image.Image:
    page = Image.new("L", size, 255)
    draw = ImageDraw.Draw(page)
    plain, bold = ImageFont.truetype(SERIF, 22), ImageFont.truetype(SERIF_BOLD, 23)
    left, y = 150, 130 if first else 150
    for number, line in enumerate(_lines(body, 76)):
        heading = first and (number < 3 or line.startswith("ORDER"))
        font = bold if heading else plain
        x = (size[0] - draw.textlength(line, font=font)) / 2 if first and number < 3 else left
        draw.text((x, y), line, font=font, fill=25)
        y += 34 if line else 24
    return page


def _stamp(size: int, around: str, middle: str) -> Image.Image:
    big = size * 2
    stamp = Image.new("L", (big, big), 0)
    draw = ImageDraw.Draw(stamp)
    for radius, width in ((big // 2 - 6, 8), (big // 2 - 92, 5)):
        box = [big // 2 - radius] * 2 + [big // 2 + radius] * 2
        draw.ellipse(box, outline=255, width=width)
    font = ImageFont.truetype(SERIF_BOLD, 50)
    for n, letter in enumerate(around):
        turn = 360 * n / len(around)
        cell = Image.new("L", (big, big), 0)
        ImageDraw.Draw(cell).text((big / 2, 22), letter, font=font, fill=255, anchor="ma")
        stamp.paste(255, (0, 0), cell.rotate(-turn, resample=Image.Resampling.BICUBIC))
    draw.text((big / 2, big / 2), middle, font=font, fill=255, anchor="mm")
    return stamp.resize((size, size), Image.Resampling.LANCZOS)


def _signature(draw: ImageDraw.ImageDraw, x: float, y: float, rng: np.random.Generator) -> None:
    t = np.linspace(0, 1, 240)
    wave = 34 * np.sin(t * 31 + rng.normal(0, 0.4)) * (1 - t) ** 0.7
    points = [
        (x + 300 * s + 16 * math.cos(s * 24), y + w - 46 * s * (1 - s))
        for s, w in zip(t.tolist(), wave.tolist(), strict=True)
    ]
    draw.line(points, fill=60, width=4, joint="curve")
    draw.line([(x + 20, y + 44), (x + 330, y + 22)], fill=70, width=3)


def _copied(page: Image.Image, turn: float, seed: int) -> Image.Image:
    """The page as an office copier and then a telephone saw it: turned, grey, speckled."""
    rng = np.random.default_rng(seed)
    turned = page.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=255, expand=False)
    turned = turned.filter(ImageFilter.GaussianBlur(0.8))
    grey = np.asarray(turned, dtype=np.float32)
    height, width = grey.shape
    across, down = np.linspace(-1, 1, width), np.linspace(-1, 1, height)
    light = 236 - 16 * across[None, :] ** 2 - 12 * (down[:, None] - 0.3) ** 2 - 9 * across[None, :]
    cloud = Image.fromarray(rng.integers(0, 255, (24, 17)).astype(np.uint8))
    blotch = np.asarray(cloud.resize((width, height), Image.Resampling.BICUBIC), np.float32)
    paper = light + (blotch - 128) / 40 + rng.normal(0, 5.0, grey.shape)
    paper[:, 6:11] -= 60  # the edge of the glass
    for y, x in zip(rng.integers(0, height, 260), rng.integers(0, width, 260), strict=True):
        paper[y : y + 2, x : x + 2] -= rng.integers(40, 130)
    paper[int(height * 0.497) : int(height * 0.497) + 3, :] -= 22  # the fold
    seen = np.clip(grey / 255 * paper, 0, 255).astype(np.uint8)
    return Image.fromarray(seen)


def scanned_order() -> bytes:
    """The leaked order as two grey pictures in a PDF: no text layer, slightly turned."""
    size = (A4[0] * DPI // 72, A4[1] * DPI // 72)
    rng = np.random.default_rng(1702)
    fronts = text("order").split("---\n")
    pdf = pikepdf.new()
    for number, (body, turn) in enumerate(zip(fronts, (0.9, -0.6), strict=True)):
        page = _set_page(body, size, number == 0)
        draw = ImageDraw.Draw(page)
        if number == 1:
            _signature(draw, 420, 1060, rng)
            mark = _stamp(300, "KERRIN DIRECTORATE * REPUBLIC OF VELMORA * ", "17").rotate(11)
            page.paste(95, (700, 930), mark.point(lambda v: int(v * 0.8)))
        draw.text((size[0] - 330, 70), "REG. 0488 / 3", font=ImageFont.truetype(SERIF, 24), fill=90)
        _add_picture(pdf, _copied(page, turn, 40 + number))
    pdf.docinfo["/Producer"] = "ScanPoint Office 2100"
    pdf.docinfo["/CreationDate"] = "D:20240714231005"
    return _saved(pdf)


def _add_picture(pdf: pikepdf.Pdf, picture: Image.Image) -> None:
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=55)
    image = pdf.make_stream(
        jpeg.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = pdf.add_blank_page(page_size=A4)
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.obj.Contents = pdf.make_stream(f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /Im0 Do Q".encode())


def hostile_plan() -> bytes:
    """A PDF of a few kilobytes with a page five kilometres wide and a picture of 900 million pixels."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    page.obj.MediaBox = pikepdf.Array([0, 0, 14_400_000, 14_400_000])
    side = 30_000
    image = pdf.make_stream(
        _deep_zeros(side * side),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=side,
        Height=side,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]),
    )
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.obj.Contents = pdf.make_stream(b"q 14400000 0 0 14400000 0 0 cm /Im0 Do Q")
    pdf.docinfo["/Title"] = "Annex C - floor plan"
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()


def _deep_zeros(length: int) -> bytes:
    """`length` zero bytes, deflated twice, without holding them in memory."""
    inner = zlib.compressobj(9)
    once = b"".join(inner.compress(bytes(1_000_000)) for _ in range(length // 1_000_000))
    return zlib.compress(once + inner.flush(), 9)

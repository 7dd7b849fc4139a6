"""The digest of a page: the same before and after binding and re-saving, another where anything drawn changes."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.packet import papers
from wellfounded.packet.untrusted.content import Contents


def digests(data: bytes) -> list[str]:
    """The digests of the pages of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        contents = Contents()
        return [contents.of(page).hex() for page in pdf.pages]


def test_the_digest_is_what_the_format_says() -> None:
    """One page, encoded by hand after docs/formats/packet.md."""
    from hashlib import sha256 as h

    data = papers.paper()
    font = h(b"</8:BaseFont/9:Helvetica/7:Subtype/5:Type1/4:Type/4:Font>").digest()
    fonts = h(b"</2:F1h" + font + b">").digest()
    resources = h(b"</4:Fonth" + fonts + b">").digest()
    box = h(b"[d0;d0;d612;d792;]").digest()
    text = b"BT /F1 24 Tf 72 692 Td (Page 1) Tj ET"
    page = (
        b"</8:Contents(%d:%s" % (len(text), text)
        + b"/7:CropBoxh" + box + b"/8:MediaBoxh" + box
        + b"/9:Resourcesh" + resources + b"/6:Rotated0;>"
    )  # fmt: skip
    assert digests(data) == [h(page).hexdigest()]


@pytest.mark.parametrize(
    "options",
    [
        ["--object-streams=generate", "--recompress-flate", "--compression-level=9"],
        ["--qdf", "--object-streams=disable"],
        ["--linearize"],
        ["--coalesce-contents"],
    ],
)
def test_saving_again_changes_no_digest(options: list[str], tmp_path: Path) -> None:
    """qpdf recompresses, renumbers, linearizes and joins streams."""
    before = tmp_path / "before.pdf"
    before.write_bytes(papers.paper(3, change=papers.turned(90)))
    subprocess.run(["qpdf", *options, before, tmp_path / "after.pdf"], check=True)
    after = (tmp_path / "after.pdf").read_bytes()
    assert after != before.read_bytes()
    assert digests(after) == digests(before.read_bytes())


def _text(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj["/Contents"] = pdf.make_stream(b"BT /F1 24 Tf 72 692 Td (Page 2) Tj ET")


def _crop(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj["/CropBox"] = Array([0, 0, 612, Decimal("791.5")])


def _turn(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj["/Rotate"] = 180


def _face(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.Font.F1["/BaseFont"] = Name("/Courier")


def _note(pdf: pikepdf.Pdf) -> None:
    drawn = pdf.make_stream(b"0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form)
    square = Dictionary(Subtype=Name.Square, Rect=Array([0, 0, 9, 9]), AP=Dictionary(N=drawn))
    pdf.pages[0].obj["/Annots"] = Array([square])


@pytest.mark.parametrize("change", [_text, _crop, _turn, _face, _note])
def test_whatever_is_drawn_changes_it(change: Callable[[pikepdf.Pdf], None]) -> None:
    """Text, box, turn, font and a drawn annotation each give another digest."""
    assert digests(papers.paper(change=change)) != digests(papers.paper())


def test_what_refers_to_itself_ends() -> None:
    """A form that draws itself has a digest, and saving again does not change it."""

    def circle(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"/X Do", Type=Name.XObject, Subtype=Name.Form)
        form["/Resources"] = Dictionary(XObject=Dictionary(X=form))
        pdf.pages[0].Resources["/XObject"] = Dictionary(X=form)

    data = papers.paper(change=circle)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert digests(data) == digests(out.getvalue()) != digests(papers.paper())


def test_a_note_of_any_name_changes_it() -> None:
    """No name buys an annotation out of the digest: one that calls itself ours would else cover the page."""

    def covered(pdf: pikepdf.Pdf) -> None:
        drawn = pdf.make_stream(b"1 g 0 0 612 792 re f", Type=Name.XObject, Subtype=Name.Form)
        note = Dictionary(
            Subtype=Name.Highlight, Rect=Array([0, 0, 612, 792]), AP=Dictionary(N=drawn)
        )
        note["/NM"] = pikepdf.String("wf-highlight-1")
        pdf.pages[0].obj["/Annots"] = Array([note])

    assert digests(papers.paper(change=covered)) != digests(papers.paper())

"""A PDF gives its text by page and box, its facts, its files, and says which pages need OCR."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests.extract.fake import run
from tests.extract.make_pdf import pdf, saved, words
from wellfounded.extract.untrusted import pdf_structure, read
from wellfounded.terms.locus import Locus

TWO = words("The gate was closed on 3 March 2024", 100, 700) + words("and nobody came", 100, 686)


def test_text_with_page_and_box() -> None:
    """Lines that follow are one passage; its box is in thousandths of a point from the top left."""
    out = run(
        read.read, saved(pdf(TWO + words("Another paragraph", 100, 600), words("Two", 50, 50)))
    )
    first, second, third = out.passages
    assert first.text == "The gate was closed on 3 March 2024\nand nobody came"
    assert [m.local for m in first.when] == ["2024-03-03"]
    assert (first.locus.page, second.locus.page, third.locus.page) == (1, 1, 2)
    assert first.locus.box is not None
    left, top, right, bottom = first.locus.box
    assert 99_000 < left < 102_000
    assert 85_000 < top < 95_000
    assert 112_000 < bottom < 119_000
    assert 250_000 < right < 330_000
    assert out.facts["pdf.pages"] == 2
    assert out.facts["pdf.page-size"] == "600000 x 800000"


def test_a_turned_page_counts_as_shown() -> None:
    """On a page turned by 90 degrees, what stood near the top left is near the top right."""
    out = run(read.read, saved(pdf(words("Turned", 20, 780), turned=90)))
    assert out.facts["pdf.page-size"] == "800000 x 600000"
    (passage,) = out.passages
    assert passage.locus.box is not None
    assert passage.locus.box[0] > 760_000
    assert passage.locus.box[1] < 30_000


def test_numbered_paragraphs() -> None:
    """A declaration's paragraph number is part of the place."""
    content = words("1. I lived there.", 50, 700) + words("2. I was taken.", 50, 686)
    out = run(read.read, saved(pdf(content)))
    assert [p.locus.part for p in out.passages] == ["1", "2"]


def test_a_page_without_text_needs_ocr() -> None:
    """A picture of a page is a Failure at that page; a blank one and one with text are not."""
    scan = "0.5 g 10 10 500 700 re f"
    out = run(read.read, saved(pdf(scan, "", TWO)))
    assert out.codes == ["no-text"]
    assert out.failures[0].locus == Locus(out.passages[0].locus.within, page=1)
    assert out.facts["pdf.blank-page"] == 2


def test_invisible_text_is_marked() -> None:
    """Text laid invisibly over a scan is a machine's reading, and is said to be; hidden text too."""
    out = run(read.read, saved(pdf(words("read by a machine", 50, 700, mode=3) + TWO)))
    assert [p.source for p in out.passages] == ["ocr", "text"]
    assert "pdf.invisible-text" in out.facts
    assert "pdf.invisible-text" not in run(read.read, saved(pdf(TWO))).facts


def test_text_beside_the_page_is_reported() -> None:
    """What is drawn outside the page is kept and named."""
    out = run(read.read, saved(pdf(TWO + words("outside", 900, 700))))
    assert out.facts["pdf.outside-page"] == "outside"


def test_document_information() -> None:
    """Dates keep their zone where one is written, and have none where none is."""
    info = {
        "Title": "关恒",
        "CreationDate": "D:20240301123000+08'00'",
        "ModDate": "D:20240302",
        "Producer": "A program",
    }
    out = run(read.read, saved(pdf(TWO, info=info)))
    assert out.facts["pdf.info.Title"] == "关恒"
    (created,) = out.named("pdf.info.CreationDate")
    assert created.when is not None
    assert (created.when.local, created.when.offsets) == ("2024-03-01T12:30:00", (480,))
    (changed,) = out.named("pdf.info.ModDate")
    assert changed.when is not None
    assert (changed.when.local, changed.when.offsets) == ("2024-03-02", ())


@pytest.mark.parametrize(
    ("written", "local", "offsets"),
    [
        ("D:20240301123000Z", "2024-03-01T12:30:00", (0,)),
        ("D:20240301123000-03'30", "2024-03-01T12:30:00", (-210,)),
        ("D:202403011230", "2024-03-01T12:30", ()),
        ("20240301", "2024-03-01", ()),
        ("D:2024", "2024", ()),
    ],
)
def test_pdf_dates(written: str, local: str, offsets: tuple[int, ...]) -> None:
    """Each form of the standard, as far as it is written."""
    moment = pdf_structure.moment(written)
    assert moment is not None
    assert (moment.local, moment.offsets) == (local, offsets)


@pytest.mark.parametrize("written", ["", "yesterday", "D:20241399", "D:20240301123000+99'00'"])
def test_a_broken_pdf_date_is_none(written: str) -> None:
    """A date that is none stays a plain fact."""
    assert pdf_structure.moment(written) is None


def test_embedded_files_become_members() -> None:
    """An attachment is handed over with its bytes and its name."""
    document = pdf(TWO)
    document.attachments["список.txt"] = b"Aru\n"
    ((member, data),) = run(read.read, saved(document)).members
    assert (member.name.shown, member.relation, data) == ("список.txt", "embedded", b"Aru\n")


def test_active_content_is_counted() -> None:
    """JavaScript, a program to launch and links are facts; a quiet document has none of them."""
    document = pdf(TWO)
    make = pikepdf.Dictionary
    document.Root.OpenAction = make(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.pages[0].obj.Annots = pikepdf.Array(
        [
            document.make_indirect(
                make(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Link,
                    Rect=[0, 0, 9, 9],
                    A=make(S=pikepdf.Name.URI, URI="https://example.org/x"),
                )
            ),
            document.make_indirect(
                make(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Text,
                    Rect=[0, 0, 9, 9],
                    Contents="check this name",
                    T="Reviewer",
                    A=make(S=pikepdf.Name.Launch, F="calc.exe"),
                )
            ),
        ]
    )
    out = run(read.read, saved(document))
    assert out.facts["pdf.javascript"] == 1
    assert out.facts["pdf.launch"] == 1
    assert out.facts["pdf.link"] == "https://example.org/x"
    note = next(p for p in out.passages if p.locus.part == "annotation")
    assert (note.text, note.speaker, note.source) == ("check this name", "Reviewer", "metadata")
    quiet = run(read.read, saved(pdf(TWO))).facts
    assert not {"pdf.javascript", "pdf.launch", "pdf.link"} & set(quiet)


def test_a_password_is_asked_for_and_used() -> None:
    """Without the password a Failure with the next step; with it the text; with a wrong one not."""
    data = saved(pdf(TWO), encryption=pikepdf.Encryption(owner="o", user="secret", R=6))
    locked = run(read.read, data)
    assert locked.codes == ["needs-password"]
    assert "unlock" in locked.failures[0].next
    assert "gate" in run(read.read, data, settings={"password": "secret"}).text
    assert run(read.read, data, settings={"password": "wrong"}).codes == ["needs-password"]


def test_the_first_page_as_a_picture() -> None:
    """A JPEG about 600 pixels wide, however large the page is."""
    for size in ((600, 800), (14_000, 14_000), (20, 14_000)):
        out = run(read.read, saved(pdf(TWO, size=size)))
        (picture,) = out.pictures("page")
        image = Image.open(io.BytesIO(out.blobs[picture.blob]))
        assert image.size == (picture.width, picture.height)
        assert image.width <= 600
        assert image.height <= 1800


def test_junk_before_the_header() -> None:
    """A PDF that begins late is still read."""
    out = run(read.read, b"HTTP/1.1 200 OK\r\n\r\n" + saved(pdf(TWO)), "x.pdf")
    assert "gate" in out.text


def test_a_broken_table_of_objects_is_repaired() -> None:
    """The end cut off: the text is still found."""
    data = saved(pdf(TWO))
    out = run(read.read, data[: data.rindex(b"xref")], "x.pdf")
    assert "gate" in out.text


@pytest.mark.parametrize("keep", [0, 5, 20, 200])
def test_hopeless_ones_are_damaged(keep: int) -> None:
    """Too little left: a Failure, not an exception."""
    out = run(read.read, b"%PDF-1.7\n" + bytes(keep), "x.pdf")
    assert out.facts["kind"] == "pdf"
    assert out.codes == ["damaged"]


def test_the_limit_of_pages() -> None:
    """Pages beyond the limit are a Failure that names it."""
    out = run(read.read, saved(pdf(*[TWO] * 5)), pages=2)
    assert {p.locus.page for p in out.passages} == {1, 2}
    assert out.codes == ["over-limit"]
    assert out.failures[0].limits == (("pages", 2),)


def test_messages_repeat() -> None:
    """A reading of a damaged file says the same words each time: no addresses in memory."""
    data = b"%PDF-1.7\n" + b"1 0 obj <<>> endobj\n" * 3
    assert run(read.read, data).records == run(read.read, bytes(data)).records
    assert "0x" not in run(read.read, data).failures[0].what


def test_two_engines_agree_on_these() -> None:
    """The number of pages comes from one engine and is compared with the other."""
    data = saved(pdf(TWO, TWO))
    assert len(pypdfium2.PdfDocument(data)) == len(pikepdf.open(io.BytesIO(data)).pages) == 2
    assert "pdf.second-engine" not in run(read.read, data).facts


def test_a_giant_page_keeps_its_boxes() -> None:
    """A page wider than any integer of the engine still says where its words stand."""
    content = "BT /F1 200000 Tf 7200000 7200000 Td (huge) Tj ET"
    out = run(read.read, saved(pdf(content, size=(14_400_000, 14_400_000))))
    (passage,) = out.passages
    assert passage.locus.box is not None
    assert 7_150_000_000 < passage.locus.box[0] < 7_250_000_000
    assert 7_000_000_000 < passage.locus.box[1] < 7_250_000_000

"""OpenDocument texts and spreadsheets, rich text, presentations and older Office files."""

from __future__ import annotations

import pytest

from tests.extract.fake import run
from tests.extract.make_office import opendocument, package, picture
from wellfounded.extract.untrusted import read

TEXT = (
    "<text:tracked-changes><text:changed-region><text:p>deleted words</text:p></text:changed-region>"
    "</text:tracked-changes><text:h>The valley</text:h>"
    '<text:p>On 3 March 2024<text:s text:c="2"/>the gate<text:span> was</text:span> closed'
    "<office:annotation><dc:creator>Reviewer</dc:creator><dc:date>2024-03-04T10:00:00</dc:date>"
    "<text:p>Which gate?</text:p></office:annotation>.</text:p>"
    "<table:table><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell>"
    "<table:table-cell><text:p>Aru</text:p></table:table-cell></table:table-row></table:table>"
)
CELL = '<table:table-cell table:number-columns-repeated="{}"><text:p>{}</text:p></table:table-cell>'


def test_a_text() -> None:
    """Headings, paragraphs, comments with author and time, tables by row; changes are counted."""
    out = run(read.read, opendocument("text", TEXT), "x.odt")
    assert [p.text for p in out.passages] == [
        "The valley",
        "Which gate?",
        "On 3 March 2024  the gate was closed.",
        "Name\tAru",
    ]
    assert out.passages[0].heading == "heading"
    comment = out.passages[1]
    assert (comment.speaker, comment.locus.part) == ("Reviewer", "comment")
    assert [m.local for m in comment.when] == ["2024-03-04T10:00:00"]
    assert out.facts["odt.tracked-changes"] == 1
    assert "deleted words" not in out.text


def test_a_spreadsheet_with_repeats() -> None:
    """A cell repeated is that many cells; a million empty ones cost nothing."""
    row = (
        "<table:table-row>"
        + CELL.format(2, "x")
        + CELL.format(9_999_999, "")
        + "</table:table-row>"
    )
    rows = (
        '<table:table-row table:number-rows-repeated="1048576">'
        + CELL.format(1, "")
        + ("</table:table-row><table:table-row>" + CELL.format(1, "last") + "</table:table-row>")
    )
    data = opendocument("spreadsheet", f'<table:table table:name="S">{row}{rows}</table:table>')
    out = run(read.read, data, "x.ods")
    assert [(p.text, p.locus.cells) for p in out.passages] == [
        ("x\tx", "A1:B1"),
        ("last", "A1048578"),
    ]
    assert out.facts["sheet.name"] == "S"


def test_a_repeat_bomb_is_bounded() -> None:
    """Nine million cells with text in one element become a few hundred, and the reading ends."""
    row = f'<table:table-row table:number-rows-repeated="999999">{CELL.format(9_999_999, "x")}'
    body = f'<table:table table:name="S">{row}</table:table-row></table:table>'
    out = run(read.read, opendocument("spreadsheet", body), "x.ods")
    assert 0 < len(out.passages) <= 256
    assert "sheet.row-repeated" in out.facts


def test_an_encrypted_file_asks_for_its_password() -> None:
    """The manifest says that the parts are encrypted."""
    data = package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<m><file-entry><encryption-data/></file-entry></m>",
            "content.xml": b"\x00\x01\x02",
        }
    )
    assert run(read.read, data, "x.odt").codes == ["needs-password"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1252 Hello \b world\b0\par Caf\'e9 \u1057?\u1083?.}", "Caf\xe9 Сл."),
        (
            rb"{\rtf1\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}}\f0 \'cf\'f0\'e8\'e2\'e5\'f2}",
            "Привет",
        ),
        (rb"{\rtf1\ansicpg936 \'b9\'d8\'ba\'e3}", "关恒"),
    ],
)
def test_rich_text(data: bytes, text: str) -> None:
    """Words in code pages and in Unicode, without control words, font tables and fallbacks."""
    out = run(read.read, data, "x.rtf")
    assert text in out.text
    assert "Arial" not in out.text


def test_a_presentation() -> None:
    """Slides in order of their numbers, notes beside them, pictures at their slide."""
    shape = '<p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>{}</a:t></a:r></a:p></p>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "ppt/presentation.xml": "<p/>",
    }
    for number in (10, 2):
        parts[f"ppt/slides/slide{number}.xml"] = shape.format(f"words of slide {number}")
    parts["ppt/notesSlides/notesSlide2.xml"] = shape.format("a note")
    parts["ppt/slides/_rels/slide10.xml.rels"] = (
        '<R><Relationship Id="r" Type="x/image" Target="../media/a.png"/></R>'
    )
    parts["ppt/media/a.png"] = picture()
    out = run(read.read, package(parts), "x.pptx")
    assert [(p.text, p.locus.part) for p in out.passages] == [
        ("a note", "notes 2"),
        ("words of slide 2", "slide 2"),
        ("words of slide 10", "slide 10"),
    ]
    ((member, _),) = out.members
    assert member.locus is not None
    assert member.locus.part == "slide 10"


@pytest.mark.parametrize(
    ("stream", "code"),
    [("EncryptedPackage", "needs-password"), ("WordDocument", "unsupported"), ("X", "unsupported")],
)
def test_older_office_files(stream: str, code: str) -> None:
    """An encrypted document asks for its password; an older one says how to go on."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(64)
    assert run(read.read, data, "x.doc").codes == [code]

"""A Word document gives paragraphs with their numbers, tables, notes, changes, dates and pictures."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
import pytest

from tests.extract.fake import Collected, run
from tests.extract.make_office import WORD, package, paragraph, picture, word
from wellfounded.extract.untrusted import read
from wellfounded.terms.digest import Digest

NUMBERING = (
    f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>'
    '</w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
)


def _level(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'


@pytest.fixture(scope="module")
def memo() -> Collected:
    """A document made with a common library."""
    document = docx.Document()
    document.core_properties.author = "Mira Tolan"
    document.core_properties.title = "Memo"
    document.core_properties.created = datetime(2024, 3, 1, 12, 30, tzinfo=UTC)
    document.add_heading("The valley", level=1)
    document.add_paragraph("On 3 March 2024 the gate was closed and nobody came through it.")
    table = document.add_table(rows=2, cols=2)
    for row, names in zip(table.rows, [("Name", "Age"), ("Aru", "38")], strict=True):
        for cell, name in zip(row.cells, names, strict=True):
            cell.text = name
    document.add_picture(io.BytesIO(picture()))
    document.sections[0].header.paragraphs[0].text = "Confidential header"
    data = io.BytesIO()
    document.save(data)
    return run(read.read, data.getvalue(), "memo.docx")


def test_text_in_order(memo: Collected) -> None:
    """Heading, paragraph, table by row, then what stands beside the text."""
    assert [p.text for p in memo.passages] == [
        "The valley",
        "On 3 March 2024 the gate was closed and nobody came through it.",
        "Name\tAge",
        "Aru\t38",
        "Confidential header",
    ]
    assert memo.passages[0].heading == "heading"
    assert [m.local for m in memo.passages[1].when] == ["2024-03-03"]
    parts = [p.locus.part for p in memo.passages]
    assert parts == [None, None, "table 1, row 1", "table 1, row 2", "header"]


def test_places_count_in_the_whole_text(memo: Collected) -> None:
    """The text is the paragraphs joined by line feeds, and its digest is stated."""
    whole = "\n".join(p.text for p in memo.passages)
    assert Digest.parse(str(memo.facts["text.digest"])) == Digest.of(whole.encode())
    for passage in memo.passages:
        assert passage.locus.chars is not None
        assert whole[slice(*passage.locus.chars)] == passage.text


def test_properties_and_pictures(memo: Collected) -> None:
    """Author and creation time as stated; the picture becomes an item."""
    assert memo.facts["office.author"] == "Mira Tolan"
    (created,) = memo.named("office.created")
    assert created.when is not None
    assert (created.when.local, created.when.offsets) == ("2024-03-01T12:30:00", (0,))
    pictures = [m for m, _ in memo.members if m.relation == "picture"]
    assert "word/media/image1.png" in [m.name.shown for m in pictures]


def test_automatic_numbers() -> None:
    """Numbers that Word makes and stores nowhere are the part of a declaration's paragraphs."""
    body = "".join(
        [
            paragraph("I was born.", _level(0)),
            paragraph("In a village.", _level(1)),
            paragraph("In a house.", _level(1)),
            paragraph("I was taken.", _level(0)),
            paragraph("At night.", _level(1)),
            paragraph("Signed."),
        ]
    )
    out = run(read.read, word(body, word__numbering_xml=NUMBERING), "x.docx")
    assert [p.locus.part for p in out.passages] == ["1", "(a)", "(b)", "2", "(a)", None]


def test_comments_have_author_and_a_time_without_zone() -> None:
    """Word writes local time with a Z: the zone is not believed, the letters are kept."""
    comments = (
        f'<w:comments xmlns:w="{WORD}"><w:comment w:id="4" w:author="Reviewer" '
        f'w:date="2024-03-01T12:30:00Z">{paragraph("Check this name")}</w:comment></w:comments>'
    )
    out = run(read.read, word(paragraph("Body"), word__comments_xml=comments), "x.docx")
    note = out.passages[1]
    assert (note.text, note.speaker, note.locus.part) == (
        "Check this name",
        "Reviewer",
        "comment 4",
    )
    assert (note.when[0].offsets, note.when[0].written) == ((), "2024-03-01T12:30:00Z")


def test_tracked_changes_and_hidden_text_are_noted() -> None:
    """The text is as it reads now; what was deleted or is hidden is a fact with its words."""
    body = (
        "<w:p><w:r><w:t>The gate was </w:t></w:r>"
        '<w:del w:author="A. Editor" w:date="2024-03-02T10:00:00Z"><w:r><w:delText>closed</w:delText>'
        '</w:r></w:del><w:ins w:author="A. Editor" w:date="2024-03-02T10:00:00Z"><w:r><w:t>open</w:t>'
        "</w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r></w:p>"
    )
    out = run(read.read, word(body), "x.docx")
    assert [p.text for p in out.passages] == ["The gate was open"]
    assert out.facts["docx.tracked-deletions"] == 1
    assert out.facts["docx.tracked-insertions"] == 1
    assert out.facts["docx.deleted"] == "A. Editor: closed"
    assert out.facts["docx.hidden-text"] == " secret"


def test_external_references_are_listed() -> None:
    """A template that would be loaded from elsewhere is named, and macros are."""
    relations = (
        '<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" '
        'Target="https://example.org/t.dotm" TargetMode="External"/></Relationships>'
    )
    data = word(
        paragraph("Body"),
        **{"word___rels__document_xml.rels": relations, "word__vbaProject.bin": b"x"},
    )
    out = run(read.read, data, "x.docx")
    assert out.facts["office.external"] == "attachedTemplate https://example.org/t.dotm"
    assert "office.macros" in out.facts


def test_text_boxes_are_read_once() -> None:
    """A shape stored twice for two generations of Word is one passage."""
    box = paragraph("in a box")
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice><w:txbxContent>{box}'
        f"</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{box}</w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>after</w:t></w:r></w:p>"
    )
    assert run(read.read, word(body), "x.docx").text.split() == ["in", "a", "box", "after"]


def test_an_entity_bomb_is_refused() -> None:
    """A document that declares entities is refused, not expanded."""
    bomb = '<!DOCTYPE x [<!ENTITY a "' + "b" * 1000 + '">]><w:document>&a;</w:document>'
    data = package({"[Content_Types].xml": "<Types/>", "word/document.xml": bomb})
    out = run(read.read, data, "x.docx")
    assert out.codes == ["refused"]


def test_a_zip_bomb_inside_stops_at_the_ratio() -> None:
    """A part that grows a thousandfold ends with the limit named, in bounded memory."""
    body = paragraph("start") + "<w:p/>" * 3_000_000
    out = run(read.read, word(body), "x.docx", ratio=2)
    assert "over-limit" in out.codes
    assert "ratio" in next(f.what for f in out.failures if f.code == "over-limit")
    assert out.passages[0].text == "start"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_truncated_documents_are_failures(share: float) -> None:
    """Cut off anywhere, the document ends as a failure and not as an exception."""
    data = word("".join(paragraph(f"line {n}") for n in range(500)))
    out = run(read.read, data[: int(len(data) * share)], "x.docx")
    assert out.codes


def test_deep_nesting_ends() -> None:
    """Tables within tables, thousands deep, end as a failure or as text."""
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + paragraph("deep") + "</w:tc></w:tr></w:tbl>" * 3000
    out = run(read.read, word(paragraph("first") + deep), "x.docx")
    assert out.passages[0].text == "first"
    assert out.codes == ["damaged"]


def test_moved_text_stands_once() -> None:
    """What was moved with changes tracked stands where it is now, and is stated where it was."""
    mark = 'w:author="A. Editor" w:date="2024-03-02T10:00:00Z"'
    body = (
        f"<w:p><w:moveFrom {mark}><w:r><w:t>The gate.</w:t></w:r></w:moveFrom></w:p>"
        f"<w:p><w:moveTo {mark}><w:r><w:t>The gate.</w:t></w:r></w:moveTo></w:p>"
    )
    out = run(read.read, word(body), "x.docx")
    assert [p.text for p in out.passages] == ["The gate."]
    assert out.facts["docx.deleted"] == "A. Editor: The gate."


def test_a_main_part_by_another_name() -> None:
    """Some programs name the document document2.xml; the relations say so."""
    relations = (
        '<Relationships><Relationship Id="r1" Type="http://x/officeDocument" '
        'Target="word/document2.xml"/></Relationships>'
    )
    main = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("Here it is")}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations,
        "word/document2.xml": main,
    }
    out = run(read.read, package(parts), "x.docx")
    assert (out.facts["kind"], out.text) == ("docx", "Here it is")

"""Open papers, a chat and a clip that carry canaries where nobody looks: properties, authors, comments, senders."""

from __future__ import annotations

import pikepdf

from tests.e2e.canaries import Planted
from tests.extract import clips, make_office, make_pdf

_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{}</dc:creator><cp:lastModifiedBy>{}'
    "</cp:lastModifiedBy><dc:title>{}</dc:title></cp:coreProperties>"
)
_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Company>{}</Company></Properties>"
)


def paper(p: Planted) -> bytes:
    """A Word document whose properties name its writers."""
    core = _CORE.format(p.word("docx: creator"), p.word("docx: editor"), p.word("docx: title"))
    app = _APP.format(p.word("docx: company"))
    body = make_office.paragraph("Hay was brought in.")
    return make_office.word(
        body, docProps__core_xml=core, docProps__app_xml=app, **_comments(p, "docx: comment")
    )


def _comments(p: Planted, where: str) -> dict[str, str]:
    """Give the parts of a Word document that hold one comment in its margin."""
    text = make_office.paragraph(p.word(where))
    author = p.word(f"{where} author").title()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    return {
        "word__comments_xml": f'<w:comments xmlns:w="{make_office.WORD}"><w:comment w:id="0" '
        f'w:author="{author} Field">{text}</w:comment></w:comments>',
        "word___rels__document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
        'package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{kind}" Target="comments.xml"/></Relationships>',
    }


def printed(p: Planted) -> bytes:
    """A PDF whose information dictionary names its writers."""
    keys = ("Author", "Title", "Subject", "Keywords", "Creator")
    info = {key: p.word(f"pdf: {key}") for key in keys}
    document = make_pdf.pdf(make_pdf.words("Oats were cut.", 60, 700), info=info)
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=pikepdf.Array([50, 50, 80, 80]),
        Contents=p.word("pdf: note in the margin"),
        T=p.word("pdf: who noted it"),
    )
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(note)])
    return make_pdf.saved(document)


def chat(p: Planted) -> str:
    """A WhatsApp export between two senders under their full names."""
    one, two = p.word("chat: sender"), p.word("chat: sender")
    lines = [
        f"13/02/2024, 10:0{n} - {one.title() if n % 2 else two.title()} Field: Rain in hour {n}."
        for n in range(8)
    ]
    return "\n".join(lines) + "\n"


def footage(p: Planted) -> bytes:
    """A clip whose container names its maker."""
    keys = ("artist", "comment", "title", "description", "copyright")
    return clips.clip(1, metadata={key: p.word(f"clip: {key}") for key in keys})

"""Office files for tests: made by their own libraries, or part by part where the part is the point."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def package(parts: dict[str, str | bytes]) -> bytes:
    """Give a deflated zip of these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def word(body: str, **parts: str | bytes) -> bytes:
    """Give a Word document of this body; further parts by name, `__` for a slash, `_xml` for .xml."""
    more = {k.replace("__", "/").replace("_xml", ".xml"): v for k, v in parts.items()}
    main = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return package({"[Content_Types].xml": "<Types/>", "word/document.xml": main, **more})


def paragraph(text: str, properties: str = "") -> str:
    """Give one Word paragraph with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def opendocument(kind: str, body: str) -> bytes:
    """Give an OpenDocument file (`text` or `spreadsheet`) with this body."""
    content = (
        f"<office:document-content {ODF}><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return package({"mimetype": mime, "content.xml": content})


def picture(colour: str = "red") -> bytes:
    """Give a small PNG."""
    data = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(data, "PNG")
    return data.getvalue()

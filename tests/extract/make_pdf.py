"""Small PDFs for tests: text at stated places, turned pages, embedded files, actions, passwords."""

from __future__ import annotations

import io

import pikepdf


def pdf(
    *contents: str,
    size: tuple[int, int] = (600, 800),
    turned: int = 0,
    info: dict[str, str] | None = None,
) -> pikepdf.Pdf:
    """Give a document with one page for each content stream; /F1 is Helvetica."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for content in contents:
        page = document.add_blank_page()
        page.obj.MediaBox = pikepdf.Array([0, 0, *size])
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = document.make_stream(content.encode("latin-1"))
        if turned:
            page.obj.Rotate = turned
    for key, value in (info or {}).items():
        document.docinfo["/" + key] = value
    return document


def words(text: str, x: int, y: int, size: int = 12, mode: int = 0) -> str:
    """Give the operators that draw a line of text with its baseline at x, y from the bottom left."""
    return f"BT /F1 {size} Tf {mode} Tr {x} {y} Td ({text}) Tj ET\n"


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    """Give the bytes of a document."""
    data = io.BytesIO()
    document.save(data, deterministic_id="encryption" not in options, **options)
    return data.getvalue()

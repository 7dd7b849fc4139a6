"""A layer that an original hides stays hidden when its pages are bound."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests.packet import papers
from wellfounded.packet.untrusted.layers import Layers


def layered(base: str) -> bytes:
    """A page with two layers: `Draft` is hidden, by the list of hidden ones or because only `Final` is listed as shown."""

    def change(pdf: pikepdf.Pdf) -> None:
        draft, final = (
            pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name)))
            for name in ("Draft", "Final")
        )
        shown = Dictionary(OFF=Array([draft])) if base == "ON" else Dictionary(BaseState=Name.OFF, ON=Array([final]))  # fmt: skip
        pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([draft, final]), D=shown)
        pdf.pages[0].Resources["/Properties"] = Dictionary(A=draft, B=final)

    return papers.paper(change=change)


@pytest.mark.parametrize("base", ["ON", "OFF"])
def test_what_was_hidden_is_hidden(base: str) -> None:
    """Two sources one after the other: each brings its layers, and of each the draft is off and drawn by nobody."""
    made = pikepdf.new()
    sources = [pikepdf.open(io.BytesIO(layered(base))) for _ in range(2)]
    for source in sources:
        made.pages.append(source.pages[0])
        Layers(made).add(source)
    out = io.BytesIO()
    made.save(out)
    with pikepdf.open(out) as pdf:
        held = pdf.Root.OCProperties
        assert [str(group.Name) for group in held.OCGs] == ["Draft", "Final"] * 2
        hidden = {group.objgen for group in held.D.OFF}
        assert hidden == {page.Resources.Properties.A.objgen for page in pdf.pages}


def test_a_document_without_layers_brings_none() -> None:
    """Nothing is added to the catalog."""
    made = pikepdf.new()
    with pikepdf.open(io.BytesIO(papers.paper())) as source:
        made.pages.append(source.pages[0])
        Layers(made).add(source)
    assert "/OCProperties" not in made.Root

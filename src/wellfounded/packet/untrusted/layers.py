"""Layers of an original that are hidden by default stay hidden in a packet (ISO 32000-1, 8.11)."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name


class Layers:
    """The layers of a document being made."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Take the document."""
        self._pdf = pdf

    def add(self, source: pikepdf.Pdf) -> None:
        """Carry over the layers of a source whose pages are in the document already."""
        held = source.Root.get("/OCProperties")
        if not isinstance(held, Dictionary):
            return
        ours = self._ours()
        groups = _listed(held, "/OCGs")
        hidden = {group.objgen for group in _hidden(held, groups)}
        for group in groups:
            copied = self._pdf.copy_foreign(group)
            ours.OCGs.append(copied)
            if group.objgen in hidden:
                ours.D.OFF.append(copied)

    def _ours(self) -> pikepdf.Object:
        if "/OCProperties" not in self._pdf.Root:
            shown = Dictionary(BaseState=Name.ON, OFF=Array(), Order=Array())
            self._pdf.Root["/OCProperties"] = Dictionary(OCGs=Array(), D=shown)
        return self._pdf.Root.OCProperties


def _listed(held: pikepdf.Object, key: str) -> list[pikepdf.Object]:
    found = held.get(key)
    if not isinstance(found, Array):
        return []
    return [one for one in found if isinstance(one, Dictionary) and one.is_indirect]


def _hidden(held: pikepdf.Object, groups: list[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    shown = held.get("/D")
    if not isinstance(shown, Dictionary):
        return
    if shown.get("/BaseState") == Name.OFF:
        on = {group.objgen for group in _listed(shown, "/ON")}
        yield from (group for group in groups if group.objgen not in on)
    else:
        yield from _listed(shown, "/OFF")

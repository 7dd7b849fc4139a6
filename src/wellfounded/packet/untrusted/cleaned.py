"""What of a page's own is not carried into a packet: scripts, actions, attachments, private data of other programs."""

from __future__ import annotations

from typing import Final

import pikepdf

_NOT_CARRIED: Final = (
    "/AA", "/PieceInfo", "/LastModified", "/Metadata", "/StructParents", "/Tabs", "/B", "/Thumb", "/Trans", "/Dur", "/PresSteps",
)  # fmt: skip
_KINDS_LEFT: Final = frozenset(
    "/Popup /FileAttachment /Sound /Movie /Screen /RichMedia /3D /TrapNet".split()
)
_KEYS_LEFT: Final = (
    "/AA", "/A", "/PA", "/Dest", "/Popup", "/IRT", "/StructParent", "/RichMediaContent", "/RichMediaSettings", "/FS",
)  # fmt: skip


def clean(page: pikepdf.Object) -> None:
    """Take out of a page of an original, in memory, what a packet does not carry. What it draws stays as it is."""
    for key in _NOT_CARRIED:
        if key in page:
            del page[key]
    found = page.get("/Annots")
    if not isinstance(found, pikepdf.Array):
        if "/Annots" in page:
            del page["/Annots"]
        return
    kept = [one for one in found if isinstance(one, pikepdf.Dictionary) and _kept(one)]
    if kept:
        page["/Annots"] = pikepdf.Array(kept)
    else:
        del page["/Annots"]


def _kept(one: pikepdf.Object) -> bool:
    kind = str(one.get("/Subtype"))
    if kind in _KINDS_LEFT:
        return False
    action = one.get("/A")
    action = action if isinstance(action, pikepdf.Dictionary) else pikepdf.Dictionary()
    address = str(action.get("/S")) == "/URI"
    for key in _KEYS_LEFT:
        if key in one and not (key == "/A" and address):
            del one[key]
    if address and "/Next" in action:
        del action["/Next"]
    return True

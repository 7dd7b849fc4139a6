"""Text in a cell of a spreadsheet that no spreadsheet runs as a formula, and back."""

from __future__ import annotations

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'")


def cell(text: str) -> str:
    """Give the text for a cell: what a spreadsheet would run stands behind an apostrophe."""
    return "'" + text if text.startswith(_FORMULA) else text


def plain(text: str) -> str:
    """Give the text of a cell without the apostrophe that `cell` put there."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text

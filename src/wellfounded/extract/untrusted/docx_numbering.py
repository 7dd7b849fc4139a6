"""Automatic paragraph numbers of a Word document, which stand in no text: `12`, `3.1`, `(a)`.

Source: ECMA-376 part 1, 17.9 (numbering), 17.3.1.19 (numPr), 17.7 (styles).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from wellfounded.extract.untrusted.office import Package, attribute, local

_LEVELS: Final = 9
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_CHINESE: Final = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: first number, format and pattern (`%1.%2`)."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says: its name, and its list and level if it numbers."""

    name: str = ""
    based_on: str = ""
    list_id: str = ""
    level: int = 0


@dataclass(slots=True)
class Numbering:
    """Counts paragraphs as Word would when it shows them."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def number(self, style: str, list_id: str, level: int) -> str:
        """Give the next number of a paragraph as shown, without its dot; '' for none or a bullet."""
        if not list_id:
            list_id, level = self._of_style(style)
        abstract = self.lists.get(list_id, "")
        levels = self.levels.get(abstract)
        if not levels or list_id == "0" or level not in levels:
            return ""
        counts = self._counts.setdefault(
            abstract, [levels[n].start - 1 if n in levels else 0 for n in range(_LEVELS)]
        )
        counts[level] += 1
        for lower in range(level + 1, _LEVELS):
            counts[lower] = levels[lower].start - 1 if lower in levels else 0
        if levels[level].format in ("bullet", "none"):
            return ""
        shown = levels[level].pattern
        for n in range(_LEVELS):
            mark = f"%{n + 1}"
            if mark in shown:
                above = levels.get(n, Level())
                shown = shown.replace(mark, _formatted(max(counts[n], above.start), above.format))
        return shown.strip(" .、\t")

    def _of_style(self, style: str) -> tuple[str, int]:
        for _ in range(10):
            found = self.styles.get(style)
            if found is None:
                return "", 0
            if found.list_id:
                return found.list_id, found.level
            style = found.based_on
        return "", 0


def read_numbering(package: Package) -> Numbering:
    """Read numbering and styles; a document without them has no numbers."""
    numbering = Numbering()
    if "word/numbering.xml" in package:
        for element in package.tree("word/numbering.xml"):
            if local(element) == "abstractNum":
                levels = {}
                for level in element:
                    if local(level) == "lvl":
                        levels[_number(attribute(level, "ilvl"))] = _level(level)
                numbering.levels[attribute(element, "abstractNumId")] = levels
            elif local(element) == "num":
                for child in element:
                    if local(child) == "abstractNumId":
                        numbering.lists[attribute(element, "numId")] = attribute(child, "val")
    if "word/styles.xml" in package:
        for element in package.tree("word/styles.xml"):
            if local(element) == "style":
                numbering.styles[attribute(element, "styleId")] = _style(element)
    return numbering


def _level(element: object) -> Level:
    values = {local(child): attribute(child, "val") for child in element}  # type: ignore[attr-defined]
    start = _number(values.get("start", "1"))
    return Level(start, values.get("numFmt", "decimal"), values.get("lvlText", "")[:60])


def _style(element: object) -> Style:
    name = based = list_id = ""
    level = 0
    for child in element.iter():  # type: ignore[attr-defined]
        match local(child):
            case "name":
                name = attribute(child, "val")
            case "basedOn":
                based = attribute(child, "val")
            case "numId":
                list_id = attribute(child, "val")
            case "ilvl":
                level = _number(attribute(child, "val"))
    return Style(name, based, list_id, level)


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else 0


def _formatted(number: int, form: str) -> str:
    match form:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
            return letter if form == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman":
            roman = _roman(number)
            return roman if form == "lowerRoman" else roman.upper()
        case (
            "chineseCounting" | "chineseCountingThousand" | "ideographDigital" | "japaneseCounting"
        ):
            return _chinese(number)
        case "decimalZero":
            return f"{number:02d}"
        case _:
            return str(number)


def _roman(number: int) -> str:
    text = ""
    number = min(number, 4999)
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _chinese(number: int) -> str:
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _CHINESE[ones]
    return ("" if tens == 1 else _CHINESE[tens]) + "十" + (_CHINESE[ones] if ones else "")

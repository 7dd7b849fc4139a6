"""Tesseract's answer (its TSV table) as passages: one a line, with box and confidence.

Source: Tesseract manual, "TSV"; columns level, page, block, paragraph, line, word, left, top,
width, height, confidence, text. Settings: `locus` (the page's locus with its whole box), `width`
(pixels of the picture read), `packs` (what it was read with).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from wellfounded.extract.dates.moments import dates_in
from wellfounded.extract.untrusted.tagtext import short
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Failure, Passage

MAX_ANSWER_BYTES: Final = 32 * 1024 * 1024
_COLUMNS: Final = 12
_WORD: Final = "5"
_LEAST: Final = 300
_TAGS: Final = {
    "ara": "ar",
    "uig": "ug",
    "rus": "ru",
    "eng": "en",
    "chi_sim": "zh",
    "chi_tra": "zh",
}

Word = tuple[str, float, tuple[int, int, int, int]]


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the lines of one page; raises Unreadable `garbage` where the table is none."""
    source.file.seek(0)
    rows = source.file.read(MAX_ANSWER_BYTES).decode("utf-8", "backslashreplace").split("\n")
    if not rows[0].startswith("level\t"):
        raise Unreadable("garbage", "Tesseract's answer is no table")
    page = Locus.from_json(dict(settings["locus"]))
    packs = [str(name) for name in settings.get("packs", ())]
    language = _TAGS.get(packs[0], "") if len(packs) == 1 else ""
    scale = (page.box[2] if page.box else 0) / max(int(settings["width"]), 1)
    out.record(Fact("ocr.engine", f"tesseract {'+'.join(packs)}"))
    unclear = given = 0
    for words in _lines(rows[1:]):
        score = round(sum(s for _, s, _ in words) / len(words) * 10)
        if score < _LEAST:
            unclear += 1
            continue
        given += 1
        text = short(" ".join(word for word, _, _ in words))
        where, when = replace(page, box=_around(words, scale)), dates_in(text)
        out.record(Passage(text, where, "ocr", language, score, when=when))
    out.record(Fact("ocr.lines", given))
    if unclear:
        out.record(
            Failure("ocr", "partial", f"{unclear} of {given + unclear} lines are unclear", page)
        )


def _lines(rows: list[str]) -> Iterator[list[Word]]:
    key: Any = None
    words: list[Word] = []
    for row in rows:
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _WORD or not cells[11].strip():
            continue
        if cells[1:5] != key and words:
            yield words
            words = []
        key = cells[1:5]
        try:
            left, top, width, height = (int(c) for c in cells[6:10])
            score = min(max(float(cells[10]), 0.0), 100.0)
        except ValueError as exc:
            raise Unreadable("garbage", "Tesseract's table has a cell that is no number") from exc
        words.append((cells[11].strip(), score, (left, top, left + width, top + height)))
    if words:
        yield words


def _around(words: list[Word], scale: float) -> tuple[int, int, int, int]:
    boxes = [box for _, _, box in words]
    return (
        round(min(b[0] for b in boxes) * scale),
        round(min(b[1] for b in boxes) * scale),
        round(max(b[2] for b in boxes) * scale),
        round(max(b[3] for b in boxes) * scale),
    )

"""Packets for tests: invented filings described as plain pages, and drawn as PDFs by several programs.

A packet is a list of `Sheet`s, each a list of lines at stated places; `clean` makes one that keeps every rule, `draw` makes
it a PDF by this suite's own few operators. Other programs draw the same sheets in `tests/packet/lint/others.py`.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pikepdf
from pikepdf import Array, Dictionary, Name

LETTER = (612, 792)
_TOWNS = ("Brenvale", "Ostmark Quay", "Lower Sill", "Harrow Gate", "Tarn")
_NAMES = ("Ilse Maren", "Tovan Brek", "Sanna Orlov", "Dario Quell", "Mirel Ast")
_KINDS = ("Letter from the gate office", "Photograph of the square", "Report on the mill", "Notice of 3 March 2024", "Minutes of the council", "Statement of a neighbour")  # fmt: skip
_WORDS = (
    "the gate was closed on the evening of the market and nobody was let through before noon "
    "people from the lower town stood along the wall and waited with their papers in hand "
    "an officer wrote down every name and said that the list would go to the ministry "
).split()


@dataclass(frozen=True)
class Text:
    """A line of text, its left end and baseline from the bottom left, in points."""

    words: str
    x: int
    y: int
    size: int = 12


@dataclass(frozen=True)
class Sheet:
    """One page: its lines, its size, and what kind of page it is in the filing."""

    kind: str
    lines: tuple[Text, ...]
    size: tuple[int, int] = LETTER
    bookmark: str = ""

    def without(self, words: str) -> Sheet:
        """The same page without the lines that hold some words."""
        return replace(self, lines=tuple(one for one in self.lines if words not in one.words))

    def changed(self, old: str, new: str) -> Sheet:
        """The same page with other words."""
        return replace(
            self,
            lines=tuple(replace(one, words=one.words.replace(old, new)) for one in self.lines),
        )


@dataclass
class Filing:
    """A filing in order; `numbered` puts the page numbers on when it is drawn."""

    name: str
    sheets: list[Sheet]
    number: Callable[[int, int], str] = lambda n, of: f"{n} of {of}"
    number_at: str = "center"
    stamps: bool = True
    tabs: list[str] = field(default_factory=list)

    def finished(self) -> list[Sheet]:
        """The sheets with the page numbers at their foot; the first bears none."""
        done = []
        for n, sheet in enumerate(self.sheets, 1):
            if n == 1:
                done.append(sheet)
                continue
            words = self.number(n, len(self.sheets))
            wide = 6 * len(words)
            x = (
                (sheet.size[0] - wide) // 2
                if self.number_at == "center"
                else sheet.size[0] - wide - 50
            )
            done.append(replace(sheet, lines=(*sheet.lines, Text(words, x, 30, 11))))
        return done


def prose(chance: random.Random, top: int = 640, lines: int = 12) -> tuple[Text, ...]:
    """Lines of plain English."""
    return tuple(
        Text(" ".join(chance.choices(_WORDS, k=10)).capitalize(), 72, top - 24 * n)
        for n in range(lines)
    )


def cover(chance: random.Random) -> Sheet:
    """The cover page, with everything its caption needs."""
    name, number = chance.choice(_NAMES), chance.randint(10**8, 10**9 - 1)
    detained = chance.choice(("NON-DETAINED", "DETAINED"))
    return Sheet(
        "cover",
        (
            Text("Attorney for the respondent: Aveline Roth", 72, 740),
            Text(detained, 612 - 72 - 9 * len(detained), 740),
            Text("UNITED STATES DEPARTMENT OF JUSTICE", 180, 680),
            Text("IMMIGRATION COURT", 230, 660),
            Text(f"In the Matter of: {name}", 72, 600),
            Text(
                f"File No. A {number // 10**6}-{number // 1000 % 1000:03d}-{number % 1000:03d}",
                340,
                600,
            ),
            Text("In removal proceedings", 72, 570),
            Text("Immigration Judge: Hon. P. Stave", 72, 520),
            Text(f"Next hearing: 0{chance.randint(1, 9)}/14/2027 at 9:00", 320, 520),
            Text("RESPONDENT'S EXHIBITS IN SUPPORT OF THE APPLICATION", 110, 420, 14),
        ),
    )


def contents(rows: list[tuple[str, str, int]], ends: list[int], style: int) -> Sheet:
    """The table of contents, in one of several styles."""
    lines = [
        Text(("TABLE OF CONTENTS", "Index of Exhibits", "EXHIBIT LIST")[style % 3], 220, 730, 14)
    ]
    for n, (tab, title, page) in enumerate(rows):
        y = 690 - 22 * n
        end = f"{page}-{ends[n]}" if style % 2 else str(page)
        if style % 3 == 2:
            lines.append(Text(f"Exhibit {tab}  {title} {'. ' * 20} {end}", 72, y, 11))
        else:
            lines += [Text(tab, 72, y), Text(title, 120, y), Text(end, 480, y)]
    return Sheet("contents", tuple(lines))


def translation(chance: random.Random) -> Sheet:
    """A translator's certificate that states all it must."""
    name = chance.choice(_NAMES)
    return Sheet(
        "translation",
        (
            Text("CERTIFICATE OF TRANSLATION", 200, 700, 14),
            Text(f"I, {name}, certify that I am competent to translate", 72, 640),
            Text("from Ostic to English,", 72, 616),
            Text("and that the translation of the attached paper", 72, 592),
            Text("is true and accurate to the best of my abilities.", 72, 568),
            Text(f"Signed: /s/ {name}", 72, 520),
            Text("Dated: 4 March 2026", 72, 496),
            Text("Address: 12 Mill Lane, Harrow Gate", 72, 472),
            Text("Telephone: 555-010-0199", 72, 448),
        ),
    )


def interpretation(chance: random.Random) -> Sheet:
    """A certificate of interpretation that states all it must."""
    name = chance.choice(_NAMES)
    return Sheet(
        "interpretation",
        (
            Text("CERTIFICATE OF INTERPRETATION", 190, 700, 14),
            Text(f"I, {name}, am competent in both languages.", 72, 640),
            Text("I went through the declaration aloud and read it to the declarant,", 72, 616),
            Text("who understood it", 72, 592),
            Text("before it was signed.", 72, 568),
            Text("My rendering is accurate.", 72, 544),
            Text(f"/s/ {name}", 72, 496),
        ),
    )


def witnesses(chance: random.Random) -> Sheet:
    """A witness list that states all it must."""
    return Sheet(
        "witnesses",
        (
            Text("WITNESS LIST", 250, 700, 14),
            Text(f"1. {chance.choice(_NAMES)}, who will say what happened at the gate.", 72, 640),
            Text("Summary: the gate was closed, and names were taken.", 72, 616),
            Text("Estimated length: 30 minutes.", 72, 592),
            Text("Language: Ostic.", 72, 568),
        ),
    )


def service(chance: random.Random) -> Sheet:
    """The proof of service."""
    heading = chance.choice(("PROOF OF SERVICE", "Certificate of Service"))
    lines = (Text(heading, 230, 700, 14), Text("On 5 March 2026 I handed a copy to the office of counsel.", 72, 640), Text(f"/s/ {chance.choice(_NAMES)}", 72, 600))  # fmt: skip
    return Sheet("service", lines)


def clean(seed: int) -> Filing:
    """A filing that keeps every rule a machine can decide: cover, contents, exhibits with tabs, proof of service."""
    chance = random.Random(seed)
    exhibits = chance.randint(2, 5)
    tabs = [chr(65 + n) for n in range(exhibits)]
    stamps, sheets = chance.random() < 0.6, list[Sheet]()
    rows, ends = [], []
    front = [cover(chance)] + ([witnesses(chance)] if chance.random() < 0.5 else [])
    page = len(front) + 2
    for n, tab in enumerate(tabs):
        title = f"{chance.choice(_KINDS)}, {chance.choice(_TOWNS)}"
        heads = [Sheet("tab", (Text(f"EXHIBIT {tab}", 240, 500, 28), Text(title, 160, 440)), bookmark=f"Exhibit {tab}: {title}")]  # fmt: skip
        body = [Sheet("exhibit", prose(chance, lines=chance.randint(3, 14))) for _ in range(chance.randint(1, 3))]  # fmt: skip
        if n == 0:
            body += [translation(chance), interpretation(chance)]
        own = heads + body
        if stamps:
            own = [replace(s, lines=(*s.lines, Text(f"Exhibit {tab}", 72, 30, 9))) for s in own]
        rows.append((tab, title, page))
        page += len(own)
        ends.append(page - 1)
        sheets += own
    listing = contents(rows, ends, chance.randint(0, 5))
    number = chance.choice((lambda n, of: f"{n}", lambda n, of: f"Page {n} of {of}", lambda n, of: f"- {n} -"))  # fmt: skip
    at = chance.choice(("center", "right"))
    return Filing(f"filing-{seed}.pdf", [*front, listing, *sheets, service(chance)], number, at, stamps, tabs)  # fmt: skip


def draw(
    filing: Filing, change: Callable[[pikepdf.Pdf], None] | None = None, **save: object
) -> bytes:
    """Give a filing as a PDF with bookmarks; `change` is made to it before it is written."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    with pdf.open_outline() as outline:
        for number, sheet in enumerate(filing.finished()):
            page = pdf.add_blank_page(page_size=sheet.size)
            page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
            page.obj.Contents = pdf.make_stream(operators(sheet))
            if sheet.bookmark:
                outline.root.append(pikepdf.OutlineItem(sheet.bookmark, number))
    if change is not None:
        change(pdf)
    data = io.BytesIO()
    pdf.save(data, **({"deterministic_id": True} if "encryption" not in save else {}), **save)
    return data.getvalue()


def operators(sheet: Sheet) -> bytes:
    """Give the operators that draw a page's lines."""
    said = []
    for one in sheet.lines:
        words = one.words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        said.append(f"BT /F1 {one.size} Tf 1 0 0 1 {one.x} {one.y} Tm ({words}) Tj ET")
    return "\n".join(said).encode("latin-1")


def link(pdf: pikepdf.Pdf, page: int, to: object) -> None:
    """Put a link on a page, counted from 0."""
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([72, 100, 200, 120]), Dest=to)
    annotate(pdf, page, note)


def annotate(pdf: pikepdf.Pdf, page: int, note: Dictionary) -> None:
    """Put an annotation on a page, counted from 0."""
    obj = pdf.pages[page].obj
    if "/Annots" not in obj:
        obj.Annots = Array([])
    obj.Annots.append(pdf.make_indirect(note))

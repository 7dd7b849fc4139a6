"""Defects put into clean filings, at least ten for each rule that a machine decides: each breaks its rule on stated pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.packet.lint.made import (
    Filing,
    Sheet,
    Text,
    annotate,
    clean,
    draw,
    interpretation,
    link,
    prose,
    translation,
    witnesses,
)

Made = tuple[str, bytes]
Change = Callable[[Filing, random.Random], None]
TIMES = 10


def at(filing: Filing, kind: str) -> int:
    """Give where the first sheet of a kind stands."""
    return next(n for n, sheet in enumerate(filing.sheets) if sheet.kind == kind)


def _swap(filing: Filing, kind: str, change: Callable[[Sheet], Sheet]) -> None:
    place = at(filing, kind)
    filing.sheets[place] = change(filing.sheets[place])


def _lacking(
    kind: str, make: Callable[[random.Random], Sheet], words: tuple[str, ...]
) -> tuple[Change, ...]:
    """Changes that take each of these words out of a paper, which is put in first where it is not there."""

    def one(word: str) -> Change:
        def change(filing: Filing, chance: random.Random) -> None:
            if not any(sheet.kind == kind for sheet in filing.sheets):
                filing.sheets.insert(1, make(chance))
            _swap(filing, kind, lambda sheet: sheet.without(word))

        return change

    return tuple(map(one, words))


def another_size(filing: Filing, chance: random.Random) -> None:
    place = chance.randrange(len(filing.sheets))
    size = chance.choice(((595, 842), (612, 1008), (842, 595), (700, 700), (306, 396)))
    filing.sheets[place] = replace(filing.sheets[place], size=size)


def _number_gone(filing: Filing, chance: random.Random) -> None:
    gone, number = chance.randrange(2, len(filing.sheets) + 1), filing.number
    filing.number = lambda n, of: "" if n == gone else number(n, of)


def _number_twice(filing: Filing, chance: random.Random) -> None:
    again, number = chance.randrange(3, len(filing.sheets) + 1), filing.number
    filing.number = lambda n, of: number(n - 1 if n == again else n, of)


def _no_numbers(filing: Filing, chance: random.Random) -> None:
    filing.number = lambda n, of: ""


def _numbers_moved(filing: Filing, chance: random.Random) -> None:
    filing.number = lambda n, of: ""
    filing.sheets = [
        replace(sheet, lines=(Text(str(n), 560, 760), *sheet.lines))
        for n, sheet in enumerate(filing.sheets, 1)
    ]


def _numbers_begin_late(filing: Filing, chance: random.Random) -> None:
    filing.number = lambda n, of: str(n + 57)


def _tab_left_out(filing: Filing, chance: random.Random) -> None:
    last, after = filing.tabs[-1], chr(ord(filing.tabs[-1]) + 1)
    filing.sheets = [s.changed(f"EXHIBIT {last}", f"EXHIBIT {after}").changed(f"Exhibit {last}", f"Exhibit {after}") if s.kind in ("tab", "exhibit", "translation", "interpretation") else s for s in filing.sheets]  # fmt: skip


def _tabs_by_number(filing: Filing, chance: random.Random) -> None:
    for n, tab in enumerate(filing.tabs, 1):
        filing.sheets = [s.changed(f"EXHIBIT {tab}", f"EXHIBIT {n}").changed(f"Exhibit {tab}", f"Exhibit {n}") if s.kind != "contents" else s for s in filing.sheets]  # fmt: skip


def _tabs_begin_with_b(filing: Filing, chance: random.Random) -> None:
    for tab in reversed(filing.tabs):
        after = chr(ord(tab) + 1)
        filing.sheets = [s.changed(f"EXHIBIT {tab}", f"EXHIBIT {after}").changed(f"Exhibit {tab}", f"Exhibit {after}") for s in filing.sheets]  # fmt: skip


def _no_tabs(filing: Filing, chance: random.Random) -> None:
    filing.sheets = [s.without("EXHIBIT ").without("Exhibit ") if s.kind not in ("cover", "contents") else s for s in filing.sheets]  # fmt: skip


def _no_contents(filing: Filing, chance: random.Random) -> None:
    filing.sheets[at(filing, "contents")] = Sheet("plain", prose(chance))


def _a_row(
    filing: Filing, chance: random.Random, change: Callable[[str, str, str], tuple[str, str, str]]
) -> None:
    """Change the tab, title or page of one row of the table of contents."""
    sheet = filing.sheets[at(filing, "contents")]
    rows = sorted({line.y for line in sheet.lines[1:]})
    y = chance.choice(rows)
    row = [line for line in sheet.lines if line.y == y]
    if len(row) == 3:
        new = [replace(line, words=words) for line, words in zip(row, change(*(one.words for one in row)), strict=True)]  # fmt: skip
    else:
        _, tab, rest = row[0].words.split(" ", 2)
        title, _, page = rest.rpartition(" ")
        tab, title, page = change(tab, title, page)
        new = [replace(row[0], words=f"Exhibit {tab} {title} {page}")]
    kept = [line for line in sheet.lines if line.y != y]
    filing.sheets[at(filing, "contents")] = replace(sheet, lines=tuple(kept + [n for n in new if n.words.strip()]))  # fmt: skip


def _wrong_page(filing: Filing, chance: random.Random) -> None:
    _a_row(filing, chance, lambda tab, title, page: (tab, title, str(int(page.split("-")[0]) + 3)))


def _no_page(filing: Filing, chance: random.Random) -> None:
    _a_row(filing, chance, lambda tab, title, page: (tab, title, ""))


def _contents_last(filing: Filing, chance: random.Random) -> None:
    filing.sheets.append(filing.sheets.pop(at(filing, "contents")))


def _service_first(filing: Filing, chance: random.Random) -> None:
    filing.sheets.insert(1, filing.sheets.pop(at(filing, "service")))


def _cover_after(filing: Filing, chance: random.Random) -> None:
    filing.sheets.insert(at(filing, "contents"), filing.sheets.pop(0))


def _no_service(filing: Filing, chance: random.Random) -> None:
    filing.sheets = [sheet for sheet in filing.sheets if sheet.kind != "service"]


def _draft(filing: Filing, chance: random.Random) -> None:
    place = chance.randrange(len(filing.sheets))
    sheet = filing.sheets[place]
    words = chance.choice(("UNSIGNED DRAFT", "Unsigned draft", "UNSIGNED  DRAFT"))
    filing.sheets[place] = replace(sheet, lines=(*sheet.lines, Text(words, 150, 380, 30)))


def _part(filing: Filing, chance: random.Random) -> None:
    sheet = filing.sheets[0]
    filing.sheets[0] = replace(sheet, lines=(*sheet.lines, Text("Part 1 of 3", 250, 380)))
    filing.name = chance.choice(("filing.pdf", "filing_part2.pdf", "part-1.pdf"))


CHANGES: dict[str, tuple[Change, ...]] = {
    "F02": _lacking(
        "translation",
        translation,
        (
            "I, ",
            "/s/",
            "Dated",
            "from Ostic",
            "and accurate",
            "Address",
            "Telephone",
            "I, ",
            "/s/",
            "Dated",
        ),
    ),
    "F03": _lacking(
        "interpretation",
        interpretation,
        (
            "read it",
            "understood",
            "before",
            "competent",
            "accurate",
            "/s/",
            "read it",
            "before",
            "competent",
            "/s/",
        ),
    ),
    "F05": (another_size,),
    "F06": (_number_gone, _number_twice, _no_numbers, _numbers_moved, _numbers_begin_late),
    "F07": (_tab_left_out, _tabs_by_number, _tabs_begin_with_b, _no_tabs),
    "F08": (_no_contents, _wrong_page, _no_page, _contents_last),
    "F09": tuple(
        lambda filing, _, words=words: _swap(filing, "cover", lambda s: s.without(words))  # type: ignore[misc]
        for words in (
            "Attorney",
            "DETAINED",
            "IMMIGRATION COURT",
            "In the Matter",
            "File No",
            "proceedings",
            "Judge",
            "hearing",
            "EXHIBITS",
            "File No",
        )
    ),
    "F10": (_service_first, _cover_after, _contents_last),
    "F17": (_no_service,),
    "F18": _lacking("witnesses", witnesses, ("Summary", "length", "Language") * 4),
    "P09": (_draft,),
    "E01": (_part,),
}
"""By rule, changes to what stands on the pages."""


def _font(pdf: pikepdf.Pdf, chance: random.Random) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/Ostmark"))
    pdf.pages[chance.randrange(len(pdf.pages))].obj.Resources.Font.F9 = font


def _act(pdf: pikepdf.Pdf, chance: random.Random) -> None:
    kind = chance.choice(("JavaScript", "Launch", "SubmitForm"))
    act = pdf.make_indirect(Dictionary(S=Name(f"/{kind}"), JS=String("1"), F=String("x")))
    if chance.random() < 0.5:
        pdf.Root.OpenAction = act
    else:
        pdf.pages[0].obj.AA = Dictionary(O=act)


def _attach(pdf: pikepdf.Pdf, chance: random.Random) -> None:
    pdf.attachments[f"notes-{chance.randrange(99)}.txt"] = b"words for nobody"


def _note(pdf: pikepdf.Pdf, chance: random.Random) -> None:
    kind = chance.choice((Name.Text, Name.FreeText, Name.Highlight, Name.Caret))
    words = String("is this in?")
    page = chance.randrange(len(pdf.pages))
    annotate(pdf, page, Dictionary(Type=Name.Annot, Subtype=kind, Rect=Array([9, 9, 30, 30]), Contents=words))  # fmt: skip


def _field(pdf: pikepdf.Pdf, chance: random.Random) -> None:
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), Rect=Array([9, 9, 90, 30]))  # fmt: skip
    annotate(pdf, chance.randrange(len(pdf.pages)), field)


def _dead_link(pdf: pikepdf.Pdf, chance: random.Random) -> None:
    gone = pdf.make_indirect(Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 9, 9])))
    to = chance.choice((Array([gone, Name.Fit]), String("nowhere"), Array([])))
    link(pdf, chance.randrange(len(pdf.pages)), to)


def _hidden(pdf: pikepdf.Pdf, chance: random.Random) -> None:
    page = pdf.pages[chance.randrange(len(pdf.pages))]
    drawn = chance.choice((b"3 Tr 72 300", b"0 Tr 700 300", b"0 Tr 72 -60"))
    mode, place = drawn.split(b" Tr ")
    page.contents_add(
        b"BT /F1 12 Tf " + mode + b" Tr " + place + b" Td (names of the family) Tj ET"
    )


def _scan(pdf: pikepdf.Pdf, chance: random.Random) -> None:
    page = pdf.pages[chance.randrange(1, len(pdf.pages))].obj
    picture = pdf.make_stream(bytes(range(16)), Type=Name.XObject, Subtype=Name.Image, Width=4, Height=4, BitsPerComponent=8, ColorSpace=Name.DeviceGray)  # fmt: skip
    page.Resources.XObject = Dictionary(I=picture)
    page.Contents = pdf.make_stream(
        b"q 612 0 0 792 0 0 cm /I Do Q" if chance.random() < 0.8 else b""
    )


def _no_bookmarks(pdf: pikepdf.Pdf, chance: random.Random) -> None:
    with pdf.open_outline() as outline:
        del outline.root[chance.randrange(len(outline.root)) :]


FILES: dict[str, Callable[[pikepdf.Pdf, random.Random], None]] = {
    "P02": _act,
    "P03": _attach,
    "P04": _note,
    "P05": _hidden,
    "P06": _font,
    "P07": _scan,
    "P08": _dead_link,
    "P10": _field,
    "P11": _no_bookmarks,
}
"""By rule, changes to what the file holds beside its words."""


def seeded(rule: str) -> Iterator[Made]:
    """Give the packets that break a rule: ten of them, by turns in each way there is."""
    for n in range(TIMES):
        chance, filing = random.Random(n * 31 + 7), clean(1000 + n)
        if rule == "E01" and n % 2:
            yield filing.name, draw(filing) + b"%" * 25_000_000
        elif rule in CHANGES:
            CHANGES[rule][n % len(CHANGES[rule])](filing, chance)
            yield filing.name, draw(filing)
        elif rule == "P01":
            locked = pikepdf.Encryption(owner="o", user="u" if n % 2 else "", R=(4, 6)[n % 3 % 2])
            yield filing.name, draw(filing, encryption=locked)
        else:
            yield filing.name, draw(filing, lambda pdf, chance=chance: FILES[rule](pdf, chance))  # type: ignore[misc]

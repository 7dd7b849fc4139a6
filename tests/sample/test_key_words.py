"""What the key says of texts, papers and messages is so."""

import email
import hashlib
import re
import shutil
import subprocess
import warnings
import zipfile
from datetime import datetime, timedelta
from email import policy
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook

from tests.sample.planted_key import plants
from wellfounded.sample import folder

KEY = plants()
TOOLS = Path(__file__).parents[2] / "tools/sample"


def words(path: Path) -> str:
    """The text of a file of the sample case, one space between words."""
    if path.suffix == ".docx":
        text = "\n".join(p.text for p in Document(str(path)).paragraphs)
    elif path.suffix == ".pdf":
        pdf = pypdfium2.PdfDocument(path)
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    else:
        text = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))
    return " ".join(text.split())


def everything() -> dict[str, str]:
    """The words of every text of the sample case, by file name."""
    kinds = {".html", ".txt", ".docx", ".pdf"}
    hostile = KEY["hostile"].file()
    paths = [p for p in folder().rglob("*") if p.suffix in kinds and p != hostile]
    return {p.relative_to(folder()).as_posix(): words(p) for p in paths}


@pytest.mark.parametrize("name", ["reprint-year", "reprint-age", "reprint-month"])
def test_a_reprint_has_its_one_wrong_value(name: str) -> None:
    """The agency has the right value and not the wrong one; the reprint the other way about."""
    plant = KEY[name]
    agency, reprint = words(plant.file(0)), words(plant.file(1))
    assert plant.facts["agency"] in agency
    assert plant.facts["reprint"] not in agency
    assert plant.facts["reprint"] in reprint
    assert plant.facts["agency"] not in reprint


@pytest.mark.parametrize("name", ["reprint-year", "reprint-age", "reprint-month"])
def test_a_reprint_has_no_other_wrong_value(name: str) -> None:
    """Every other number and month in the reprint's text stands in the agency's report too."""
    plant = KEY[name]
    value = re.compile(
        r"\b(\d[\d,]*|January|February|March|April|June|July|August|September|October|November|"
        r"December|Wednesday)\b"
    )
    agency = set(value.findall(words(plant.file(0))))
    paragraphs = re.findall(r"<p>(.*?)</p>", plant.file(1).read_text(encoding="utf-8"))
    strange = {v for p in paragraphs for v in value.findall(p)} - agency
    assert strange <= set(value.findall(plant.facts["reprint"]))
    assert len(strange) <= 1


def test_the_headline_stands_twice_in_the_kestrel() -> None:
    """Headline twice, last three paragraphs twice."""
    page = KEY["reprint-age"].file(1).read_text(encoding="utf-8")
    paragraphs = re.findall(r"<p>(.*?)</p>", page)
    assert len(re.findall("<h1>", page)) == 2
    assert paragraphs[-3:] == paragraphs[-6:-3]


def test_the_circle_is_closed() -> None:
    """Each of the three cites the next, all give the number, none cites anybody else."""
    plant = KEY["circle"]
    for item, cited in plant.facts["cites"].items():
        text = words(folder() / item)
        assert cited in text.replace("The Lantern Post", "the Lantern Post")
        assert plant.facts["number"] in text
        assert "Northline" not in text
        assert "Ostral" not in text


def test_the_misspelling_is_shared_by_two_only() -> None:
    """The wrong spelling stands in exactly the files named."""
    plant = KEY["shared-misspelling"]
    holders = {name for name, text in everything().items() if plant.facts["spelling"] in text}
    assert holders == set(plant.items)


def test_the_denial_names_the_work() -> None:
    """The ministry's statement has the film's name and its day of publication."""
    plant = KEY["denial"]
    assert plant.facts["work"] in words(plant.file())
    assert plant.facts["published"] in plant.file().read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["numbers", "clash-release", "seems-age", "seems-hour"])
def test_each_side_says_what_the_key_says(name: str) -> None:
    """The words of each side stand in its file, and not in the other."""
    plant = KEY[name]
    sides = {item: said for item, said in plant.facts.items() if item in plant.items}
    assert len(sides) >= 2
    for item, said in sides.items():
        assert said in words(folder() / item)
        if name != "numbers":
            for other in set(sides) - {item}:
                assert said not in words(folder() / other)


def test_dates_and_ages_of_the_clash_count_right() -> None:
    """Forty-one and twenty-four days, thirty-four and thirty-six years come out by the calendar."""
    taken = datetime(2024, 3, 3)  # noqa: DTZ001
    assert (taken + timedelta(days=41)).strftime("%A %d %B") == "Saturday 13 April"
    assert (taken + timedelta(days=24)).strftime("%A %d %B") == "Wednesday 27 March"
    assert taken.strftime("%A") == "Sunday"
    assert 2024 - 1989 - 1 == 34  # the birthday is in November
    assert 2024 - 1989 + 1 == 36


def test_the_declaration_is_numbered() -> None:
    """Twenty-two numbered paragraphs, in order."""
    lines = [p.text for p in Document(str(KEY["clash-release"].file())).paragraphs]
    numbers = [int(m.group(1)) for line in lines if (m := re.match(r"(\d+)\. ", line))]
    assert numbers == list(range(1, 23))


def test_the_scan_has_no_text_layer() -> None:
    """Two pages, each one picture and not one character; a typed paper shows the difference."""
    plant = KEY["scan"]
    pdf = pypdfium2.PdfDocument(plant.file())
    assert len(pdf) == plant.facts["pages"]
    assert words(plant.file()) == ""
    assert words(KEY["certificate"].file()) != ""
    with pikepdf.open(plant.file()) as opened:
        assert all(len(page.get_images()) == 1 for page in opened.pages)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract to read the scan")
def test_the_scan_can_be_read(tmp_path: Path) -> None:
    """A common reader finds the words of the key in the picture of the first page."""
    plant = KEY["scan"]
    picture = tmp_path / "page.png"
    pypdfium2.PdfDocument(plant.file())[0].render(scale=200 / 72).to_pil().save(picture)
    command = ["tesseract", str(picture), "-", "-l", "eng"]
    read = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for said in plant.facts["reads"]:
        assert said in " ".join(read.split())


def test_the_certificate_has_no_telephone() -> None:
    """Name, address and e-mail, but no word for a telephone and no run of digits like one."""
    text = words(KEY["certificate"].file())
    dialled = re.compile(r"\+?\d[\d ()-]{5,}\d")
    assert dialled.search("+44 20 7946 0000")
    assert "Address:" in text
    assert not re.search(r"tele?phone|\bphone|\btel\b|mobile", text, re.IGNORECASE)
    assert dialled.findall(text.replace("BL-2024-0318", "")) == []


def test_the_translation_agrees_with_the_chinese() -> None:
    """Number and quantities are the same in both."""
    plant = KEY["translation"]
    chinese, english = words(plant.file(0)), words(plant.file(1))
    assert plant.facts["number"] in chinese
    assert plant.facts["number"] in english
    for said, translated in (
        ("三点六米", "3.6 metres"),
        ("二千四百米", "2,400 metres"),
        ("九百六十根", "960"),
        ("六十四台", "64"),
        ("四十八根", "48"),
        ("二〇二四年四月三十日", "30 April 2024"),
        ("二〇二四年三月十八日", "18 March 2024"),
    ):
        assert said in chinese
        assert translated in english


def test_the_letter_is_in_uyghur_letters() -> None:
    """It has letters that Arabic and Persian lack."""
    text = words(KEY["uyghur"].file())
    assert set("ۇۆۈېەڭ") - set(text) <= {"ۈ"}
    assert "11.07.2024" in text


def test_the_register_has_its_portraits_and_rows() -> None:
    """Fifteen portraits, one in the cell named; line 7 has the declarant's number and day."""
    stock, row = KEY["stock-portrait"], KEY["declarant-row"]
    page = load_workbook(stock.file())[stock.facts["sheet"]]
    pictures = page._images
    places = {f"K{picture.anchor._from.row + 1}" for picture in pictures}
    assert len(pictures) == len(places) == stock.facts["portraits"]
    assert stock.facts["cell"] in places
    assert page[f"B{stock.facts['cell'][1:]}"].value == stock.facts["number"]
    assert page[f"A{row.facts['row']}"].value == 7
    assert page[f"B{row.facts['row']}"].value == row.facts["number"]
    assert page[f"I{row.facts['row']}"].value == row.facts["entered"]
    assert row.facts["number"] in words(row.file(1))


def exchange(path: Path, form: str) -> list[tuple[datetime, str]]:
    """The messages of an export, read with this form of its dates."""
    rows = (line.split(" - ", 1) for line in path.read_text(encoding="utf-8").splitlines())
    return [(datetime.strptime(when, form), said) for when, said in rows]  # noqa: DTZ007


def test_the_chats_differ_in_one_message_and_two_hours() -> None:
    """Same messages in the same order, one of them changed, all two hours apart."""
    plant = KEY["chat-difference"]
    deren = exchange(plant.file(0), "%d/%m/%Y, %H:%M")
    joren = exchange(plant.file(1), "%Y-%m-%d, %H:%M")
    differ = [(a[1], b[1]) for a, b in zip(deren, joren, strict=True) if a[1] != b[1]]
    assert [tuple(said.split(": ", 1)[1] for said in pair) for pair in differ] == [
        tuple(plant.facts[item] for item in plant.items)
    ]
    hours = timedelta(hours=KEY["chat-clocks"].facts["hours"])
    assert all(b[0] - a[0] == hours for a, b in zip(deren, joren, strict=True))


def test_the_order_of_day_and_month_cannot_be_decided() -> None:
    """Read month first, Deren's export is as good a row of dates, and never runs backwards."""
    path = KEY["chat-order"].file()
    assert path.read_text(encoding="utf-8").startswith(KEY["chat-order"].facts["first"])
    for form in ("%d/%m/%Y, %H:%M", "%m/%d/%Y, %H:%M"):
        when = [moment for moment, _ in exchange(path, form)]
        assert when == sorted(when)


def test_the_mail_has_its_attachments() -> None:
    """A PDF with a text layer and a picture."""
    plant = KEY["mail"]
    mail = email.message_from_bytes(plant.file().read_bytes(), policy=policy.default)
    parts = list(mail.iter_attachments())
    assert [part.get_filename() for part in parts] == plant.facts["attachments"]
    assert parts[0].get_content().startswith(b"%PDF-")
    assert parts[1].get_content().startswith(b"\xff\xd8\xff")


def test_the_parcel_has_a_duplicate_and_two_of_one_name() -> None:
    """The same bytes as the photograph, two members of one name that differ, one odd name."""
    plant, same = KEY["parcel"], KEY["same-bytes"]
    with zipfile.ZipFile(plant.file()) as parcel:
        names = [member.filename for member in parcel.infolist()]
        twice = [m for m in parcel.infolist() if m.filename == plant.facts["twice"]]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            digests = {hashlib.sha256(parcel.read(m)).digest() for m in twice}
        photo = parcel.read(same.facts["member"])
    assert len(twice) == len(digests) == 2
    assert photo == same.file(0).read_bytes()
    assert any(n.encode("cp437").endswith(plant.facts["gb18030"].encode("gb18030")) for n in names)


def test_the_hostile_paper_is_small_and_says_huge() -> None:
    """A few kilobytes on disk; page and picture of the sizes in the key."""
    plant = KEY["hostile"]
    assert plant.file().stat().st_size < 10_000
    with pikepdf.open(plant.file()) as pdf:
        page = pdf.pages[0].obj
        image = page.Resources.XObject.Im0
        assert int(page.MediaBox[2]) == plant.facts["side_points"]
        assert int(image.Width) * int(image.Height) == plant.facts["pixels"]


def test_the_written_pages_are_made_again_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Web pages, chats, the privileged letter, manifest and key come out of tools/sample as shipped."""
    monkeypatch.syspath_prepend(str(TOOLS))
    import key
    import manifest
    import messages
    import press

    press.write(tmp_path / "press")
    for page in (tmp_path / "press").iterdir():
        assert page.read_bytes() == (folder() / "press" / page.name).read_bytes()
    assert messages.derens_export().encode() == KEY["chat-difference"].file(0).read_bytes()
    assert messages.jorens_export().encode() == KEY["chat-difference"].file(1).read_bytes()
    assert messages.privileged_letter() == KEY["privileged"].file().read_bytes()
    key.write(tmp_path)
    manifest.write(tmp_path / "manifest.json")
    for name in ("key.json", "KEY.md", "manifest.json"):
        assert (tmp_path / name).read_bytes() == (folder().parent / name).read_bytes()

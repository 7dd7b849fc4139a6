"""The look page: one file, everything inside, nothing guessed, nothing remote."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from PIL import Image

from tests.house.test_words import NEVER
from wellfounded.look import Look, page, plain
from wellfounded.terms.digest import Digest
from wellfounded.terms.locus import Locus
from wellfounded.terms.moment import Moment
from wellfounded.terms.place import Place
from wellfounded.terms.record import Fact, Failure, Passage, Picture, Record

ITEM = Digest.of(b"item")


def _jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), (200, 30, 30)).save(buffer, "JPEG")
    return buffer.getvalue()


PICTURE = _jpeg()
BLOB = Digest.of(PICTURE)


def _video(*more: Record) -> Look:
    frames = [
        Picture("keyframe", BLOB, 64, 48, Locus(ITEM, pts=(n, n + 1), base=(1, 10)))
        for n in range(3)
    ]
    records: tuple[Record, ...] = (
        Fact("kind", "video"),
        Fact("video.width", 1920),
        Fact("video.height", 1080),
        Fact("video.duration_us", 61_500_000),
        *frames,
        Picture("contact-sheet", BLOB, 64, 48, Locus(ITEM)),
        *more,
    )
    return Look("clip.mp4", 1234, ITEM, records, {BLOB: PICTURE})


class _Reader(HTMLParser):
    """Collects every tag with its attributes, and checks that tags close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "img", "input", "br", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def test_the_page_holds_everything_and_reaches_for_nothing() -> None:
    """No script, no link, no form, no address but data; the policy lets in the one sheet by its
    hash.
    """
    text = page(_video())
    read = _Reader(text)
    assert read.open == []
    assert not {"script", "link", "iframe", "object", "form", "video", "audio"} & {
        tag for tag, _ in read.tags
    }
    for _, attributes in read.tags:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        for name in ("src", "href", "srcset"):
            assert str(attributes.get(name) or "data:").startswith("data:")
    policy = next(a["content"] or "" for a in read.all("meta") if a.get("http-equiv"))
    sheet = text[text.index("<style>") + 7 : text.index("</style>")]
    hashed = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert policy.startswith("default-src 'none';") and f"'sha256-{hashed}'" in policy
    assert "unsafe" not in policy and "url(" not in sheet and "@import" not in sheet


def test_the_same_records_give_the_same_bytes() -> None:
    """The page is a pure function of what was read."""
    assert page(_video()) == page(_video())
    assert plain(_video()) == plain(_video())


def test_every_picture_is_veiled_until_revealed() -> None:
    """Each picture follows a checkbox of its own that is not set; the sheet blurs what is not
    revealed.
    """
    text = page(_video())
    read = _Reader(text)
    boxes = read.all("input")
    assert len(boxes) == len(read.all("img")) == 4
    assert all(box["type"] == "checkbox" and "checked" not in box for box in boxes)
    assert {b["id"] for b in boxes} == {label["for"] for label in read.all("label")}
    assert re.search(r"\.veiled img \{[^}]*blur\(12px\) grayscale\(1\)", text)
    assert all(img.get("alt") for img in read.all("img"))


def test_every_time_has_its_zone_or_the_word_that_there_is_none() -> None:
    """A zone is shown as written, a missing one as `no zone` with the span it leaves open."""
    local = Fact("exif.DateTimeOriginal", "x", when=Moment((2024, 3, 1, 12, 30, 0)))
    zoned = Fact("xmp.xmp.CreateDate", "x", when=Moment((2024, 3, 1, 12, 30, 0), (480,)))
    for text in (_Reader(page(_video(local, zoned))).text, plain(_video(local, zoned), 160)):
        assert text.count("2024-03-01 12:30:00") == 2
        assert "no zone" in text and "+08:00" in text
    shown = _Reader(page(_video(local))).text
    assert "between 2024-02-29 22:30 and 2024-03-02 00:30 UTC" in shown
    assert "No time zone for any of its times." in shown


def test_what_exiftool_says_again_is_not_a_second_time() -> None:
    """ExifTool's copy of a time we read is left out; a time only it knows is shown as its word."""
    ours = Fact("exif.DateTimeOriginal", "x", when=Moment((2024, 3, 1, 12, 30, 0), (240,)))
    again = Fact("exiftool.ExifIFD.CreateDate", "x", when=Moment((2024, 3, 1, 12, 30, 0)))
    alone = Fact("exiftool.Lumena.ClockSet", "x", when=Moment((2023, 1, 2, 3, 4, 5)))
    text = _Reader(page(_video(ours, again, alone))).text
    assert text.count("2024-03-01 12:30:00") == 1
    assert "2023-01-02 03:04:05" in text and "Lumena ClockSet, by ExifTool" in text


def test_camera_and_satellite_clock_are_compared_only_under_an_if() -> None:
    """Both clocks stated: how far they stand apart is said, on a condition."""
    camera = Fact("exif.DateTimeOriginal", "x", when=Moment((2024, 3, 1, 10, 30, 12)))
    satellite = Fact("gps.time", "x", when=Moment((2024, 3, 1, 4, 30, 5), (0,)))
    text = _Reader(page(_video(camera, satellite))).text
    assert "If the satellite time is of the same moment" in text
    assert "within 7 s of UTC+06:00" in text
    assert "If the satellite" not in _Reader(page(_video(camera))).text


def test_positions_have_a_radius_and_say_which_tag() -> None:
    """A position is shown with its radius and the tag it stands in."""
    place = Place(275916000, 865640000, 50)
    gps = Fact("gps", "27.5916000, 86.5640000 (xyz)", where=place)
    read = _Reader(page(_video(gps))).text
    assert "27.5916000, 86.5640000" in read and "50 m" in read and "QuickTime user data" in read
    assert "No position." not in read and "No position." in _Reader(page(_video())).text


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("image", "Who took it"),
        ("video", "Who filmed it"),
        ("audio", "Who recorded it"),
        ("pdf", "Who wrote it"),
    ],
)
def test_both_closing_lists_fit_the_kind(kind: str, asked: str) -> None:
    """Each kind closes with what is not shown and what to ask."""
    look = Look("x", 1, ITEM, (Fact("kind", kind),))
    for text in (_Reader(page(look)).text, plain(look)):
        lowered = text.lower()
        assert "what this does not show" in lowered and "what to ask the sender" in lowered
        assert asked in text


def test_questions_follow_what_is_missing() -> None:
    """A cut file asks for the whole; a file without device asks for the file as stored."""
    cut = Failure("read", "damaged", "the index (moov) is absent")
    text = plain(_video(cut))
    assert "do you have the whole of it" in text and "as the device stored it" in text
    full = plain(_video(Fact("exif.Make", "Lumena")))
    assert "do you have the whole" not in full and "as the device stored it" not in full


def test_what_was_not_read_stands_near_the_top() -> None:
    """Failures come before what was read, with code and next step."""
    text = page(_video(Failure("read", "damaged", "the pictures break off", next="ask again")))
    assert text.index("the pictures break off") < text.index("Every time it states")
    assert "damaged" in text and "Next: ask again." in text


def test_hostile_text_stays_text() -> None:
    """Markup in names, values and words is shown, overrides are made visible, and no tag is
    added.
    """
    bad = '<script>alert(1)</script>"><img src=x onerror=1>'
    records: tuple[Record, ...] = (
        Fact("kind", "image"),
        Fact("exif.Make", bad),
        Fact(f"exif.{bad}"[:100], bad),
        Passage(f"\u202e{bad}", Locus(ITEM), "ocr", bad, 990),
        Failure("read", bad, bad, next=bad),
    )
    text = page(Look(f"a\u202e{bad}.jpg", 1, ITEM, records))
    read = _Reader(text)
    assert "script" not in {t for t, _ in read.tags} and read.all("img") == []
    assert "\u202e" not in text and text.count("⟦RLO⟧") >= 2
    assert "\u202e" not in plain(Look("a\u202e", 1, ITEM, records))
    assert [q["lang"] for q in read.all("blockquote")] == ["und"]


def test_words_have_language_and_direction_and_say_that_a_machine_read_them() -> None:
    """Uyghur stands right to left; machine reading is labelled with the engine's own confidence."""
    said = Passage("شەرقىي رايون", Locus(ITEM, page=2), "ocr", "ug", 874)
    read = _Reader(page(_video(said)))
    (quote,) = read.all("blockquote")
    assert (quote["lang"], quote["dir"]) == ("ug", "rtl")
    assert "machine reading, unchecked" in read.text and "87 %" in read.text


def test_no_word_is_printed_that_says_more_than_a_program_knows() -> None:
    """No output for any kind holds one of the words; the search itself finds them in evidence."""
    made: Any = [
        _video(),
        *(Look("x", 1, ITEM, (Fact("kind", k),)) for k in ("image", "audio", "x")),
    ]
    for look in made:
        assert NEVER.search(page(look)) is None and NEVER.search(plain(look)) is None
    assert NEVER.search(page(Look("an authentic clip", 1, ITEM, ())))


def test_a_file_of_no_known_kind_still_has_a_page() -> None:
    """Nothing read at all: the page says so and closes as always."""
    failure = Failure("read", "crashed", "the decoder crashed")
    text = page(Look("x.bin", 0, ITEM, (), failure=failure))
    assert "the decoder crashed" in text and "What to ask the sender" in text

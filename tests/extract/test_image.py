"""Pictures: what they say about themselves is stated as written, and nothing more."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from tests.extract.fake import Collected, run
from wellfounded.extract.untrusted import image
from wellfounded.terms.record import Fact


def _picture(width: int = 320, height: int = 200) -> Image.Image:
    made = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    made.paste((200, 30, 30), (0, 0, width // 4, height // 4))
    return made


def _saved(form: str, picture: Image.Image | None = None, **options: object) -> bytes:
    buffer = io.BytesIO()
    (picture or _picture()).save(buffer, form, **options)
    return buffer.getvalue()


def _exif(**times: str) -> Image.Exif:
    ratio = TiffImagePlugin.IFDRational
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Lumena", "Lumena Field 3", "Darkroom 7.1"
    inner = exif.get_ifd(0x8769)
    inner[0xA431], inner[0xA434] = "00042917", "Lumena 24mm f/1.8"
    numbers = {"original": 0x9003, "zone": 0x9011, "fraction": 0x9291}
    for name, value in times.items():
        inner[numbers[name]] = value
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "S", (ratio(33, 1), ratio(51, 1), ratio(2150, 100))
    gps[3], gps[4] = "E", (ratio(151, 1), ratio(12, 1), ratio(4000, 100))
    gps[7], gps[29] = (ratio(4, 1), ratio(30, 1), ratio(5, 1)), "2024:03:01"
    return exif


def _one(found: Collected, name: str) -> Fact:
    facts = found.named(name)
    assert len(facts) == 1, name
    return facts[0]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "HEIF", "AVIF"])
def test_each_form_gives_its_size_and_a_small_picture(form: str) -> None:
    """Every form read gives width, height and a JPEG of at most 480 pixels without metadata."""
    found = run(image.read, _saved(form, _picture(1000, 600)))
    assert (found.facts["image.width"], found.facts["image.height"]) == (1000, 600)
    (small,) = found.pictures("thumbnail")
    shown = Image.open(io.BytesIO(found.blobs[small.blob]))
    assert shown.format == "JPEG" and shown.size == (480, 288) == (small.width, small.height)
    assert not shown.getexif()
    assert found.failures == []


def test_a_time_keeps_the_zone_only_where_one_is_written() -> None:
    """DateTimeOriginal has a zone with OffsetTimeOriginal beside it, and none without."""
    without = run(image.read, _saved("JPEG", exif=_exif(original="2024:03:01 12:30:05")))
    moment = _one(without, "exif.DateTimeOriginal").when
    assert moment is not None and moment.local == "2024-03-01T12:30:05" and moment.offsets == ()
    with_zone = _exif(original="2024:03:01 12:30:05", zone="+06:00", fraction="25")
    moment = _one(run(image.read, _saved("JPEG", exif=with_zone)), "exif.DateTimeOriginal").when
    assert moment is not None
    assert moment.local == "2024-03-01T12:30:05.250000" and moment.offsets == (360,)


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "    :  :     :  :  ", "yesterday"])
def test_a_clock_that_was_not_set_gives_no_moment(written: str) -> None:
    """What a camera writes when its clock is not set stays as written and is no time."""
    found = run(image.read, _saved("JPEG", exif=_exif(original=written)))
    assert _one(found, "exif.DateTimeOriginal").when is None


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_position_has_a_radius_and_its_time_is_utc(form: str) -> None:
    """GPS becomes the fact `gps` with a place; a file that states no error gets an assumed
    radius.
    """
    found = run(image.read, _saved(form, exif=_exif()))
    place = _one(found, "gps").where
    assert place is not None
    assert (place.latitude_e7, place.longitude_e7) == (-338559722, 1512111111)
    assert place.radius_m == 50 and "assumed" in str(found.facts["gps.radius"])
    moment = _one(found, "gps.time").when
    assert moment is not None and moment.local == "2024-03-01T04:30:05" and moment.offsets == (0,)
    assert found.facts["exif.Make"] == "Lumena"
    assert found.facts["exif.BodySerialNumber"] == "00042917"


def test_a_stated_error_becomes_the_radius() -> None:
    """GPSHPositioningError is taken as the radius."""
    exif = _exif()
    exif.get_ifd(0x8825)[31] = TiffImagePlugin.IFDRational(1240, 100)
    found = run(image.read, _saved("JPEG", exif=exif))
    place = _one(found, "gps").where
    assert place is not None and place.radius_m == 13
    assert "stated" in str(found.facts["gps.radius"])


def test_zero_zero_is_no_place() -> None:
    """0, 0 is what a device writes without a fix: said, not placed on a map."""
    exif = _exif()
    zero = tuple(TiffImagePlugin.IFDRational(0, 1) for _ in range(3))
    exif.get_ifd(0x8825)[2] = exif.get_ifd(0x8825)[4] = zero
    found = run(image.read, _saved("JPEG", exif=exif))
    assert found.named("gps") == [] and "gps.unset" in found.facts


def test_the_small_picture_is_turned_as_shown() -> None:
    """A picture stored on its side gives an upright thumbnail."""
    exif = Image.Exif()
    exif[0x0112] = 6
    found = run(image.read, _saved("JPEG", _picture(400, 200), exif=exif))
    (small,) = found.pictures("thumbnail")
    assert (small.width, small.height) == (200, 400)
    assert found.facts["image.orientation"] == "shown turned right by 90 degrees"


def test_the_embedded_thumbnail_is_shown_and_compared() -> None:
    """A thumbnail inside EXIF is a picture of its own, and another shape than the picture is
    said.
    """
    small = _saved("JPEG", _picture(160, 120))
    entries = struct.pack("<HHII", 0x0201, 4, 1, 44) + struct.pack(
        "<HHII", 0x0202, 4, 1, len(small)
    )
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<HI", 0, 14)
    tiff += struct.pack("<H", 2) + entries + struct.pack("<I", 0)
    assert len(tiff) == 44
    found = run(image.read, _saved("JPEG", _picture(300, 300), exif=b"Exif\0\0" + tiff + small))
    (inner,) = found.pictures("embedded-thumbnail")
    assert (inner.width, inner.height) == (160, 120)
    assert "1.333" in str(found.facts["mark.embedded-thumbnail.shape"])
    same = run(image.read, _saved("JPEG", _picture(400, 300), exif=b"Exif\0\0" + tiff + small))
    assert same.pictures("embedded-thumbnail")
    assert "mark.embedded-thumbnail.shape" not in same.facts


@pytest.mark.parametrize("setting", [30, 75, 92])
def test_jpeg_tables_name_the_quality_setting(setting: int) -> None:
    """Tables that are scaled example tables give exactly the setting they were made with."""
    found = run(image.read, _saved("JPEG", quality=setting, subsampling=2))
    assert found.facts["mark.jpeg.tables"] == f"the scaled example tables, quality {setting}"
    assert found.facts["mark.jpeg.subsampling"] == "4:2:0"


def test_data_after_the_end_is_said_and_a_video_there_becomes_an_item() -> None:
    """Bytes after the end of a JPEG are stated; a video among them is preserved as a member."""
    plain = _saved("JPEG")
    assert "mark.trailing" not in run(image.read, plain).facts
    junk = run(image.read, plain + b"hidden words")
    assert str(junk.facts["mark.trailing"]).startswith("12 bytes after the end")
    clip = struct.pack(">I4s4sI", 16, b"ftyp", b"mp42", 0) + b"rest"
    moving = run(image.read, plain + clip)
    assert [data for _, data in moving.members] == [clip]
    assert moving.members[0][0].relation == "embedded"


def test_trailing_data_of_a_png() -> None:
    """Bytes after IEND are stated."""
    found = run(image.read, _saved("PNG") + b"PK\x03\x04zip")
    assert "a zip archive" in str(found.facts["mark.trailing"])


def test_a_provenance_manifest_is_stated_as_not_checked() -> None:
    """A C2PA box is carried, not checked; a JPEG without one says nothing about it."""
    plain = _saved("JPEG")
    body = struct.pack(">I4s", 40, b"jumb") + b"\0" * 12 + b"c2pa" + b"\0" * 16
    segment = b"\xff\xeb" + struct.pack(">H", 2 + 8 + len(body)) + b"JP\0\1\0\0\0\1" + body
    found = run(image.read, plain[:2] + segment + plain[2:])
    assert "not checked" in str(found.facts["provenance.manifest"])
    assert not any(name.startswith("provenance") for name in run(image.read, plain).facts)


def test_xmp_history_and_dates_are_stated() -> None:
    """XMP gives its dates with their zone, the software and every step of its history."""
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf'
        b'-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        b'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/'
        b'sType/ResourceEvent#" xmp:CreateDate="2024-03-01T12:30:00+08:00" '
        b'xmp:CreatorTool="Darkroom 7.1"><xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved" '
        b'stEvt:when="2024-03-02" stEvt:softwareAgent="Darkroom 7.1"/></rdf:Seq></xmpMM:History>'
        b"</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    found = run(image.read, _saved("JPEG", xmp=packet))
    assert found.facts["xmp.xmp.CreatorTool"] == "Darkroom 7.1"
    assert found.facts["xmp.history"] == "saved; 2024-03-02; Darkroom 7.1"
    moment = _one(found, "xmp.xmp.CreateDate").when
    assert moment is not None and moment.offsets == (480,)


def test_xmp_opens_no_entity() -> None:
    """A packet with an external entity names no file's content."""
    packet = (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><rdf:RDF xmlns:rdf="http://www.w3'
        b'.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/'
        b'1.1/" dc:format="seen"><dc:title>&e;</dc:title></rdf:Description></rdf:RDF>'
    )
    found = run(image.read, _saved("JPEG", xmp=packet))
    assert found.facts["xmp.dc.format"] == "seen"
    assert "xmp.dc.title" not in found.facts


def test_png_text_and_time_are_stated() -> None:
    """Text chunks are stated, compressed ones too; the tIME chunk is UTC by the specification."""
    info = PngInfo()
    info.add_text("parameters", "a harbour at dusk, steps: 20", zip=True)
    info.add_itxt("Title", "Гавань")
    info.add(b"tIME", struct.pack(">HBBBBB", 2024, 3, 1, 12, 30, 0))
    found = run(image.read, _saved("PNG", pnginfo=info))
    assert found.facts["png.text.parameters"] == "a harbour at dusk, steps: 20"
    assert found.facts["png.text.Title"] == "Гавань"
    moment = _one(found, "png.modified").when
    assert moment is not None and moment.offsets == (0,)


def test_too_many_pixels_stop_before_decoding() -> None:
    """A picture over the limit on pixels says so, keeps its facts and decodes nothing."""
    data = _saved("PNG", Image.new("1", (4000, 4000)))
    found = run(image.read, data, pixels=1_000_000)
    assert found.codes == ["over-limit"] and "pixels = 1000000" in found.failures[0].what
    assert found.facts["image.width"] == 4000 and found.pictures() == []
    assert run(image.read, data).pictures("thumbnail")


def test_a_cut_picture_gives_what_is_left_and_says_so() -> None:
    """A truncated JPEG is damaged and still shows its upper part."""
    data = _saved("JPEG", _picture(800, 600), quality=95)
    found = run(image.read, data[: len(data) // 2])
    assert found.codes == ["damaged"] and found.pictures("thumbnail")
    assert run(image.read, data).codes == []


def _bomb_text() -> bytes:
    chunk = b"zTXtnote\0\0" + zlib.compress(b"x" * 50_000_000)
    body = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    plain = _saved("PNG")
    return plain[:33] + body + plain[33:]


_HOSTILE: list[tuple[str, Callable[[], bytes]]] = [
    ("nothing", lambda: b""),
    ("a signature alone", lambda: b"\xff\xd8\xff\xe1"),
    (
        "a directory that contains itself",
        lambda: b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0" + b"\x08\0\0\0",
    ),
    ("a text bomb", _bomb_text),
    ("a box of no size", lambda: b"\0\0\0\0ftypheic" + b"\0" * 50),
    ("no picture at all", lambda: b"GIF89a" + b"\xff" * 200),
]


@pytest.mark.parametrize("make", [m for _, m in _HOSTILE], ids=[n for n, _ in _HOSTILE])
def test_hostile_pictures_end_in_a_failure_or_a_picture(make: Callable[[], bytes]) -> None:
    """Broken bytes end as a typed Failure or a picture, never as another exception."""
    found = run(image.read, make())
    assert found.failures or found.pictures()


def test_every_cut_and_flip_of_a_jpeg_with_exif_is_survived() -> None:
    """Cutting or changing any byte of the head of a JPEG gives records or a Failure."""
    data = _saved("JPEG", _picture(64, 48), exif=_exif(original="2024:03:01 12:30:05"))
    for at in range(2, min(len(data), 700), 7):
        run(image.read, data[:at])
        run(image.read, data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])

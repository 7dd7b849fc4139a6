"""What facts are called on the page, and which part of it each belongs to."""

from __future__ import annotations

import re
from typing import Final

from wellfounded.terms.record import Fact

FORM, DEVICE, MARKS, PROVENANCE, OTHER = "form", "device", "marks", "provenance", "other"

_NAMES: Final = {
    "kind": "Kind, by content",
    "mime": "Form, by content",
    "kind.extension-disagrees": "Ending of the name that says otherwise",
    "kind.also": "Also passes for",
    "charset": "Character set",
    "image.width": "Width",
    "image.height": "Height",
    "image.format": "Picture format",
    "image.mode": "Colours",
    "image.bits": "Bits a sample",
    "image.frames": "Frames",
    "image.orientation": "How it is shown",
    "image.colour-profile": "Colour profile",
    "image.comment": "Comment",
    "image.embedded-thumbnail.size": "Embedded thumbnail",
    "video.width": "Width",
    "video.height": "Height",
    "video.codec": "Picture coding",
    "video.duration_us": "Duration of pictures",
    "video.frame-rate.average": "Frame rate, average",
    "video.frame-rate.base": "Frame rate, base",
    "video.frames": "Frames",
    "video.start_us": "Pictures begin at",
    "audio.start_us": "Sound begins at",
    "video.bit-rate": "Data rate of pictures",
    "video.time-base": "Time base of pictures",
    "video.rotation": "How it is shown",
    "video.pixel-format": "Pixel format",
    "video.streams": "Picture streams",
    "video.keyframes.shown": "Key frames shown here",
    "audio.codec": "Sound coding",
    "audio.sample-rate": "Samples a second",
    "audio.channels": "Sound channels",
    "audio.duration_us": "Duration of sound",
    "audio.time-base": "Time base of sound",
    "audio.bit-rate": "Data rate of sound",
    "audio.streams": "Sound streams",
    "audio.heard": "Sound decoded",
    "container.format": "Container",
    "container.brands": "Brands",
    "container.created": "Container created",
    "container.modified": "Container modified",
    "container.tag.com.apple.quicktime.creationdate": "Recorded (device's tag)",
    "container.tag.com.apple.quicktime.make": "Maker",
    "container.tag.com.apple.quicktime.model": "Model",
    "container.tag.com.apple.quicktime.software": "Software",
    "container.tag.too": "Writing program",
    "container.tag.encoder": "Writing program",
    "container.tag.ENCODER": "Writing program",
    "exif.Make": "Maker",
    "exif.Model": "Model",
    "exif.LensModel": "Lens",
    "exif.LensMake": "Maker of the lens",
    "exif.Software": "Software",
    "exif.BodySerialNumber": "Serial number of the camera",
    "exif.LensSerialNumber": "Serial number of the lens",
    "exif.DateTimeOriginal": "Taken, by the camera's clock",
    "exif.DateTimeDigitized": "Digitised, by the camera's clock",
    "exif.DateTime": "File changed, by the device's clock",
    "exif.Artist": "Author",
    "exif.Copyright": "Copyright",
    "gps": "Position",
    "gps.in.EXIF": "EXIF, GPS part",
    "gps.in.xyz": "QuickTime user data (©xyz)",
    "gps.in.loci": "3GPP location (loci)",
    "gps.in.com.apple.quicktime.location.ISO6709": "QuickTime metadata (location.ISO6709)",
    "gps.time": "Time of the position, by satellite",
    "gps.radius": "Radius of the position",
    "mark.jpeg.tables": "Compression tables",
    "mark.jpeg.subsampling": "Colour subsampling",
    "mark.jpeg.coding": "JPEG coding",
    "mark.trailing": "After the end",
    "mark.encoder": "Encoder wrote",
    "mark.compressor": "Compressor wrote",
    "mark.index": "Index stands",
    "mark.fragments": "Fragments",
    "mark.digital-silence": "Digital silence",
    "mark.embedded-thumbnail.shape": "Shape of the thumbnail",
    "xmp.history": "Editing history",
    "xmp.xmp.CreatorTool": "Creating program",
    "xmp.xmp.CreateDate": "Created (XMP)",
    "xmp.xmp.ModifyDate": "Modified (XMP)",
    "xmp.xmp.MetadataDate": "Metadata changed (XMP)",
    "xmp.photoshop.DateCreated": "Content created (XMP)",
    "xmp.Iptc4xmpExt.DigitalSourceType": "Kind of digital source",
    "png.text.parameters": "Parameters of a generator",
    "provenance.manifest": "Manifest",
    "provenance.generator": "Manifest made by",
    "pdf.pages": "Pages",
    "ocr.engine": "Reading machine",
    "ocr.lines": "Lines read by machine",
}
_DEVICE = re.compile(
    r"exif\.(Make|Model|Lens\w*|\w*SerialNumber|Software|HostComputer|CameraOwnerName|CameraFirmware)"
    r"|container\.tag\.(.*\.(make|model|software)|mak|mod|swr|model|make|com\.android\..*)"
    r"|xmp\.(xmp\.CreatorTool|tiff\.(Make|Model)|aux\..*)|png\.text\.Software"
    r"|pdf\.(producer|creator)",
    re.IGNORECASE,
)
_PROVENANCE = re.compile(
    r"provenance\..*|exif\.(Artist|Copyright|ImageDescription|XPAuthor|XPComment|UserComment)"
    r"|iptc\..*|xmp\.(dc|dcterms|photoshop|Iptc4xmp\w+|xmpRights|plus)\..*"
    r"|container\.tag\.(aut|ART|cpy|cmt|des|auth|titl|dscp|cprt|nam|title|artist|comment|copyright|author)"
    r"|png\.text\.(Author|Copyright|Description|Source|Title|Comment)|pdf\.(author|title)|html\.(author|title|canonical)",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"mark\..*|xmp\.history|xmp\.xmpMM\..*|track\d+\.(handler|edit-list|variable-frame-rate|format)"
    r"|container\.tag\.(too|encoder|software)|(video|audio)(\.\d+)?\.tag\.encoder"
    r"|png\.text\.parameters|kind\.(also|extension-disagrees)|video\.time-stamps",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"(kind|mime|charset|image\..*|container\.(format|brands|other-stream|attached-picture)"
    r"|video\.(?!tag).*|audio\.(?!tag).*|subtitle\..*|pdf\.pages|ocr\..*)$"
)
_HIDDEN = re.compile(r"exiftool\.|track\d+\.(media\.)?(created|modified)")


def part(fact: Fact) -> str:
    """Give the part of the page a fact belongs to."""
    if _HIDDEN.match(fact.name):
        return OTHER
    for name, pattern in (
        (DEVICE, _DEVICE),
        (PROVENANCE, _PROVENANCE),
        (MARKS, _MARKS),
        (FORM, _FORM),
    ):
        if pattern.fullmatch(fact.name):
            return name
    return OTHER


def called(name: str) -> str:
    """Give what a fact is called for people; a name we have no words for stays as it is."""
    if name in _NAMES:
        return _NAMES[name]
    if name.startswith("exiftool."):
        return f"{name.removeprefix('exiftool.').replace('.', ' ')}, by ExifTool"
    if name.startswith("gps.in."):
        return f"tag {name.removeprefix('gps.in.')}"
    found = re.fullmatch(r"track(\d+)\.(media\.)?(\w[\w-]*)", name)
    if found:
        inner = "media " if found.group(2) else ""
        return f"Track {found.group(1)}, {inner}{found.group(3).replace('-', ' ')}"
    return name


def shown_value(fact: Fact) -> str:
    """Give the value for people: durations as clocks, rates with units; everything else as
    written.
    """
    if isinstance(fact.value, int):
        if fact.name.endswith("_us"):
            return clock(fact.value)
        if fact.name.endswith("bit-rate"):
            return f"{fact.value / 1000:,.0f} kb/s"
        if fact.name.endswith((".width", ".height")) and fact.name.startswith(("image.", "video.")):
            return f"{fact.value:,} pixels"
        if fact.name.endswith("sample-rate"):
            return f"{fact.value:,} Hz"
    return str(fact.value)


def clock(microseconds: int) -> str:
    """Give a duration as hours, minutes, seconds and thousandths."""
    sign, total = ("-", -microseconds) if microseconds < 0 else ("", microseconds)
    whole = total // 1000
    hours, minutes, seconds = whole // 3_600_000, whole // 60_000 % 60, whole // 1000 % 60
    return f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}.{whole % 1000:03d}"


def size(octets: int) -> str:
    """Give a number of bytes for reading (powers of ten), with the exact number."""
    for unit, scale in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if octets >= scale:
            return f"{octets / scale:.1f} {unit} ({octets:,} bytes)"
    return f"{octets} byte" + ("" if octets == 1 else "s")

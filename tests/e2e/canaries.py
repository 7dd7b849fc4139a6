"""Material with a canary word in every private place a file, its path or its receipt has."""

from __future__ import annotations

import base64
import io
import os
import zipfile
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

Rational = TiffImagePlugin.IFDRational


@dataclass
class Planted:
    """The words as they are set and where each stands."""

    words: dict[str, str] = field(default_factory=dict)

    def word(self, where: str) -> str:
        """A new canary: letters only, nothing in common with another."""
        n = len(self.words)
        word = "zqx" + "".join(chr(97 + (n // 26**k) % 26) for k in (1, 0)) + "vjk"
        self.words[word] = where
        return word

    def many(self, where: str, count: int) -> str:
        """Several new canaries, with words between them."""
        return " und ".join(self.word(where) for _ in range(count))

    def position(self, where: str) -> tuple[float, float]:
        """A new position in open sea; the canary is its latitude as pages write it."""
        latitude = 40.1 + len(self.words) * 0.00731
        self.words[f"-{latitude:.5f}"] = where
        return -latitude, 79.4


def forms(word: str) -> list[bytes]:
    """A word as it may lie in a file: UTF-8, UTF-16, hex, base64 at each of its three alignments."""
    raw = word.encode()
    found = [raw, word.encode("utf-16-le"), word.encode("utf-16-be")]
    found += [
        raw.hex().encode(),
        raw.hex().upper().encode(),
        word.upper().encode(),
        word.title().encode(),
    ]
    for pad in range(3):
        whole = (pad + len(raw)) // 3 * 4
        found.append(base64.b64encode(bytes(pad) + raw)[4 * bool(pad) : whole])
    return found


def found_in(folder: Path, words: dict[str, str]) -> set[str]:
    """The words that occur in any file's bytes, any file's or folder's name, or any picture's EXIF."""
    paths = list(folder.rglob("*"))
    parts = [str(p.relative_to(folder)).encode() for p in paths]
    for path in paths:
        if path.is_file():
            parts.append(path.read_bytes())
        if path.suffix in {".jpg", ".jpeg", ".png", ".webp"}:
            with Image.open(path) as picture:
                parts.append(repr((dict(picture.getexif()), picture.info)).encode())
    everything = b"\n".join(parts)
    return {w for w in words if any(form in everything for form in forms(w))}


def photograph(p: Planted, where: str, *, words: int = 1, gps: bool = True) -> bytes:
    """A JPEG with canaries in EXIF, XMP, a comment, its embedded thumbnail and after its end."""
    seed = len(p.words)
    rng = np.random.default_rng(seed)
    picture = Image.fromarray(rng.integers(0, 255, (48, 64, 3), dtype=np.uint8)).resize((640, 480))
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = p.many(f"{where}: artist", words)
    exif[ExifTags.Base.Copyright] = p.many(f"{where}: copyright", words)
    exif[ExifTags.Base.ImageDescription] = p.many(f"{where}: description", words)
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.BodySerialNumber] = p.word(f"{where}: serial number")
    inner[ExifTags.Base.CameraOwnerName] = p.word(f"{where}: owner")
    inner[ExifTags.Base.UserComment] = b"ASCII\0\0\0" + p.word(f"{where}: comment").encode()
    if gps:
        latitude, longitude = p.position(f"{where}: position")
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(_gps(latitude, longitude))
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="'
        + p.word(f"{where}: xmp credit")
        + '"/></rdf:RDF></x:xmpmeta>'
    )
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, xmp=xmp.encode(), comment=b"from the phone")
    return out.getvalue()


def _gps(latitude: float, longitude: float) -> dict[int, object]:
    def parts(value: float) -> tuple[Rational, ...]:
        whole = round(abs(value) * 10**7)
        return Rational(whole, 10**7), Rational(0, 1), Rational(0, 1)

    return {
        1: "S" if latitude < 0 else "N",
        2: parts(latitude),
        3: "W" if longitude < 0 else "E",
        4: parts(longitude),
    }


def screenshot(p: Planted, where: str) -> bytes:
    """A PNG with canaries in its text chunks."""
    info = PngInfo()
    info.add_text("Author", p.word(f"{where}: png author"))
    info.add_itxt("Comment", p.word(f"{where}: png comment"))
    out = io.BytesIO()
    Image.new("RGB", (320, 200), (90, 120, len(p.words) % 256)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def mail(p: Planted, where: str, *, attached: bytes, body: str) -> bytes:
    """A mail with canaries in its headers and the name of its attachment."""
    message = EmailMessage()
    message["From"] = f"{p.word(f'{where}: sender')} <a@example.org>"
    message["To"] = f"{p.word(f'{where}: recipient')}@example.org"
    message["Subject"] = p.word(f"{where}: subject")
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 +0000"
    message["Message-ID"] = f"<{p.word(f'{where}: message id')}@example.org>"
    message["Received"] = (
        f"from {p.word(f'{where}: relay')}.example.org by mx.example.org; Tue, 05 Mar 2024 10:00:01 +0000"
    )
    message.set_content(body)
    name = p.word(f"{where}: attachment name")
    message.add_attachment(
        attached, maintype="application", subtype="octet-stream", filename=f"{name}.txt"
    )
    return message.as_bytes()


def archive(p: Planted, where: str, members: dict[str, bytes]) -> bytes:
    """A zip whose member names and comment hold canaries before the names given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(f"{p.word(f'{where}: member folder')}/{name}", data)
        file.comment = p.word(f"{where}: archive comment").encode()
    return out.getvalue()


def put(folder: Path, name: str, data: bytes | str) -> Path:
    """Write a file; gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def odd_things(p: Planted, folder: Path) -> Path:
    """A folder with what is not received: a link, a pipe; their names hold canaries."""
    folder.mkdir(parents=True, exist_ok=True)
    for _ in range(4):
        (folder / f"{p.word('name of a link')}.lnk").symlink_to("/nowhere/zqxtargetvjk")
        os.mkfifo(folder / f"{p.word('name of a pipe')}.pipe")
    return folder

"""Sets exhibits that are no PDFs on pages: text as it was read, pictures as they are, keyframes with their times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from wellfounded.extract.untrusted import heic  # noqa: F401 - registers what opens HEIC
from wellfounded.packet.bundle import Bundle
from wellfounded.packet.paged import Paged, Setting
from wellfounded.packet.untrusted import picture
from wellfounded.packet.untrusted.sheets import Typesetter
from wellfounded.terms.decoding import Emitter, Settings, Source, Unreadable
from wellfounded.terms.record import RawName

_HAN = {"zh-tw": "TC", "zh-hk": "HK", "ja": "JP", "ko": "KR"}


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over one PDF for each exhibit, as a member, in order."""
    bundle = Bundle(source.file.fileno(), Setting)
    for place, one in enumerate(bundle.plan.exhibits):
        made = _set(one, bundle.file, bundle.plan.fonts, source.limits.pixels)
        member = out.member(RawName.of_path(f"{place}.pdf".encode()))
        member.write(made)
        member.close()


def _set(one: Paged, file: Callable[[int], BinaryIO], fonts: tuple[str, ...], most: int) -> bytes:
    setter = Typesetter(fonts, _HAN.get(one.language.lower(), "SC"))
    pictures: dict[str, bytes] = {}
    listed = []
    for number, caption in one.pictures:
        try:
            name, data, size = _drawable(file(number), most)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as fault:
            what = f"a picture of {one.title[:80]!r} cannot be opened: {type(fault).__name__}"
            raise Unreadable("damaged", what) from fault
        pictures[f"{number}.svg"] = picture.wrapped(data, name, size)
        said = caption or f"{size[0]} by {size[1]} pixels, the whole picture"
        listed.append([f"{number}.svg", said, size[1] / size[0]])
    told = {
        "title": one.title,
        "by": one.by,
        "what": one.what,
        "paper": one.paper,
        "language": one.language,
        "rows": [list(row) for row in one.rows],
        "note": one.note,
        "single": one.single,
        "pictures": listed,
        "blocks": list(one.blocks),
    }
    return setter.pages(told, pictures)


def _drawable(file: BinaryIO, most: int) -> tuple[str, bytes, tuple[int, int]]:
    """Give a picture as the typesetter takes it: a JPEG's own coding without its metadata; else its pixels, losslessly."""
    with Image.open(file) as opened:
        size = opened.size
        if size[0] * size[1] > most:
            raise Unreadable("over-limit", f"a picture of {size[0]} by {size[1]} pixels is over the limit")  # fmt: skip
        upright = opened.getexif().get(0x0112, 1) in (0, 1)
        if opened.format == "JPEG" and upright and opened.mode in ("L", "RGB"):
            file.seek(0)
            return "jpeg", picture.bare_jpeg(file.read()), size
        turned: Any = ImageOps.exif_transpose(opened)
        return "png", picture.png(turned), turned.size

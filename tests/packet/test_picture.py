"""A photograph goes on its page without what travels in it, and looks as it did."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from wellfounded.packet.untrusted.picture import bare_jpeg, png


def photograph(**more: object) -> bytes:
    """A JPEG with a position, a maker, a comment and a thumbnail of another picture behind it."""
    picture = Image.effect_mandelbrot((64, 48), (-2, -1, 1, 1), 50).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "MAKER-CANARY"
    exif.get_ifd(0x8825)[2] = (12.0, 34.0, 56.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"COMMENT-CANARY", quality=80, **more)
    return out.getvalue() + b"TRAILER-CANARY"


@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"restart_marker_blocks": 2}])
def test_nothing_but_the_coding_is_kept(more: dict[str, object]) -> None:
    """EXIF, comment and what follows the end are gone; every pixel is the same; the coded scans are byte for byte in it."""
    whole = photograph(**more)
    bare = bare_jpeg(whole)
    for canary in (b"MAKER-CANARY", b"COMMENT-CANARY", b"TRAILER-CANARY", b"Exif"):
        assert canary in whole and canary not in bare
    a, b = Image.open(io.BytesIO(whole)), Image.open(io.BytesIO(bare))
    assert ImageChops.difference(a, b).getbbox() is None
    scan = whole[whole.index(b"\xff\xda") : whole.rindex(b"\xff\xd9")]
    assert scan in bare
    assert not b.getexif()


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8nothing here"])
def test_what_is_no_jpeg_is_refused(data: bytes) -> None:
    """It raises, and gives nothing."""
    with pytest.raises(ValueError, match=r"JPEG|marker"):
        bare_jpeg(data)


def test_other_pictures_keep_their_pixels_and_nothing_else() -> None:
    """Words in a PNG are gone; what is transparent stands on white."""
    picture = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    picture.info["Comment"] = "WORD-CANARY"
    made = Image.open(io.BytesIO(png(picture)))
    assert made.mode == "RGB" and made.getpixel((0, 0)) == (255, 255, 255)
    assert "Comment" not in made.info

"""A derived picture leaves with its pixels only."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tests.report.canaries import exif_picture
from tests.report.sample_model import picture_bytes
from wellfounded.report.picture import bare, suffix
from wellfounded.terms.errors import Refused

WORD = "zqxexifvjk"


def _png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", WORD)
    out = io.BytesIO()
    Image.open(io.BytesIO(picture_bytes())).convert("P").save(out, "PNG", pnginfo=info)
    return out.getvalue() + WORD.encode()


def _progressive() -> bytes:
    out = io.BytesIO()
    image = Image.open(io.BytesIO(picture_bytes()))
    image.save(
        out, "JPEG", progressive=True, comment=WORD, exif=_exif(image), restart_marker_rows=2
    )
    return out.getvalue()


def _exif(image: Image.Image) -> Image.Exif:
    exif = image.getexif()
    exif[0x013B] = WORD
    return exif


@pytest.mark.parametrize(
    "data", [exif_picture(WORD), _progressive(), _png()], ids=["jpeg", "progressive", "png"]
)
def test_only_pixels_stay(data: bytes) -> None:
    """EXIF, comments, text and bytes after the end go; every pixel stays as it was."""
    assert WORD.encode() in data
    stripped = bare(data)
    assert WORD.encode() not in stripped
    before, after = (Image.open(io.BytesIO(d)).convert("RGB").tobytes() for d in (data, stripped))
    assert before == after
    assert bare(stripped) == stripped


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg/>",
        b"\xff\xd8",
        b"\x89PNG\r\n\x1a\n",
        picture_bytes()[:-400],
        _png()[:60],
    ],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    """What is not a whole JPEG or PNG is not shown at all."""
    with pytest.raises(Refused) as caught:
        bare(data)
    assert caught.value.code == "picture-form"


@given(st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n"]), st.binary(max_size=400))
def test_any_bytes_end_in_a_picture_or_a_refusal(head: bytes, tail: bytes) -> None:
    """No bytes raise anything but Refused, and nothing grows."""
    try:
        stripped = bare(head + tail)
    except Refused:
        return
    assert len(stripped) <= len(head + tail)
    assert suffix(stripped) in (".jpg", ".png")

"""Pictures: a copy is found with the part it shows; another picture, and a blank one, never are."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageOps

from tests.copies.near import Rows
from tests.copies.scenes import failures, pictured, texture
from tests.extract.fake import run
from wellfounded.copies.copy import Copy
from wellfounded.copies.engine import Taken
from wellfounded.copies.picture.engine import LEAST_SCORE, PictureEngine
from wellfounded.copies.untrusted import picture
from wellfounded.terms.errors import Refused

ENGINE = PictureEngine()


def _image(seed: int) -> Image.Image:
    return Image.fromarray(texture(seed, 480, 640).astype(np.uint8)).convert("RGB")


def _bytes(image: Image.Image, form: str = "JPEG", **more: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **more)
    return buffer.getvalue()


def _only(a: Taken, b: Taken) -> Copy:
    (found,) = ENGINE.compare(a, b)
    return found


@pytest.fixture(scope="module")
def reference() -> Taken:
    """A textured picture of 640 by 480."""
    return pictured(_bytes(_image(1), quality=90), "reference.jpg")


def test_the_same_picture_coded_anew_is_a_copy(reference: Taken) -> None:
    """All of both is one picture: no box on either side, no matrix."""
    found = _only(pictured(_bytes(_image(1), quality=25), "again.jpg"), reference)
    assert (found.kind, found.verdict, found.a.box, found.b.box) == ("picture", "copy", None, None)
    assert found.score >= 800 and found.transform.frame is None
    assert [e.name for e in found.evidence] == ["places", "light"]


def test_a_crop_names_the_part_it_was_cut_from(reference: Taken) -> None:
    """The box on the reference is the part that was cut out, to a few pixels."""
    cut = _image(1).crop((160, 120, 480, 360))
    found = _only(pictured(_bytes(cut), "crop.jpg"), reference)
    assert (found.verdict, found.a.box) == ("derived", None) and found.b.box is not None
    assert found.b.box == pytest.approx((160_000, 120_000, 480_000, 360_000), abs=3_000)


EDITS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "mirrored": ImageOps.mirror,
    "turned": lambda i: i.transpose(Image.Transpose.ROTATE_270),
    "small": lambda i: i.resize((200, 150)),
    "bordered": lambda i: ImageOps.expand(i, 80, "white"),
    "stretched": lambda i: i.resize((640, 640)),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edits_are_found(edit: str, reference: Taken) -> None:
    """Each is found, and the mirror and the quarter turn are said."""
    found = _only(pictured(_bytes(EDITS[edit](_image(1))), edit), reference)
    assert found.score >= LEAST_SCORE
    assert found.transform.mirrored == (edit == "mirrored")
    assert found.transform.turned == (270 if edit == "turned" else 0)


def test_an_inset_is_found_and_its_place_named(reference: Taken) -> None:
    """The copy lies in a corner of another picture, at two fifths of its size."""
    other = _image(2)
    other.paste(_image(1).resize((256, 192)), (360, 30))
    found = _only(pictured(_bytes(other, quality=85), "inset.jpg"), reference)
    assert found.a.box == pytest.approx((360_000, 30_000, 616_000, 222_000), abs=24_000)


def test_other_pictures_are_nothing(reference: Taken) -> None:
    """Two textures of one kind have nothing to do with each other."""
    assert not ENGINE.compare(pictured(_bytes(_image(3)), "other.jpg"), reference)


@pytest.mark.parametrize("level", [0, 128, 255])
def test_blank_pictures_prove_nothing(level: int) -> None:
    """Two copies of a blank picture are not even looked up."""
    blank = pictured(_bytes(Image.new("RGB", (640, 480), (level,) * 3)), "blank.jpg")
    assert len(ENGINE.codes(blank)) == 0
    assert not ENGINE.compare(blank, blank)


def test_a_picture_of_one_pixel_matches_nothing(reference: Taken) -> None:
    """A picture of one pixel has a print, and it matches nothing."""
    dot = pictured(_bytes(Image.new("L", (1, 1), 90), "PNG"), "dot.png")
    assert not ENGINE.compare(dot, reference)


def test_candidates_lead_with_the_copy(reference: Taken) -> None:
    """Among others, a mirrored crop leads to the picture it was cut from."""
    index = Rows()
    for seed in (4, 5, 6):
        other = pictured(_bytes(_image(seed)), str(seed))
        index.add(other.item, ENGINE.codes(other))
    index.add(reference.item, ENGINE.codes(reference))
    cut = ImageOps.mirror(_image(1)).crop((100, 80, 500, 400))
    found = ENGINE.candidates(pictured(_bytes(cut), "cut.jpg"), index)
    assert found[0] == reference.item


def test_the_turn_that_a_camera_states_is_followed(reference: Taken) -> None:
    """A picture stored lying, shown standing, has the size as shown and lies plainly on the standing one."""
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = _image(1).transpose(Image.Transpose.ROTATE_90)
    print_ = pictured(_bytes(stored, exif=exif), "turned.jpg")
    assert print_.array("size").tolist() == [[640, 480]]
    assert _only(print_, reference).transform.turned == 0


@pytest.mark.parametrize("form", ["HEIF", "AVIF", "PNG", "WEBP"])
def test_the_forms_that_cameras_and_messengers_write(form: str, reference: Taken) -> None:
    """The same picture in the forms telephones and messengers write is a copy, HEIC among them."""
    buffer = io.BytesIO()
    if form == "HEIF":  # without registering an opener: that is the decoder's to do
        pillow_heif.from_pillow(_image(1)).save(buffer, quality=80)
    else:
        _image(1).save(buffer, form, quality=80)
    found = _only(pictured(buffer.getvalue(), "again"), reference)
    assert found.verdict == "copy"


def test_a_broken_picture_says_so() -> None:
    """Bytes that are no picture end in a Failure, not in a print."""
    whole = _bytes(_image(1))
    assert failures(run(picture.read, b"\xff\xd8" + whole[400:900])) == ["damaged"]


def test_without_the_extra_it_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The item waits for the extra, and is read once it is there."""
    monkeypatch.setattr(picture, "_READY", False)
    assert failures(run(picture.read, _bytes(_image(1)))) == ["needs-extra"]


def test_impossible_arrays_are_refused(reference: Taken) -> None:
    """A print with places where none can be, as a hostile decoder may make, is refused."""
    parts = dict(reference.parts[0])
    parts["place"] = np.full_like(parts["place"], 1e30)
    bad = Taken(reference.item, "bad", "picture", "picture-2", "dense", (parts,))
    with pytest.raises(Refused):
        ENGINE.compare(bad, reference)


def _with_part_of(base: Image.Image, other: Image.Image) -> Image.Image:
    """A picture in the middle of which another is seen."""
    made = base.copy()
    made.paste(other.crop((200, 120, 440, 360)), (200, 120))
    return made


def test_what_shares_only_its_surround_is_not_called_a_copy(reference: Taken) -> None:
    """Two pictures of one template, another middle in each, are not settled; the same with a sign laid over it is a copy."""
    one = pictured(_bytes(_with_part_of(_image(1), _image(7)), quality=90), "one.jpg")
    other = pictured(_bytes(_with_part_of(_image(1), _image(8)), quality=90), "other.jpg")
    assert all(c.verdict == "unknown" and c.score < LEAST_SCORE for c in ENGINE.compare(one, other))
    signed = _image(1)
    signed.paste((200, 20, 20), (480, 20, 600, 80))
    found = _only(pictured(_bytes(signed, quality=70), "signed.jpg"), reference)
    assert found.verdict == "copy" and found.score >= LEAST_SCORE

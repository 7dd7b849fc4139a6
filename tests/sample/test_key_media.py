"""What the key says of photographs, clips and sound is so, measured on their pixels."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pillow_heif
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image

from tests.sample.planted_key import plants
from wellfounded.sample import folder

KEY = plants()
Pixels = NDArray[np.float64]


def exif(path: Path) -> Image.Exif:
    """What the camera wrote beside the picture."""
    if path.suffix == ".HEIC":
        return pillow_heif.open_heif(path).to_pillow().getexif()
    return Image.open(path).getexif()


def degrees(written: tuple[float, float, float], ref: str) -> float:
    """Degrees, minutes and seconds as one signed number."""
    value = float(written[0]) + float(written[1]) / 60 + float(written[2]) / 3600
    return -value if ref in "SW" else value


def frames(path: Path, every_s: float) -> list[tuple[float, Pixels]]:
    """Grey frames of a clip, 80 x 60, one each `every_s` seconds, with their second."""
    found: list[tuple[float, Pixels]] = []
    with av.open(str(path)) as clip:
        for frame in clip.decode(video=0):
            second = float(Fraction(frame.pts or 0) * frame.time_base)
            if not found or second >= found[-1][0] + every_s - 0.001:
                grey = frame.reformat(80, 60, "gray").to_ndarray().astype(np.float64)
                found.append((second, grey))
    return found


def unlike(a: Pixels, b: Pixels) -> float:
    """Mean difference of two grey pictures after taking out brightness."""
    return float(np.abs((a - a.mean()) - (b - b.mean())).mean())


def test_positions_are_the_ones_in_the_key_and_at_sea() -> None:
    """Each position is within 20 m of the key's, all south of 44 S and between 79 and 80 E."""
    for item, (latitude, longitude) in KEY["positions"].facts.items():
        gps = exif(folder() / item).get_ifd(ExifTags.IFD.GPSInfo)
        at = (degrees(gps[2], gps[1]), degrees(gps[4], gps[3]))
        assert at == pytest.approx((latitude, longitude), abs=0.0002)
        assert -46 < at[0] < -44
        assert 79 < at[1] < 80
    held = {
        path.relative_to(folder()).as_posix()
        for path in (folder() / "photos").iterdir()
        if exif(path).get_ifd(ExifTags.IFD.GPSInfo)
    }
    assert held == set(KEY["positions"].facts)


def test_zones_are_the_ones_in_the_key() -> None:
    """A zone where the key says one, none where it says none, a time in every one."""
    for item, zone in KEY["clocks"].facts.items():
        inner = exif(folder() / item).get_ifd(ExifTags.IFD.Exif)
        assert inner.get(ExifTags.Base.OffsetTimeOriginal, "") == zone
        assert inner[ExifTags.Base.DateTimeOriginal]


def test_the_forwarded_picture_is_the_same_picture() -> None:
    """Nothing written beside it, smaller, and the same to the eye; another photograph is not."""
    plant = KEY["forwarded-photo"]
    small = [
        np.asarray(Image.open(path).convert("L").resize((80, 60)), dtype=np.float64)
        for path in (plant.file(0), plant.file(1), KEY["clocks"].file(1))
    ]
    assert dict(exif(plant.file(1))) == {}
    assert Image.open(plant.file(1)).width < Image.open(plant.file(0)).width
    assert unlike(small[0], small[1]) < 3 < unlike(small[0], small[2])


def test_the_excerpt_is_that_part_of_the_clip() -> None:
    """Each of its frames is nearer to the frame at its place than to one of the other moment."""
    plant = KEY["excerpt"]
    whole = frames(plant.file(0), 1 / 15)
    part = frames(plant.file(1), 0.5)
    other = [grey for _, grey in frames(KEY["other-moment"].file(1), 0.2)]
    assert part[-1][0] == pytest.approx(plant.facts["length_s"], abs=0.6)
    for second, grey in part:
        at = second + plant.facts["start_s"]
        there = min(whole, key=lambda f: abs(f[0] - at))[1]
        assert unlike(grey, there) < 4
        assert unlike(grey, there) < min(unlike(grey, o) for o in other)


def test_the_other_moment_shares_no_frame() -> None:
    """The nearest frames of the two moments differ more than any frame and its copy."""
    first = [grey for _, grey in frames(KEY["other-moment"].file(0), 0.4)]
    later = [grey for _, grey in frames(KEY["other-moment"].file(1), 0.4)]
    copied = [grey for _, grey in frames(KEY["excerpt"].file(1), 0.4)]
    whole = [grey for _, grey in frames(KEY["excerpt"].file(0), 1 / 15)]
    worst_copy = max(min(unlike(c, w) for w in whole) for c in copied)
    nearest_other = min(unlike(a, b) for a in first for b in later)
    assert nearest_other > worst_copy


def test_the_clip_shown_as_new_is_the_old_one_mirrored() -> None:
    """Mirrored back, its upper part is the cropped part of the old clip at the same moments."""
    plant = KEY["old-as-new"]
    old = frames(plant.file(0), 0.04)
    for second, grey in frames(plant.file(1), 1.0)[1:]:
        there = min(old, key=lambda f: abs(f[0] - second - plant.facts["start_s"]))[1]
        part = Image.fromarray(there.astype(np.uint8)).crop((11, 6, 75, 54)).resize((80, 60))
        seen = grey[:50]
        straight = np.asarray(part, dtype=np.float64)[:50]
        assert unlike(seen[:, ::-1], straight) < 9 < unlike(seen, straight)


def test_the_caption_stands_on_the_new_one_only() -> None:
    """A dark band at the foot of the captioned clip, none on the old one."""
    plant = KEY["old-as-new"]
    new = frames(plant.file(1), 2.0)[0][1]
    old = frames(plant.file(0), 2.0)[0][1]
    assert new[55:].mean() < new[45:52].mean() - 40
    assert old[55:].mean() > old[45:52].mean() - 40


def test_the_broken_clip_gives_no_frame() -> None:
    """No index; the decoder refuses it. The others open."""
    plant = KEY["damaged"]
    lacking = plant.facts["lacks"].encode()
    assert lacking in KEY["excerpt"].file(1).read_bytes()
    assert lacking not in plant.file().read_bytes()
    with pytest.raises(av.error.FFmpegError):
        frames(plant.file(), 1.0)


def test_the_flagged_clip_and_the_voice_open() -> None:
    """The dog's clip has frames; the voice message has between 10 and 30 seconds of sound."""
    assert frames(KEY["graphic"].file(), 0.2)
    with av.open(str(KEY["voice"].file())) as sound:
        samples = sum(frame.samples for frame in sound.decode(audio=0))
    assert 10 < samples / 48_000 < 30

"""Small scenes filmed by a fixed camera, made when a test asks for them: a textured ground, and textured things
that move before it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

import av
import numpy as np
from numpy.typing import NDArray

from tests.extract.fake import Collected, run
from wellfounded.copies.engine import Taken
from wellfounded.copies.print import unpack
from wellfounded.copies.untrusted import picture, video
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import Failure, Print

RATE = 25
SIZE = (240, 320)

Frame = NDArray[np.uint8]
Edit = Callable[[Frame], Frame]


def texture(seed: int, height: int, width: int) -> NDArray[np.float64]:
    """Give uneven ground of several grain sizes, 0 to 255."""
    chance = np.random.default_rng(seed)
    total = np.zeros((height, width))
    for grain in (3, 7, 17, 41):
        coarse = chance.random((height // grain + 3, width // grain + 3))
        y, x = np.arange(height) / grain, np.arange(width) / grain
        rows, columns = y.astype(int), x.astype(int)
        part_y, part_x = (y - rows)[:, None], (x - columns)[None]
        upper = coarse[rows][:, columns] * (1 - part_x) + coarse[rows][:, columns + 1] * part_x
        lower = (
            coarse[rows + 1][:, columns] * (1 - part_x) + coarse[rows + 1][:, columns + 1] * part_x
        )
        total += grain**0.5 * (upper * (1 - part_y) + lower * part_y)
    total -= total.min()
    return total / total.max() * 255


def scene(ground: int, moment: int, seconds: float) -> list[Frame]:
    """Give the frames of one moment of a scene: the ground is the scene's, what moves is the moment's."""
    chance = np.random.default_rng(1_000 + moment)
    back = texture(ground, *SIZE)
    things = [
        (texture(50 + n, 52, 38), chance.uniform(0, 200, 2), chance.uniform(9, 34, 2))
        for n in range(4)
    ]
    frames = []
    for number in range(round(seconds * RATE)):
        picture_ = back.copy()
        for pattern, at, speed in things:
            time = number / RATE
            top = int((at[0] + speed[0] * time + 25 * np.sin(time * speed[1] / 9)) % (SIZE[0] - 52))
            left = int((at[1] + speed[1] * time) % (SIZE[1] - 38))
            picture_[top : top + 52, left : left + 38] = pattern
        frames.append(picture_.astype(np.uint8))
    return frames


def filmed(frames: Iterable[Frame], rate: int = RATE, quality: int = 26) -> bytes:
    """Give frames as a clip."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as out:
        stream = None
        for grey in frames:
            even = grey[: grey.shape[0] // 2 * 2, : grey.shape[1] // 2 * 2]
            if stream is None:
                stream = out.add_stream(
                    "libx264", rate=rate, options={"crf": str(quality), "preset": "ultrafast"}
                )
                stream.height, stream.width = even.shape
                stream.pix_fmt = "yuv420p"
            image = np.repeat(np.ascontiguousarray(even)[:, :, None], 3, axis=2)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(image)))
        if stream is not None:
            out.mux(stream.encode(None))
    return buffer.getvalue()


def taken(data: bytes, name: str, pass_: str = "dense") -> Taken:
    """Give the print of a clip."""
    return _taken(data, name, run(video.read, data, settings={"pass": pass_}))


def pictured(data: bytes, name: str) -> Taken:
    """Give the print of a picture."""
    return _taken(data, name, run(picture.read, data))


def failures(found: Collected) -> list[str]:
    """Give the codes of what was not read."""
    return [r.code for r in found.records if isinstance(r, Failure)]


def _taken(data: bytes, name: str, found: Collected) -> Taken:
    prints = [r for r in found.records if isinstance(r, Print)]
    parts = tuple(unpack(found.blobs[p.blob]) for p in prints)
    return Taken(Digest.of(data), name, prints[0].kind, prints[0].form, prints[0].pass_, parts)

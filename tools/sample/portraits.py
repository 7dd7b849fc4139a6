"""Portraits drawn by arithmetic, as a cheap camera would have seen them: they show nobody.

A head is an ellipsoid lit from above; skin, hair, eyes and collar are chosen by a seeded generator;
then it is blurred, made grainy and unevenly lit, like a picture taken at a gate.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

HEIGHT, WIDTH = 208, 160
Plane = NDArray[np.float64]
Colour = tuple[float, float, float]

SKINS: tuple[Colour, ...] = ((214, 170, 140), (198, 150, 118), (181, 134, 104), (222, 182, 156))
HAIRS: tuple[Colour, ...] = ((42, 34, 30), (64, 48, 38), (28, 26, 28), (112, 104, 98))
CLOTHS: tuple[Colour, ...] = ((84, 92, 104), (104, 84, 76), (60, 70, 66), (128, 122, 112))


def _soft(distance: Plane, edge: float) -> Plane:
    """1 inside (distance < 0), 0 outside, a smooth step of width `edge` between."""
    return 1.0 / (1.0 + np.exp(np.clip(distance / edge, -40, 40)))


def _ellipse(x: Plane, y: Plane, cx: float, cy: float, rx: float, ry: float) -> Plane:
    """Signed measure: below 0 inside the ellipse, in units of its smaller radius."""
    return (np.hypot((x - cx) / rx, (y - cy) / ry) - 1) * min(rx, ry)


def _lay(canvas: NDArray[np.float64], mask: Plane, colour: Colour, shade: Plane) -> None:
    paint = np.stack([c * shade for c in colour], axis=-1)
    canvas *= 1 - mask[..., None]
    canvas += paint * mask[..., None]


def portrait(seed: int, long_hair: bool) -> Image.Image:
    """A portrait of nobody, 160 x 208 pixels; the same seed gives the same picture."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    wall = 196 - 0.16 * x + 8 * np.sin(y / 70 + seed) + 0.05 * y
    canvas = np.stack([wall * 0.97, wall, wall * 1.0], axis=-1)
    cx, cy = WIDTH / 2 + rng.normal(0, 4), 92 + rng.normal(0, 4)
    rx, ry = 39 + rng.normal(0, 2.2), 52 + rng.normal(0, 2.5)
    skin = SKINS[int(rng.integers(len(SKINS)))]
    hair = HAIRS[int(rng.integers(len(HAIRS)))]
    cloth = CLOTHS[int(rng.integers(len(CLOTHS)))]
    _torso(canvas, x, y, (cx, cy, rx, ry), (skin, hair, cloth), long_hair)
    _head(canvas, x, y, (cx, cy, rx, ry), skin)
    _face(canvas, x, y, (cx, cy, rx, ry), (skin, hair), rng)
    _fringe(canvas, x, y, (cx, cy, rx, ry), hair, rng, long_hair)
    return _seen(canvas, rng)


Head = tuple[float, float, float, float]


def _torso(
    canvas: NDArray[np.float64],
    x: Plane,
    y: Plane,
    head: Head,
    colours: tuple[Colour, Colour, Colour],
    long_hair: bool,
) -> None:
    cx, cy, rx, ry = head
    skin, hair, cloth = colours
    if long_hair:
        back = _soft(_ellipse(x, y, cx, cy + 14, rx + 17, ry + 20), 2.0)
        _lay(canvas, back, hair, 0.62 + 0.2 * _soft(y - cy - 10, 24))
    shoulders = _ellipse(x, y, cx, HEIGHT + 34, 92, 82)
    _lay(canvas, _soft(shoulders, 1.6), cloth, 0.75 + 0.25 * _soft(np.abs(x - cx) - 40, 30))
    neck = np.maximum(np.abs(x - cx) - 19, y - (cy + ry + 26))
    neck = np.maximum(neck, (cy + ry - 26) - y)
    _lay(canvas, _soft(neck, 1.8), skin, 0.66 + 0.1 * _soft(x - cx, 9))
    collar = _ellipse(x, y, cx, cy + ry + 34, 30, 16)
    band = np.maximum(np.abs(collar) - 3.0, (cy + ry + 30) - y)
    _lay(canvas, _soft(band, 1.6) * 0.7, cloth, np.full_like(x, 0.66))


def _head(canvas: NDArray[np.float64], x: Plane, y: Plane, head: Head, skin: Colour) -> None:
    cx, cy, rx, ry = head
    jaw = rx * (1 - 0.20 * np.clip((y - cy) / ry, 0, 1) ** 1.6)
    u, v = (x - cx) / jaw, (y - cy) / ry
    depth = np.sqrt(np.clip(1 - u**2 - v**2, 0, 1))
    light = 0.50 + 0.46 * np.clip(0.30 * -u + 0.34 * -v + 0.80 * depth, 0, 1)
    for side in (-1, 1):
        ear = _soft(_ellipse(x, y, cx + side * (rx + 1), cy + 6, 6, 12), 1.4)
        _lay(canvas, ear, skin, np.full_like(x, 0.70))
    edge = (np.hypot(u, v) - 1) * rx
    _lay(canvas, _soft(edge, 1.3), skin, light)


def _face(
    canvas: NDArray[np.float64],
    x: Plane,
    y: Plane,
    head: Head,
    colours: tuple[Colour, Colour],
    rng: np.random.Generator,
) -> None:
    cx, cy, rx, ry = head
    skin, hair = colours
    eye_y, apart = cy - 2 + rng.normal(0, 1.5), rx * 0.42
    for side in (-1, 1):
        ex = cx + side * apart
        hollow = _soft(_ellipse(x, y, ex, eye_y - 1, 13, 9), 3.5)
        canvas *= 1 - 0.20 * hollow[..., None]
        white = _soft(_ellipse(x, y, ex, eye_y, 7.6, 3.4 + rng.normal(0, 0.3)), 0.8)
        _lay(canvas, white * 0.85, (216, 208, 200), np.ones_like(x))
        _lay(canvas, _soft(_ellipse(x, y, ex, eye_y, 3.1, 3.1), 0.7), (46, 36, 32), np.ones_like(x))
        lid = np.abs(y - (eye_y - 3.4 + ((x - ex) / 8.5) ** 2 * 2.2)) + 9 * (np.abs(x - ex) > 8)
        _lay(canvas, _soft(lid - 0.9, 0.5) * 0.7, (58, 40, 34), np.ones_like(x))
        brow_y = eye_y - 11 - 2.2 * (1 - ((x - ex) / 11) ** 2)
        brow = np.abs(y - brow_y) + 9 * (np.abs(x - ex) > 11)
        _lay(canvas, _soft(brow - 1.7, 0.8) * 0.8, hair, np.ones_like(x))
    nose_y = cy + ry * 0.36
    shadow = _soft(_ellipse(x, y, cx + 4, cy + ry * 0.16, 3.4, 15), 2.6)
    canvas *= 1 - 0.13 * shadow[..., None]
    for side in (-1, 1):
        nostril = _soft(_ellipse(x, y, cx + side * 4.6, nose_y, 2.6, 1.6), 0.8)
        canvas *= 1 - 0.45 * nostril[..., None]
    mouth_y, half = cy + ry * 0.60, 12 + rng.normal(0, 1.4)
    lips = _soft(_ellipse(x, y, cx, mouth_y + 1, half, 4.4), 1.0)
    _lay(canvas, lips * 0.6, (skin[0] * 0.78, skin[1] * 0.58, skin[2] * 0.58), np.ones_like(x))
    line = np.abs(y - mouth_y - ((x - cx) / half) ** 2 * rng.normal(0.4, 0.8))
    line = line + 9 * (np.abs(x - cx) > half)
    _lay(canvas, _soft(line - 0.7, 0.4) * 0.75, (84, 48, 46), np.ones_like(x))
    for side in (-1, 1):
        fold = np.abs(x - (cx + side * (11 + (y - nose_y) * 0.35)))
        fold = fold + 9 * ((y < nose_y) | (y > mouth_y))
        canvas *= 1 - 0.10 * _soft(fold - 0.8, 0.9)[..., None]


def _fringe(
    canvas: NDArray[np.float64],
    x: Plane,
    y: Plane,
    head: Head,
    hair: Colour,
    rng: np.random.Generator,
    long_hair: bool,
) -> None:
    cx, cy, rx, ry = head
    cap = _ellipse(x, y, cx, cy - 8, rx + 6, ry + 4)
    part = cx + rng.normal(0, 12)
    line = (
        cy - ry * (0.50 + rng.normal(0, 0.05)) + ((x - part) / rx) ** 2 * (26 if long_hair else 15)
    )
    fall = np.maximum(cap, y - line + 1.2 * np.sin(x / 2.3))
    rough = np.cumsum(rng.normal(0, 1, x.shape), axis=0)
    rough = (rough - rough.mean(axis=0)) / 26
    gloss = 0.34 * _soft(np.hypot((x - cx + 12) / 1.5, y - cy + ry * 0.72) - 9, 7)
    strands = 0.74 + 0.16 * np.clip(rough, -1.2, 1.2) + gloss
    _lay(canvas, _soft(fall, 1.3), hair, strands)


def _seen(canvas: NDArray[np.float64], rng: np.random.Generator) -> Image.Image:
    """The picture as a cheap camera gives it."""
    small = Image.fromarray(np.clip(canvas, 0, 255).astype(np.uint8))
    small = small.rotate(float(rng.normal(0, 1.6)), Image.Resampling.BICUBIC, fillcolor=(186,) * 3)
    small = small.crop((6, 8, WIDTH - 6, HEIGHT - 8)).resize((WIDTH, HEIGHT))
    small = small.filter(ImageFilter.GaussianBlur(1.3))
    seen = np.asarray(small, dtype=np.float64)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    edge = 1 - 0.22 * (((x - 70) / 120) ** 2 + ((y - 80) / 170) ** 2)
    grain = rng.normal(0, 5.5, seen.shape[:2])[..., None] + rng.normal(0, 2.5, seen.shape)
    tint = np.array([1.02, 1.0, 0.93]) * (0.86 + rng.normal(0, 0.04))
    return Image.fromarray(np.clip(seen * edge[..., None] * tint + grain, 0, 255).astype(np.uint8))

"""The edits of pictures: functions from a picture to an edited one, from a fixed seed."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

Picture = Image.Image
Editing = Callable[[Picture, Picture, random.Random], Picture]


def _coded(image: Picture, quality: int, form: str = "JPEG") -> Picture:
    kept = io.BytesIO()
    image.save(kept, form, quality=quality)
    return Image.open(io.BytesIO(kept.getvalue())).convert("RGB")


def _scaled(image: Picture, share: float) -> Picture:
    return image.resize((max(int(image.width * share), 8), max(int(image.height * share), 8)))


def _crop(image: Picture, wide: float, high: float, chance: random.Random) -> Picture:
    width, height = int(image.width * wide), int(image.height * high)
    left = chance.randint(0, image.width - width)
    top = chance.randint(0, image.height - height)
    return image.crop((left, top, left + width, top + height))


def _vertical(image: Picture, chance: random.Random) -> Picture:
    """Cut out an upright part, nine wide and sixteen high."""
    return _crop(image, min(image.height * 9 / 16 / image.width, 0.56), 1.0, chance)


def _gamma(image: Picture, power: float) -> Picture:
    return image.point([round(255 * (n / 255) ** power) for n in range(256)] * 3)


def _sepia(image: Picture) -> Picture:
    grey = ImageOps.grayscale(image)
    return ImageOps.colorize(grey, (30, 18, 8), (255, 240, 205))


def _text(image: Picture, share: float) -> Picture:
    made = image.copy()
    draw = ImageDraw.Draw(made)
    height = max(int(image.height * share), 10)
    draw.rectangle((0, image.height - 2 * height, image.width, image.height), fill="black")
    for line, words in enumerate(("WHAT THEY DO NOT WANT", "YOU TO SEE")):
        at = (image.width // 20, image.height - (2 - line) * height)
        draw.text(at, words, fill="white", font_size=int(height * 0.8))
    return made


def _words(image: Picture) -> Picture:
    """Write across the picture itself, without a bar."""
    made = image.copy()
    size = max(image.width // 12, 10)
    draw = ImageDraw.Draw(made)
    for line, words in enumerate(("Taken yesterday", "in the old town")):
        at = (image.width // 12, int(image.height * (0.35 + 0.2 * line)))
        draw.text(at, words, fill="white", font_size=size, stroke_width=2, stroke_fill="black")
    return made


def _logo(image: Picture) -> Picture:
    made = image.copy()
    w, h = image.size
    draw = ImageDraw.Draw(made)
    draw.rounded_rectangle((w * 0.76, h * 0.05, w * 0.95, h * 0.2), w * 0.02, fill=(200, 20, 30))
    draw.text((w * 0.79, h * 0.08), "TV 9", fill="white", font_size=max(int(h * 0.08), 8))
    return made


def _emoji(image: Picture, chance: random.Random) -> Picture:
    """Put three round faces on it, a sixth of the picture across each."""
    made = image.copy()
    draw = ImageDraw.Draw(made)
    size = min(image.size) / 5
    for _ in range(3):
        x, y = chance.uniform(0, image.width - size), chance.uniform(0, image.height - size)
        draw.ellipse((x, y, x + size, y + size), fill=(255, 205, 40), outline=(180, 120, 0))
        for eye in (0.28, 0.6):
            box = (x + size * eye, y + size * 0.28, x + size * (eye + 0.12), y + size * 0.45)
            draw.ellipse(box, fill=(60, 40, 10))
        draw.arc((x + size * 0.2, y + size * 0.3, x + size * 0.8, y + size * 0.82), 20, 160,
                 fill=(60, 40, 10), width=max(int(size / 20), 1))  # fmt: skip
    return made


def _meme(image: Picture) -> Picture:
    """Put the picture in a black frame with a line of words above and below."""
    made = ImageOps.expand(image, image.width // 14, "black")
    made = ImageOps.expand(made, (0, image.height // 5), "black")
    draw = ImageDraw.Draw(made)
    size = max(image.height // 9, 10)
    for line, words in ((0.02, "NOBODY:"), (0.86, "ABSOLUTELY NOBODY")):
        draw.text((made.width // 12, int(made.height * line)), words, fill="white", font_size=size)
    return made


def _inset(image: Picture, other: Picture, share: float) -> Picture:
    made = other.resize((1000, 700))
    small = ImageOps.contain(image, (int(1000 * share), int(700 * share)))
    made.paste(small, (1000 - small.width - 30, 40))
    return made


def _split(image: Picture, other: Picture) -> Picture:
    made = Image.new("RGB", (1000, 600))
    made.paste(ImageOps.fit(image, (500, 600)), (0, 0))
    made.paste(ImageOps.fit(other, (500, 600)), (500, 0))
    return made


def _collage(image: Picture, other: Picture) -> Picture:
    """Put it among three views of another picture, four in a square."""
    made = Image.new("RGB", (1000, 760), "white")
    parts = (ImageOps.mirror(other), image, other, ImageOps.flip(other))
    for n, part in enumerate(parts):
        made.paste(ImageOps.fit(part, (485, 365)), (10 + n % 2 * 495, 10 + n // 2 * 375))
    return made


def _on_blurred(image: Picture) -> Picture:
    """Lay it on an enlarged, blurred copy of itself, as it is done to fill an upright frame."""
    made = ImageOps.fit(image, (720, 1080)).filter(ImageFilter.GaussianBlur(24))
    small = ImageOps.contain(image, (720, 1080 * 2 // 3))
    made.paste(small, ((720 - small.width) // 2, (1080 - small.height) // 2))
    return made


def _screen(image: Picture) -> Picture:
    made = Image.new("RGB", (int(image.width * 1.5), int(image.height * 1.6)), (240, 242, 245))
    draw = ImageDraw.Draw(made)
    draw.rectangle((0, 0, made.width, image.height // 10), fill=(24, 119, 242))
    size = max(image.height // 18, 8)
    draw.text((20, image.height // 40), "Messages", fill="white", font_size=size)
    made.paste(image, (image.width // 5, image.height // 5))
    return made


def _filmed(image: Picture, chance: random.Random) -> Picture:
    """Photograph it off a screen: a dark surround, perspective, the screen's grid, haze and grain."""
    small = ImageOps.contain(image, (900, 900))
    framed = ImageOps.expand(small, small.width // 9, (24, 22, 28))
    w, h = framed.size
    d = [chance.uniform(-0.06, 0.06) for _ in range(8)]
    quad = (w * d[0], h * d[1], w * d[2], h * (1 + d[3]), w * (1 + d[4]), h * (1 + d[5]),
            w * (1 + d[6]), h * d[7])  # fmt: skip
    made = framed.transform(framed.size, Image.Transform.QUAD, quad, Image.Resampling.BILINEAR)
    pixels = np.asarray(made, np.float32)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    moire = 1 + 0.07 * np.sin(x * 1.9 + 0.02 * y) * np.sin(y * 1.7 - 0.03 * x)
    shade = 1 - 0.25 * np.hypot(x / w - 0.4, y / h - 0.4)
    made = Image.fromarray(np.clip(pixels * (moire * shade)[:, :, None], 0, 255).astype(np.uint8))
    made = made.filter(ImageFilter.GaussianBlur(w / 700))
    made = ImageEnhance.Contrast(made).enhance(0.75)
    return _coded(_grained(made, 8, chance), 60)


def _grained(image: Picture, sigma: float, chance: random.Random) -> Picture:
    drawn = np.random.default_rng(chance.randrange(1 << 30))
    noise = drawn.normal(0, sigma, (image.height, image.width, 3))
    return Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))


EDITS: dict[str, Editing] = {
    "jpeg60": lambda i, o, r: _coded(i, 60),
    "jpeg20": lambda i, o, r: _coded(i, 20),
    "jpeg10": lambda i, o, r: _coded(i, 10),
    "webp": lambda i, o, r: _coded(i, 40, "WEBP"),
    "palette": lambda i, o, r: i.quantize(64).convert("RGB"),
    "small": lambda i, o, r: _coded(_scaled(i, 0.3), 70),
    "tiny": lambda i, o, r: _coded(i.resize((160, max(160 * i.height // i.width, 8))), 70),
    "stretch": lambda i, o, r: i.resize((i.width, int(i.height * 1.3))),
    "crop10": lambda i, o, r: _crop(i, 0.9, 0.9, r),
    "crop25": lambda i, o, r: _crop(i, 0.75, 0.75, r),
    "crop40": lambda i, o, r: _crop(i, 0.6, 0.6, r),
    "crop70": lambda i, o, r: _crop(i, 0.3, 0.3, r),
    "vertical": lambda i, o, r: _vertical(i, r),
    "flip": lambda i, o, r: ImageOps.mirror(i),
    "flip-crop": lambda i, o, r: _crop(ImageOps.mirror(i), 0.7, 0.7, r),
    "rotate2": lambda i, o, r: i.rotate(2, Image.Resampling.BILINEAR),
    "rotate15": lambda i, o, r: i.rotate(15, Image.Resampling.BILINEAR, expand=True),
    "rotate45": lambda i, o, r: i.rotate(45, Image.Resampling.BILINEAR, expand=True),
    "rotate90": lambda i, o, r: i.transpose(Image.Transpose.ROTATE_90),
    "grey": lambda i, o, r: ImageOps.grayscale(i).convert("RGB"),
    "sepia": lambda i, o, r: _sepia(i),
    "dark": lambda i, o, r: ImageEnhance.Brightness(i).enhance(0.5),
    "bright": lambda i, o, r: ImageEnhance.Brightness(i).enhance(1.5),
    "contrast": lambda i, o, r: ImageEnhance.Contrast(i).enhance(1.8),
    "gamma": lambda i, o, r: _gamma(i, 0.5),
    "colour": lambda i, o, r: ImageEnhance.Color(ImageOps.posterize(i, 4)).enhance(2.0),
    "blur": lambda i, o, r: i.filter(ImageFilter.GaussianBlur(i.width / 250)),
    "noise": lambda i, o, r: _grained(i, 25, r),
    "letterbox": lambda i, o, r: ImageOps.pad(i, (720, 1080), color="black"),
    "border": lambda i, o, r: ImageOps.expand(i, i.width // 8, "white"),
    "logo": lambda i, o, r: _logo(i),
    "words": lambda i, o, r: _words(i),
    "big-text": lambda i, o, r: _text(i, 0.2),
    "emoji": lambda i, o, r: _emoji(i, r),
    "meme": lambda i, o, r: _meme(i),
    "on-blurred": lambda i, o, r: _on_blurred(i),
    "screenshot": lambda i, o, r: _coded(_screen(i), 75),
    "filmed": lambda i, o, r: _filmed(i, r),
    "inset": lambda i, o, r: _inset(i, o, 0.4),
    "inset-small": lambda i, o, r: _inset(i, o, 0.28),
    "split": lambda i, o, r: _split(i, o),
    "collage": lambda i, o, r: _collage(i, o),
}
"""By name. Those of `MIXED` hold the other picture as well."""

MIXED = frozenset({"inset", "inset-small", "split", "collage"})


def edited(image: Picture, other: Picture, name: str, seed: int) -> Picture:
    """Give one edit of a picture; `other` is the picture it is put into where it is put into one."""
    return EDITS[name](image, other, random.Random(f"{name}-{seed}"))

"""The edits of pictures: functions from a picture to an edited one, from a fixed seed."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

Editing = Callable[[Image.Image, Image.Image, random.Random], Image.Image]


def _coded(image: Image.Image, quality: int, form: str = "JPEG") -> Image.Image:
    kept = io.BytesIO()
    image.save(kept, form, quality=quality)
    return Image.open(io.BytesIO(kept.getvalue())).convert("RGB")


def _scaled(image: Image.Image, share: float) -> Image.Image:
    return image.resize((max(int(image.width * share), 8), max(int(image.height * share), 8)))


def _crop(image: Image.Image, keeps: float, chance: random.Random) -> Image.Image:
    width, height = int(image.width * keeps), int(image.height * keeps)
    left = chance.randint(0, image.width - width)
    top = chance.randint(0, image.height - height)
    return image.crop((left, top, left + width, top + height))


def _text(image: Image.Image, share: float) -> Image.Image:
    made = image.copy()
    draw = ImageDraw.Draw(made)
    height = max(int(image.height * share), 10)
    draw.rectangle((0, image.height - 2 * height, image.width, image.height), fill="black")
    for line, words in enumerate(("WHAT THEY DO NOT WANT", "YOU TO SEE")):
        at = (image.width // 20, image.height - (2 - line) * height)
        draw.text(at, words, fill="white", font_size=int(height * 0.8))
    return made


def _inset(image: Image.Image, other: Image.Image, share: float) -> Image.Image:
    made = other.resize((1000, 700))
    small = ImageOps.contain(image, (int(1000 * share), int(700 * share)))
    made.paste(small, (1000 - small.width - 30, 40))
    return made


def _screen(image: Image.Image) -> Image.Image:
    made = Image.new("RGB", (int(image.width * 1.5), int(image.height * 1.6)), (240, 242, 245))
    draw = ImageDraw.Draw(made)
    draw.rectangle((0, 0, made.width, image.height // 10), fill=(24, 119, 242))
    draw.text(
        (20, image.height // 40), "Messages", fill="white", font_size=max(image.height // 18, 8)
    )
    made.paste(image, (image.width // 5, image.height // 5))
    return made


def _filmed(image: Image.Image, chance: random.Random) -> Image.Image:
    w, h = image.size
    d = [chance.uniform(-0.06, 0.06) for _ in range(8)]
    quad = (
        w * d[0],
        h * d[1],
        w * d[2],
        h * (1 + d[3]),
        w * (1 + d[4]),
        h * (1 + d[5]),
        w * (1 + d[6]),
        h * d[7],
    )
    made = image.transform(image.size, Image.Transform.QUAD, quad, Image.Resampling.BILINEAR)
    made = ImageEnhance.Contrast(made.filter(ImageFilter.GaussianBlur(w / 500))).enhance(0.75)
    grain = Image.effect_noise(made.size, 40).convert("RGB")
    return _coded(Image.blend(made, grain, 0.08), 60)


EDITS: dict[str, Editing] = {
    "jpeg20": lambda i, o, r: _coded(i, 20),
    "small": lambda i, o, r: _coded(_scaled(i, 0.3), 70),
    "tiny": lambda i, o, r: _coded(i.resize((160, max(160 * i.height // i.width, 8))), 70),
    "webp": lambda i, o, r: _coded(i, 40, "WEBP"),
    "crop20": lambda i, o, r: _crop(i, 0.8, r),
    "crop50": lambda i, o, r: _crop(i, 0.5, r),
    "crop70": lambda i, o, r: _crop(i, 0.3, r),
    "flip": lambda i, o, r: ImageOps.mirror(i),
    "flip-crop": lambda i, o, r: _crop(ImageOps.mirror(i), 0.75, r),
    "rotate90": lambda i, o, r: i.transpose(Image.Transpose.ROTATE_90),
    "rotate10": lambda i, o, r: i.rotate(10, Image.Resampling.BILINEAR),
    "grey": lambda i, o, r: ImageOps.grayscale(i).convert("RGB"),
    "dark": lambda i, o, r: ImageEnhance.Brightness(i).enhance(0.5),
    "contrast": lambda i, o, r: ImageEnhance.Contrast(i).enhance(1.8),
    "colour": lambda i, o, r: ImageEnhance.Color(ImageOps.posterize(i, 4)).enhance(2.0),
    "blur": lambda i, o, r: i.filter(ImageFilter.GaussianBlur(i.width / 250)),
    "noise": lambda i, o, r: Image.blend(i, Image.effect_noise(i.size, 90).convert("RGB"), 0.25),
    "border": lambda i, o, r: ImageOps.expand(i, i.width // 8, "white"),
    "text": lambda i, o, r: _text(i, 0.1),
    "big-text": lambda i, o, r: _text(i, 0.22),
    "inset": lambda i, o, r: _inset(i, o, 0.4),
    "collage": lambda i, o, r: _inset(i, o, 0.6),
    "screenshot": lambda i, o, r: _coded(_screen(i), 75),
    "filmed": lambda i, o, r: _filmed(i, r),
    "stretch": lambda i, o, r: i.resize((i.width, int(i.height * 1.3))),
}


def edited(image: Image.Image, other: Image.Image, name: str, seed: int) -> Image.Image:
    """Give one edit of a picture; `other` is the picture it is put into where it is put into one."""
    return EDITS[name](image, other, random.Random(f"{name}-{seed}"))

"""Drawn portraits of one template: the same clothes, frame and background, another face. No person is shown."""

from __future__ import annotations

import random

from PIL import Image, ImageDraw

_SKINS = ((236, 200, 170), (205, 155, 120), (150, 100, 70), (100, 66, 45))
_HAIRS = ((30, 25, 22), (90, 60, 35), (170, 130, 70), (120, 120, 120))


def portrait(half: str, template: int, number: int) -> Image.Image:
    """Give one of several portraits of a template: a photograph for a pass, a card, a poster."""
    same = random.Random(f"{half}-{template}")
    own = random.Random(f"{half}-{template}-{number}")
    size = ((420, 540), (640, 400), (500, 660))[template]
    made = Image.new("RGB", size, _colour(same, 150, 230))
    draw = ImageDraw.Draw(made)
    middle, top, scale = size[0] / 2, size[1] * 0.16, size[1] / 540
    if template == 1:
        middle, scale = size[0] * 0.25, size[1] / 600
        _card(draw, size, same, own)
    _shoulders(draw, middle, size, scale, same)
    _face(draw, middle, top, scale, own)
    if template == 2:
        draw.rectangle((0, size[1] * 0.86, size[0], size[1]), fill=_colour(same, 20, 120))
        draw.text((30, size[1] * 0.89), "HAVE YOU SEEN US?", fill="white", font_size=34)
    return made


def _colour(drawn: random.Random, low: int, high: int) -> tuple[int, int, int]:
    return drawn.randint(low, high), drawn.randint(low, high), drawn.randint(low, high)


def _card(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], same: random.Random, own: random.Random
) -> None:
    """Draw what a card says: the same labels, other entries."""
    draw.rectangle((0, 0, size[0], 52), fill=_colour(same, 20, 110))
    draw.text((20, 12), "TOWN OF HALLERN  RESIDENT", fill="white", font_size=26)
    for line, label in enumerate(("Name", "Number", "Valid until", "District")):
        at = size[0] * 0.5, 90 + 72 * line
        draw.text(at, label, fill=(70, 70, 70), font_size=16)
        entry = "".join(own.choice("ABCDEHIKLMNORSTU0123456789") for _ in range(9))
        draw.text((at[0], at[1] + 20), entry, fill=(10, 10, 10), font_size=28)


def _shoulders(
    draw: ImageDraw.ImageDraw,
    middle: float,
    size: tuple[int, int],
    scale: float,
    same: random.Random,
) -> None:
    cloth, line = _colour(same, 30, 160), _colour(same, 0, 255)
    top, low = size[1] * 0.66, size[1]
    draw.polygon([(middle - 190 * scale, low), (middle - 150 * scale, top + 40 * scale),
                  (middle - 50 * scale, top), (middle + 50 * scale, top),
                  (middle + 150 * scale, top + 40 * scale), (middle + 190 * scale, low)], fill=cloth)  # fmt: skip
    draw.polygon(
        [(middle - 50 * scale, top), (middle, top + 90 * scale), (middle + 50 * scale, top)],
        fill=line,
    )
    for n in range(7):
        x = middle + (n - 3) * 48 * scale
        draw.line((x, top + 60 * scale, x + same.randint(-20, 20) * scale, low), fill=line, width=3)
    for n in range(4):
        y = top + (95 + 26 * n) * scale
        draw.ellipse(
            (middle - 5, y - 5, middle + 5, y + 5), fill=(240, 240, 240), outline=(0, 0, 0)
        )


def _face(
    draw: ImageDraw.ImageDraw, middle: float, top: float, scale: float, own: random.Random
) -> None:
    skin, hair = own.choice(_SKINS), own.choice(_HAIRS)
    wide, high = own.randint(78, 105) * scale, own.randint(235, 285) * scale
    draw.ellipse(
        (
            middle - wide * 1.15,
            top - 30 * scale,
            middle + wide * 1.15,
            top + high * own.uniform(0.5, 1.0),
        ),
        fill=hair,
    )
    draw.rectangle(
        (
            middle - 38 * scale,
            top + high - 40 * scale,
            middle + 38 * scale,
            top + high + 40 * scale,
        ),
        fill=skin,
    )
    draw.ellipse((middle - wide, top, middle + wide, top + high), fill=skin)
    draw.chord(
        (middle - wide, top - 8, middle + wide, top + high * own.uniform(0.3, 0.6)),
        180,
        360,
        fill=hair,
    )
    eye = top + high * own.uniform(0.42, 0.5)
    apart, large = own.uniform(0.36, 0.5) * wide, own.uniform(9, 15) * scale
    for side in (-1, 1):
        x = middle + side * apart
        draw.ellipse(
            (x - large * 1.5, eye - large, x + large * 1.5, eye + large), fill="white", outline=hair
        )
        draw.ellipse(
            (x - large * 0.6, eye - large * 0.7, x + large * 0.6, eye + large * 0.7),
            fill=_colour(own, 20, 110),
        )
        draw.line(
            (x - large * 2, eye - large * 2.2, x + large * 2, eye - large * own.uniform(1.8, 2.8)),
            fill=hair,
            width=5,
        )
    nose = top + high * own.uniform(0.62, 0.68)
    draw.line(
        [(middle, eye), (middle - 12 * scale, nose), (middle + 6 * scale, nose)],
        fill=(90, 60, 50),
        width=3,
    )
    mouth, half = top + high * own.uniform(0.77, 0.84), own.uniform(0.3, 0.5) * wide
    draw.arc(
        (middle - half, mouth - 14 * scale, middle + half, mouth + 14 * scale),
        own.choice((0, 10)),
        180,
        fill=(140, 40, 50),
        width=5,
    )
    if own.random() < 0.4:
        for side in (-1, 1):
            x = middle + side * apart
            draw.ellipse(
                (x - 30 * scale, eye - 24 * scale, x + 30 * scale, eye + 24 * scale),
                outline=(20, 20, 20),
                width=4,
            )
    if own.random() < 0.4:
        draw.chord(
            (middle - wide * 0.8, mouth - 20 * scale, middle + wide * 0.8, top + high + 20 * scale),
            10,
            170,
            fill=hair,
        )

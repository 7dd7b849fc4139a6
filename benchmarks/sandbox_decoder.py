"""The decoder that benchmarks/bench_sandbox.py runs both in the jail and in its own process: opens a picture, makes a thumbnail."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from wellfounded.terms.decoding import Emitter, Settings, Source
from wellfounded.terms.locus import Locus
from wellfounded.terms.record import Fact, Picture

Image.init()


def read(source: Source, out: Emitter, settings: Settings) -> None:
    """Hand over the size of the picture and a thumbnail of it."""
    with Image.open(source.file) as picture:
        picture.load()
        out.record(Fact("image.width", picture.width))
        out.record(Fact("image.height", picture.height))
        small = ImageOps.exif_transpose(picture).convert("RGB")
        small.thumbnail((256, 256), Image.Resampling.LANCZOS)
        data = io.BytesIO()
        small.save(data, "JPEG", quality=80)
        blob = out.blob(data.getvalue())
        out.record(Picture("thumbnail", blob, *small.size, Locus(source.digest)))

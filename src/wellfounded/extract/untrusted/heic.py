"""HEIC and AVIF: opens them through Pillow without threads, and states what their boxes carry
besides the picture.

Source: ISO/IEC 23008-12 (HEIF). Importing this module registers the HEIF opener.
"""

from __future__ import annotations

import pillow_heif
from PIL import AvifImagePlugin

from wellfounded.extract.untrusted import container, marks
from wellfounded.terms.decoding import Emitter, Source
from wellfounded.terms.record import Fact

# A thread cannot be started in the jail, and one item is one core's work.
pillow_heif.options.DECODE_THREADS = 1
pillow_heif.register_heif_opener()
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def state(source: Source, out: Emitter) -> None:
    """Hand over the brands, the provenance manifest if one is carried, and whether the file is
    cut short.
    """
    for box in container.walk(source.file, source.size):
        if box.path:
            continue
        if box.kind == b"ftyp":
            brands = box.read(source.file, 256)
            shown = " ".join(
                brands[i : i + 4].decode("latin-1") for i in (0, *range(8, len(brands), 4))
            )
            out.record(Fact("image.brands", shown))
        elif box.uuid == marks.C2PA_UUID:
            head = box.read(source.file)
            marks.state_manifest(out, box.size, head, "a uuid box")
        if box.cut:
            missing = "the last box reaches beyond the end of the file"
            out.record(Fact("image.cut", f"{box.kind.decode('latin-1')}: {missing}"))

"""Every engine there is, in the order their prints are taken."""

from __future__ import annotations

from typing import Final

from wellfounded.copies.engine import Engine
from wellfounded.copies.picture.engine import PictureEngine
from wellfounded.copies.sound.engine import SoundEngine
from wellfounded.copies.video.engine import VideoEngine

ENGINES: Final[tuple[Engine, ...]] = (SoundEngine(), PictureEngine(), VideoEngine())
"""Their prints are taken, compared and shown by whatever goes through this list."""

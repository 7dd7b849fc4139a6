"""Every engine there is, in the order their prints are taken."""

from __future__ import annotations

from typing import Final

from wellfounded.copies.engine import Engine
from wellfounded.copies.sound.engine import SoundEngine

ENGINES: Final[tuple[Engine, ...]] = (SoundEngine(),)
"""Their prints are taken, compared and shown by whatever goes through this list."""

"""Where words stand between quotation marks. A mark that is never closed quotes nothing: no text is lost to it."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wellfounded.copies.text.words import Words

_LONGEST: Final = 1200
_QUOTED: Final = re.compile(
    "|".join(
        f"{left}[^{left}{right}\n]{{2,{_LONGEST}}}?{right}"
        for left, right in ("“”", "„“", "«»", "「」", "『』", "《》")
    )
    + rf'|"(?=\S)[^"\n]{{2,{_LONGEST}}}?"'
)


def quoted(words: Words) -> NDArray[np.bool_]:
    """Say of each word whether it stands between quotation marks of one line, (n,)."""
    inside = np.zeros(len(words), bool)
    for span in _QUOTED.finditer(words.text):
        first, end = np.searchsorted(words.starts, span.span())
        inside[first:end] = True
    return inside

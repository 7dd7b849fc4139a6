"""How many contradictions are told among texts that people wrote of many things, and what reading them costs.

    python benchmarks/bench_contradictions.py FOLDER       FOLDER holds *.txt: articles that are no copies of one another

Nothing says how many there really are: of news by many outlets about many matters, few are expected, and each that is told is
printed to be looked at. Texts are read without statements, as they are. Without FOLDER there is nothing to read.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from wellfounded.claims.clash.acquainted import Acquaintance
from wellfounded.claims.clash.compare import clashes
from wellfounded.claims.clash.contradiction import what
from wellfounded.claims.clash.frame import Frame
from wellfounded.claims.clash.reading import frames
from wellfounded.claims.clash.writing import Paragraph, Writing
from wellfounded.terms.digest import Digest

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")


def main(folder: Path) -> None:
    """Read every text, compare all, and print."""
    texts = [(path, path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))]
    writings = {}
    for path, text in texts:
        item = Digest.of(text.encode())
        paragraphs = [Paragraph(*match.span()) for match in _PARAGRAPH.finditer(text)]
        writings[item] = Writing(item, text, paragraphs, title=path.name)
    began = time.process_time()
    read = [frame for one in writings.values() for frame in frames(one)]
    told = clashes(read, Acquaintance(writings.__getitem__))
    spent = time.process_time() - began
    letters = sum(len(text) for _, text in texts)
    print(
        f"{len(writings)} texts, {letters:,} characters: {len(read):,} particulars, {len(told)} contradictions told"
    )
    for clash in told:
        a, b = clash.a[0], clash.b[0]
        print(f"  {what(a, b)}: {_around(writings, a)!r} / {_around(writings, b)!r}")
    print(f"{spent:.1f} s CPU, {letters / spent / 1e6:.2f} million characters a CPU second")


def _around(writings: dict[Digest, Writing], frame: Frame) -> str:
    start, end = frame.spot.words
    text = writings[frame.spot.item].text
    return " ".join(text[max(0, start - 30) : end + 30].split())


if __name__ == "__main__":
    if len(sys.argv) < 2:
        print("no folder of texts was named: nothing to read")
    else:
        main(Path(sys.argv[1]))

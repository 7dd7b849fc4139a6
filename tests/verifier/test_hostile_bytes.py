"""Whatever stands in a case or proof, the program ends with a verdict and never with a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.verifier.both import lay, verifier
from tools.formats.hostile import good

PIECES = (b"{", b"[" * 300, b"9" * 400, b'"', b"\\ud800", b"null", b"-1", b"\xff", b"\x00", b"1e9")


def _mangled(data: bytes, chance: random.Random) -> bytes:
    """Put in, take out and change a few bytes."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(out) + 1)
        if chance.random() < 0.4:
            out[at:at] = chance.choice(PIECES)
        elif chance.random() < 0.5:
            del out[at : at + chance.randint(1, 30)]
        else:
            out[at:at] = chance.randbytes(chance.randint(1, 40))
    return bytes(out)


@pytest.mark.slow
def test_mangled_files_end_in_a_verdict(tmp_path: Path) -> None:
    """Random damage to one file of a good case or proof, 200 times; a word for a terminal in a value stays a word."""
    chance, whole = random.Random(20261125), list(good(12))
    for _ in range(200):
        one = chance.choice(whole)
        name = chance.choice(sorted(one.files))
        files = {**one.files, name: _mangled(one.files[name], chance)}
        assert verifier(lay(files, tmp_path / "given")).exit in (2, 3, 4, 6)

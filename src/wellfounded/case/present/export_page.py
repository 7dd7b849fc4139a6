"""The page that lies beside exported files: how to check them with what a computer has, and what they hold."""

from __future__ import annotations

from typing import Final

from wellfounded.report.model import Audience

NAME: Final = "READ-ME.txt"
NAMES: Final = "names.jsonl"

_HEADS: Final[dict[Audience, str]] = {
    "team": "FILES OF A CASE: a working copy for the team, not for handing over",
    "court": "FILES OF A CASE, for a court",
    "public": "FILES OF A CASE, for the public",
}
_CHECK: Final = """
CHECK THE FILES

{sums} has a line for each file: its SHA-256 and its name. In this folder:

    Linux      sha256sum -c {sums}
    macOS      shasum -a 256 -c {sums}
    Windows    certutil -hashfile "FILE" SHA256
               and compare the digits with those in {sums}, file by file

That every line agrees says that the files are the ones this list was made for, and nothing about who made the list.
"""
_PROOF: Final = """
CHECK WHAT WAS DONE WITH THEM

A folder whose name begins with "proof" shows what the case's log says of files: when each was received, and that it was
handed out. Its own READ-ME.txt says how to check that, also by hand. In short:

    python3 proof/wellfounded-verify.py proof --file "FILE"
"""
_NO_PROOF: Final = """
No proof of custody lies beside: what the log says of these files names more than this folder may show.
"""
_HOLDS: Final = """
WHAT THE FILES HOLD

The files in the folder "{folder}" are bit for bit what was received. So they may hold a position, a camera, an author, a
name. Open them with care: they were not made safe, and some may be made to harm.
"""
_NAMED: Final = """
Names are as received, made harmless: signs that a computer could take for more than a name stand as "_". names.jsonl has
the names as received, byte for byte.
"""
_DIGESTS: Final = """
Each is named by its SHA-256, which is the digest a report shows for it.
"""


def page(audience: Audience, *, proof: bool, sums: str, folder: str) -> bytes:
    """Give the page for an audience, with the names of the list of sums and of the folder of originals; the same for the same arguments."""
    names = _NAMED if audience == "team" else _DIGESTS
    text = _HEADS[audience] + "\n" + _CHECK + (_PROOF if proof else _NO_PROOF) + _HOLDS + names
    return text.format(sums=sums, folder=folder).encode()

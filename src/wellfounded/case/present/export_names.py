"""Names for files that are handed out: the received one made harmless, or the digest where it may not be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wellfounded.catalogue import ItemDetail
from wellfounded.extract.kinds import ending_of, kind_named
from wellfounded.terms.digest import Digest
from wellfounded.terms.record import RawName

LONGEST: Final = 120
"""Bytes of a name at most: every file system takes it, and the paths of Windows have room for folders above."""

_PLAIN: Final = frozenset(" ._-()+,@")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.I)


@dataclass(frozen=True, slots=True)
class Going:
    """One item that goes out: its place in the folder, its size, and the names it was received under."""

    item: Digest
    path: str
    size: int
    names: tuple[RawName, ...]


def name_all(details: Sequence[ItemDetail], *, received: bool, folder: str) -> Iterator[Going]:
    """Give each item a place of its own, the same for the same items; by received names, or by digests alone.

    Names that a file system may take for one (case, composed letters) count as one; the later item gets digits of its digest.
    """
    taken: set[str] = set()
    for detail in details:
        digest = detail.summary.digest
        names = tuple(dict.fromkeys(r.name for r in detail.receipts if r.name is not None))
        wanted = harmless(names[0].shown) if received and names else ""
        name = _free(wanted, digest, detail.summary.kind, taken)
        taken.add(_folded(name))
        yield Going(digest, f"{folder}/{name}", detail.summary.size, names if received else ())


def harmless(name: str) -> str:
    """Give a name that no shell, terminal or file system takes for more than a name; "" where nothing is left.

    Letters, marks and digits of every script stay, and a few signs; everything else, so every separator, quote, control and
    override of direction, becomes `_`. It begins with no dot, dash or blank, ends in no dot or blank, and is no device of Windows.
    """
    composed = unicodedata.normalize("NFC", name)
    plain = "".join(
        c if c in _PLAIN or unicodedata.category(c)[0] in "LMN" else "_" for c in composed
    )
    plain = plain.lstrip(" .-").rstrip(" .")
    if not plain.strip("_"):
        return ""
    if unicodedata.category(plain[0])[0] == "M" or _DEVICE.fullmatch(plain):
        plain = "_" + plain
    return _short(plain, LONGEST)


def _short(name: str, longest: int) -> str:
    """Cut a name in its stem; the ending stays."""
    if len(name.encode()) <= longest:
        return name
    ending = "." + name.rpartition(".")[2] if ending_of(name) else ""
    stem = name.removesuffix(ending).encode()[: longest - len(ending.encode())]
    return stem.decode("utf-8", "ignore").rstrip(" .") + ending


def _free(wanted: str, digest: Digest, kind: str, taken: set[str]) -> str:
    """Give the wanted name if nobody has it, else one with digits of the digest, else the digest."""
    endings = kind_named(kind).endings
    name = f"{digest.hex}.{endings[0]}" if endings else digest.hex
    if wanted:
        ending = "." + wanted.rpartition(".")[2] if ending_of(wanted) else ""
        stem = _short(wanted.removesuffix(ending), LONGEST - 20)
        for better in (wanted, f"{stem}-{digest.hex[:8]}{ending}"):
            if _folded(better) not in taken:
                return better
    while _folded(name) in taken:  # somebody's file is called by another's digest
        name = "_" + name
    return name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())

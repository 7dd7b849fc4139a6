"""What compares one kind of content: the seam that video, pictures, sound and text come through.

An engine has two halves. Its decoder runs in the jail and hands over prints: `out.record(Print(kind, form, pass_, blob))` with
`blob = out.blob(pack(arrays))`, one print in as many parts as it likes, in order. The other half is the engine itself, which
sees arrays only and imports no decoding library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from wellfounded.copies.copy import Copy, Kind, Pass
from wellfounded.copies.nearness import NearIndex
from wellfounded.copies.print import Array, Arrays
from wellfounded.terms.decoding import Limits
from wellfounded.terms.digest import Digest


@dataclass(frozen=True, slots=True)
class Taken:
    """The print that was taken of one item, in the parts it was handed over in."""

    item: Digest
    name: str
    kind: Kind
    form: str
    pass_: Pass
    parts: tuple[Arrays, ...]

    def array(self, name: str) -> Array:
        """Give the array of that name, its parts joined along the first axis; raises KeyError where no part has it."""
        found = [part[name] for part in self.parts if name in part]
        if not found:
            raise KeyError(name)
        return found[0] if len(found) == 1 else np.concatenate(found)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How prints of a kind are taken: the decoder's dotted name, what items it applies to, and what else makes its result.

    `form` names the arrays and their version (`sound-1`): prints of two forms are never compared. `passes` is ("dense",), or
    ("first", "dense") where everything is looked at quickly before anything is looked at closely; the decoder finds the pass
    in `settings["pass"]`. `libraries` are distributions whose version is part of the recipe. `revision` counts changes of the
    decoder that change what it gives. `width` is the bytes of one row of `Engine.codes`. `extra` brings those of
    the libraries that are not always there.
    """

    kind: Kind
    form: str
    decoder: str
    items: tuple[str, ...]
    width: int
    libraries: tuple[str, ...] = ("av", "numpy")
    passes: tuple[Pass, ...] = ("dense",)
    revision: int = 1
    limits: Limits = Limits(wall_s=3_600, cpu_s=3_600)
    extra: str = ""


class Engine(Protocol):
    """Compares prints of one form. Pure: the same prints give the same answer, in the same order, whatever was asked before.

    None of the three raises for arrays a hostile decoder may have made, but Refused `print` where they cannot be what the form
    says: the item is then named as not compared.
    """

    @property
    def recipe(self) -> Recipe:
        """How its prints are taken."""

    def codes(self, taken: Taken) -> Array:
        """Give the rows, (n, width) uint8, by which an index finds this print again; none for black, blank or silent content."""

    def candidates(self, query: Taken, index: NearIndex) -> Sequence[Digest]:
        """Give the items whose prints are worth comparing with the query, the likeliest first; the query's own item may be among them."""

    def compare(self, a: Taken, b: Taken) -> Sequence[Copy]:
        """Give what matches, side `a` of each in the first print. Nothing is given for pairs that have nothing to do with each other."""

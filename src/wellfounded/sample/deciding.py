"""What a person at the sample case would claim and decide: beside its files, as data. The key of what is planted is not used."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from wellfounded.terms.errors import Damaged

FORMAT: Final = "wellfounded-sample-claims/1"


class SampleLink(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of an item, or the item as a whole, that bear on a claim."""

    item: str
    quote: str = ""
    stance: str = "supports"
    knows: str = ""
    because: str = ""


class SampleClaim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A claim: a numbered paragraph of the declaration, or words of its own.

    `suggest` asks the program for more; `accept` takes all of that without opening it.
    """

    links: tuple[SampleLink, ...]
    paragraph: str = ""
    text: str = ""
    suggest: bool = False
    accept: bool = False


class SampleSame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A source that is an item of the case."""

    a: str
    b: str
    because: str


class SampleDecisions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything decided at the sample case."""

    format: str
    declaration: str
    claims: tuple[SampleClaim, ...]
    same: tuple[SampleSame, ...]


def decisions() -> SampleDecisions:
    """Give what is decided; raises Damaged `sample-form` where the file is not one this version reads."""
    data = Path(__file__).with_name("claims.json").read_bytes()
    try:
        found = msgspec.json.decode(data, type=SampleDecisions)
    except msgspec.MsgspecError as exc:
        raise Damaged("sample-form", f"the sample case's decisions: {exc}") from exc
    if found.format != FORMAT:
        raise Damaged("sample-form", "the sample case's decisions are of another format")
    return found

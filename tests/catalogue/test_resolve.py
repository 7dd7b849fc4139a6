"""ITEM: a digest prefix, `@N`, or a name as received."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.catalogue.feeding import Logs, digest
from wellfounded.catalogue import Catalogue
from wellfounded.terms.errors import Mistaken

ONE, TWO, THREE = digest("one"), digest("two"), digest("three")


@pytest.fixture
def catalogue() -> Catalogue:
    """Three items, two of one name, one named like a digest."""
    logs = Logs()
    logs.receive(ONE, "note.txt")
    logs.receive(TWO, "note.txt")
    logs.receive(THREE, "abcdef")
    logs.receive(ONE, "关恒.txt")
    return logs.feed(Catalogue.in_memory())


def test_every_way_to_name_an_item(catalogue: Catalogue) -> None:
    """Digest, prefix with and without its algorithm, upper case, receipt number and unique name all mean the item."""
    for name in (str(ONE), ONE.hex, ONE.hex[:6], f"sha256:{ONE.hex[:9]}", "@1", "@4", "关恒.txt"):
        assert catalogue.resolve(name) == ONE
    assert catalogue.resolve(ONE.hex[:8].upper()) == ONE
    assert catalogue.resolve("abcdef") == THREE


def test_an_ambiguous_name_lists_the_candidates(catalogue: Catalogue) -> None:
    """Two items of one name: the error names both so that one can be chosen."""
    with pytest.raises(Mistaken) as raised:
        catalogue.resolve("note.txt")
    assert raised.value.code == "ambiguous-item"
    assert "@1 sha256:" in raised.value.why
    assert f"@2 sha256:{TWO.hex[:12]} note.txt" in raised.value.why


@pytest.mark.parametrize("name", ["@0", "@9", "@", "", "nothing", "sha256:ffffff", "f" * 64])
def test_an_unknown_item_says_how_to_name_one(catalogue: Catalogue, name: str) -> None:
    """What names nothing is a mistake with a code."""
    with pytest.raises(Mistaken) as raised:
        catalogue.resolve(name)
    assert raised.value.code == "unknown-item"


def test_a_short_prefix_is_refused(catalogue: Catalogue) -> None:
    """Fewer than six digits with the algorithm spelled out are too few."""
    with pytest.raises(Mistaken) as raised:
        catalogue.resolve("sha256:" + ONE.hex[:5])
    assert raised.value.code == "short-prefix"


def test_naughty_names_are_received_and_resolved(corpora: Path) -> None:
    """All naughty strings work as names; each finds its own item, and none raises but for a known reason."""
    strings = json.loads((corpora / "naughty-strings" / "blns.json").read_text("utf-8"))
    names = list(dict.fromkeys(name for name in strings if name))
    logs = Logs()
    for n, name in enumerate(names):
        logs.receive(digest(f"naughty {n}"), name)
    catalogue = logs.feed(Catalogue.in_memory())
    assert len(names) > 400
    for n, name in enumerate(names):
        assert catalogue.resolve(name) == digest(f"naughty {n}")


def test_a_lone_surrogate_names_nothing(catalogue: Catalogue) -> None:
    """A name that is no text is an unknown item, not a crash."""
    with pytest.raises(Mistaken):
        catalogue.resolve("\ud800")

"""Which words for a source mean the same one."""

import pytest

from wellfounded.claims.sources import Name, Sources, head, outlet_in_title


def _one(*names: Name) -> list[str]:
    sources = Sources(names)
    return [sources.of(name).key for name in names]


def test_part_of_a_name_means_the_whole_in_its_own_text() -> None:
    """`the Observer` is the Upland Observer where the text names it so; in another text it stands for itself."""
    whole, part = Name("a", "the Upland Observer", "body"), Name("a", "the Observer", "body")
    elsewhere = Name("b", "the Observer", "body")
    keys = _one(whole, part, elsewhere)
    assert keys[0] == keys[1] != keys[2]


def test_part_of_two_names_means_neither() -> None:
    """Where two names hold the word, nothing is guessed."""
    names = [Name("a", n, "person") for n in ("Mira Tolv", "Jon Tolv", "Tolv")]
    assert len(set(_one(*names))) == 3


def test_a_name_is_one_source_in_every_text_and_a_pronoun_is_not() -> None:
    """The same archive in two outlets is one; `officers` here and there are not."""
    assert (
        len(
            set(
                _one(
                    Name("a", "The Tavesh Archive, a group", "body"),
                    Name("b", "Tavesh Archive", "body"),
                )
            )
        )
        == 1
    )
    assert len(set(_one(Name("a", "officers", "speaker"), Name("b", "officers", "speaker")))) == 2


def test_this_agency_is_who_published_the_text() -> None:
    """And the outlet that another page cites by name is the same source as the page that it published."""
    own, said = (
        Name("a", "Northline News Agency", "outlet", own=True),
        Name("a", "this agency", "outlet"),
    )
    cited = Name("b", "the Northline News Agency", "body")
    assert len(set(_one(own, said, cited))) == 1


def test_names_that_may_be_one_are_possible_and_descriptions_are_not() -> None:
    """A ministry and its longer name may be one; a copy seen by an outlet is not the outlet."""
    short, long = (
        Name("a", "Ministry of Public Order", "body"),
        Name("b", "Ministry of Public Order in Ostrel", "body"),
    )
    outlet, scan = (
        Name("c", "Ostral Wire", "outlet", own=True),
        Name("d", "a scanned copy seen by Ostral Wire", "speaker"),
    )
    sources = Sources([short, long, outlet, scan])
    keys = {sources.of(n).key for n in (short, long, outlet, scan)}
    assert len(keys) == 4
    assert [{a.shown, b.shown} for a, b, _ in sources.possible(keys)] == [{short.shown, long.shown}]


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Halvard Brenn, spokesman of the Ministry", "Halvard Brenn"),
        ("spokesman Halvard Brenn", "Halvard Brenn"),
        ("a scanned copy seen by Ostral Wire", "a scanned copy seen by Ostral Wire"),
        ("officers", "officers"),
    ],
)
def test_a_name_without_what_explains_it(shown: str, name: str) -> None:
    """Appositions and roles go; descriptions stay."""
    assert head(shown) == name


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("900 people held in timber yard | Lantern Post", "Lantern Post"),
        ("Second centre holds 900 - The Upland Observer", "The Upland Observer"),
        ("Kerrin - what we know", ""),
        ("Declaration", ""),
    ],
)
def test_the_outlet_at_the_end_of_a_title(title: str, outlet: str) -> None:
    """The page's own word, where it looks like a name."""
    assert outlet_in_title(title) == outlet

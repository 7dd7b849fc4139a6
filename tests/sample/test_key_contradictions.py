"""Every clash that is planted in the sample's texts is found, and what only seems to clash is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.claims.clash.texts import compared, writing
from tests.sample.planted_key import plants
from wellfounded.case.corroborate.contradictions import Found, contradictions
from wellfounded.case.home import Home
from wellfounded.case.index import open_catalogue
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add
from wellfounded.case.understand.build import build
from wellfounded.claims.clash.contradiction import Contradiction
from wellfounded.intake.receipt import Receipt
from wellfounded.sample import folder
from wellfounded.terms.moment import Moment

KEY = plants()
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What is found in the sample's press, papers and messages."""
    here = tmp_path_factory.mktemp("clashes")
    with init(here / "case", title="Texts", actor="mina", home=Home(here / "home")).case as case:
        said = Receipt(published=Moment.parse("2024-06-18"))
        radio = folder() / KEY["clash-release"].items[1]
        add(case, [radio], actor="mina", receipt=said)
        rest = [
            p for name in ("press", "statements", "messages") for p in (folder() / name).iterdir()
        ]
        parcel = folder() / KEY["parcel"].items[0]
        add(case, [*sorted(p for p in rest if p != radio), parcel], actor="mina")
        build(case, actor="mina")
        with open_catalogue(case) as catalogue:
            return contradictions(case, catalogue)


def names(one: Contradiction) -> set[str]:
    """The items of both sides by name."""
    return {told.name for told in (*one.a, *one.b)}


def between(found: Found, *items: str) -> list[Contradiction]:
    """The contradictions whose sides hold all these items, not all on one side."""
    files = [Path(item).name for item in items]
    return [
        c
        for c in found.contradictions
        if all(f in names(c) for f in files)
        and not any(all(f in {t.name for t in side} for f in files) for side in (c.a, c.b))
    ]


@pytest.mark.parametrize("plant", ["reprint-year", "reprint-age", "reprint-month"])
def test_wrong_values_of_reprints_are_variants(found: Found, plant: str) -> None:
    """Each wrong value of a reprint is found once, against the agency's, as a variant of one text."""
    (one,) = between(found, *KEY[plant].items)
    assert one.copies
    values = {t.place.words for t in (*one.a, *one.b)}
    assert all(any(v in KEY[plant].facts[side] for v in values) for side in ("agency", "reprint"))


def test_the_altered_message_is_a_variant(found: Found) -> None:
    """Two exports of one chat differ in a number."""
    (one,) = between(found, *KEY["chat-difference"].items)
    assert one.copies
    told = {t.name: t.sentence for t in (*one.a, *one.b)}
    assert all(KEY["chat-difference"].facts[i] in told[Path(i).name] for i in KEY["chat-difference"].items)  # fmt: skip


def test_the_two_days_of_release_clash(found: Found) -> None:
    """Two papers that are no copies of each other give two days for one release."""
    plant = KEY["clash-release"]
    (one,) = between(found, *plant.items)
    assert (one.sort, one.copies) == ("date", False)
    told = {t.name: t.place.words for t in (*one.a, *one.b)}
    assert all(told[Path(i).name] in plant.facts[i] for i in plant.items)


def test_more_than_and_up_to_clash_and_other_counts_do_not(found: Found) -> None:
    """The archive's two figures cannot both hold; those of the ministry and of the order count something else."""
    plant = KEY["numbers"]
    northline, ostral, ministry = plant.items
    (one,) = between(found, northline, ostral)
    assert {t.place.words for t in (*one.a, *one.b)} == {plant.facts[northline], plant.facts[ostral]}  # fmt: skip
    counts = [
        c for c in found.contradictions if "612" in str([t.place.words for t in (*c.a, *c.b)])
    ]
    assert counts == []
    assert Path(ministry).name in {n for c in found.contradictions for n in names(c)}


def test_the_denial_of_halls_clashes_with_who_counts_four(found: Found) -> None:
    """Never more than one hall, against four, in papers that speak of one centre."""
    (one,) = [c for c in found.contradictions if Path(KEY["denial"].items[0]).name in names(c)]
    assert {"declaration-mirel-adran.docx", "northline-2025-03-13-kerrin-asylum.html"} <= names(one)
    assert not one.copies


def test_the_shared_misspelling_is_one_of_two_spellings(found: Found) -> None:
    """Both outlets that misspell the village stand on one side."""
    (one,) = [c for c in found.contradictions if c.sort == "name" and not c.copies]
    spelled = [{t.name for t in s if t.place.words == KEY["shared-misspelling"].facts["spelling"]} for s in (one.a, one.b)]  # fmt: skip
    assert {Path(i).name for i in KEY["shared-misspelling"].items} in spelled


@pytest.mark.parametrize("plant", ["seems-age", "seems-hour"])
def test_what_only_seems_to_clash_is_not_told(found: Found, plant: str) -> None:
    """The two papers clash in nothing but the day of release."""
    (one,) = between(found, *KEY[plant].items)
    assert one.sort == "date"
    assert not any(f in t.sentence for f in KEY[plant].facts.values() if isinstance(f, str) for t in (*one.a, *one.b))  # fmt: skip


def test_an_age_beyond_both_counts_would_be_told() -> None:
    """The same two sentences with ten years more do clash: the rule sees ages, and lets these two be for their counts."""
    plain = (
        "DECLARATION OF SELA MORN\n\nI was held on 3 March 2024. In spring 2024 I was thirty-four."
    )
    other = "M.: It was on 3 March 2024. I was {} then."
    seems = other.replace("M.:", "S.:")
    told = [writing(plain, "2024-06-18"), *(writing(seems.format(n), "2024-06-18") for n in ("thirty-six", "forty-six"))]  # fmt: skip
    assert compared(told[0], told[1]) == []
    assert [c.a[0].sort for c in compared(told[0], told[2])] == ["age"]


def test_translation_and_original_agree(found: Found) -> None:
    """A paper and its translation clash in nothing."""
    assert between(found, *KEY["translation"].items) == []


def test_nothing_else_is_told(found: Found) -> None:
    """The parcel's two notes of one name, and nothing that is not in the key."""
    expected = {"reprint-year", "reprint-age", "reprint-month", "chat-difference", "clash-release"}
    assert len(found.contradictions) == len(expected) + len({"numbers", "denial", "shared-misspelling", "parcel"})  # fmt: skip

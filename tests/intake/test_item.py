"""Items: what protects more holds, consent ends when it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.intake.item import Consent, Handling, Item, Terms
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken
from wellfounded.terms.moment import Moment

_MOMENTS = st.one_of(
    st.none(),
    st.builds(
        Moment,
        st.tuples(st.integers(2000, 2030), st.integers(1, 12), st.integers(1, 28)),
        st.lists(st.sampled_from([-300, 0, 360, 480]), max_size=2).map(tuple),
    ),
)
_TERMS = st.builds(
    Terms,
    st.sampled_from(Handling),
    st.one_of(st.none(), st.sampled_from(Consent)),
    _MOMENTS,
    st.booleans(),
    st.booleans(),
)


@given(_TERMS, _TERMS, _TERMS)
def test_merging_never_loosens_and_does_not_depend_on_grouping(
    a: Terms, b: Terms, c: Terms
) -> None:
    """However receipts of the same bytes are ordered, the item ends with the terms that protect
    most.
    """
    assert a.merged(b).merged(c) == a.merged(b.merged(c))
    assert a.merged(a) == a
    one, two = a.merged(b), b.merged(a)
    assert (one.handling, one.consent, one.minor, one.graphic) == (
        two.handling,
        two.consent,
        two.minor,
        two.graphic,
    )
    ranks = list(Handling)
    assert ranks.index(one.handling) == max(ranks.index(a.handling), ranks.index(b.handling))


@given(_TERMS)
def test_terms_survive_their_record(terms: Terms) -> None:
    """What a `received` entry says of handling reads back as it was."""
    assert Terms.from_json(terms.to_json()) == terms


def test_unstated_consent_is_not_refused_consent() -> None:
    """A second copy without any word on consent does not take back what the giver of the first
    allowed.
    """
    given_ = Terms(consent=Consent.COURT)
    assert given_.merged(Terms()).consent is Consent.COURT
    assert given_.merged(Terms(consent=Consent.NONE)).consent is Consent.NONE
    assert Terms().merged(Terms()).consent is None


def test_consent_ends_at_the_earliest_instant_its_date_can_mean() -> None:
    """A day without a zone ends first in UTC+14; with a zone, at its own midnight."""
    open_ended = Terms(consent=Consent.TEAM, consent_until=Moment.parse("2024-03-01"))
    midnight = Moment.parse("2024-03-02T00:00+14:00").interval()[0]
    assert open_ended.consent_at(midnight - 1) is Consent.TEAM
    assert open_ended.consent_at(midnight) is Consent.NONE
    zoned = Terms(consent=Consent.TEAM, consent_until=Moment.parse("2024-03-01T12:00+08:00"))
    assert zoned.consent_at(zoned.consent_until.interval()[1] - 1) is Consent.TEAM  # type: ignore[union-attr]
    assert Terms(consent=Consent.PUBLIC).consent_at(1 << 60) is Consent.PUBLIC


def test_a_later_handling_entry_changes_only_what_it_names() -> None:
    """A person may loosen or tighten one term; the others stay."""
    before = Terms(Handling.PRIVATE, Consent.COURT, minor=True)
    assert before.changed({"consent": "none"}) == Terms(Handling.PRIVATE, Consent.NONE, minor=True)
    assert before.changed({"minor": False}) == Terms(Handling.PRIVATE, Consent.COURT)
    assert before.changed({"consent": None}) == Terms(Handling.PRIVATE, None, minor=True)


def test_an_item_keeps_each_receipt() -> None:
    """The same bytes twice are one item with two receipts; a privileged copy makes it
    privileged.
    """
    item = Item(Digest.of(b"x")).received(3, Terms()).received(9, Terms(Handling.PRIVILEGED))
    assert item.receipts == (3, 9)
    assert item.terms.handling is Handling.PRIVILEGED


def test_other_words_are_mistakes_that_say_what_to_write() -> None:
    """A misspelt word is never taken for the open one."""
    with pytest.raises(Mistaken) as caught:
        Handling.parse("privat")
    assert "open, private, privileged" in caught.value.next
    assert Handling.parse(" Private ") is Handling.PRIVATE

"""Who may see an item, as a table.

And that the narrowed view itself, not only its pages, lacks the rest.
"""

from dataclasses import fields, replace

import pytest

from tests.report.canaries import canary_view
from tests.report.sample_model import START, digest, items, view
from wellfounded.report.audience import covers, for_audience
from wellfounded.report.model import Audience, ItemView, LogLine, Standing
from wellfounded.terms.errors import Refused
from wellfounded.terms.moment import Moment

DAY = 86_400_000_000


@pytest.mark.parametrize(
    ("standing", "court", "public"),
    [
        (Standing(), True, False),
        (Standing(handling="private"), False, False),
        (Standing(handling="privileged", consent="public"), False, False),
        (Standing(consent="none"), False, False),
        (Standing(consent="team"), False, False),
        (Standing(consent="court"), True, False),
        (Standing(consent="public"), True, True),
        (Standing(minor=True), False, False),
        (Standing(minor=True, consent="court"), True, False),
        (Standing(minor=True, consent="public"), True, True),
        (Standing(withdrawn=True), False, False),
        (Standing(graphic=True), True, False),
        (Standing(graphic=True, consent="public"), True, True),
        (Standing(consent="public", consent_until=Moment.parse("2020")), False, False),
        (Standing(consent="public", consent_until=Moment.parse("2999")), True, True),
    ],
)
def test_who_may_see_an_item(standing: Standing, court: bool, public: bool) -> None:
    """The team sees all; the rest by handling, consent, its end, and whether it is a minor's."""
    assert covers(standing, "team", START)
    assert covers(standing, "court", START) is court
    assert covers(standing, "public", START) is public


def test_consent_ends_at_the_earliest_instant_it_can_mean() -> None:
    """A day without a zone begins fourteen hours before that day in UTC."""
    until = Standing(consent="public", consent_until=Moment.parse("2025-06-02"))
    start = Moment.parse("2025-06-02T00:00Z").interval()[0]
    assert covers(until, "public", start - 15 * DAY // 24)
    assert not covers(until, "public", start - 13 * DAY // 24)


def _narrowed(audience: Audience, standings: dict[str, Standing]) -> list[ItemView]:
    given = [replace(items()[0], digest=digest(n), standing=s) for n, s in standings.items()]
    known = {item.digest: item.standing for item in given}
    whole = replace(view(audience), items=given, standing=known.get)
    return list(for_audience(whole).items)


def test_what_came_only_out_of_something_left_out_is_left_out() -> None:
    """An attachment of a privileged e-mail goes with it, unless it also came in by itself."""
    mail, inner = Standing(handling="privileged"), (digest("mail"),)
    inside = Standing(parents=inner, alone=False)
    twice = Standing(parents=inner, alone=True)
    deep = Standing(parents=(digest("inside"),), alone=False)
    seen = _narrowed("court", {"mail": mail, "inside": inside, "twice": twice, "deep": deep})
    assert [item.digest for item in seen] == [digest("twice")]


def test_containers_in_a_ring_are_refused() -> None:
    """A standing that names itself as its own parent ends in an error, not in silence."""
    ring = Standing(parents=(digest("ring"),), alone=False)
    with pytest.raises(Refused, match="deeper"):
        _narrowed("court", {"ring": ring})


def test_a_private_item_is_left_out_even_if_the_case_says_otherwise_elsewhere() -> None:
    """The item's own standing counts as well as what `standing` answers for it."""
    lying = replace(items()[0], standing=Standing(handling="privileged"))
    whole = replace(view("court"), items=[lying], standing=lambda _: Standing())
    assert list(for_audience(whole).items) == []


def test_an_item_the_case_does_not_know_is_left_out() -> None:
    """No standing is no permission."""
    whole = replace(view("court"), standing=lambda _: None)
    assert list(for_audience(whole).items) == []
    assert len(list(for_audience(view("court")).items)) == 4


def test_the_log_stays_whole_and_silent() -> None:
    """Every entry stays with its index.

    Clock and leaf hash; about an item left out, nothing else.
    """
    team = list(for_audience(view("team")).log)
    court = {entry.index: entry for entry in for_audience(view("court")).log}
    hidden = next(entry for entry in team if digest("locked") in entry.about)
    assert [(e.index, e.clock, e.leaf) for e in team] == [
        (e.index, e.clock, e.leaf) for e in court.values()
    ]
    assert court[hidden.index].about == ()
    assert court[hidden.index].body == (("item", "not in this report"),)


def test_a_minor_speaks_under_initials_for_everybody() -> None:
    """Also in the team's view the speakers of a minor's item are initials."""
    chat = next(item for item in for_audience(view("team")).items if item.standing.minor)
    assert [p.speaker for p in chat.readings[0].passages] == ["D.H.", "M.A.", "D.H."]


@pytest.mark.parametrize("audience", ["court", "public"])
def test_the_narrowed_view_holds_no_canary(audience: Audience) -> None:
    """Templates for the court and the public never get the values: the view itself is searched."""
    made, aviary = canary_view(audience)
    narrowed = for_audience(made)
    told = "".join(_told(item) for item in narrowed.items) + "".join(map(_told, narrowed.log))
    told += repr(
        (narrowed.law, narrowed.needs, narrowed.protections_missing, list(narrowed.not_received))
    )
    words = [word for word in aviary.words if word.startswith("zqx")]
    assert len(words) > 100
    assert [aviary.words[word] for word in words if word in told] == []


def _told(value: ItemView | LogLine) -> str:
    if isinstance(value, LogLine):
        return repr(value)
    parts = [
        repr(getattr(value, f.name)) for f in fields(value) if f.name not in ("parts", "readings")
    ]
    for reading in value.readings:
        parts.append(repr(replace(reading, passages=tuple(reading.passages))))
    return "".join([*parts, repr(list(value.parts))])

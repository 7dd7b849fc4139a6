"""Two exports of one chat in a case: the difference planted in the sample case is named with both places, in words and records."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from tests.cli.command import run

JOREN, DEREN = "WhatsApp Chat with Joren.txt", "WhatsApp Chat with Deren.txt"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a case beside it, in which both exports of the sample are read."""
    place = tmp_path_factory.mktemp("chat")
    (place / "note.txt").write_text("No chat.")
    run("init", place / "case", home=place / "home")
    sample = Path(str(resources.files("wellfounded.sample"))) / "data" / "messages"
    given = (sample / JOREN, sample / DEREN, place / "note.txt")
    assert run("-C", place / "case", "add", *given, home=place / "home").status == 0
    run("-C", place / "case", "build", home=place / "home")
    return place / "home"


def test_the_one_difference_is_named_with_both_places(home: Path) -> None:
    """Fourteen in one, forty in the other; the clocks two hours apart are no difference; nobody is said to be right."""
    ran = run("-C", home.parent / "case", "chat", JOREN, DEREN, home=home)
    assert ran.status == 0
    assert "Same in both: 21" in ran.out
    assert "usually +120 minutes" in ran.out
    assert "differs: words\n" in ran.out
    assert "I counted fourteen buses since five" in ran.out
    assert "I counted forty buses since five" in ran.out
    assert "An export is text its sender can edit" in ran.out
    records = run("-C", home.parent / "case", "chat", JOREN, DEREN, "--json", home=home).records
    line, summed = records
    assert (line["kind"], line["otherwise"]) == ("differs", ["words"])
    assert (line["first"]["message"], line["second"]["message"]) == (10, 10)
    assert (summed["same"], summed["differ"], summed["clocks"]) == (21, 1, 120)


def test_what_is_no_chat_and_one_item_twice_are_refused(home: Path) -> None:
    """By name of the error, with what to do."""
    for words, code in (((JOREN, "note.txt"), "not-a-chat"), ((JOREN, JOREN), "same-item")):
        refused = run("-C", home.parent / "case", "chat", *words, home=home)
        assert (refused.status, code in refused.err) == (2, True)

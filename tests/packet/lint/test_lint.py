"""The format check finds every defect a machine can decide, and says nothing of filings that keep the rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.extract.fake import run
from tests.packet.lint.made import clean, draw
from tests.packet.lint.others import (
    again_by_cairo,
    again_by_pypdf,
    by_chromium,
    by_fpdf,
    by_reportlab,
)
from tests.packet.lint.seeded import CHANGES, FILES, TIMES, seeded
from wellfounded.law.forums import any_pdf, forum
from wellfounded.law.rule import Filing
from wellfounded.packet.lint import TESTS, Finding, lint
from wellfounded.packet.seen import Seen, seen
from wellfounded.packet.untrusted import filed
from wellfounded.terms.errors import Mistaken

RULES = (*forum("us-eoir").filing, *any_pdf())
AUTO = [rule.id for rule in RULES if rule.check == "auto"]
OURS, THEIRS = 140, 20


def see(name: str, data: bytes) -> Seen:
    """Give a packet as its decoder sees it."""
    found = run(filed.read, data, name)
    why = next((failure.what for failure in found.failures), "")
    return seen(name, len(data), found.records, why)


def found_in(name: str, data: bytes) -> list[Finding]:
    """Give what breaks a rule in a packet: what a person has to decide is left out."""
    return [one for one in lint(see(name, data), RULES, "en") if not one.assist]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("rule", AUTO)
def test_every_seeded_defect_is_found(rule: str) -> None:
    """Ten packets that break a rule are each found to break it, with authority and what to do."""
    made = list(seeded(rule))
    assert len(made) == TIMES >= 10
    for name, data in made:
        hits = [one for one in found_in(name, data) if one.rule.id == rule]
        assert hits, (rule, name)
        assert all(one.what and one.do for one in hits)
        assert all(one.rule.authority for one in hits)


def test_every_auto_rule_has_a_test_and_seeds() -> None:
    """A rule that a machine decides names a test the program has, and what it says to do; none is left to a person in silence."""
    assert {rule.id for rule in RULES if rule.check == "auto" and not rule.test} == set()
    assert set(AUTO) == {"P01", *CHANGES, *FILES}
    assert {rule.test for rule in RULES if rule.test} == set(TESTS)
    assert all(rule.todo for rule in RULES if rule.test)


@pytest.mark.slow
def test_nothing_is_said_of_clean_packets(tmp_path: Path) -> None:
    """Of 200 filings that keep every rule, 60 of them made by other programs, none is said to break one."""
    others: list[tuple[str, bytes]] = []
    programs: tuple[Callable[..., bytes], ...] = (by_reportlab, by_fpdf)
    for n, program in enumerate(programs):
        others += [(f"{n}-{s}", program(clean(2000 + s))) for s in range(THEIRS)]
    for s in range(THEIRS // 4):
        others.append((f"pypdf-{s}", again_by_pypdf(draw(clean(3000 + s)), clean(3000 + s))))
    filings = [clean(5000 + s) for s in range(THEIRS * 3 // 4)]
    printed = by_chromium(filings, tmp_path)
    others += [("chromium", data) for data in printed[: THEIRS // 2]]
    for filing, data in list(zip(filings, printed, strict=True))[THEIRS // 2 :]:
        others.append(("cairo", again_by_cairo(data, filing, tmp_path)))
    ours = [(clean(s).name, draw(clean(s))) for s in range(OURS)]
    assert len(others) >= 50 and len(others) + len(ours) == 200
    wrong = [
        (name, f.rule.id, f.what) for name, data in [*ours, *others] for f in found_in(name, data)
    ]
    assert wrong == []


def test_a_finding_names_rule_authority_page_and_what_to_do() -> None:
    """An A4 page in a filing is found under the rule on paper, with its page, and how the rule is known."""
    from tests.packet.lint.seeded import at

    filing = clean(7)
    place = at(filing, "exhibit")
    sheet = filing.sheets[place]
    filing.sheets[place] = type(sheet)(sheet.kind, sheet.lines, (595, 842))
    (one,) = found_in(filing.name, draw(filing))
    assert (one.rule.id, one.pages) == ("F05", (place + 1,))
    assert "A4" in one.what and "8 CFR 1003.32" in one.rule.authority and one.do


def test_an_assist_rule_never_breaks_a_filing() -> None:
    """Pages in another language are flagged for a person, and a translator's certificate is missed where none is there."""
    filing = clean(11)
    letter = "Les portes de la ville furent fermées le soir du marché et personne ne put passer avant midi, dit le gardien."  # fmt: skip
    filing.sheets = [s for s in filing.sheets if s.kind != "translation"]
    from tests.packet.lint.made import Sheet, Text

    place = len(filing.sheets) - 1
    stamp = filing.sheets[place - 1].lines[-1:]
    filing.sheets[place - 1] = Sheet("exhibit", (*(Text(letter, 72, 600 - 20 * n) for n in range(3)), *stamp))  # fmt: skip
    findings = list(lint(see("x.pdf", draw(filing)), RULES, "en"))
    flagged = {one.rule.id: one for one in findings if one.assist}
    broken = {one.rule.id: one for one in findings if not one.assist}
    assert flagged["F01"].pages == (place,) == broken["F02"].pages


def test_an_invented_forum_is_linted_by_the_same_engine() -> None:
    """Nothing about a real forum is hard-wired: another paper, another heading, another limit."""
    moon = (
        _rule("M1", test="page-size", size=(420, 595)),
        _rule("M2", test="document", headings=("oath to the moon",), required=True),
        _rule("M3", test="file-size", most_bytes=100),
        _rule("M4", check="assist", test="document", headings=("witness list",)),
        _rule("M5"),
    )
    packet = see("x.pdf", draw(clean(3)))
    assert [one.rule.id for one in lint(packet, moon, "la")] == ["M1", "M2", "M3"]
    assert list(lint(packet, [_rule("M6", test="page-size")], "la")) == []  # no size: not known
    with pytest.raises(Mistaken, match="no test is called 'tides'") as raised:
        list(lint(packet, [_rule("M7", test="tides")], "la"))
    assert raised.value.code == "rules-form"


def _rule(name: str, **values: object) -> Filing:
    from datetime import date

    fields = {"text": "x", "authority": "Lunar Code 1", "check": "auto", "source": "memory"}
    return Filing(id=name, checked=date(2030, 1, 1), **(fields | values))  # type: ignore[arg-type]

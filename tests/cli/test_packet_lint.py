"""`wellfounded packet lint` as a person types it: in the jail, several files, and what is no PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Ran, run
from tests.packet.lint.made import clean, draw
from tests.packet.lint.seeded import another_size


@pytest.fixture
def packets(tmp_path: Path) -> Path:
    """A folder with a filing that keeps the rules, one that breaks one, and what is no PDF."""
    import random

    broken = clean(21)
    another_size(broken, random.Random(1))
    (tmp_path / "good.pdf").write_bytes(draw(clean(20)))
    (tmp_path / "bad.pdf").write_bytes(draw(broken))
    (tmp_path / "junk.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    return tmp_path


def lint(packets: Path, *words: str) -> Ran:
    """Run the check beside the packets."""
    files = [str(packets / word) if word.endswith(".pdf") else word for word in words]
    return run("packet", "lint", *files, home=packets / "home")


def test_a_clean_packet_ends_with_0(packets: Path) -> None:
    """No finding, exit 0, and what nothing tests is named."""
    ran = lint(packets, "good.pdf", "--forum", "us-eoir")
    assert ran.status == 0 and "0 findings" in ran.out
    assert "Not tested, a person looks: F04" in ran.out


def test_a_broken_rule_ends_with_1(packets: Path) -> None:
    """The finding stands with page, authority and what to do; the same under --json."""
    ran = lint(packets, "bad.pdf", "good.pdf", "--forum", "us-eoir")
    assert ran.status == 1
    assert "8 CFR 1003.32(d)" in ran.out and "do: Put the page on US Letter" in ran.out
    records = lint(packets, "bad.pdf", "good.pdf", "--forum", "us-eoir", "--json").records
    assert next(r["rule"] for r in records if r["type"] == "lint-finding") == "F05"
    assert [r["findings"] for r in records if r["type"] == "lint"][1] == 0


def test_what_is_no_pdf_is_said_and_the_rest_goes_on(packets: Path) -> None:
    """A file that cannot be opened is a finding and a failure, and the next file is read."""
    ran = lint(packets, "junk.pdf", "good.pdf", "--forum", "us-eoir", "--json")
    assert ran.status == 1
    ends = [r for r in ran.records if r["type"] == "lint"]
    assert ends[0]["failure"]["code"] == "damaged" and ends[1]["failure"] is None


def test_a_forum_must_be_known(packets: Path) -> None:
    """Without a forum, and with one nobody knows, it says what to do."""
    assert "[no-forum]" in lint(packets, "good.pdf").err
    assert "[unknown-forum]" in lint(packets, "good.pdf", "--forum", "moon").err
    assert "[no-such-path]" in lint(packets, "gone.pdf", "--forum", "us-eoir").err

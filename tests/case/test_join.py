"""A second laptop's case is received: its items with what was said of them, and its log, which stays a log of its own and is checked as one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.authority import Authority
from tests.cli.command import Ran, run
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.terms.digest import Digest


class Two:
    """Mina's case at the office, and Lark's on a laptop, each with a home of its own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.office, self.laptop = place / "office", place / "laptop"
        self.mina, self.lark = place / "mina", place / "lark"
        run("init", self.office, home=self.mina)
        run("init", self.laptop, home=self.lark, by="lark")
        for number in range(3):
            (place / f"note{number}.txt").write_text(f"Note {number}.")
        self.there("add", place / "note0.txt", "--source", "wren", "--received", "2024-03")
        self.there("add", place / "note1.txt", "--handling", "private")
        self.here("add", place / "note0.txt")

    def here(self, *words: str | Path) -> Ran:
        """Run a command at the office."""
        return run("-C", self.office, *words, home=self.mina)

    def there(self, *words: str | Path) -> Ran:
        """Run a command on the laptop."""
        return run("-C", self.laptop, *words, home=self.lark, by="lark")

    def join(self) -> dict[str, Any]:
        """Join the laptop's case; give the record."""
        ran = self.here("join", self.laptop, "--json")
        assert ran.status == 0, ran.err
        return ran.records[-1]

    def origin(self) -> str:
        """The name of the laptop's custody log."""
        with Case(self.laptop, home=Home(self.lark)) as case:
            return case.custody.checkpoint().origin

    def digest(self, number: int) -> Digest:
        """The digest of a note."""
        return Digest.of(f"Note {number}.".encode())


@pytest.fixture
def two(tmp_path: Path) -> Two:
    """The two cases."""
    return Two(tmp_path)


def test_items_and_log_are_received_and_checked(two: Two) -> None:
    """Bytes, givers, stated times and handling come along; check verifies the log under its own name; show lists what it says."""
    done = two.join()
    assert (done["log"], done["received"], done["size"]) == (two.origin(), 2, 3)
    checked = two.here("check", "--full")
    assert checked.status == 0, checked.out
    assert (
        f"the joined log {two.origin()}: 3 entries lead to the root its key signed" in checked.out
    )
    shown = two.here("show", two.digest(0).hex).out
    assert "wren" in shown
    assert "2024-03" in shown
    assert shown.count("receipt @") == 2
    assert f"joined {two.origin()}      1" in shown
    assert "lark" in shown
    assert two.here("show", two.digest(1).hex, "--json").records[0]["handling"] == "private"
    assert two.origin() in two.here("join").out
    assert two.here("build").status == 0
    assert "Note" in two.here("search", "Note").out


def test_it_is_not_mistaken_for_a_fork_and_the_other_case_is_only_read(two: Two) -> None:
    """Our own log agrees as before, and not a byte of the laptop's case has changed."""
    before = {p: p.read_bytes() for p in two.laptop.rglob("*") if p.is_file()}
    two.join()
    assert {p: p.read_bytes() for p in two.laptop.rglob("*") if p.is_file()} == before
    out = two.here("check").out
    assert "forked" not in out
    assert "rolled" not in out


def test_joining_again_takes_what_is_new_and_follows_handling(two: Two) -> None:
    """The same state again is nothing; a grown log brings new receipts, changed handling and word of what was withdrawn there."""
    two.join()
    same = two.join()
    assert (same["received"], same["already"]) == (0, 2)
    two.there("add", two.place / "note2.txt")
    two.there("amend", "@1", "--handling", "privileged", "--because", "lawyer")
    two.there("withdraw", two.digest(1).hex, "--reason", "consent ended", "--yes")
    again = two.join()
    assert (again["received"], again["already"]) == (1, 1)
    assert again["withdrawn_there"] == [str(two.digest(1))]
    assert two.here("show", two.digest(0).hex, "--json").records[0]["handling"] == "privileged"
    assert two.here("check", "--full").status == 0
    two.here("amend", "@1", "--handling", "open", "--because", "agreed")
    two.there("add", two.place / "note2.txt")
    two.join()
    assert two.here("show", two.digest(0).hex, "--json").records[0]["handling"] == "open"


def test_a_join_that_was_cut_off_is_taken_up(two: Two) -> None:
    """Receipts committed before the log itself was written are not received twice."""
    from unittest.mock import patch

    cut = patch("wellfounded.case.preserve.join._Join._log", side_effect=KeyboardInterrupt)
    with cut, patch("wellfounded.case.preserve.join.BATCH_FILES", 1):
        assert two.here("join", two.laptop).status == 130
    done = two.join()
    assert (done["received"], done["already"]) == (0, 2)
    assert two.here("check", "--full").status == 0


def test_another_history_of_a_joined_log_is_refused(two: Two) -> None:
    """Rolled back, or continued differently on a copy with the same key: refused by name, and nothing is written."""
    old = two.place / "old"
    shutil.copytree(two.laptop, old)
    two.there("add", two.place / "note2.txt")
    two.join()
    with Case(two.office, home=Home(two.mina)) as case:
        size = case.custody.checkpoint().size
    assert "[rolled-back]" in two.here("join", old).err
    shutil.copytree(two.lark / "keys", two.place / "thief" / "keys")
    for number in range(4):
        words = ("actor", "new", f"x{number}", "--name", "X")
        run("-C", old, *words, home=two.place / "thief", by="lark")
    assert "[forked]" in two.here("join", old).err
    assert "[own-case]" in two.here("join", two.office).err
    assert two.here("join", two.place / "absent").status == 2
    with Case(two.office, home=Home(two.mina)) as case:
        assert case.custody.checkpoint().size == size


def test_a_bent_log_is_not_joined_and_a_bent_copy_of_one_is_found(two: Two) -> None:
    """A changed entry there is refused; a changed byte of what was joined is found by check."""
    bundle = next((two.laptop / "custody" / "tile" / "entries").rglob("3"))
    whole = bundle.read_bytes()
    bundle.chmod(0o600)
    bundle.write_bytes(whole.replace(b'"actor":"lark"', b'"actor":"lara"', 1))
    assert two.here("join", two.laptop).status == 3
    bundle.write_bytes(whole)
    two.join()
    with Case(two.office, home=Home(two.mina)) as case:
        entry = next(e for e in case.custody.entries() if e.type == "joined")
        packed = case.layout.object(Digest.parse(entry.body["entries"]))
    packed.chmod(0o600)
    packed.write_bytes(packed.read_bytes().replace(b'"actor":"lark"', b'"actor":"lara"', 1))
    quick = two.here("check")
    assert quick.status == 3
    assert "what was joined does not agree" in quick.out


def test_its_stamps_come_along_and_its_clocks_are_held_against_them(two: Two) -> None:
    """A stamp kept on the laptop is judged here by roots held here; a checkpoint of the laptop shown here is compared."""
    authority = Authority(two.place / "authority")
    with authority.serving() as url:
        two.there("stamp", "ask", url)
    two.join()
    words = ("check", "--roots", authority.roots)
    assert f"the joined log {two.origin()}: its first 3 entries existed on" in two.here(*words).out
    shown = two.here("check", "--checkpoint", two.laptop)
    assert f"the joined log {two.origin()} still holds the 4 entries" in shown.out
    two.there("add", two.place / "note2.txt")
    grown = two.here("check", "--checkpoint", two.laptop)
    assert "join it again" in grown.out
    assert grown.status in (0, 6)
    assert "DAMAGED" not in grown.out

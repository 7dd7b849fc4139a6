"""A proof shows one item's custody and nothing else; what is shown is logged, and both judges accept it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.verifier.both import ALONE, verifier
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.index import open_catalogue
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.key import rotate
from wellfounded.case.preserve.statement import amend
from wellfounded.case.preserve.withdraw import withdraw
from wellfounded.case.proof import custody
from wellfounded.case.proof.handout import files_of, write
from wellfounded.case.proof.prove import Asked, prove
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Mistaken

MINE, THEIRS = b"the gate was blue", b"somebody else's file"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case of two files, an archive and what is in it not yet read."""
    given = tmp_path / "given"
    given.mkdir()
    (given / "gate.txt").write_bytes(MINE)
    (given / "other.txt").write_bytes(THEIRS)
    with init(tmp_path / "case", actor="mina", home=Home(tmp_path / "home")).case as made:
        add(made, [given], actor="mina", receipt=state({"source": "lark", "note": "in the yard"}))
        yield made


def _mine() -> Digest:
    return Digest.of(MINE)


def test_a_proof_holds_the_whole_chain_and_is_logged(case: Case, tmp_path: Path) -> None:
    """From receipt to showing; the showing is the last entry of the log, and the outside program accepts folder and zip with the key."""
    proven = prove(case, Asked((_mine(),)), actor="mina", to="the court")
    tip = case.custody.entry(case.custody.checkpoint().size - 1)
    assert (tip.type, [d for d, _ in tip.about]) == ("shown", [_mine()])
    assert case.reveal("custody", tip) == {"to": "the court"}
    chain = proven.custody.chains[_mine()]
    assert [proven.custody.entries[n].type for n in chain] == ["shown", "received"]
    for target in (tmp_path / "proof", tmp_path / "proof.zip"):
        write(files_of(proven), target)
        alone = verifier(target)
        assert (alone.exit, alone.said, alone.codes) == (6, ALONE, frozenset())
        given = verifier(target, "--key", case.fingerprint)
        assert given.exit == 0
        assert [f["verdict"] for f in given.findings].count("signed") == 1
        assert verifier(target, "--key", case.public_key.hex()).exit == 0
        assert verifier(target, "--key", "00" * 32).codes == {"checkpoint-signature"}


def test_a_file_in_hand_is_the_item_or_not(case: Case, tmp_path: Path) -> None:
    """`--file` says whether bytes are the item's, and refuses others."""
    write(files_of(prove(case, Asked((_mine(),)), actor="mina")), tmp_path / "p.zip")
    words = (tmp_path / "p.zip", "--key", case.fingerprint, "--file")
    assert verifier(*words, tmp_path / "given/gate.txt").exit == 0
    assert verifier(*words, tmp_path / "given/other.txt").codes == {"file-other"}


def test_personal_fields_are_shown_only_by_name(case: Case) -> None:
    """By default none; a named one with its salt; one that is nowhere is refused and says which there are."""
    assert prove(case, Asked((_mine(),)), actor="mina").custody.fields == ()
    proven = prove(case, Asked((_mine(),), ("giver",)), actor="mina")
    assert [(f.field, f.value) for f in proven.custody.fields] == [("giver", "lark")]
    with pytest.raises(Mistaken, match="no entry about") as caught:
        prove(case, Asked((_mine(),), ("mother",)), actor="mina")
    assert "giver" in caught.value.next


def test_several_items_are_shown_each_by_an_entry_of_its_own(case: Case) -> None:
    """Two items together, then one alone: the proof of the one does not name the other."""
    other = Digest.of(THEIRS)
    both = prove(case, Asked((_mine(), other)), actor="mina")
    assert set(both.custody.chains) == {_mine(), other}
    alone = prove(case, Asked((_mine(),)), actor="mina")
    assert len(alone.custody.chains[_mine()]) == 3
    assert other.hex.encode() in b"".join(both.files.values())
    assert other.hex.encode() not in b"".join(alone.files.values())


def test_what_names_more_than_the_item_must_be_asked_for(case: Case, tmp_path: Path) -> None:
    """A reason in somebody's words, or the archive an item came out of, is shown only with `whole_entries`."""
    with open_catalogue(case) as catalogue:
        number = catalogue.item(_mine()).receipts[0].number
        stated = state({"published": "2024-03-01"})
        amend(
            case, catalogue, number, stated, ("published",), actor="mina", because="as Aygul said"
        )
    with pytest.raises(Mistaken, match="in part"):
        prove(case, Asked((_mine(),)), actor="mina")
    proven = prove(case, Asked((_mine(),), whole_entries=True), actor="mina")
    assert b"as Aygul said" in b"".join(proven.files.values())


def test_a_withdrawn_item_is_proved_with_its_withdrawal(case: Case, tmp_path: Path) -> None:
    """The chain ends in the withdrawal, and the program says so."""
    withdraw(case, _mine(), reason="consent ended", actor="mina")
    proven = prove(case, Asked((_mine(),)), actor="mina")
    write(files_of(proven), tmp_path / "p")
    verdicts = [f["verdict"] for f in verifier(tmp_path / "p").findings]
    assert verdicts.count("withdrawn") == 1


def test_a_proof_leads_from_an_older_key_and_an_older_checkpoint(
    case: Case, tmp_path: Path
) -> None:
    """After a rotation the old key is still one to trust; with `since`, so is a checkpoint somebody kept, and not without."""
    kept, old = case.custody.note(), case.fingerprint
    (tmp_path / "kept").write_bytes(kept)
    rotate(case, actor="mina")
    proven = prove(case, Asked((_mine(),), since=(kept,)), actor="mina")
    write(files_of(proven), tmp_path / "p.zip")
    assert len(proven.custody.keys) == 2
    assert verifier(tmp_path / "p.zip", "--key", old).exit == 0
    assert verifier(tmp_path / "p.zip", "--checkpoint", tmp_path / "kept").exit == 0
    write(files_of(prove(case, Asked((_mine(),)), actor="mina")), tmp_path / "q.zip")
    far = verifier(tmp_path / "q.zip", "--checkpoint", tmp_path / "kept")
    assert (far.exit, far.codes) == (6, frozenset())
    other = init(tmp_path / "other", actor="mina", home=Home(tmp_path / "home")).case
    elsewhere = Asked((_mine(),), since=(other.custody.note(),))
    with pytest.raises(Mistaken, match="does not lead on"):
        prove(case, elsewhere, actor="mina")


def test_the_same_files_give_the_same_zip(case: Case, tmp_path: Path) -> None:
    """And nothing is written over."""
    files = files_of(prove(case, Asked((_mine(),)), actor="mina"))
    for name in ("a.zip", "b.zip"):
        write(files, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {n: archive.read(n) for n in archive.namelist()} == files
        assert custody.read(
            {n: archive.read(n) for n in archive.namelist() if n != "wellfounded-verify.py"}
        )
    with pytest.raises(Mistaken, match="at that path"):
        write(files, tmp_path / "a.zip")


def test_the_command_says_what_it_shows(case: Case, tmp_path: Path) -> None:
    """Names, digests and a path; the item is named as people name it; an existing path is refused before anything is logged."""
    home = tmp_path / "home"
    case.close()
    ran = run(
        "-C",
        case.root,
        "prove",
        "gate.txt",
        "--reveal",
        "name",
        "-o",
        tmp_path / "p.zip",
        home=home,
    )
    assert ran.status == 0, ran.err
    assert "2 entries: received, shown" in ran.out
    assert "shows name of entry" in ran.out
    size = case.custody.checkpoint().size
    again = run("-C", case.root, "prove", "gate.txt", "-o", tmp_path / "p.zip", home=home)
    assert (again.status, case.custody.checkpoint().size) == (2, size)

"""A bag is one by the judgement of another program, holds the proof as tag files, and is found out when a byte of it changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bag_judge import Bag, BagError
from tests.house.tree import ROOT
from tests.verifier.both import verifier
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.present import export_bag
from wellfounded.case.present.export import export
from wellfounded.case.present.export_choose import Wanted
from wellfounded.case.preserve.add import add
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case of files with names that bags have stumbled over."""
    given = tmp_path / "given"
    given.mkdir()
    for name in ("100%0A.txt", "two\nlines.txt", " blank .txt", "é.txt", "e\u0301.txt", "~.txt"):
        (given / name).write_bytes(b"in " + name.encode())
    with init(
        tmp_path / "case", title="zqxtitlevjk", actor="mina", home=Home(tmp_path / "h")
    ).case as c:
        add(c, [given], actor="mina", receipt=state({"source": "zqxgivervjk"}))
        yield c


@pytest.mark.parametrize("audience", ["team", "court"])
def test_another_program_takes_it_for_a_bag(case: Case, tmp_path: Path, audience: str) -> None:
    """Complete and valid by bagit.py, with every item once; its proof holds."""
    wanted = Wanted(None, "team" if audience == "team" else "court", "bagit")
    done = export(case, wanted, tmp_path / "bag", actor="mina")
    bag = Bag(str(tmp_path / "bag"))
    bag.validate()
    assert bag.version_info == (1, 0)
    payload = {Digest.of((tmp_path / "bag" / p).read_bytes()) for p in bag.payload_files()}
    assert payload == {one.item for one in done.files}
    assert len(payload) == 6
    assert verifier(tmp_path / "bag/proof", "--key", case.fingerprint).exit == 0


def test_what_changes_in_a_bag_is_seen(case: Case, tmp_path: Path) -> None:
    """In the payload, in the proof, in what describes the bag; a file more in the payload too."""
    export(case, Wanted(None, "court", "bagit"), tmp_path / "bag", actor="mina")
    Bag(str(tmp_path / "bag")).validate()
    payload = next((tmp_path / "bag/data").iterdir())
    for path in (
        payload,
        *(tmp_path / "bag" / n for n in ("proof/checkpoint", "bag-info.txt", "READ-ME.txt")),
    ):
        kept = path.read_bytes()
        path.write_bytes(kept + b"\n")
        with pytest.raises(BagError):
            Bag(str(tmp_path / "bag")).validate()
        path.write_bytes(kept)
    (tmp_path / "bag/data/more").write_bytes(b"")
    with pytest.raises(BagError):
        Bag(str(tmp_path / "bag")).validate()


def test_a_bag_keeps_its_profile_and_names_nobody(case: Case, tmp_path: Path) -> None:
    """The fields of bag-info are those of the profile in the docs, each with an allowed value, and hold no title or giver."""
    export(case, Wanted(None, "court", "bagit"), tmp_path / "bag", actor="mina")
    stated = (ROOT / "docs/formats/bagit-profile.json").read_bytes()
    assert (
        stated == (tmp_path / "bag/bagit-profile.json").read_bytes() == export_bag.profile_bytes()
    )
    rules, info = export_bag.profile(), Bag(str(tmp_path / "bag")).info
    assert info.keys() == rules["Bag-Info"].keys()
    for name, rule in rules["Bag-Info"].items():
        assert info[name] in rule.get("values", [info[name]])
    for name in rules["Tag-Files-Required"]:
        assert (tmp_path / "bag" / name).is_file()
    tags = b"".join(p.read_bytes() for p in (tmp_path / "bag").rglob("*") if p.is_file())
    assert b"Payload-Oxum" in tags
    assert b"zqx" not in tags

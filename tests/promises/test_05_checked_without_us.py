"""Promise 5: anyone can check what is handed out without our program, the network or the case; alone it is only consistent with itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.verifier.both import ALONE
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.init import init
from wellfounded.case.preserve.add import add
from wellfounded.case.proof.handout import files_of, write
from wellfounded.case.proof.prove import Asked, prove
from wellfounded.terms.digest import Digest
from wellfounded.verifier import NAME


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case of one file."""
    place = tmp_path_factory.mktemp("without-us")
    (place / "gate.txt").write_bytes(b"blue")
    with init(place / "case", actor="mina", home=Home(place / "home")).case as made:
        add(made, [place / "gate.txt"], actor="mina")
        yield made


@pytest.fixture
def handed(case: Case, tmp_path: Path) -> Path:
    """A proof as a stranger has it: a folder of its own, nothing else."""
    write(files_of(prove(case, Asked((Digest.of(b"blue"),)), actor="mina")), tmp_path / "proof")
    return tmp_path / "proof"


def _alone(handed: Path, *words: str) -> tuple[int, str]:
    """Run the file that lies in the proof with the standard library alone, no environment, no site packages."""
    command = [sys.executable, "-I", "-S", handed / NAME, handed, *words]
    done = subprocess.run(command, capture_output=True, text=True, env={}, cwd=handed)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_what_is_handed_out_checks_itself_without_us(handed: Path, case: Case) -> None:
    """Exit 6 and the sentence without anything from elsewhere; 0 with the key; 3 with another key."""
    status, said = _alone(handed)
    assert (status, said.splitlines()[-1]) == (6, ALONE)
    status, said = _alone(handed, "--key", case.fingerprint)
    assert (status, "signed:" in said) == (0, True)
    assert _alone(handed, "--key", "00" * 16)[0] == 3


def test_a_whole_case_is_checked_without_us(handed: Path, case: Case, tmp_path: Path) -> None:
    """The same file checks a case, and finds a changed byte in it."""
    copy = tmp_path / "copy"
    shutil.copytree(case.root, copy)
    shutil.copy(handed / NAME, copy)
    assert _alone(copy)[0] == 6
    assert _alone(copy, "--key", case.fingerprint)[0] == 0
    victim = next(p for p in (copy / "vault").rglob("*") if p.is_file() and p.name != "lock")
    victim.chmod(0o600)
    victim.write_bytes(b"blur")
    status, said = _alone(copy, "--key", case.fingerprint)
    assert (status, "damaged: a preserved object" in said) == (3, True)


def test_the_page_beside_it_checks_by_hand(handed: Path) -> None:
    """The lines of READ-ME.txt, typed as they stand, lead to the root of the checkpoint, and to another one for a changed entry."""
    lines = (handed / "READ-ME.txt").read_text("utf-8").splitlines()
    start = lines.index("    N=12")
    script = "\n".join(line[4:] for line in lines[start + 1 :] if line.startswith("    "))

    def roots(number: int) -> list[str]:
        done = subprocess.run(
            ["bash", "-c", f"N={number}\n{script}"], cwd=handed, capture_output=True, text=True
        )
        assert done.stderr == ""
        return done.stdout.split()

    numbers = [int(p.stem) for p in (handed / "entries").glob("*.json")]
    assert len(numbers) >= 2
    for number in numbers:
        computed, stated = roots(number)
        assert computed == stated
    entry = handed / f"entries/{numbers[0]}.json"
    entry.write_bytes(entry.read_bytes().replace(b'"mina"', b'"mira"'))
    computed, stated = roots(numbers[0])
    assert computed != stated

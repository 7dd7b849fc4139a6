"""A folder that goes out is whole, checked by tools that every computer has, logged, and holds what its audience may have."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.verifier.both import verifier
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.index import open_catalogue
from wellfounded.case.init import init
from wellfounded.case.present import export_choose
from wellfounded.case.present.export import export
from wellfounded.case.present.export_choose import Wanted, audience_named
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.statement import amend
from wellfounded.case.preserve.withdraw import withdraw
from wellfounded.case.proof.prove import Asked, prove
from wellfounded.case.understand.build import build
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken

GATE, OTHER = b"the gate was blue", b"somebody else's file"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case of two texts, one of them received under two names."""
    files = {"gate.txt": GATE, "Gate.TXT": OTHER, "sub/gate.txt": b"third", "again.txt": GATE}
    for name, data in files.items():
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with init(tmp_path / "case", actor="mina", home=Home(tmp_path / "home")).case as made:
        add(made, [tmp_path / "given"], actor="mina")
        yield made


def _everything(audience: str = "court") -> Wanted:
    return Wanted(None, audience_named(audience))


def _checked(folder: Path, *program: str) -> subprocess.CompletedProcess[str]:
    words = [*program, "-c", "sha256sums.txt"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True)


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.relative_to(folder).parts[0].startswith("proof")
    }


@pytest.mark.parametrize("program", [("sha256sum", "--strict"), ("shasum", "-a", "256")])
def test_the_sums_are_checked_by_other_tools(
    case: Case, tmp_path: Path, program: tuple[str, ...]
) -> None:
    """Every file of it but the proof has a line; one changed byte is seen."""
    if shutil.which(program[0]) is None:
        pytest.skip(f"no {program[0]}")
    export(case, _everything(), tmp_path / "out", actor="mina")
    good = _checked(tmp_path / "out", *program)
    assert good.returncode == 0, good.stderr
    assert {line.split(": ")[0] for line in good.stdout.splitlines()} == _tree(
        tmp_path / "out"
    ).keys() - {"sha256sums.txt"}
    changed = next((tmp_path / "out" / "files").iterdir())
    changed.write_bytes(changed.read_bytes()[:-1] + b"!")
    assert _checked(tmp_path / "out", *program).returncode != 0


def test_the_team_gets_names_and_the_court_digests(case: Case, tmp_path: Path) -> None:
    """Names that differ by case alone are kept apart; all received names of an item stand in names.jsonl."""
    export(case, _everything("team"), tmp_path / "team", actor="mina")
    names = sorted(p.name for p in (tmp_path / "team/files").iterdir())
    assert len({name.casefold() for name in names}) == 3
    lines = map(json.loads, (tmp_path / "team/names.jsonl").read_text().splitlines())
    told = {line["item"]: sorted(n["shown"] for n in line["names"]) for line in lines}
    assert told[str(Digest.of(GATE))] == ["again.txt", "gate.txt"]
    export(case, _everything(), tmp_path / "court", actor="mina")
    for path in (tmp_path / "court/files").iterdir():
        assert path.stem == Digest.of(path.read_bytes()).hex
    assert not (tmp_path / "court/names.jsonl").exists()


def test_the_same_items_give_the_same_bytes(case: Case, tmp_path: Path) -> None:
    """But for the proof, which shows a log that grew by the first export."""
    first = export(case, _everything("team"), tmp_path / "a", actor="mina")
    second = export(case, _everything("team"), tmp_path / "b", actor="mina")
    assert _tree(tmp_path / "a") == _tree(tmp_path / "b")
    assert first.manifest == second.manifest == Digest.of(_tree(tmp_path / "a")["sha256sums.txt"])


def test_an_export_is_logged_about_each_item_alone(case: Case, tmp_path: Path) -> None:
    """Audience in the clear; manifest and receiver private, so that a later proof of one item tells nothing of the others."""
    wanted = Wanted((Digest.of(GATE), Digest.of(OTHER)), to="the court")
    done = export(case, wanted, tmp_path / "out", actor="mina")
    logged = [e for e in case.custody.entries() if e.type == "exported"]
    assert [[d for d, _ in e.about] for e in logged] == [[Digest.of(GATE)], [Digest.of(OTHER)]]
    for entry in logged:
        assert entry.body == {"audience": "court", "form": "folder"}
        kept = case.reveal("custody", entry)
        assert kept == {"manifest": str(done.manifest), "to": "the court"}
    later = b"".join(prove(case, Asked((Digest.of(GATE),)), actor="mina").files.values())
    assert logged[0].data in later
    assert Digest.of(OTHER).hex.encode() not in later
    assert done.manifest.hex.encode() not in later
    named = prove(case, Asked((Digest.of(GATE),), ("manifest", "to")), actor="mina")
    assert [(f.field, f.value) for f in named.custody.fields] == [("manifest", str(done.manifest))]


def test_the_proof_beside_it_is_of_its_files(case: Case, tmp_path: Path) -> None:
    """The outside program accepts it with the key for each file, and shows the export; another file is refused."""
    export(case, _everything(), tmp_path / "out", actor="mina")
    words = (tmp_path / "out/proof", "--key", case.fingerprint, "--file")
    for path in (tmp_path / "out/files").iterdir():
        assert verifier(*words, path).exit == 0
    assert verifier(*words, tmp_path / "out/READ-ME.txt").codes == {"file-other"}
    assert b"exported" in b"".join(
        p.read_bytes() for p in (tmp_path / "out/proof/entries").iterdir()
    )


def test_many_items_make_several_proofs(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each within what a reader takes, and each accepted."""
    monkeypatch.setattr(export_choose, "LIMIT", 2)
    done = export(case, _everything(), tmp_path / "out", actor="mina")
    assert done.proofs == 2
    for number in (1, 2):
        assert verifier(tmp_path / f"out/proof-{number}", "--key", case.fingerprint).exit == 0


def test_a_reason_in_words_is_shown_only_when_asked(case: Case, tmp_path: Path) -> None:
    """The file goes, without proof; with `whole_entries`, or to the team, its proof goes too."""
    with open_catalogue(case) as catalogue:
        number = catalogue.item(Digest.of(GATE)).receipts[0].number
        terms = state({"consent": "court"})
        amend(case, catalogue, number, terms, ("consent",), actor="mina", because="as Aygul said")
    only = (Digest.of(GATE),)

    def said(name: str) -> bool:
        files = [p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()]
        return b"as Aygul said" in b"".join(files)

    done = export(case, Wanted(only), tmp_path / "court", actor="mina")
    assert (done.unshown, done.proofs, len(done.files)) == (only, 0, 1)
    assert not said("court")
    assert not (tmp_path / "court/proof").exists()
    for name, wanted in (
        ("asked", Wanted(only, whole_entries=True)),
        ("team", Wanted(only, "team")),
    ):
        assert export(case, wanted, tmp_path / name, actor="mina").unshown == ()
        assert said(name)


def test_what_changed_is_not_handed_out(case: Case, tmp_path: Path) -> None:
    """One flipped bit: the object is named, nothing is written and nothing logged; a second later the good one goes."""
    path, size = case.layout.object(Digest.of(GATE)), case.custody.checkpoint().size
    os.chmod(path, 0o600)
    path.write_bytes(GATE[:-1] + b"!")
    with pytest.raises(Damaged) as caught:
        export(case, _everything(), tmp_path / "out", actor="mina")
    assert (caught.value.code, caught.value.where) == ("object", str(Digest.of(GATE)))
    assert not [p for p in tmp_path.iterdir() if "out" in p.name or "export" in p.name]
    assert case.custody.checkpoint().size == size
    path.write_bytes(GATE)
    assert len(export(case, _everything(), tmp_path / "out", actor="mina").files) == 3


def test_what_was_withdrawn_is_counted_or_refused(case: Case, tmp_path: Path) -> None:
    """Asked for by name it is an error; among all it is counted, for the team too."""
    withdraw(case, Digest.of(GATE), reason="consent ended", actor="mina")
    with pytest.raises(Mistaken) as caught:
        export(case, Wanted((Digest.of(GATE),)), tmp_path / "out", actor="mina")
    assert caught.value.code == "withdrawn"
    done = export(case, _everything("team"), tmp_path / "out", actor="mina")
    assert (len(done.files), done.left_out) == (2, {"withdrawn": 1})


def test_an_archive_stays_when_it_holds_something_hidden(case: Case, tmp_path: Path) -> None:
    """Its bytes would carry the member; once nothing in it is hidden it goes, and its members' proof names it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        pack.writestr("inner.txt", "inside")
        pack.writestr("more.txt", "beside")
    (tmp_path / "pack.zip").write_bytes(packed.getvalue())
    add(case, [tmp_path / "pack.zip"], actor="mina")
    build(case, actor="mina")
    archive, inner = Digest.of(packed.getvalue()), Digest.of(b"inside")
    whole = export(case, Wanted((archive, inner)), tmp_path / "before", actor="mina")
    assert (len(whole.files), whole.unshown) == (2, ())
    with open_catalogue(case) as catalogue:
        number = catalogue.item(inner).receipts[0].number
        terms = state({"handling": "private"})
        amend(case, catalogue, number, terms, ("handling",), actor="mina", because="a name")
    done = export(case, _everything(), tmp_path / "after", actor="mina")
    assert done.left_out == {"handling": 1, "holds": 1}
    assert archive not in {one.item for one in done.files}
    assert archive in {
        one.item for one in export(case, _everything("team"), tmp_path / "t", actor="mina").files
    }


def test_the_command_says_what_is_wrong(case: Case, tmp_path: Path) -> None:
    """Nothing chosen, both chosen, a taken place, a place in the case, no such audience: each its code, and nothing is written."""
    home = tmp_path / "home"

    def code(*words: str | Path) -> str:
        ran = run("-C", case.root, "export", *words, "--json", home=home)
        assert ran.status == 2
        return str(json.loads(ran.err)["code"])

    new = tmp_path / "new"
    assert code("-o", new) == "which-items"
    assert code("gate.txt", "--all", "-o", new) == "which-items"
    assert code("--all", "-o", tmp_path) == "exists"
    assert code("--all", "-o", case.root / "vault" / "x") == "own-case"
    assert code("--all", "-o", new, "--for", "friends") == "audience"
    assert code("--all", "-o", new, "--for", "public") == "nothing-to-export"
    assert not new.exists()
    ran = run("-C", case.root, "export", "--all", "-o", case.root / "out" / "x", home=home)
    assert ran.status == 0, ran.err
    assert "Wrote 3 originals for court" in ran.out

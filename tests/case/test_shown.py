"""Any checkpoint one is shown tells a case put back, cut short or continued differently: as a file, a picture, a PDF, a proof, a report, a copy, or a cosignature."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageFilter

from tests.authority import Authority
from tests.cli.command import Ran, run
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.proof.witness import own_witness


class Shown:
    """A case in three states: the newest, one put back, one continued differently by a thief; and what shows the newest."""

    def __init__(self, place: Path) -> None:
        self.place, home = place, place / "home"
        self.case, self.older, self.fork = place / "case", place / "older", place / "fork"
        self.away = place / "away"
        run("init", self.case, home=home)
        (place / "note.txt").write_text("Two buses waited.")
        run("-C", self.case, "add", place / "note.txt", home=home)
        for copy in (self.older, self.fork):
            shutil.copytree(self.case, copy)
        for number in range(3):
            run("-C", self.case, "actor", "new", f"w{number}", "--name", "W", home=home)
        shutil.copytree(home / "keys", place / "thief" / "keys")
        for number in range(9):
            words = ("actor", "new", f"x{number}", "--name", "X")
            run("-C", self.fork, *words, home=place / "thief")
        with Case(self.case, home=Home(home)) as case:
            self.signed = case.custody.note()
            self.proof = case.custody.proof(1).text()
        self.report = place / "report"
        run("-C", self.case, "report", "-o", self.report, home=home)

    def check(self, state: Path, *evidence: str | Path) -> Ran:
        """Check a state on a computer that has never seen the case."""
        return run("-C", state, "check", *evidence, home=self.away)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The three states."""
    return Shown(tmp_path_factory.mktemp("shown"))


def _code(states: Shown, name: str) -> Path:
    path = states.place / name
    drawn = states.place / "code.png"
    segno.make(states.signed.decode(), error="l", micro=False).save(str(drawn), scale=4, border=4)
    picture = Image.open(drawn).convert("RGB")
    if path.suffix == ".jpg":
        turned = picture.rotate(12, expand=True, fillcolor="grey")
        picture = turned.filter(ImageFilter.GaussianBlur(0.8))
    picture.save(path)
    return path


def _file(states: Shown) -> Path:
    path = states.place / "kept.checkpoint"
    path.write_bytes(states.signed)
    return path


def _proof(states: Shown) -> Path:
    folder = states.place / "proof"
    folder.mkdir(exist_ok=True)
    (folder / "checkpoint").write_bytes(states.signed)
    return folder


def _one_proof(states: Shown) -> Path:
    path = states.place / "1.tlog-proof"
    path.write_bytes(states.proof)
    return path


def _copy(states: Shown) -> Path:
    path = states.place / "mirror"
    run("-C", states.case, "mirror", path, home=states.place / "home")
    return path


FORMS: dict[str, Callable[[Shown], Path]] = {
    "file": _file,
    "picture": lambda s: _code(s, "code-shown.png"),
    "photo": lambda s: _code(s, "photo.jpg"),
    "pdf": lambda s: _code(s, "page.pdf"),
    "proof folder": _proof,
    "proof file": _one_proof,
    "report": lambda s: s.report,
    "copy": _copy,
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_tells_the_three_states_apart(states: Shown, form: str) -> None:
    """The newest state agrees, the older one is rolled back, the other history forked: exit 0, 3, 3, and the evidence is named."""
    path = FORMS[form](states)
    good = states.check(states.case, "--checkpoint", path)
    assert good.status == 0, good.out
    assert f"of a kept checkpoint ({path.name}" in good.out
    older = states.check(states.older, "--checkpoint", path)
    assert older.status == 3
    assert f"against {path.name}" in older.out
    assert "cut short or an older copy" in older.out
    fork = states.check(states.fork, "--checkpoint", path)
    assert fork.status == 3
    assert "are not those a kept checkpoint shows" in fork.out


def test_without_one_the_output_says_what_could_not_be_known(states: Shown) -> None:
    """The same two states agree with themselves alone, and that this is all is said."""
    for state in (states.older, states.fork):
        ran = states.check(state)
        assert ran.status == 0
        assert "no checkpoint kept elsewhere was given" in ran.out


def test_what_shows_no_checkpoint_is_said_and_the_exit_is_cannot_check(states: Shown) -> None:
    """An empty picture, a text, an archive, another case's report, a stamp alone: exit 6 and why; a missing file is a mistake."""
    blank = states.place / "blank.png"
    Image.new("RGB", (200, 200), "white").save(blank)
    torn = states.place / "torn.jpg"
    torn.write_bytes(b"\xff\xd8\xff\xe0 torn")
    text = states.place / "text.txt"
    text.write_text("no checkpoint")
    archive = states.place / "packet.zip"
    archive.write_bytes(b"PK\x03\x04")
    alone = states.place / "alone.tsr"
    alone.write_bytes(b"\x30\x00")
    empty = states.place / "empty"
    empty.mkdir()
    other = states.place / "other"
    run("init", other, home=states.place / "home")
    said = {
        blank: "no QR code of a checkpoint",
        torn: "no checkpoint could be read",
        text: "no checkpoint could be read",
        archive: "unpack it",
        alone: "put the checkpoint file it is about beside it",
        empty: "that folder holds none",
        other: "is of another log",
    }
    for path, what in said.items():
        ran = states.check(states.case, "--checkpoint", path)
        assert (path, ran.status) == (path, 6)
        assert what in ran.out
    assert states.check(states.case, "--checkpoint", states.place / "absent").status == 2


def test_a_cosigned_checkpoint_and_a_stamp_beside_one_are_judged(states: Shown) -> None:
    """A checkpoint with a witness' line, and one with a token beside it, say since when, by the keys and roots that are held."""
    keys = run("-C", states.case, "key", "--json", home=states.place / "home").records
    book = own_witness(Home(states.place / "w"), "witness.example/w", [keys[0]["verifier_key"]])
    from wellfounded.ledger.witness import protocol

    line = book.add(protocol.compose(0, [], states.signed)).body
    cosigned = states.place / "cosigned.checkpoint"
    cosigned.write_bytes(states.signed + line)
    ran = states.check(states.case, "--checkpoint", cosigned, "--witness", str(book.key))
    assert ran.status == 0
    assert "says cosigned.checkpoint (witness.example/w), cosignature of a witness" in ran.out
    assert "cosignature" not in states.check(states.case, "--checkpoint", cosigned).out
    wrong = cosigned.with_name("wrong.checkpoint")
    forged = line.replace(line[-20:-4], b"A" * 16)
    wrong.write_bytes(states.signed + forged)
    ran = states.check(states.case, "--checkpoint", wrong, "--witness", str(book.key))
    assert ran.status == 3
    assert "does not hold for this checkpoint" in ran.out
    authority = Authority(states.place / "authority")
    stamps = states.place / "handed" / "stamps"
    stamps.mkdir(parents=True)
    (stamps / "1.checkpoint").write_bytes(states.signed)
    (stamps / "1.tsr").write_bytes(authority.reply(authority.request(states.signed)))
    (stamps / "2.checkpoint").write_bytes(states.signed)
    (stamps / "2.cosig").write_bytes(line)
    words = ("--roots", authority.roots, "--witness", str(book.key))
    for shown in (stamps.parent, stamps / "1.tsr"):
        ran = states.check(states.case, "--checkpoint", shown, *words)
        assert ran.status == 0
        assert "says 1.tsr (CN=Ridge Stamps,O=Ridge Time), time stamp (RFC 3161)" in ran.out
    assert "says 2.cosig" in states.check(states.case, "--checkpoint", stamps.parent, *words).out

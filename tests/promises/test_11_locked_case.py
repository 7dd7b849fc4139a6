"""A locked case on a stolen disk shows only that an encrypted case of about this size exists (promise 11).

Two hundred words are in the evidence, its names, in what people stated and in what was read out. All of them are found while the case is
open; none is found, in any form, once it is locked or whoever had it open was killed: not in the case, not in the home, not in temp.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
import traceback
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.shim import KILLED, CountedDisk, Schedule
from tests.promises.canaries import CANARIES, forms, found, found_below, found_in
from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.index import open_catalogue
from wellfounded.case.init import init
from wellfounded.case.opening import MEMORY_FOLDER
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.check import check
from wellfounded.case.preserve.statement import actor as name_actor
from wellfounded.case.preserve.statement import note
from wellfounded.case.preserve.withdraw import withdraw
from wellfounded.case.protect.access import add as let_in
from wellfounded.case.protect.access import by_key
from wellfounded.case.understand.build import build
from wellfounded.disk import Disk, read
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest
from wellfounded.vault.encrypted import Identity, Places, Ring
from wellfounded.vault.encrypted.content import padded
from wellfounded.vault.encrypted.names import path_of

_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{126}|[0-9a-f]{128}")


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A temp folder of this test's own, where whatever does not go to memory would be found."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", None)
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "temp"))


@dataclass(frozen=True)
class Scene:
    """An encrypted case with its keys, its home, and what is given to it, which lies elsewhere."""

    root: Path
    home: Home
    given: Path
    temp: Path
    ring: Ring

    def opened(self, disk: Disk | None = None) -> Case:
        """Open the case."""
        return Case(self.root, home=self.home, disk=disk, ring=self.ring)

    def on_disk(self) -> set[str]:
        """Give the words found in case, home and temp."""
        return found_below(self.root, self.home.folder, self.temp)

    def view(self) -> set[str]:
        """Give the words found in the decrypted view: every file of the case, its catalogue, what it says of itself."""
        places = Places(self.root, self.ring)
        paths = [p for p in (path_of(self.ring, name) for name in places.names()) if p is not None]
        with self.opened() as case, open_catalogue(case) as catalogue:
            words = found_in(read(case.files, self.root / path) for path in paths)
            return words | found_in(line.encode() for line in catalogue.dump())


def _give(given: Path) -> None:
    """Write evidence whose bytes, names, members and table cells hold words 0 to 169."""
    folder = given / "phone"
    folder.mkdir(parents=True)
    (folder / "letter.txt").write_text("\n\n".join(CANARIES[:40]), encoding="utf-8")
    rows = "".join(f"<p>{w}</p>" for w in CANARIES[40:60])
    (folder / "page.html").write_text(
        f"<html><head><meta charset=utf-8></head><body>{rows}</body></html>", encoding="utf-8"
    )
    (folder / "wide.txt").write_text("\n\n".join(CANARIES[60:80]), encoding="utf-16")
    for word in CANARIES[80:100]:
        (folder / f"{word}.txt").write_text(f"named after {len(word)} letters", encoding="utf-8")
    with zipfile.ZipFile(folder / "parcel.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for word in CANARIES[100:130]:
            archive.writestr(f"{word}.txt", f"{word} was at the ferry\n" * 20)
    mail = (
        f"From: a@example.org\nTo: b@example.org\nSubject: {CANARIES[130]}\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    (folder / "one.eml").write_text(mail + "\n\n".join(CANARIES[131:150]), encoding="utf-8")
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["path", "Lens"])
    writer.writerow(["phone/letter.txt", " ".join(CANARIES[150:170])])
    (given / "sheet.csv").write_text(table.getvalue(), encoding="utf-8")


def _receive(case: Case, given: Path) -> None:
    receipt = state({"source": "s1", "note": " ".join(CANARIES[170:180])})
    add(case, [given / "phone"], actor="mina", receipt=receipt, sheet=given / "sheet.csv")
    name_actor(case, "s1", " ".join(CANARIES[180:189]), actor="mina")
    note(
        case,
        Digest.of((given / "phone" / "letter.txt").read_bytes()),
        " ".join(CANARIES[189:199]),
        actor="mina",
    )


def _scene(place: Path) -> Scene:
    home, own = Home(place / "home"), Identity.new()
    _give(place / "given")
    begun = init(
        place / "case",
        title=CANARIES[199],
        actor="mina",
        home=home,
        entrance=by_key("mina", str(own.recipient)),
    )
    ring = begun.case.ring
    begun.case.close()
    assert ring is not None
    return Scene(place / "case", home, place / "given", place / "temp", ring)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """The case with everything received and read."""
    made = _scene(tmp_path)
    with made.opened() as case:
        _receive(case, made.given)
        build(case, actor="mina")
    return made


def test_all_words_are_found_open_and_none_locked(scene: Scene) -> None:
    """The same search that finds all 200 in the open view, and in a plain case, finds none on the disk."""
    assert scene.view() == set(CANARIES)
    plain = scene.root.parent / "plain"
    home = Home(plain / "home")
    with init(plain / "case", title=CANARIES[199], actor="mina", home=home).case as case:
        _receive(case, scene.given)
        build(case, actor="mina")
    assert found_below(plain / "case") == set(CANARIES)
    assert scene.on_disk() == set()
    with scene.opened() as case:
        withdraw(
            case,
            Digest.of((scene.given / "phone" / "letter.txt").read_bytes()),
            reason=CANARIES[0],
            actor="mina",
        )
        assert not check(case, full=True).damaged
    assert scene.on_disk() == set()


def test_every_form_of_a_word_is_seen() -> None:
    """Each encoding, and each compressed form, of a word somewhere in other bytes is found, and nothing else."""
    word = CANARIES[17]
    assert len(forms(word)) > 15
    for form in forms(word):
        assert found(b"\x00\xff" + form + b"\xff") == {word}, form
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", f"{word} " * 40)
    assert found(b"??" + packed.getvalue()) == {word}
    assert found(os.urandom(100_000)) == set()


def test_nothing_is_left_by_whoever_was_killed_while_it_was_open(tmp_path: Path) -> None:
    """Killed at calls all through receiving and reading: what lies in case, home, temp and memory folder holds no word."""
    scene = _scene(tmp_path)
    before = set(os.listdir(MEMORY_FOLDER))
    counted = Schedule()
    assert _in_child(scene, counted, tmp_path / "calls") == 0
    calls = int((tmp_path / "calls").read_text())
    assert calls > 100
    for n in range(3, calls, calls // 7):
        place = tmp_path / f"killed-{n}"
        place.mkdir()
        (place / "temp").mkdir()
        other = _scene(place)
        assert _in_child(other, Schedule(kill_before=n), place / "calls") == KILLED
        assert other.on_disk() == set(), n
        with other.opened() as case:
            assert not [f for f in check(case, full=True).findings if f.verdict == "damaged"]
    assert set(os.listdir(MEMORY_FOLDER)) <= before
    assert scene.view() == set(CANARIES)


def _in_child(scene: Scene, schedule: Schedule, listing: Path) -> int:
    """Receive and read in a process of its own, under a schedule of calls; give how it ended."""
    child = os.fork()
    if child == 0:
        try:
            with scene.opened(CountedDisk(scene.root, schedule)) as case:
                _receive(case, scene.given)
                build(case, actor="mina")
            listing.write_text(str(len(schedule.calls)))
            os._exit(0)
        except BaseException:  # noqa: BLE001 - the child must end here, whatever happened
            traceback.print_exc()
            os._exit(99)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _shape(root: Path) -> Counter[tuple[str, int]]:
    """Give what anybody sees of a case without its keys: folders and sizes, but for the databases and what is random."""
    files = [p for p in root.rglob("*") if p.is_file() and p.parent.name != "cache"]
    return Counter((p.relative_to(root).parts[0], p.stat().st_size) for p in files)


def _received(place: Path, texts: list[str], people: int) -> Path:
    scene = _scene(place)
    folder = place / "more"
    folder.mkdir()
    for n, text in enumerate(texts):
        (folder / f"{n}-{text[:5]}.txt").write_text(text)
    with scene.opened() as case:
        for n in range(people):
            let_in(case, by_key(f"p{n}", str(Identity.new().recipient)), actor="mina")
        add(case, [folder], actor="mina", receipt=state({"source": texts[0][:4]}))
    return scene.root


def test_names_sizes_and_counts_say_no_more_than_about_how_much(tmp_path: Path) -> None:
    """Two cases of about as much look the same, whatever is in them and whoever may open them; one of much more does not."""
    for name in ("one", "other", "more"):
        (tmp_path / name / "temp").mkdir(parents=True)
    one = _received(tmp_path / "one", ["lark letter " * 20, "ferry " * 90, "x"], people=1)
    other = _received(tmp_path / "other", ["a", "", "tide " * 400], people=1)
    more = _received(tmp_path / "more", ["lark letter " * 20_000, "ferry", "x"], people=1)
    assert _shape(one) == _shape(other)
    assert _shape(one) != _shape(more)
    for root in (one, more):
        for folder in ("vault", "kept"):
            for path in (p for p in (root / folder).rglob("*") if p.is_file()):
                assert _NAME.fullmatch(path.relative_to(root / folder).as_posix())
                assert path.stat().st_size in _lengths()
        assert re.fullmatch(r"wf-encrypted-case/1\n[0-9a-f]{32}\n", (root / "format").read_text())


def test_how_many_people_can_open_it_does_not_show(tmp_path: Path) -> None:
    """One person or four: eight files of one length."""
    for name in ("one", "four"):
        (tmp_path / name / "temp").mkdir(parents=True)
    alone = _received(tmp_path / "one", ["lark"], people=0)
    four = _received(tmp_path / "four", ["lark"], people=3)
    for root in (alone, four):
        assert [p.name for p in sorted((root / "access").iterdir())] == [str(n) for n in range(8)]
        assert len({p.stat().st_size for p in (root / "access").iterdir()}) == 1


def _lengths() -> set[int]:
    """Give every length an encrypted file of up to a megabyte can have."""
    inner = {padded(size) for size in range(0, 1 << 20, 64)}
    return {168 + 16 + size + 16 * -(-size // 65536) for size in inner}

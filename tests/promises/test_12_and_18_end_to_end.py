"""Promises 12 and 18, through the command line: what you hand out holds nothing of what you hid.

Two hundred canaries stand in givers, notes, received names, paths, sheet rows, work notes, in files that are private,
privileged, a minor's, refused, limited or ended by consent, in what lies inside those, in metadata and positions of
pictures, in headers of mail and in names of what was not received. The team's report holds all of them. The court's
and the public's hold none, in no file, file name, encoding or picture. (Promise 12 speaks of redaction as well, which is
not built yet: here it is kept for what an audience is not shown.)
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.e2e.canaries import (
    Planted,
    archive,
    found_in,
    mail,
    odd_things,
    photograph,
    put,
    screenshot,
)
from tests.e2e.canary_papers import chat, footage, paper, printed
from wellfounded import open_case
from wellfounded.case.home import Home
from wellfounded.case.preserve.statement import actor, note
from wellfounded.terms.digest import Digest

OPEN = "barley on the north field"
COURT = "millet on the south field"
UNASKED = "rye on the east field"


@dataclass(frozen=True)
class Told:
    """The reports' folder, the canaries, the digests only the team may see, and words no report shows."""

    folder: Path
    planted: Planted
    hidden: dict[str, str]
    unsaid: dict[str, str]


class Adding:
    """Adds files through the command line and remembers what must stay hidden."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home, self.case = folder, folder / "home", folder / "case"
        self.planted = Planted()
        self.hidden: dict[str, str] = {}
        self.unsaid = {"zqxtargetvjk": "target of a link", "zqxpersonvjk": "person behind a handle"}

    def wf(self, *words: str | Path, expect: int = 0) -> None:
        """Run a verb on the case."""
        ran = run("-C", self.case, *words, home=self.home)
        assert ran.status == expect, (words, ran.out, ran.err)

    def add(self, name: str, data: bytes | str, *words: str, hide: bool = False) -> Digest:
        """Add one file with a giver, note, name and path of its own."""
        p, what = self.planted, name.partition(".")[0]
        inbox = self.folder / "inbox" / p.word(f"{what}: path")
        path = put(inbox, f"{p.word(f'{what}: received name')}-{name}", data)
        giver, why = p.word(f"{what}: giver"), p.word(f"{what}: note")
        self.wf("add", path, "--source", giver, "--note", why, *words)
        digest = Digest.of(path.read_bytes())
        if hide:
            self.hidden[digest.hex] = what
        return digest


def _open_items(to: Adding) -> None:
    """What court and public may see, whose circumstances they may not."""
    p = to.planted
    sheet = put(to.folder, "rows.csv", f"path,source,Remark\ngrain.txt,s1,{p.many('row', 3)}\n")
    grain = put(to.folder, "grain.txt", "Grain in rows.")
    shown = ("--consent", "public")
    to.wf("add", grain, "--sheet", sheet, *shown)
    letter = to.add("letter.txt", f"We saw {OPEN}.", *shown)
    to.add("unasked.txt", f"We saw {UNASKED}.")
    to.add("court.txt", f"We saw {COURT}.", "--consent", "court")
    photo = to.add("photo.jpg", photograph(p, "photo", words=3), *shown)
    to.add("second.jpg", photograph(p, "second"), *shown)
    to.add("screen.png", screenshot(p, "screen"), *shown)
    to.add(
        "message.eml", mail(p, "mail", attached=b"An attachment.", body=f"About {OPEN}."), *shown
    )
    to.add(
        "parcel.zip", archive(p, "parcel", {"a.txt": b"A member.", "b.txt": b"Another."}), *shown
    )
    to.add("paper.docx", paper(p), *shown)
    to.add("printed.pdf", printed(p), *shown)
    to.add("WhatsApp Chat.txt", chat(p), *shown)
    to.add("clip.mp4", footage(p), *shown)
    to.wf("amend", "@1", "--note", p.word("corrected note"), "--because", p.word("reason"))
    with open_case(to.case, home=Home(to.home)) as case:
        for item in (letter, photo):
            note(case, item, p.many("work note", 4), actor="mina")
        actor(case, "mina", "zqxpersonvjk", actor="mina")


def _hidden_items(to: Adding) -> None:
    """What only the team may see: all of it, and all that lies inside."""
    p = to.planted
    to.add("private.txt", p.many("private text", 12), "--handling", "private", hide=True)
    to.add("advice.txt", p.many("privileged text", 8), "--handling", "privileged", hide=True)
    to.add("refused.txt", p.many("consent none", 8), "--consent", "none", hide=True)
    to.add("circle.txt", p.many("consent team", 8), "--consent", "team", hide=True)
    ended = ("--consent", "public", "--consent-until", "2024-01-01")
    to.add("ended.txt", p.many("consent ended", 8), *ended, hide=True)
    to.add("child.txt", f"My name is {p.many('name of a minor', 8)}.", "--minor", hide=True)
    inside = p.many("member of a private archive", 6).encode()
    packed = archive(p, "private archive", {"in.txt": inside})
    to.add("box.zip", packed, "--handling", "private", hide=True)
    attached = p.many("attachment of a privileged mail", 6).encode()
    letter = mail(p, "privileged mail", attached=attached, body=p.many("privileged mail body", 4))
    to.add("counsel.eml", letter, "--handling", "privileged", hide=True)
    picture = photograph(p, "private photo")
    to.add("private.jpg", picture, "--handling", "private", hide=True)
    to.add("outer.zip", archive(p, "open archive", {"copy.jpg": picture}))
    to.hidden |= {Digest.of(inside).hex: "member", Digest.of(attached).hex: "attachment"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A case with everything planted, and its three reports, made by the command line."""
    to = Adding(tmp_path_factory.mktemp("told"))
    assert run("init", to.case, "--title", "Fields", home=to.home).status == 0
    _open_items(to)
    _hidden_items(to)
    to.wf("add", odd_things(to.planted, to.folder / "odd"), expect=1)
    ran = run("-C", to.case, "build", home=to.home)
    assert ran.status in (0, 1), ran.err
    for audience in ("team", "court", "public"):
        to.wf("report", "-o", to.folder / "reports" / audience, "--for", audience)
    return Told(to.folder / "reports", to.planted, to.hidden, to.unsaid)


def test_the_team_sees_every_canary(told: Told) -> None:
    """All of the two hundred and more, and the digests of what is hidden from others: the search works."""
    words = told.planted.words
    assert len(words) >= 200
    seen = found_in(told.folder / "team", words | told.hidden)
    assert {w: where for w, where in (words | told.hidden).items() if w not in seen} == {}


@pytest.mark.parametrize("audience", ["court", "public"])
def test_court_and_public_see_none(told: Told, audience: str) -> None:
    """Not in bytes, names, UTF-16, hex, base64 or EXIF; and not the digest of a hidden file, by which it could be known."""
    words = told.planted.words | told.hidden | told.unsaid
    seen = found_in(told.folder / audience, words)
    assert {w: words[w] for w in seen} == {}


def test_each_audience_still_sees_what_is_for_it(told: Told) -> None:
    """The open text is in all three, the one for a court in two: nothing was hidden by hiding everything."""
    for words, who in (
        (OPEN, {"team", "court", "public"}),
        (COURT, {"team", "court"}),
        (UNASKED, {"team", "court"}),
    ):
        assert {
            a for a in ("team", "court", "public") if found_in(told.folder / a, {words: ""})
        } == who


@pytest.mark.parametrize("audience", ["court", "public"])
def test_pictures_stand_without_what_they_carried(told: Told, audience: str) -> None:
    """Pictures of open items are in the report, none with EXIF, comment or bytes after its end."""
    pictures = [p for p in (told.folder / audience).rglob("*.jpg") if p.is_file()]
    assert len(pictures) >= 3
    for path in pictures:
        data = path.read_bytes()
        assert b"Exif" not in data
        assert b"http://ns.adobe.com" not in data
        assert data.endswith(b"\xff\xd9")


@pytest.mark.parametrize("form", ["utf-16-le", "utf-16-be", "hex", "base64", "name", "exif"])
def test_the_search_sees_each_form(told: Told, tmp_path: Path, form: str) -> None:
    """A canary put into a copy of a clean report is found in whatever form it stands."""
    word = next(iter(told.planted.words))
    copy = tmp_path / "copy"
    shutil.copytree(told.folder / "public", copy)
    assert found_in(copy, {word: ""}) == set()
    match form:
        case "name":
            (copy / f"x-{word}.txt").write_bytes(b"")
        case "exif":
            (copy / "leak.jpg").write_bytes(photograph(told.planted, "late"))
            word = next(w for w, where in told.planted.words.items() if where == "late: artist")
        case "hex":
            (copy / "x").write_text(word.encode().hex())
        case "base64":
            import base64

            (copy / "x").write_bytes(base64.b64encode(b"ab" + word.encode() + b"c"))
        case _:
            (copy / "x").write_bytes(word.encode(form))
    assert found_in(copy, {word: ""}) == {word}

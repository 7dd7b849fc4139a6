"""The command line at the level a person sees: words, JSON Lines, exit status, one line of error."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import Ran, run
from wellfounded.terms.digest import Digest

LETTER = b"The gate was blue.\n\nIt stood open on 3 March 2024.\n"
ITEM = Digest.of(LETTER).hex

Wf = Callable[..., Ran]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case of one letter, read, and its home: made once, copied for every test."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "letter.txt").write_bytes(LETTER)
    case, home = folder / "case", folder / "home"
    assert run("init", case, "--title", "Trial", home=home).status == 0
    words = ("--source", "lark", "--published", "2024-03", "--json")
    added = run("-C", case, "add", folder / "letter.txt", *words, home=home)
    assert added.status == 0
    assert [r["type"] for r in added.records] == ["received", "added"]
    assert run("-C", case, "build", home=home).status == 0
    return folder


@pytest.fixture
def wf(made: Path, tmp_path: Path) -> Wf:
    """A function that runs a verb on a case of one letter."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)

    def verb(*words: str | Path, stdin: str = "", by: str = "mina") -> Ran:
        return run("-C", tmp_path / "case", *words, home=tmp_path / "home", stdin=stdin, by=by)

    return verb


def test_init_says_what_is_not_protected_and_where_the_key_is(tmp_path: Path) -> None:
    """The first thing a person reads is the key's fingerprint and that nothing is encrypted."""
    ran = run("init", tmp_path / "c", home=tmp_path / "home")
    assert "This case is not encrypted: whoever has the disk can read it." in ran.out
    assert "key backup" in ran.out
    assert run("init", tmp_path / "c", home=tmp_path / "home").status == 2


def test_status_show_and_search_give_the_exact_place(wf: Wf) -> None:
    """A hit names the item and the characters; show gives digest, receipts, facts, text and proofs."""
    status = wf("status")
    assert f"1 item, {len(LETTER)} bytes, from 1 receipt and 1 giver" in status.out
    hit = next(r for r in wf("search", "gate", "--json").records if r["type"] == "hit")
    assert hit["item"] == f"sha256:{ITEM}"
    start, end = hit["locus"]["chars"]
    assert "gate" in LETTER.decode()[start:end]
    shown = wf("show", ITEM[:8], "--proofs")
    for part in (f"sha256:{ITEM}", "lark", "2024-03", "c2sp.org/tlog-proof@v1", "gate was blue"):
        assert part in shown.out
    assert wf("show", "@1").out == wf("show", "letter.txt").out


def test_every_record_begins_with_type_and_v(wf: Wf) -> None:
    """JSON Lines of every verb have the same first keys."""
    for words in (
        ("status",),
        ("show", "@1"),
        ("check",),
        ("search", "gate"),
        ("key",),
        ("doctor",),
    ):
        ran = wf(*words, "--json") if words != ("key",) else wf("key", "show", "--json")
        lines = ran.out.splitlines()
        assert lines, words
        assert all(line.startswith('{"type": "') for line in lines), words
        assert all(list(json.loads(line))[:2] == ["type", "v"] for line in lines), words


def test_an_error_is_one_line_with_a_code_and_the_next_step(wf: Wf, tmp_path: Path) -> None:
    """In words and as JSON; the status says whose turn it is."""
    for words in (
        ("show", "nobody.txt"),
        ("show", "@99"),
        ("add", tmp_path / "absent"),
        ("add", tmp_path / "letter.txt", "--published", "03/04/2024"),
        ("add", tmp_path / "letter.txt", "--handling", "secret"),
        ("link", "@1"),
        ("link", "@1", "--part-of", "@1"),
        ("amend", "@1", "--because", "x"),
        ("withdraw", "@1", "--yes"),
        ("unlock", "@1"),
        ("key", "backup", tmp_path / "letter.txt"),
        ("statu",),
        ("show",),
    ):
        ran = wf(*words)
        assert ran.status == 2, words
        assert len(ran.err.splitlines()) == 1, ran.err
        assert ran.err.startswith("error ["), ran.err
        error = json.loads(wf(*words, "--json").err)
        assert list(error) == ["code", "what", "where", "why", "next"]
    elsewhere = run("-C", tmp_path, "status", home=tmp_path / "home")
    assert (elsewhere.status, "no-case" in elsewhere.err) == (2, True)


def test_a_handle_is_asked_for_and_never_invented(wf: Wf, tmp_path: Path) -> None:
    """Without a handle nothing is written; a real name is not taken for one."""
    before = wf("status").out
    for by in ("", "Mina Real-Name"):
        ran = wf("add", tmp_path / "letter.txt", by=by)
        assert ran.status == 2
    assert wf("status").out == before
    assert wf("add", tmp_path / "letter.txt").status == 0
    assert wf("status").out != before


def test_corrections_stand_beside_what_they_correct(wf: Wf) -> None:
    """`amend` supersedes; the log keeps both; handling changes hold at once."""
    ran = wf(
        "amend",
        "@1",
        "--published",
        "2024-03-01",
        "--handling",
        "private",
        "--because",
        "seen on the page",
    )
    assert ran.status == 0
    shown = wf("show", "@1").out
    assert "2024-03-01" in shown
    assert "corrected  published by mina: seen on the page" in shown
    assert "handling: private" in shown
    assert not any(
        f["verdict"] == "damaged"
        for f in wf("check", "--full", "--json").records
        if f["type"] == "finding"
    )


def test_links_are_made_and_undone(wf: Wf, tmp_path: Path) -> None:
    """A link stands in the work log, and so does its end."""
    (tmp_path / "tr.txt").write_bytes(b"Die Pforte war blau.\n")
    wf("add", tmp_path / "tr.txt")
    assert wf("link", "tr.txt", "--translation-of", "letter.txt").status == 0
    assert "is translation-of" in wf("show", "letter.txt").out
    assert wf("link", "tr.txt", "--translation-of", "letter.txt", "--undo").status == 0
    assert "(undone)" in wf("show", "letter.txt").out


def test_check_says_how_much_it_read_and_finds_damage(wf: Wf, tmp_path: Path) -> None:
    """Quick never says the bytes agree; full names the damaged object and exits 3."""
    quick = wf("check")
    assert quick.status == 0
    assert f"read 0 bytes of {len(LETTER)} bytes of 1 preserved object" in quick.out
    assert "Every byte" not in quick.out
    assert "Every byte that was read agrees" in wf("check", "--full").out
    path = tmp_path / "case" / "vault" / ITEM[:2] / ITEM[2:]
    path.write_bytes(LETTER.replace(b"blue", b"gray"))
    full = wf("check", "--full")
    assert full.status == 3
    assert (
        f"DAMAGED: the bytes of a preserved object have changed since they were received  [sha256:{ITEM}]"
        in full.out
    )
    assert wf("check").status == 0


def test_a_key_is_backed_up_brought_back_and_rotated(wf: Wf, tmp_path: Path) -> None:
    """Without the key nothing can be added; the backup brings it back; a new key goes on under both signatures."""
    backup = tmp_path / "key.backup"
    assert wf("key", "backup", backup).status == 0
    assert backup.stat().st_mode & 0o777 == 0o600
    for key in (tmp_path / "home" / "keys").iterdir():
        key.unlink()
    lost = wf("add", tmp_path / "letter.txt")
    assert (lost.status, "no-key" in lost.err) == (5, True)
    assert wf("key", "restore", backup).status == 0
    assert wf("key", "rotate").status == 0
    assert wf("add", tmp_path / "letter.txt").status == 0
    assert wf("check", "--full").status == 0
    assert (
        len(
            {
                r["fingerprint"]
                for r in wf("key", "--json").records or wf("key", "show", "--json").records
            }
        )
        == 1
    )


def test_a_mirror_is_a_whole_case_and_refuses_another_history(wf: Wf, tmp_path: Path) -> None:
    """The copy checks by itself; brought up to date it has what is new; a longer copy is not overwritten."""
    copy = tmp_path / "copy"
    assert wf("mirror", copy).status == 0
    assert run("-C", copy, "check", "--full", home=tmp_path / "home").status == 0
    (tmp_path / "more.txt").write_bytes(b"more")
    wf("add", tmp_path / "more.txt")
    again = next(r for r in wf("mirror", copy, "--json").records)
    assert (again["copied"], again["present"]) == (1, 1)
    run("-C", copy, "add", tmp_path / "letter.txt", home=tmp_path / "home")
    assert wf("mirror", copy).status == 3


def test_dry_run_receives_nothing(wf: Wf, tmp_path: Path) -> None:
    """It says what would come in, and the log stays as it was."""
    before = wf("status", "--json").records[0]["entries"]
    ran = wf("add", tmp_path / "letter.txt", "--dry-run")
    assert "would receive letter.txt" in ran.out
    assert wf("status", "--json").records[0]["entries"] == before


def test_a_password_opens_an_item_for_good_and_is_kept_nowhere(wf: Wf, tmp_path: Path) -> None:
    """A wrong one is said to be wrong; after the right one `build` does not ask again; no file of case or home holds it."""
    import pikepdf

    words = b"BT /F1 24 Tf 50 300 Td (behind the gate) Tj ET"
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    with pikepdf.new() as document:
        document.add_blank_page()
        page = document.pages[0]
        page.Contents = document.make_stream(words)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        locked = pikepdf.Encryption(user="swordfish", owner="other")
        document.save(tmp_path / "locked.pdf", encryption=locked)
    wf("add", tmp_path / "locked.pdf")
    assert "needs-password" in wf("build").out
    wrong = wf("unlock", "locked.pdf", "--password-stdin", stdin="marlin\n")
    assert (wrong.status, "does not open" in wrong.out) == (1, True)
    assert wf("unlock", "locked.pdf", "--password-stdin", stdin="swordfish\n").status == 0
    wf("build")
    shown = wf("show", "locked.pdf").out
    assert "behind the gate" in shown
    assert "unlocked" in shown
    assert "needs-password" not in shown
    kept = [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()]
    assert any(b"behind the gate" in data for data in kept)
    assert not any(b"swordfish" in data or b"marlin" in data for data in kept)


def test_a_sheet_describes_files_row_by_row(wf: Wf, tmp_path: Path) -> None:
    """Each file gets what its row says and keeps the row; a row without a file is named."""
    given = tmp_path / "given"
    given.mkdir()
    (given / "a.txt").write_bytes(b"one")
    (given / "b.txt").write_bytes(b"two")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "path,source,published,handling,Camera\na.txt,wren,2024-05,private,Nikon\nc.txt,wren,,,\n"
    )
    ran = wf("add", given, "--sheet", sheet, "--source", "desk")
    assert (ran.status, "row 3: names a file that is not there" in ran.out) == (1, True)
    shown = wf("show", "a.txt").out
    for part in ("wren", "2024-05", "handling: private"):
        assert part in shown
    assert "desk" in wf("show", "b.txt").out
    receipt = next(r for r in wf("show", "a.txt", "--json").records if r["type"] == "receipt")
    assert ["Camera", "Nikon"] in receipt["private"]["row"]["cells"]


def test_an_edition_says_how_much_of_it_nobody_consented_to(wf: Wf, tmp_path: Path) -> None:
    """A court is shown it and told; the public is not shown it, and the command says how to publish it; neither once consent is recorded."""
    told = wf("report", "-o", tmp_path / "court", "--for", "court")
    assert "Wrote 1 item" in told.out
    assert "1 item shown without any recorded consent" in told.out
    told = wf("report", "-o", tmp_path / "public", "--for", "public", "--json")
    (record,) = (r for r in told.records if r["type"] == "report")
    assert (record["items"], record["without_consent"]) == (0, 1)
    told = wf("report", "-o", tmp_path / "again", "--for", "public")
    assert "1 item left out: nobody recorded any consent" in told.out
    assert "any recorded" not in wf("report", "-o", tmp_path / "team").out
    assert wf("amend", "@1", "--consent", "public", "--because", "asked").status == 0
    told = wf("report", "-o", tmp_path / "three", "--for", "public")
    assert "Wrote 1 item" in told.out
    assert "left out" not in told.out


def test_check_says_when_and_by_whom_an_item_was_withdrawn(wf: Wf) -> None:
    """Neither damage nor agreement; `show` says it of the item, with what is left."""
    assert wf("withdraw", "@1", "--reason", "not ours", "--yes").status == 0
    checked = wf("check", "--full")
    assert checked.status == 0
    (line,) = (x for x in checked.out.splitlines() if ITEM in x)
    assert line.startswith("withdrawn: its bytes were destroyed on order, on 20")
    assert "by mina" in line
    shown = wf("show", ITEM).out
    assert "WITHDRAWN" in shown
    assert "not ours" in shown
    assert "not read yet" not in shown


def test_a_copy_is_not_made_inside_the_case(wf: Wf, tmp_path: Path) -> None:
    """The case itself, a folder in it: both refused; a folder beside it is taken."""
    for place in (tmp_path / "case", tmp_path / "case" / "copy", tmp_path / "case" / "out" / "x"):
        assert "own-case" in wf("mirror", place).err
    assert wf("mirror", tmp_path / "beside").status == 0


def test_the_sample_case_is_made_in_an_empty_folder_only(tmp_path: Path) -> None:
    """What lies in a folder is not mixed with it."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_bytes(b"mine")
    ran = run("demo", tmp_path / "mine", home=tmp_path / "home")
    assert (ran.status, "not-empty" in ran.err) == (2, True)
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_an_option_before_the_verb_is_sent_behind_it(tmp_path: Path) -> None:
    """`--by` before the verb says where it belongs; a misspelt option of a verb says what that verb takes."""
    early = run("--by", "mina", "add", "x", home=tmp_path)
    assert early.status == 2 and "put --by after the verb" in early.err
    misspelt = run("add", "--bie", "mina", "x", home=tmp_path)
    assert misspelt.status == 2 and "--help" in misspelt.err

"""An archive's own list: IDs and digests kept as its statements, held against the bytes, and what differs reported; resumable."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.cli.command import run
from wellfounded.case.folder import Case
from wellfounded.case.preserve import add as adding
from wellfounded.case.preserve.add import NotTaken, Received, add
from wellfounded.terms.errors import Mistaken

PAGES = {"a.txt": b"page one", "b.txt": b"page two", "c.txt": b"page three"}


def _given(place: Path, header: str, *rows: str) -> tuple[Path, Path]:
    folder = place / "archive"
    folder.mkdir()
    for name, data in PAGES.items():
        (folder / name).write_bytes(data)
    listed = place / "list.csv"
    listed.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return folder, listed


def _hex(name: str, algorithm: str) -> str:
    return hashlib.new(algorithm, PAGES[name]).hexdigest()


def test_what_the_list_states_stands_beside_what_the_bytes_are(case: Case, tmp_path: Path) -> None:
    """ID, size and each digest; what agrees and what differs; a file without a row states nothing."""
    folder, listed = _given(
        tmp_path,
        "path,ID,Size,MD5,SHA-1,sha256,Box",
        f"a.txt,K-1,8,{_hex('a.txt', 'md5')},{_hex('a.txt', 'sha1').upper()},,7",
        f"b.txt,K-2,9,,,sha256:{_hex('a.txt', 'sha256')},7",
    )
    told: list[Received | NotTaken] = []
    sums = add(case, [folder], actor="mina", manifest=listed, tell=told.append)
    assert (sums.received, sums.differing) == (3, 1)
    differs = {t.name.shown: [d.name for d in t.differs] for t in told if isinstance(t, Received)}
    assert differs == {"a.txt": [], "b.txt": ["size", "sha256"], "c.txt": []}
    received = [e for e in case.custody.entries(0) if e.type == "received"]
    one, two, three = (case.reveal("custody", e) for e in received)
    assert one["archive_id"] == "K-1"
    assert all(stated == found for _, stated, found in one["claimed"])
    assert [name for name, _, _ in one["claimed"]] == ["size", "md5", "sha1"]
    assert two["claimed"] == [
        ["size", "9", "8"],
        ["sha256", _hex("a.txt", "sha256"), _hex("b.txt", "sha256")],
    ]
    assert ["Box", "7"] in two["row"]["cells"]
    assert "claimed" not in three
    assert all(e.body.keys().isdisjoint({"claimed", "archive_id"}) for e in received)


@pytest.mark.parametrize(
    ("header", "row", "where"),
    [
        ("path,md5", "b.txt,abc", "row 2, column md5"),
        ("path,size", "b.txt,-1", "row 2, column size"),
        ("path,sha256", "b.txt," + "g" * 64, "row 2, column sha256"),
        ("path,consent", "b.txt,court", ""),
    ],
)
def test_a_list_that_is_not_understood_receives_nothing(
    header: str, row: str, where: str, case: Case, tmp_path: Path
) -> None:
    """A digest that is none, or nothing stated at all: named, before the first file."""
    folder, listed = _given(tmp_path, header, row)
    before = case.custody.checkpoint().size
    with pytest.raises(Mistaken) as refused:
        add(case, [folder], actor="mina", manifest=listed)
    assert (refused.value.code, refused.value.where) == ("manifest-form", where)
    assert case.custody.checkpoint().size == before


def test_an_interrupted_run_is_taken_up_and_still_counts_what_differs(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file once; a difference that the run before had found is in the sum of the one that ends it."""
    folder, listed = _given(tmp_path, "path,size", "a.txt,1", "b.txt,8", "c.txt,2")
    monkeypatch.setattr(adding, "BATCH_FILES", 1)

    def stop(thing: Received | NotTaken) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(case, [folder], actor="mina", manifest=listed, tell=stop)
    sums = add(case, [folder], actor="mina", manifest=listed)
    assert (sums.resumed, sums.received, sums.differing) == (1, 2, 2)
    assert sum(e.type == "received" for e in case.custody.entries(0)) == 3


def test_a_person_is_told_and_finds_it_again(tmp_path: Path) -> None:
    """Named in words and in a record, exit 1, and shown with the item later; with --sheet the same table states nothing of the bytes."""
    home, made = tmp_path / "home", tmp_path / "case"
    run("init", made, home=home)
    folder, listed = _given(tmp_path, "path,id,size", "a.txt,K-1,8", "b.txt,K-2,9")
    ran = run("-C", made, "add", folder, "--manifest", listed, home=home)
    assert ran.status == 1
    assert "differs  b.txt: the list states size 9, these bytes have 8" in ran.out
    shown = run("-C", made, "show", "b.txt", home=home).out
    assert "the archive's own ID K-2" in shown
    assert "the archive's list states size 9, but the bytes have 8" in shown
    both = run("-C", made, "add", folder, "--manifest", listed, "--sheet", listed, home=home)
    assert (both.status, "which-sheet" in both.err) == (2, True)
    again = run("-C", made, "add", folder, "--sheet", listed, "--json", home=home)
    assert not any(r.get("differs") for r in again.records)

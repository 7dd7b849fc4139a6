"""The file is only a cache: what is torn or foreign is detected, and what was withdrawn is nowhere in it."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from pathlib import Path

import pytest

from tests.catalogue.feeding import Logs, digest, fact, failure, member, passage, picture
from tests.catalogue.test_feed import the_case
from wellfounded.catalogue import Catalogue, Unusable, schema
from wellfounded.terms.errors import Mistaken, Unavailable

SECRET, OTHER, BAG = digest("secret"), digest("other"), digest("bag")


def many(count: int = 300) -> Logs:
    """A case large enough to fill some pages."""
    logs = Logs()
    for n in range(count):
        item = digest(f"item {n}")
        logs.receive(item, f"item {n}.txt", note=f"note {n} " * 5)
        logs.read(item, [fact("kind", "text"), passage(item, f"paragraph number {n} " * 9)])
    return logs


def test_a_file_lasts_and_several_processes_may_hold_it(tmp_path: Path) -> None:
    """What one connection applied another sees, and the next opening too."""
    logs = many(3)
    with Catalogue.open(tmp_path / "c.db") as first, Catalogue.open(tmp_path / "c.db") as second:
        logs.feed(first)
        assert second.counts().items == 3
        logs.receive(digest("more"), "more.txt")
        logs.feed(second)
        assert first.counts().items == 4
    with Catalogue.open(tmp_path / "c.db") as again:
        assert again.position("custody").root_hex == f"c{len(logs.custody)}"
        assert again.counts().items == 4


def test_another_version_and_other_rules_of_words_are_unusable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file this version did not make is refused, and a fresh one takes its place."""
    path = tmp_path / "c.db"
    many(2).feed(Catalogue.open(path)).close()
    with monkeypatch.context() as other:
        other.setattr(schema, "fingerprint", lambda: "other rules")
        with pytest.raises(Unusable, match="other rules"):
            Catalogue.open(path)
    with sqlite3.connect(path) as direct:
        direct.execute("PRAGMA user_version = 99")
    direct.close()
    with pytest.raises(Unusable, match="of version 99"):
        Catalogue.open(path)
    with Catalogue.fresh(path) as fresh:
        assert fresh.position("custody").size == 0
        assert many(2).feed(fresh).counts().items == 2


def test_a_file_of_something_else_is_unusable(tmp_path: Path) -> None:
    """A foreign database, and bytes that are none, are not written to."""
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as direct:
        direct.execute("CREATE TABLE mine (a)")
    direct.close()
    with pytest.raises(Unusable, match="something else"):
        Catalogue.open(foreign)
    noise = tmp_path / "noise.db"
    noise.write_bytes(b"not a database at all" * 1000)
    with pytest.raises(Unusable):
        Catalogue.open(noise)


@pytest.mark.parametrize("keep", [0.0, 0.001, 0.3, 0.9])
def test_a_torn_file_is_found_and_can_be_rebuilt(tmp_path: Path, keep: float) -> None:
    """A file cut short is empty or unusable, never a smaller case; fed again, everything is back."""
    path = tmp_path / "c.db"
    logs = many()
    with Catalogue.open(path) as catalogue:
        whole = list(logs.feed(catalogue).dump())
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(int(size * keep))
    found = ""
    try:
        with Catalogue.open(path) as torn:
            found = "empty" if torn.position("custody").size == 0 else "not found"
            torn.check()
    except Unusable:
        found = "unusable"
    assert found == ("empty" if keep == 0.0 else "unusable")
    with Catalogue.fresh(path) as fresh:
        assert list(logs.feed(fresh).dump()) == whole


def test_damaged_pages_are_found_by_the_check(tmp_path: Path) -> None:
    """Pages overwritten in the middle make every page's check fail, and reading them is a typed error."""
    path = tmp_path / "c.db"
    with Catalogue.open(path) as catalogue:
        many().feed(catalogue).check()
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 40_960] = b"\x5a" * 40_960
    path.write_bytes(data)
    with Catalogue.open(path) as damaged, pytest.raises(Unusable):
        damaged.check()


def test_a_lost_index_row_is_found_by_the_check(tmp_path: Path) -> None:
    """An index that misses a text is damaged."""
    path = tmp_path / "c.db"
    with Catalogue.open(path) as catalogue:
        many(3).feed(catalogue)
    with sqlite3.connect(path) as direct:
        direct.execute("DELETE FROM passage WHERE id = 1")
    direct.close()
    with Catalogue.open(path) as catalogue, pytest.raises(Unusable, match="index is damaged"):
        catalogue.check()


def test_a_folder_that_is_not_there_is_the_outside_world(tmp_path: Path) -> None:
    """A missing folder is not a damaged catalogue: rebuilding would not help."""
    with pytest.raises(Unavailable):
        Catalogue.open(tmp_path / "nowhere" / "c.db")


CANARIES = [f"canary{n}qx" for n in range(16)]
CHINESE = "囧囤囧囤"


def the_secret_case() -> Logs:
    """A case in which one item has a canary in every place that can hold one."""
    logs = many(200)
    c = CANARIES
    logs.receive(SECRET, f"{c[0]}.txt", giver=c[1], note=c[2], path=f"/x/{c[3]}", row={"a": c[4]})
    receipt = len(logs.custody) - 1
    logs.read(BAG, [fact("kind", "archive-zip"), member(SECRET, c[5])])
    logs.receive(BAG, "bag.zip")
    logs.read(
        SECRET,
        [
            fact("kind", "text"),
            fact("mail.from", c[6], when={"local": "2024", "written": c[7]}),
            fact("gps", c[8], where={"lat_e7": 1, "lon_e7": 2, "radius_m": 3, "names": [c[9]]}),
            passage(SECRET, f"{c[10]} {CHINESE} " * 50, speaker=c[11], language="en"),
            failure("damaged", c[12]),
            picture(SECRET, role=c[13]),
        ],
    )
    body = {"receipt": receipt, "because": "wrong"}
    logs.add("amended", SECRET, body=body, private={"giver": c[14]})
    logs.add("noted", SECRET, log="work", private={"note": c[15]})
    logs.receive(OTHER, "other.txt")
    logs.read(OTHER, [fact("kind", "text"), passage(OTHER, "other words")])
    return logs


def canaries_in(folder: Path) -> set[str]:
    """Give the canaries that stand in any file of a folder."""
    everything = b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
    found = {canary for canary in CANARIES if canary.encode() in everything}
    return found | {pair for pair in (CHINESE[:2], CHINESE[1:3]) if pair.encode() in everything}


def test_what_was_withdrawn_is_in_no_file(tmp_path: Path) -> None:
    """Every canary is in the files before, and none after; not in the table, the index, free pages or the log beside it."""
    logs = the_secret_case()
    with Catalogue.open(tmp_path / "c.db") as catalogue:
        logs.feed(catalogue)
        assert canaries_in(tmp_path) == {*CANARIES, CHINESE[:2], CHINESE[1:3]}
        assert catalogue.search(CANARIES[10]).found == 1
        logs.add("withdrawn", SECRET, body={"objects": []}, private={"reason": "asked to"})
        logs.feed(catalogue)
        assert canaries_in(tmp_path) == set()
        catalogue.check()
        for canary in (*CANARIES, CHINESE):
            assert catalogue.search(canary).found == 0
        detail = catalogue.item(SECRET)
        assert detail.summary.state == "withdrawn"
        assert (detail.withdrawal and detail.withdrawal.reason) == "asked to"
        assert [(r.giver, r.note, r.name) for r in detail.receipts] == [("", "", None)]
        assert [m.name for m in catalogue.members(BAG)] == [None]
        assert catalogue.counts().withdrawn == 1
        assert catalogue.search("other").found == 2
        with pytest.raises(Mistaken):
            catalogue.resolve(f"{CANARIES[0]}.txt")
    assert canaries_in(tmp_path) == set()


def test_an_erasure_that_was_cut_short_is_done_at_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the withdrawal and the erasure, the file still loses its canaries when it is opened again."""
    logs = the_secret_case()
    path = tmp_path / "c.db"
    with Catalogue.open(path) as catalogue, monkeypatch.context() as killed:
        logs.feed(catalogue)
        logs.add("withdrawn", SECRET, body={"objects": []})
        killed.setattr("wellfounded.catalogue.erase.erase", lambda database: None)
        logs.feed(catalogue)
        assert canaries_in(tmp_path) != set()
    with Catalogue.open(path) as again:
        assert canaries_in(tmp_path) == set()
        assert again.summary(SECRET).state == "withdrawn"


def test_a_rebuild_after_a_withdrawal_gives_the_same_content(tmp_path: Path) -> None:
    """With the private values destroyed, the log alone gives what the catalogue was left with."""
    logs = the_secret_case()
    catalogue = logs.feed(Catalogue.open(tmp_path / "c.db"))
    logs.add("withdrawn", SECRET, body={"objects": []}, private={"reason": "asked to"})
    left = list(logs.feed(catalogue).dump())
    rebuilt = logs.without(SECRET).feed(Catalogue.in_memory())
    assert list(rebuilt.dump()) == left
    assert not any(canary in line for line in left for canary in CANARIES)


def test_an_item_received_again_after_its_withdrawal_is_live_again(tmp_path: Path) -> None:
    """A new receipt brings the item back; the older receipt stays bare."""
    logs = the_secret_case()
    logs.add("withdrawn", SECRET, body={"objects": []})
    logs.receive(SECRET, "again.txt")
    logs.read(SECRET, [passage(SECRET, "plain words")])
    catalogue = logs.feed(Catalogue.in_memory())
    assert catalogue.summary(SECRET).state == "read"
    assert [r.name.shown if r.name else "" for r in catalogue.item(SECRET).receipts] == [
        "",
        "again.txt",
    ]
    assert catalogue.resolve("again.txt") == SECRET


def test_a_flipped_bit_is_never_an_untyped_error(tmp_path: Path) -> None:
    """Whatever bit changes in the file, every question is answered or raises Unusable, from which a rebuild recovers."""
    path = tmp_path / "c.db"
    with Catalogue.open(path) as catalogue:
        the_case().feed(catalogue)
    data = path.read_bytes()
    written = [at for at, byte in enumerate(data) if byte]
    chance, unusable = random.Random(11), 0
    for _ in range(200):
        changed, at = bytearray(data), chance.choice(written)
        changed[at] ^= 1 << chance.randrange(8)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        path.write_bytes(changed)
        try:
            with Catalogue.open(path) as catalogue:
                ask_everything(catalogue)
        except Unusable:
            unusable += 1
    assert unusable > 30


def ask_everything(catalogue: Catalogue) -> None:
    """Put every question once."""
    for found in catalogue.items():
        with contextlib.suppress(Mistaken):
            catalogue.item(found.digest)
        for question in (catalogue.passages, catalogue.facts, catalogue.pictures):
            list(question(found.digest))
        list(catalogue.members(found.digest))
    for answers in (
        catalogue.receipts(),
        catalogue.not_received(),
        catalogue.failures(),
        catalogue.timeline(),
        catalogue.places(),
        catalogue.entries("custody"),
        catalogue.entries("work"),
        catalogue.links(),
        catalogue.notes(),
        catalogue.duplicates(),
        catalogue.unloaded(),
        catalogue.pending("read", "another recipe"),
        catalogue.dump(),
    ):
        list(answers)
    for count in (catalogue.counts, catalogue.givers, catalogue.people):
        count()
    catalogue.search("dawn letter")

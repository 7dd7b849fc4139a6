"""The encrypting double of the disk: what was written is read, under names that say nothing; what was changed is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wellfounded.disk import OneFolder, read
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken
from wellfounded.vault import Layout
from wellfounded.vault.encrypted import (
    Access,
    EncryptedDisk,
    EncryptedFiles,
    Entrance,
    Identity,
    Passphrase,
    Places,
    Ring,
    age,
    make_folders,
)
from wellfounded.vault.encrypted.access import LENGTH
from wellfounded.vault.encrypted.content import LEAST, decrypted, encrypted, padded
from wellfounded.vault.encrypted.names import names_of, path_of
from wellfounded.vault.encrypted.stream import CHUNK, TAG

_HEADER = 168 + 16


class Store:
    """A folder laid out as an encrypted case, with its keys."""

    def __init__(self, root: Path, ring: Ring | None = None) -> None:
        """Make it, or with a ring take the one that is there."""
        self.layout, self.real = Layout(root), OneFolder(root)
        self.ring = ring or Ring.new()
        if ring is None:
            root.mkdir()
            make_folders(self.real, root)
        self.places = Places(root, self.ring)
        self.disk, self.files = EncryptedDisk(self.places, self.real), EncryptedFiles(self.places)

    def put(self, path: Path, data: bytes) -> Path:
        """Write a file and give where it lies."""
        file = self.disk.create(path)
        file.write(data)
        file.close()
        return self.places.found(path)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty one."""
    return Store(tmp_path / "case")


@pytest.mark.parametrize("size", [0, 1, LEAST - 8, LEAST - 7, CHUNK, 5 * CHUNK + 3])
def test_what_was_written_is_read_at_any_place(store: Store, size: int) -> None:
    """Whole, in part, from the end; and its number of bytes is told."""
    data, path = os.urandom(size), store.layout.settings
    store.put(path, data)
    assert read(store.files, path) == data
    assert store.files.size(path) == size
    with store.files.open(path) as file:
        file.seek(size // 3)
        assert file.read(70_000) == data[size // 3 : size // 3 + 70_000]
        assert file.read() == data[size // 3 + 70_000 :]


def test_lengths_are_of_few_and_add_little() -> None:
    """Padmé: never shorter than what it holds, the same for neighbours, at most 12 % more beyond the least."""
    sizes = [*range(0, 3 * LEAST, 7), *(n * 1_000_003 for n in range(1, 400))]
    for size in sizes:
        assert size + 8 <= padded(size) <= max(LEAST, (size + 8) * 1.12)
        assert padded(padded(size) - 8) == padded(size)
    assert len({padded(n) for n in range(1 << 20, (1 << 20) + 30_000)}) < 4
    assert len(encrypted(Identity.new().recipient, b"")) == 4096


def test_a_name_stands_for_one_path_and_is_read_again_with_the_key(store: Store) -> None:
    """Objects, readings, logs; another ring reads none of them, and a path that is too long is refused."""
    digest = Digest.of(b"lark")
    paths = [store.layout.object(digest), store.layout.reading(digest), store.layout.settings]
    paths += [store.layout.log("custody") / "tile/entries/x001/x234/067.p/255"]
    names = set()
    for path in (store.places.relative(p) for p in paths):
        (name,) = names_of(store.ring, path)
        digits = name.partition("/")[2].replace("/", "")
        assert path_of(store.ring, digits) == path
        assert path_of(Ring.new(), digits) is None
        assert digest.hex[:12] not in name
        names.add(name)
    assert len(names) == len(paths)
    with pytest.raises(ValueError, match="46 bytes"):
        names_of(store.ring, "x" * 47)


def test_walk_lists_what_lies_below_a_folder(store: Store) -> None:
    """As in a plain case: below it alone, whatever else lies in the same folder of the disk."""
    for name in ("private/custody/000000000001.jsonl", "private/work/000000000001.jsonl"):
        store.put(store.layout.root / name, b"lark")
    (store.layout.root / "kept" / "stranger").write_bytes(b"")
    found = list(store.files.walk(store.layout.private("custody")))
    assert found == [store.layout.private("custody") / "000000000001.jsonl"]


def test_new_keys_take_over_and_old_files_stay_readable(store: Store) -> None:
    """After a removal a replaced file lies under the new name alone, an untouched one is still read, the old ring reads no new one."""
    kept, replaced = store.layout.settings, store.layout.log("custody") / "checkpoint"
    old = store.put(replaced, b"first")
    store.put(kept, b"kept")
    newer = Store(store.layout.root, store.ring.grown())
    newer.put(replaced.with_name("checkpoint.new"), b"second")
    newer.disk.rename(replaced.with_name("checkpoint.new"), replaced)
    assert (read(newer.files, kept), read(newer.files, replaced)) == (b"kept", b"second")
    assert not old.exists()
    with pytest.raises(FileNotFoundError):
        read(store.files, replaced)
    data = newer.places.found(replaced).read_bytes()
    assert decrypted(newer.ring, data) == b"second"
    with pytest.raises(Damaged) as caught:
        decrypted(store.ring, data)
    assert caught.value.code == "age-no-match"
    newer.disk.remove(kept)
    assert not newer.files.exists(kept)


def _swapped(data: bytes) -> bytes:
    step = CHUNK + TAG
    first, second = data[_HEADER : _HEADER + step], data[_HEADER + step : _HEADER + 2 * step]
    return data[:_HEADER] + second + first + data[_HEADER + 2 * step :]


def _with_a_chunk_of(data: bytes, other: bytes) -> bytes:
    step = CHUNK + TAG
    return data[:_HEADER] + other[_HEADER : _HEADER + step] + data[_HEADER + step :]


def test_changed_bytes_are_named(store: Store, tmp_path: Path) -> None:
    """A torn header, a flipped bit, swapped chunks, a chunk and a whole file of another case, a cut: each its code, and the file stays as it is."""
    elsewhere = Store(tmp_path / "other")
    path, data = store.layout.settings, os.urandom(3 * CHUNK)
    place = store.put(path, data)
    good = place.read_bytes()
    other = elsewhere.put(elsewhere.layout.settings, data).read_bytes()
    flipped = bytes([good[_HEADER + 9] ^ 1])
    bad = {
        "age-header": [b"", good[:21], good[:100], good[:160], b"lark" + good, good[:178]],
        "age-mac": [good[:140] + (b"A" if good[140:141] != b"A" else b"B") + good[141:]],
        "age-no-match": [other],
        "age-payload": [
            good[:-1],
            good[: _HEADER + CHUNK + TAG],
            good[: _HEADER + 9] + flipped + good[_HEADER + 10 :],
            good + b"\0",
            _swapped(good),
            _with_a_chunk_of(good, other),
            _with_a_chunk_of(good, store.put(store.layout.log("work") / "a", data).read_bytes()),
        ],
    }
    for code, samples in bad.items():
        for sample in samples:
            place.write_bytes(sample)
            with pytest.raises(Damaged) as caught:
                read(store.files, path)
            assert caught.value.code == code, sample[:200]
            assert place.read_bytes() == sample
    place.write_bytes(good)
    assert read(store.files, path) == data


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little work for a passphrase."""
    monkeypatch.setattr(age, "WORK", 10)


@pytest.mark.usefixtures("quick")
def test_people_come_and_go_each_in_one_file(store: Store) -> None:
    """Adding and changing write one file; a removed person opens nothing that is new; nine need a second row of files."""
    access, ring = Access(store.layout.root, store.real), store.ring
    folder = store.layout.root / "access"

    def files() -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in folder.iterdir()}

    def changed(before: dict[str, bytes]) -> int:
        now = files()
        return sum(now[name] != before.get(name) for name in now)

    access.begin(ring, Entrance.by_passphrase("mina", "harbour tide"))
    before = files()
    assert {len(data) for data in before.values()} == {LENGTH}
    key = Identity.new()
    access.add(ring, Entrance.by_key("lark", key.recipient))
    assert changed(before) == 1
    before = files()
    access.change(ring, Entrance.by_passphrase("mina", "ferry lantern"))
    assert changed(before) == 1
    assert [(p.handle, p.way) for p in access.people(ring)] == [
        ("lark", "key"),
        ("mina", "passphrase"),
    ]
    assert access.open([key]) == access.open([Passphrase("ferry lantern")]) == ring
    for wrong in (Passphrase("harbour tide"), Identity.new()):
        with pytest.raises(Mistaken) as caught:
            access.open([wrong])
        assert caught.value.code == "no-access"
    grown = access.remove(ring, "lark")
    assert access.open([Passphrase("ferry lantern")]) == grown
    assert len(grown.identities) == 2
    assert access.is_current(grown)
    assert not access.is_current(ring)
    with pytest.raises(Mistaken):
        access.open([key])
    for n in range(8):
        access.add(grown, Entrance.by_key(f"p{n}", Identity.new().recipient))
    assert len(files()) == 16
    for handle, code in (("p1", "access-exists"), ("nobody", "access-unknown")):
        act = access.add if code == "access-exists" else access.change
        with pytest.raises(Mistaken) as caught:
            act(grown, Entrance.by_key(handle, key.recipient))
        assert caught.value.code == code


@pytest.mark.usefixtures("quick")
def test_a_missing_or_torn_file_of_a_person_is_told_from_a_wrong_passphrase(store: Store) -> None:
    """Which file it is, and what to do; another person still gets in."""
    access = Access(store.layout.root, store.real)
    access.begin(store.ring, Entrance.by_passphrase("mina", "harbour tide"))
    key = Identity.new()
    taken = {
        n for n in range(8) if access._ring_behind(access._read(n), [Passphrase("harbour tide")])
    }
    access.add(store.ring, Entrance.by_key("lark", key.recipient))
    (place,) = (store.layout.root / "access" / str(n) for n in taken)
    whole = place.read_bytes()
    for code, data in (
        ("access-form", whole[:100]),
        ("access-missing", None),
        ("age-header", b"x" * LENGTH),
    ):
        place.unlink() if data is None else place.write_bytes(data)
        with pytest.raises(Damaged) as caught:
            access.open([Passphrase("harbour tide")])
        assert caught.value.code == code
        assert access.open([key]) == store.ring
        assert access.damaged() == [f"access/{place.name}"]
    place.write_bytes(whole)
    assert access.open([Passphrase("harbour tide")]) == store.ring
    assert access.damaged() == []


def test_the_last_person_cannot_be_removed(store: Store) -> None:
    """Otherwise nobody could open the case again."""
    access = Access(store.layout.root, store.real)
    access.begin(store.ring, Entrance.by_key("mina", Identity.new().recipient))
    with pytest.raises(Mistaken) as caught:
        access.remove(store.ring, "mina")
    assert caught.value.code == "access-last"


def test_a_ring_and_its_parts_are_never_shown(store: Store) -> None:
    """Neither secrets nor passphrases stand in what is printed of them."""
    secret = store.ring.identities[0].secret.hex()
    shown = repr(store.ring) + repr(store.ring.identities) + repr(Passphrase("harbour tide"))
    assert secret not in shown
    assert store.ring.identities[0].text() not in shown
    assert "harbour" not in shown

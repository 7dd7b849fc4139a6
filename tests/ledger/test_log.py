"""A log in a folder: what was appended is read back and proven, at every size around the tile edges."""

from __future__ import annotations

from pathlib import Path

import pytest

from wellfounded.disk import OneFolder
from wellfounded.ledger import Draft, FolderLog, Heads, KeySigner, Writer, merkle, new_origin, note
from wellfounded.ledger import proof as proofs
from wellfounded.terms.digest import Digest
from wellfounded.terms.errors import Damaged, Mistaken, Refused

SIGNER = KeySigner.from_seed(bytes(32))


class Fast(OneFolder):
    """The real disk without the flush, for tests that are not about crashes."""

    def barrier(self) -> None:
        """Do nothing."""


def _begin(folder: Path) -> tuple[FolderLog, Heads]:
    folder.mkdir()
    log, heads = FolderLog(folder), Heads(folder.parent / "heads.db")
    writer = Writer(log, Fast(folder), heads, SIGNER, origin=new_origin())
    writer.add(Draft("opened", body={"key": SIGNER.public_key.hex()}), "mina")
    writer.commit()
    return log, heads


def _append(log: FolderLog, heads: Heads, names: list[bytes]) -> None:
    writer = Writer(log, Fast(log.folder), heads, SIGNER)
    for name in names:
        writer.add(Draft("received", about=(Digest.of(name),), body={"size": len(name)}), "mina")
    writer.commit()


def test_entries_and_proofs_hold_across_tile_edges(tmp_path: Path) -> None:
    """Appending in uneven batches up to 70,000 entries: every sampled proof holds and the files are exactly the log's."""
    log, heads = _begin(tmp_path / "custody")
    size = 1
    for batch in (1, 200, 53, 1, 1, 255, 256, 257, 3000, 62000):
        _append(log, heads, [b"%d" % n for n in range(size, size + batch)])
        size += batch
        assert log.checkpoint().size == size
        assert log.leftovers() == []
        for index in {0, 1, size // 2, size - 2, size - 1}:
            entry = log.entry(index)
            text = log.proof(index).text()
            assert proofs.parse(text).check(entry.data, SIGNER.public_key).size == size
            with pytest.raises(Damaged):
                proofs.parse(text).check(entry.data + b" ", SIGNER.public_key)
    assert len(log.note()) <= 200


def test_each_item_s_entries_form_a_chain(tmp_path: Path) -> None:
    """`prev` names the item's previous entry, across batches, also after the cache of heads is lost or stale."""
    log, heads = _begin(tmp_path / "custody")
    _append(log, heads, [b"a", b"b", b"a"])
    heads.close()
    (tmp_path / "heads.db").write_bytes(b"not a database at all" * 100)
    heads = Heads(tmp_path / "heads.db")
    _append(log, heads, [b"b", b"a"])
    prevs = [e.about[0][1] for e in log.entries(1)]
    assert prevs == [None, None, 1, 2, 3]


def test_a_log_is_a_prefix_of_its_later_self(tmp_path: Path) -> None:
    """A kept checkpoint and the present one are joined by a consistency proof; another log's is not."""
    log, heads = _begin(tmp_path / "custody")
    _append(log, heads, [b"%d" % n for n in range(300)])
    kept = log.checkpoint()
    _append(log, heads, [b"%d" % n for n in range(300, 900)])
    now = log.checkpoint()
    path = log.consistency(kept.size)
    merkle.verify_consistency(kept.size, now.size, kept.root, now.root, path)
    with pytest.raises(Damaged):
        merkle.verify_consistency(kept.size, now.size, bytes(32), now.root, path)


def test_a_checkpoint_of_another_key_is_not_accepted(tmp_path: Path) -> None:
    """The signature is the log's own or it is nothing; a changed size or root does not hold."""
    log, _ = _begin(tmp_path / "custody")
    signed = log.note()
    assert note.open_signed(signed, SIGNER.public_key).size == 1
    with pytest.raises(Damaged):
        note.open_signed(signed, KeySigner.from_seed(b"\x01" * 32).public_key)
    with pytest.raises(Damaged):
        note.open_signed(signed.replace(b"\n1\n", b"\n2\n"), SIGNER.public_key)
    for broken in (signed[:-1], b"", b"x" + signed.replace(b"\n\n", b"\n"), signed * 100):
        with pytest.raises((Refused, Damaged)):
            note.open_signed(broken, SIGNER.public_key)


def test_an_entry_has_a_limit_and_a_handle_a_form(tmp_path: Path) -> None:
    """What is too large belongs in an object; a name is not a handle."""
    log, heads = _begin(tmp_path / "custody")
    writer = Writer(log, Fast(log.folder), heads, SIGNER)
    with pytest.raises(Mistaken, match="at most 16384"):
        writer.add(Draft("noted", body={"text": "x" * 17000}), "mina")
    with pytest.raises(Mistaken, match="not a handle"):
        writer.add(Draft("noted"), "Mina Real-Name")
    writer.commit()
    assert log.checkpoint().size == 1

"""What went into a packet has entries of its own and was never received: `export --all` hands out what was."""

from __future__ import annotations

from pathlib import Path

from wellfounded.case.batch import Event, record
from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.present.export import export
from wellfounded.case.present.export_choose import Wanted, audience_named
from wellfounded.case.preserve.add import add
from wellfounded.terms.digest import Digest


def test_what_was_never_received_is_not_looked_for(case: Case, tmp_path: Path) -> None:
    """The catalogue lists it with no receipt; the folder holds the one file that has one."""
    (tmp_path / "gate.txt").write_bytes(b"the gate was blue")
    add(case, [tmp_path / "gate.txt"], actor="mina")
    record(case, "mina", Event("bound", (Digest.of(b"a packet"),)))
    with open_catalogue(case) as catalogue:
        assert [one.receipts for one in catalogue.items()] == [1, 0]
    wanted = Wanted(None, audience_named("team"))
    done = export(case, wanted, tmp_path / "out", actor="mina")
    assert [one.item for one in done.files] == [Digest.of(b"the gate was blue")]

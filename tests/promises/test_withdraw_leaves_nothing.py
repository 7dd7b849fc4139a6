"""After `withdraw` no trace of the item is left anywhere under the case, and `check` says it was withdrawn (promise 1).

The digest, the receipt and the reason stay; everything else of it is found everywhere before, and nowhere after.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

from wellfounded.case.folder import Case
from wellfounded.case.home import Home
from wellfounded.case.index import open_catalogue
from wellfounded.case.init import init
from wellfounded.case.present.report import report
from wellfounded.case.preserve.add import add
from wellfounded.case.preserve.check import check
from wellfounded.case.preserve.statement import note
from wellfounded.case.preserve.withdraw import withdraw
from wellfounded.case.understand.build import build
from wellfounded.intake.receipt import state
from wellfounded.terms.digest import Digest

CANARIES = [f"canaryword{n:03d}x" for n in range(200)]


def _forms(word: str) -> list[bytes]:
    """A word as it may lie on disk: UTF-8, UTF-16, hex."""
    return [word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()]


def _found(root: Path) -> set[str]:
    """The canaries that occur in any file's bytes or name under `root`."""
    found = set()
    paths = list(root.rglob("*"))
    everything = b"\n".join(p.read_bytes() for p in paths if p.is_file())
    names = "\n".join(str(p) for p in paths)
    for word in CANARIES:
        if word in names or any(form in everything for form in _forms(word)):
            found.add(word)
    return found


def _container() -> bytes:
    """An archive whose member and whose member's name hold canaries."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(f"{CANARIES[2]}.txt", "\n\n".join(CANARIES[3:150]))
    return data.getvalue()


def _case(tmp_path: Path) -> tuple[Case, Digest, Digest]:
    case = init(tmp_path / "case", actor="mina", home=Home(tmp_path / "home")).case
    data = _container()
    (tmp_path / f"{CANARIES[0]}.zip").write_bytes(data)
    (tmp_path / "stays.txt").write_bytes(b"what stays")
    receipt = state({"source": CANARIES[1], "note": " ".join(CANARIES[150:190])})
    add(case, [tmp_path / f"{CANARIES[0]}.zip"], actor="mina", receipt=receipt)
    add(case, [tmp_path / "stays.txt"], actor="mina")
    build(case, actor="mina")
    item = Digest.of(data)
    note(case, item, " ".join(CANARIES[190:]), actor="mina")
    report(case, case.layout.out / "report", actor="mina")
    member = Digest.of("\n\n".join(CANARIES[3:150]).encode())
    return case, item, member


def test_nothing_is_left_of_a_withdrawn_item(tmp_path: Path) -> None:
    """All 200 canaries are found before (some compressed in the archive, all of them read out), none after."""
    case, item, member = _case(tmp_path)
    assert _found(case.root) == set(CANARIES)
    done = withdraw(case, item, reason="another client's file", actor="mina")
    assert set(done.items) == {item, member}
    case.close()
    assert _found(case.root) == set()
    result = check(case, full=True)
    assert not result.damaged, result.findings
    assert {str(item), str(member)} <= {
        f.where for f in result.findings if f.verdict == "withdrawn"
    }
    with open_catalogue(case) as catalogue:
        withdrawal = catalogue.item(item).withdrawal
        assert withdrawal is not None
        assert withdrawal.reason == "another client's file"
        assert catalogue.search("what stays").found == 1
    build(case, actor="mina")
    assert _found(case.root) == set()


def test_a_member_is_not_said_to_be_gone_while_its_archive_holds_it(tmp_path: Path) -> None:
    """Withdrawing a member alone is refused and names the archive; with it, both go."""
    import pytest

    from wellfounded.terms.errors import Mistaken

    case, item, member = _case(tmp_path)
    with pytest.raises(Mistaken, match="inside another item") as refused:
        withdraw(case, member, reason="consent ended", actor="mina")
    assert item.hex[:12] in refused.value.where
    assert case.vault.stat(member) is not None
    withdraw(case, member, reason="consent ended", actor="mina", containers=True)
    case.close()
    assert _found(case.root) == set()


def test_a_withdrawal_that_was_cut_off_is_finished_by_running_it_again(tmp_path: Path) -> None:
    """Between the order and the destruction `check` says so, and the second run destroys."""
    from wellfounded.case.preserve import withdraw as verb

    case, item, _ = _case(tmp_path)
    kept = verb._destroy_files
    try:
        verb._destroy_files = _cut  # type: ignore[assignment]
        with contextlib.suppress(KeyboardInterrupt):
            withdraw(case, item, reason="consent ended", actor="mina")
    finally:
        verb._destroy_files = kept
    assert any("bytes are still here" in f.what for f in check(case).findings)
    withdraw(case, item, reason="consent ended", actor="mina")
    case.close()
    assert _found(case.root) == set()
    assert not check(case, full=True).damaged


def _cut(*_: object) -> bool:
    raise KeyboardInterrupt

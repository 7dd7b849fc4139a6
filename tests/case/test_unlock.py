"""Unlocking: a password opens an item once, is kept nowhere, and what it opened stays open."""

import io
import secrets
from pathlib import Path

import py7zr

from wellfounded.case.folder import Case
from wellfounded.case.index import open_catalogue
from wellfounded.case.preserve.add import add
from wellfounded.case.understand.build import build
from wellfounded.case.understand.unlock import unlock
from wellfounded.terms.digest import Digest


def _locked(password: str) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as archive:
        archive.writestr(b"words of a witness", "a.txt")
    return out.getvalue()


def _state(case: Case, item: Digest) -> str:
    with open_catalogue(case) as catalogue:
        return catalogue.summary(item).state


def test_what_a_password_opened_stays_open(case: Case, tmp_path: Path) -> None:
    """A later build does not read the item again without the password, and reads the member
    that came out.
    """
    password = secrets.token_hex(12)
    data = _locked(password)
    (tmp_path / "x.7z").write_bytes(data)
    add(case, [tmp_path / "x.7z"], actor="mina")
    build(case, actor="mina", weaker=True)
    assert _state(case, Digest.of(data)) == "partial"
    unlock(case, Digest.of(data), "wrong", actor="mina", weaker=True)
    assert _state(case, Digest.of(data)) == "partial"
    assert "unlocked" not in [entry.type for entry in case.custody.entries(0)]
    unlock(case, Digest.of(data), password, actor="mina", weaker=True)
    build(case, actor="mina", weaker=True)
    assert _state(case, Digest.of(data)) == "read"
    assert _state(case, Digest.of(b"words of a witness")) == "read"
    assert [entry.type for entry in case.custody.entries(0)].count("unlocked") == 1


def test_the_password_is_nowhere_in_the_case(case: Case, tmp_path: Path) -> None:
    """No file of the case or of the home holds it; the word within the archive is found, so the
    search sees.
    """
    password = secrets.token_hex(12)
    data = _locked(password)
    (tmp_path / "x.7z").write_bytes(data)
    add(case, [tmp_path / "x.7z"], actor="mina")
    unlock(case, Digest.of(data), password, actor="mina", weaker=True)
    build(case, actor="mina", weaker=True)
    held = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(b"words of a witness" in one for one in held)
    assert not any(password.encode() in one for one in held)

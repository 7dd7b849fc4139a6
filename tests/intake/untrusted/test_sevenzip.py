"""7z archives: every member with its bytes; locked and damaged blocks are said."""

import io
import shutil
import subprocess
from pathlib import Path

import py7zr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.fake import Collected, run
from tests.intake.archives import failed
from wellfounded.intake.untrusted.sevenzip import read

_SEVENZIP = shutil.which("7z")
_NEEDED = pytest.mark.skipif(_SEVENZIP is None, reason="7z is not installed")
_MEMBERS = {"a.txt": b"alpha", "фото/b.bin": bytes(range(256)) * 3000, "c.txt": b"gamma" * 50}


def _archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return out.getvalue()


def _made(folder: Path, *options: str) -> bytes:
    for name, data in _MEMBERS.items():
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_bytes(data)
    command = [str(_SEVENZIP), "a", *options, "../x.7z", "."]
    subprocess.run(command, cwd=folder / "in", check=True, capture_output=True)
    return (folder / "x.7z").read_bytes()


def _shown(found: Collected) -> dict[str, bytes]:
    return {member.name.shown: data for member, data in found.members}


@_NEEDED
@pytest.mark.parametrize(
    "options",
    [
        (),
        ("-ms=off",),
        ("-m0=Copy",),
        ("-m0=PPMd",),
        ("-m0=BZip2",),
        ("-m0=Deflate",),
        ("-m0=LZMA",),
    ],
)
def test_every_usual_packing_is_read(tmp_path: Path, options: tuple[str, ...]) -> None:
    """Solid and not, in every packing 7-Zip offers."""
    found = run(read, _made(tmp_path, *options))
    assert _shown(found) == _MEMBERS
    assert found.failures == []
    assert found.facts["archive.folder"] == "фото"


@_NEEDED
@pytest.mark.parametrize(
    "options", [("-psecret",), ("-psecret", "-mhe=on"), ("-psecret", "-m0=Copy")]
)
def test_a_password_opens_it_and_a_wrong_one_does_not(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Without it, or with a wrong one, nothing is kept that is not the member; with it all
    comes.
    """
    data = _made(tmp_path, *options)
    for given_ in ({}, {"password": "wrong"}):
        found = run(read, data, settings=given_)
        assert set(found.codes) == {"needs-password"}
        assert found.members == []
    assert _shown(run(read, data, settings={"password": "secret"})) == _MEMBERS


@_NEEDED
def test_a_packing_that_is_not_read_is_said(tmp_path: Path) -> None:
    """BCJ2 is not unpacked: every member is named with the way round it, none is called damaged."""
    found = run(read, _made(tmp_path, "-m0=BCJ2", "-m1=LZMA"))
    assert set(found.codes) == {"unsupported"}
    assert len(found.codes) == len(_MEMBERS)


def test_hostile_and_equal_names_lose_no_member() -> None:
    """Names that a library would refuse or rename are kept as they are."""
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        for name in ("../../xxx", "/abs", "same", "same"):
            archive._writestr(name.encode(), name)  # the public call refuses such names
    found = run(read, out.getvalue())
    assert [
        (m.name.shown, m.name.raw.decode("utf-16-le"), d.decode()) for m, d in found.members
    ] == [
        ("../../xxx", "../../xxx", "../../xxx"),
        ("/abs", "/abs", "/abs"),
        ("same", "same", "same"),
        ("same", "same", "same"),
    ]


@_NEEDED
def test_a_damaged_block_keeps_what_came_before(tmp_path: Path) -> None:
    """Members before the damage are whole; the one it hits and those behind are said."""
    data = bytearray(_made(tmp_path, "-m0=Copy"))
    at = bytes(data).index(bytes(range(256)))
    data[at] ^= 1
    found = run(read, bytes(data))
    assert failed(found) == [("фото/b.bin", "damaged")]
    assert set(_shown(found)) == set(_MEMBERS)


def test_a_bomb_is_abandoned_at_the_ratio() -> None:
    """100 MB of zeros are abandoned; the failure says at which limit."""
    packed = _archive(bomb=bytes(100_000_000), after=b"x")
    assert run(read, packed, ratio=1_000_000).failures == []
    found = run(read, packed, ratio=200)
    assert failed(found)[0] == ("", "over-limit") or found.codes[0] == "over-limit"
    assert "bomb" not in _shown(found)


@given(st.integers(0, 100_000), st.binary(min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_change_to_an_archive_ends_in_another_error(at: int, patch: bytes) -> None:
    """Whatever bytes are overwritten, reading ends in records, members and failures."""
    data = bytearray(_ORDINARY)
    at %= len(data)
    data[at : at + len(patch)] = patch
    run(read, bytes(data))


_ORDINARY = _archive(**{"a.txt": b"alpha" * 50, "b.txt": b"beta"})

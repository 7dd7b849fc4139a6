"""Tar archives, plain and packed: every member under its raw name, links and devices said."""

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.fake import run
from tests.intake.archives import contents, failed, names, padded, pax, tar_header
from wellfounded.intake.untrusted import gz
from wellfounded.intake.untrusted.tar import read

_FORMATS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
_END = bytes(1024)


def _tar(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT, mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1709267400
            info.uname = "ilyas"
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("form", ["ustar", "gnu", "pax"])
def test_every_dialect_gives_its_members(form: str) -> None:
    """ustar, GNU and pax archives give the same members; times are seconds in UTC."""
    members = {"a.txt": b"alpha", "d/b.txt": b"b" * 10_000, "empty": b""}
    found = run(read, _tar(members, _FORMATS[form]))
    assert contents(found) == [(n.encode(), d) for n, d in members.items()]
    facts = dict(found.members[0][0].facts)
    assert facts["modified_utc"] == "2024-03-01T04:30:00Z"
    assert facts["user"] == "ilyas"
    assert found.facts["archive.members"] == 3


@pytest.mark.parametrize("form", ["gnu", "pax"])
def test_long_names_and_names_in_any_script_are_whole(form: str) -> None:
    """Names longer than a header, in any script, come back as they were."""
    name = "证据/" + "ئۇيغۇر" * 60 + ".jpg"
    assert names(run(read, _tar({name: b"x"}, _FORMATS[form]))) == [name.encode()]


def test_names_that_are_not_utf_8_keep_their_bytes() -> None:
    """A KOI8-R name is kept as bytes and shown by the guess."""
    raw = "показания свидетеля о событиях на мосту.txt".encode("koi8-r")
    (member, _), *_ = run(read, tar_header(raw, 1) + padded(b"x") + _END).members
    assert member.name.raw == raw
    assert member.name.shown == "показания свидетеля о событиях на мосту.txt"


def test_links_devices_pipes_and_folders_are_said_and_not_made() -> None:
    """Six things that are no files become facts with their target; the file between is a member."""
    kinds = {
        b"1": b"hard",
        b"2": b"sym",
        b"3": b"char",
        b"4": b"block",
        b"5": b"dir",
        b"6": b"pipe",
    }
    data = b"".join(
        tar_header(n, 0, k, link=b"/etc/passwd" if k in b"12" else b"") for k, n in kinds.items()
    )
    found = run(read, data + tar_header(b"file", 1) + padded(b"x") + _END)
    assert names(found) == [b"file"]
    assert found.facts["archive.symbolic-link"] == "sym -> /etc/passwd"
    assert found.facts["archive.hard-link"] == "hard -> /etc/passwd"
    assert found.facts["archive.character-device"] == "char"
    assert found.facts["archive.block-device"] == "block"
    assert found.facts["archive.folder"] == "dir"
    assert found.facts["archive.pipe"] == "pipe"


_TAR = shutil.which("tar")


@pytest.mark.skipif(_TAR is None, reason="tar is not installed")
@pytest.mark.parametrize(
    "form",
    ["--format=gnu", "--format=posix --sparse-version=0.1", "--format=posix --sparse-version=1.0"],
)
def test_sparse_members_have_their_holes(tmp_path: Path, form: str) -> None:
    """A sparse file stored in each of GNU's ways has its full size and bytes again."""
    path = tmp_path / "hole"
    with path.open("wb") as file:
        for at in (0, 300_000, 5_000_000):
            file.seek(at)
            file.write(b"data" * 100)
        file.truncate(6_000_000)
    command = [str(_TAR), "-S", *form.split(), "-cf", "x.tar", "hole"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    packed = (tmp_path / "x.tar").read_bytes()
    assert len(packed) < 100_000
    found = run(read, packed)
    assert contents(found) == [(b"hole", path.read_bytes())]
    assert dict(found.members[0][0].facts)["sparse"] == "yes"


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_packed_tar_is_read_in_passing(mode: str) -> None:
    """A .tar.gz gives the members of the tar, not the tar."""
    members = {"a": b"alpha" * 9000, "b": b"beta"}
    found = run(gz.read, _tar(members, mode=mode), "x.tgz")
    assert contents(found) == [(n.encode(), d) for n, d in members.items()]
    assert found.facts["archive.inside"] == "tar"


def test_bytes_that_are_no_header_are_passed_over_and_said() -> None:
    """A damaged header loses its own member at most: the ones behind it are found again."""
    whole = _tar({"a": b"alpha", "b": b"beta" * 400, "c": b"gamma"}, tarfile.USTAR_FORMAT)
    at = 1024
    broken = whole[:at] + b"\xff" * 512 + whole[at + 512 :]
    found = run(read, broken)
    assert names(found) == [b"a", b"c"]
    assert found.codes == ["damaged"]


def test_an_archive_that_breaks_off_keeps_what_came() -> None:
    """The member cut in the middle is kept as far as it came, and said to be damaged."""
    whole = _tar({"a": b"alpha", "b": bytes(range(256)) * 40}, tarfile.USTAR_FORMAT)
    found = run(read, whole[:3000])
    assert [(n, len(d)) for n, d in contents(found)] == [(b"a", 5), (b"b", 3000 - 1536)]
    assert failed(found) == [("b", "damaged")]


def test_a_huge_pax_header_is_bounded_and_the_next_members_come() -> None:
    """A header record of 3 MB is cut and said; its member and the next are read."""
    record = pax(path=b"n" * 3_000_000)
    data = tar_header(b"pax", len(record), b"x") + padded(record)
    data += tar_header(b"short", 1) + padded(b"x") + tar_header(b"next", 1) + padded(b"y") + _END
    found = run(read, data)
    assert names(found) == [b"short", b"next"]
    assert found.codes == ["over-limit"]


_NAME = st.binary(min_size=1, max_size=99).filter(lambda n: b"\0" not in n and not n.endswith(b"/"))


@given(st.lists(st.tuples(_NAME, st.binary(max_size=1200)), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_names_and_bytes_come_back(members: list[tuple[bytes, bytes]]) -> None:
    """Whatever bytes a name has and however often it stands there, each member comes out once,
    unchanged.
    """
    data = b"".join(tar_header(n, len(d)) + padded(d) for n, d in members)
    assert contents(run(read, data + _END)) == members


@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_change_to_an_archive_ends_in_another_error(at: int, patch: bytes) -> None:
    """Whatever bytes are overwritten, reading ends in records, members and failures."""
    data = bytearray(_tar({"a": b"alpha", "ä" * 80: b"beta" * 200}))
    at %= len(data)
    data[at : at + len(patch)] = patch
    run(read, bytes(data))

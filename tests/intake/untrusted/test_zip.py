"""Zip archives: every member under its raw name, with what the archive says of it."""

import io
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.fake import run
from tests.intake.archives import contents, failed, names, plain_zip, zip_of
from wellfounded.intake.untrusted.zip import read


def test_members_come_out_in_order_with_their_bytes() -> None:
    """An ordinary archive gives its members in the order of its directory."""
    found = run(read, plain_zip(**{"a.txt": b"alpha", "b/c.txt": b"beta" * 1000}))
    assert contents(found) == [(b"a.txt", b"alpha"), (b"b/c.txt", b"beta" * 1000)]
    assert found.failures == []
    assert found.facts["archive.members"] == 2


@pytest.mark.parametrize("method", [0, 8, 12, 14])
def test_every_method_the_library_writes_is_read(method: int) -> None:
    """Stored, deflate, bzip2 and lzma members are unpacked."""
    data = bytes(range(256)) * 5000
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("x", data)
        archive.writestr("empty", b"")
    assert contents(run(read, out.getvalue())) == [(b"x", data), (b"empty", b"")]


def test_times_are_kept_as_written() -> None:
    """DOS times have no zone and get none; the extended field's time is said to be UTC."""
    found = run(read, zip_of([(b"a", b"x")]))
    facts = dict(found.members[0][0].facts)
    assert facts["modified"] == "2024-03-01T12:29:10"
    assert "modified_utc" not in facts
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("b", (2024, 3, 1, 12, 30, 0))
        info.extra = struct.pack("<2HBi", 0x5455, 5, 1, 1709267400)
        archive.writestr(info, b"x")
    facts = dict(run(read, out.getvalue()).members[0][0].facts)
    assert facts["modified"] == "2024-03-01T12:30:00"
    assert facts["modified_utc"] == "2024-03-01T04:30:00Z"


@pytest.mark.parametrize(
    ("text", "codec", "charset"),
    [
        ("证据/现场照片一.jpg", "gb18030", "gb18030"),
        ("証據/現場照片說明文件.jpg", "big5", "big5"),
        ("фотографии/свидетель на мосту.jpg", "cp866", "ibm866"),
        ("фотографии/свидетель на мосту.jpg", "cp1251", "windows-1251"),
        ("фотографии/свидетель на мосту.jpg", "koi8-r", "koi8-r"),
        ("写真/きのうの証言について.txt", "shift_jis", "shift_jis"),
        ("صور/شهادة من المدينة.txt", "cp1256", "windows-1256"),
        ("Müller über Größe.txt", "cp437", "cp437"),
        ("ئۇيغۇر/گۇۋاھ.txt", "utf-8", "utf-8"),
    ],
)
def test_legacy_names_keep_their_bytes_and_the_guess(text: str, codec: str, charset: str) -> None:
    """Names without a mark are shown by the likeliest charset of all names; the bytes are kept."""
    (member, _), *_ = run(read, zip_of([(text.encode(codec), b"x"), (b"plain", b"y")])).members
    assert member.name.raw == text.encode(codec)
    assert (member.name.shown, member.name.charset) == (text, charset)


def test_a_name_that_is_not_what_its_mark_says_is_shown_with_escapes() -> None:
    """Bytes marked as UTF-8 that are none are kept and never silently replaced."""
    (member, _), *_ = run(read, zip_of([(b"a\xff\xfeb", b"x")], flags=0x800)).members
    assert member.name.raw == b"a\xff\xfeb"
    assert "\ufffd" not in member.name.shown


def test_a_local_name_that_differs_is_said() -> None:
    """The directory's name is the member's; the other one is a fact beside it."""
    found = run(read, zip_of([(b"invoice.pdf", b"x")], local_names=[b"payload.exe"]))
    assert names(found) == [b"invoice.pdf"]
    assert dict(found.members[0][0].facts)["name_in_header"] == "payload.exe"


def test_what_stands_before_and_after_is_said() -> None:
    """Bytes in front of the archive or behind it do not hide its members, and are counted."""
    found = run(read, zip_of([(b"a", b"x")], before=b"MZ" + bytes(500)) + b"more")
    assert names(found) == [b"a"]
    assert found.facts["zip.bytes-before"] == 502
    assert found.facts["zip.bytes-after"] == 4


def test_comments_and_folders_are_facts() -> None:
    """A folder entry is no item; a comment is shown as written."""
    found = run(
        read, zip_of([(b"folder/", b""), (b"folder/a", b"x")], method=0, comment="заметка".encode())
    )
    assert names(found) == [b"folder/a"]
    assert found.facts["archive.folder"] == "folder/"
    assert found.facts["archive.comment"] == "заметка"


def test_a_folder_packed_as_nothing_is_a_folder() -> None:
    """Java's writer gives folders the two bytes that deflate makes of nothing: no item comes of
    it.
    """
    found = run(read, zip_of([(b"META-INF/", b""), (b"META-INF/a", b"x")], method=8))
    assert names(found) == [b"META-INF/a"]


def test_a_symbolic_link_is_said_and_not_followed() -> None:
    """The link's target is the member's bytes, and the member is marked."""
    found = run(read, zip_of([(b"l", b"/etc/passwd")], mode=0o120777, method=0))
    assert contents(found) == [(b"l", b"/etc/passwd")]
    assert dict(found.members[0][0].facts)["link"] == "symbolic"


_SEVENZIP = shutil.which("7z")


@pytest.mark.skipif(_SEVENZIP is None, reason="7z is not installed")
@pytest.mark.parametrize("cipher", ["ZipCrypto", "AES128", "AES256"])
def test_a_password_opens_what_7z_locked(tmp_path: Path, cipher: str) -> None:
    """Without the password each member is a Failure needs-password; with it all bytes come."""
    (tmp_path / "a.txt").write_bytes(b"witness " * 3000)
    command = [str(_SEVENZIP), "a", "-tzip", f"-mem={cipher}", "-ppass word", "x.zip", "a.txt"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    data = (tmp_path / "x.zip").read_bytes()
    assert failed(run(read, data)) == [("a.txt", "needs-password")]
    assert failed(run(read, data, settings={"password": "wrong"})) == [("a.txt", "needs-password")]
    opened = run(read, data, settings={"password": "pass word"})
    assert contents(opened) == [(b"a.txt", b"witness " * 3000)]
    assert opened.failures == []


@pytest.mark.skipif(_SEVENZIP is None, reason="7z is not installed")
def test_deflate64_and_streamed_sizes_are_read(tmp_path: Path) -> None:
    """Deflate64 as Windows writes it for large files, and sizes that follow the bytes."""
    data = bytes(range(256)) * 3000
    (tmp_path / "a.bin").write_bytes(data)
    command = [str(_SEVENZIP), "a", "-tzip", "-mm=Deflate64", "x.zip", "a.bin"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert contents(run(read, (tmp_path / "x.zip").read_bytes())) == [(b"a.bin", data)]


class _Unseekable(io.RawIOBase):
    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.data += data
        return len(data)


def test_an_archive_written_to_a_pipe_is_read_with_and_without_its_directory() -> None:
    """Sizes behind the bytes are taken from the directory; without one, from where the next
    begins.
    """
    out = _Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("a", b"alpha" * 100)
        archive.writestr("b", b"beta" * 100)
    whole = bytes(out.data)
    expected = [(b"a", b"alpha" * 100), (b"b", b"beta" * 100)]
    assert contents(run(read, whole)) == expected
    cut = run(read, whole[: whole.index(b"PK\1\2")])
    assert contents(cut) == expected
    assert cut.codes == ["damaged"]


def test_zip64_sizes_and_counts_are_read() -> None:
    """A member forced into zip64 has its sizes in the extra field."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a", "w", force_zip64=True) as member:
        member.write(b"x" * 1000)
    assert contents(run(read, out.getvalue())) == [(b"a", b"x" * 1000)]


_NAMES = st.lists(
    st.tuples(st.binary(min_size=1, max_size=60), st.binary(max_size=200)), max_size=6
)


@given(_NAMES)
@settings(max_examples=150, deadline=None)
def test_any_names_and_bytes_come_back(members: list[tuple[bytes, bytes]]) -> None:
    """Whatever bytes a name has and however often it stands there, each member comes out once,
    unchanged.
    """
    members = [(n, d) for n, d in members if not n.endswith(b"/")]
    assert contents(run(read, zip_of(members))) == members


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_no_change_to_an_archive_ends_in_another_error(at: int, patch: bytes) -> None:
    """Whatever bytes are overwritten, reading ends in records, members and failures."""
    data = bytearray(plain_zip(**{"a.txt": b"alpha" * 50, "b.txt": b"beta"}))
    at %= len(data)
    data[at : at + len(patch)] = patch
    run(read, bytes(data))

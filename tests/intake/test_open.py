"""Opening: only a regular file, never waiting, and a change while reading is seen."""

import os
from pathlib import Path

import pytest

from wellfounded.intake.open import not_taken, reading
from wellfounded.intake.walk import Offered, offered
from wellfounded.terms.errors import Refused, Unavailable, WellfoundedError


def test_a_quiet_file_reads_as_unchanged(tmp_path: Path) -> None:
    """A file nobody touches is not said to have changed."""
    path = tmp_path / "a"
    path.write_bytes(b"hello")
    with reading(os.fsencode(path)) as original:
        assert os.read(original.fd, 100) == b"hello"
        assert original.size == 5
        assert not original.changed()


@pytest.mark.parametrize("how", ["longer", "same size", "shorter"])
def test_a_file_that_changes_while_read_is_seen(tmp_path: Path, how: str) -> None:
    """Any write between open and the last read shows, also one that leaves the size as it was."""
    path = tmp_path / "a"
    path.write_bytes(b"hello")
    os.utime(path, ns=(0, 0))
    with reading(os.fsencode(path)) as original:
        assert not original.changed()
        path.write_bytes({"longer": b"hello, all", "same size": b"HELLO", "shorter": b"h"}[how])
        assert original.changed()


def test_a_pipe_or_link_put_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    """What was a file during the walk and is a pipe, link, folder or nothing now is refused at
    once.
    """
    place = tmp_path / "place"
    place.write_bytes(b"x")
    (offer,) = offered([place])
    assert isinstance(offer, Offered)
    codes = []
    for swap in (lambda: os.mkfifo(place), lambda: place.symlink_to("/etc/passwd"), place.mkdir):
        if place.is_dir():
            place.rmdir()
        else:
            place.unlink()
        swap()
        with pytest.raises(WellfoundedError) as caught, reading(offer.path):
            pass
        assert isinstance(caught.value, Refused)
        codes.append(not_taken(offer, caught.value).code)
    assert codes == ["not-a-file", "symlink", "not-a-file"]
    place.rmdir()
    with pytest.raises(Unavailable) as gone, reading(offer.path):
        pass
    assert gone.value.code == "vanished"


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    """Neither a reading that ends well nor one that is refused leaks a descriptor."""
    (tmp_path / "a").write_bytes(b"x")
    os.mkfifo(tmp_path / "p")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(50):
        with reading(os.fsencode(tmp_path / "a")):
            pass
        with pytest.raises(Refused), reading(os.fsencode(tmp_path / "p")):
            pass
    assert len(list(Path("/proc/self/fd").iterdir())) == before

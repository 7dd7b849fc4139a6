"""Office files and messages of the older container: told apart by their streams, and each says what a person can do."""

from __future__ import annotations

import pytest

from tests.extract.fake import run
from wellfounded.extract.untrusted import ole

_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


def container(stream: str) -> bytes:
    """Give the bytes that matter of a compound file with a stream of this name."""
    return _MAGIC + bytes(504) + stream.encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize(
    ("stream", "code", "step"),
    [
        ("WordDocument", "unsupported", "save a copy as docx"),
        ("Workbook", "unsupported", "save a copy as docx, xlsx"),
        ("PowerPoint Document", "unsupported", "or PDF"),
        ("__properties_version1.0", "unsupported", "as .eml"),
        ("EncryptedPackage", "needs-password", "save a copy without one"),
        ("Something", "unsupported", "save a copy"),
    ],
)
def test_what_is_not_read_says_what_a_person_can_do(stream: str, code: str, step: str) -> None:
    """A message is not sent to an office program, an encrypted document asks for its password."""
    found = run(ole.read, container(stream))
    (failure,) = found.failures
    assert failure.code == code
    assert step in failure.next

"""Names of files that are handed out are harmless, unique, and the same for the same items."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfounded.case.present.export_names import LONGEST, harmless


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("clip.mp4", "clip.mp4"),
        ("صورة ١.jpg", "صورة ١.jpg"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("-rf .txt", "rf .txt"),
        (".bashrc", "bashrc"),
        ("CON.txt", "_CON.txt"),
        ("a\u202egnp.exe", "a_gnp.exe"),
        ("$(id)`x`.txt", "_(id)_x_.txt"),
        ("two\nlines\\.txt", "two_lines_.txt"),
        ("trailing. ", "trailing"),
        ("...", ""),
        ("\x00/\x1b", ""),
    ],
)
def test_a_name_is_made_harmless(name: str, safe: str) -> None:
    """What stays is what a person reads; nothing climbs, hides, runs, reverses or is a device."""
    assert harmless(name) == safe


@given(st.text(max_size=300))
def test_no_name_is_more_than_a_name(name: str) -> None:
    """Whatever comes in: short, composed, without separator, control or override, and made no further by a second run."""
    safe = harmless(name)
    assert len(safe.encode()) <= LONGEST + 1
    assert not set(safe) & set("/\\:*?\"<>|$`'&;!~#%{}\n\r\t\0")
    assert not safe.startswith((".", "-", " "))
    assert not safe.endswith((".", " "))
    assert all(unicodedata.category(c)[0] in "LMN" or c in " ._-()+,@" for c in safe)
    assert harmless(safe) == safe

"""The default set of libraries holds no Python code under the GPL or AGPL."""

import importlib.metadata
import re

import pytest

from tests.house import lock

_STRONG = re.compile(r"(?<!L)(?<!Lesser )\b(A?GPL|(Affero )?General Public)", re.IGNORECASE)
_LESSER = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)

LESSER = {"inflate64", "multivolumefile", "py7zr", "pybcj", "pyppmd"}
"""Libraries under the LGPL, used unchanged as separate wheels; NOTICE names them."""


def statements(metadata: importlib.metadata.PackageMetadata) -> list[str]:
    """What a library says of its licence: the expression if it has one, else field and classifiers.

    The licence field may hold the whole text; its first line names it.
    """
    if "License-Expression" in metadata:
        return [metadata["License-Expression"]]
    field = metadata["License"].strip().splitlines()[:1] if "License" in metadata else []
    classifiers = metadata.get_all("Classifier") or []
    return field + [c for c in classifiers if c.startswith("License ::")]


def is_strong(statement: str) -> bool:
    """True where using the library means the GPL or AGPL: no other choice is offered."""
    choices = re.split(r"\s+OR\s+", statement)
    return all(_STRONG.search(_LESSER.sub("", choice)) for choice in choices)


def _installed() -> dict[str, importlib.metadata.PackageMetadata]:
    return {lock.normal(d.name): d.metadata for d in importlib.metadata.distributions()}


def test_no_library_of_the_default_set_is_under_gpl_or_agpl() -> None:
    """Each pinned and installed library says its licence, and it is neither."""
    installed = _installed()
    checked = [name for name in lock.pins(lock.text("default")) if name in installed]
    assert len(checked) > 30
    assert {n for n in checked if not statements(installed[n])} == set()
    assert {n for n in checked if any(map(is_strong, statements(installed[n])))} == set()


def test_libraries_under_the_lgpl_are_named() -> None:
    """Those of the default set are the ones NOTICE tells users about."""
    installed = _installed()
    pins = lock.pins(lock.text("default"))
    found = {
        name
        for name in pins
        if name in installed
        and any(_LESSER.search(s) and " OR " not in s for s in statements(installed[name]))
    }
    assert found == LESSER
    notice = lock.PYPROJECT.with_name("NOTICE").read_text(encoding="utf-8")
    assert all(name in notice for name in LESSER)


@pytest.mark.parametrize(
    ("statement", "strong"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("GNU GPL v2", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("GPL-2.0-only OR AGPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("LGPL-2.1-or-later", False),
        (
            "License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)",
            False,
        ),
        ("BSD-3-Clause", False),
    ],
)
def test_strong_licences_are_told_from_others(statement: str, strong: bool) -> None:
    """The reading of a licence statement sees the GPL in each of its spellings, and only it."""
    assert is_strong(statement) is strong

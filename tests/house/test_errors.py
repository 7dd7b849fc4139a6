"""No `assert` and no broad `except`: in evidence software each is a file quietly not examined."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import Module, read, write

BROAD_ALLOWED: set[str] = set()
"""Where everything is caught, because each place records a Failure: "path function"."""

_BROAD = {"Exception", "BaseException"}


def _names(node: ast.expr | None) -> set[str]:
    if isinstance(node, ast.Tuple):
        return set[str]().union(*(_names(item) for item in node.elts))
    return {getattr(node, "id", getattr(node, "attr", ""))}


def _is_broad(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        return node.type is None or bool(_names(node.type) & _BROAD)
    if isinstance(node, ast.Call) and "suppress" in _names(node.func):
        return any(_names(arg) & _BROAD for arg in node.args)
    return False


def _walk(node: ast.AST, function: str = "") -> Iterator[tuple[ast.AST, str]]:
    for child in ast.iter_child_nodes(node):
        named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        inside = child.name if named else function  # type: ignore[attr-defined]
        yield child, inside
        yield from _walk(child, inside)


def swallowing(modules: list[Module]) -> list[str]:
    """Every assert, and every except or suppress that would catch anything."""
    found = []
    for module in modules:
        for node, function in _walk(module.tree):
            if isinstance(node, ast.Assert):
                found.append(module.at(node, "assert"))
            elif _is_broad(node) and f"{module.path} {function}" not in BROAD_ALLOWED:
                found.append(module.at(node, f"catches everything in {function or 'the module'}"))
    return found


def test_nothing_is_swallowed() -> None:
    """No assert, and no broad except but those that record a Failure."""
    assert swallowing(read()) == []


def test_each_allowed_place_still_exists() -> None:
    """The list of allowed places does not outlive them."""
    modules = read()
    broad = {f"{m.path} {f}" for m in modules for node, f in _walk(m.tree) if _is_broad(node)}
    assert BROAD_ALLOWED - broad == set()


@pytest.mark.parametrize(
    "text",
    [
        "assert x",
        "try: pass\nexcept: pass",
        "def f():\n    try: pass\n    except Exception: pass",
        "try: pass\nexcept (OSError, builtins.BaseException): pass",
        "with contextlib.suppress(Exception): pass",
    ],
)
def test_a_breach_is_seen(text: str, tmp_path: Path) -> None:
    """Each way to swallow an error is seen; a narrow except is not."""
    assert len(swallowing(write(tmp_path, {"a.py": text}))) == 1
    assert swallowing(write(tmp_path, {"a.py": "try: pass\nexcept OSError: pass"})) == []

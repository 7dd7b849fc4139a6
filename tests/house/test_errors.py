"""No `assert` and no broad `except`: in evidence software each is a file quietly not examined."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import Module, read, write

BROAD_ALLOWED = {
    "wellfounded/sandbox/decoding.py _run",  # whatever a decoder raises becomes the item's Failure
    "wellfounded/sandbox/worker.py _warm",  # whatever its import raises is told to the caller
}
"""Where everything is caught, because each place records a Failure: "path function"."""

_BROAD = {"Exception", "BaseException"}


def _names(node: ast.expr | None) -> set[str]:
    if isinstance(node, ast.Tuple):
        return set[str]().union(*(_names(item) for item in node.elts))
    return {getattr(node, "id", getattr(node, "attr", ""))}


def _is_broad(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        passes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        return not passes_on and (node.type is None or bool(_names(node.type) & _BROAD))
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
    """Every assert, and every except or suppress that would catch anything and keep it.

    One that tidies up and ends in a bare `raise` keeps nothing.
    """
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
        "try: pass\nexcept Exception:\n    raise\n    f()",
        "def f():\n    try: pass\n    except Exception: pass",
        "try: pass\nexcept (OSError, builtins.BaseException): pass",
        "with contextlib.suppress(Exception): pass",
    ],
)
def test_a_breach_is_seen(text: str, tmp_path: Path) -> None:
    """Each way to swallow an error is seen; a narrow except is not, nor one that passes it on."""
    assert len(swallowing(write(tmp_path, {"a.py": text}))) == 1
    assert swallowing(write(tmp_path, {"a.py": "try: pass\nexcept OSError: pass"})) == []
    tidy = "try: pass\nexcept BaseException:\n    close()\n    raise"
    assert swallowing(write(tmp_path, {"a.py": tidy})) == []

"""Every public name says what it gives; every function says what it takes and returns."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import Module, functions, read, write

Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _is_overload(node: Documented) -> bool:
    return any(getattr(d, "id", getattr(d, "attr", "")) == "overload" for d in node.decorator_list)


def _public(body: list[ast.stmt]) -> Iterator[Documented]:
    for node in body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            if not _is_overload(node):
                yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)


def undocumented(modules: list[Module]) -> list[str]:
    """Public modules, classes, functions and methods without one; an empty file needs none."""
    found = []
    for module in modules:
        if module.text.strip() and not ast.get_docstring(module.tree):
            found.append(module.at(1, "module without docstring"))
        found += [
            module.at(node, f"{node.name} without docstring")
            for node in _public(module.tree.body)
            if not ast.get_docstring(node)
        ]
    return found


def _bare_parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    given = function.args
    for n, arg in enumerate([*given.posonlyargs, *given.args]):
        if not arg.annotation and not (n == 0 and arg.arg in {"self", "cls"}):
            yield arg.arg
    rest = [*given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    yield from (arg.arg for arg in rest if not arg.annotation)
    if function.returns is None:
        yield "return"


def unannotated(modules: list[Module]) -> list[str]:
    """Parameters and returns without a type, private functions included."""
    return [
        module.at(function, f"{function.name} does not type {name}")
        for module in modules
        for function in functions(module.tree)
        for name in _bare_parameters(function)
    ]


def test_everything_public_is_documented() -> None:
    """Modules, classes, functions and methods."""
    assert undocumented(read()) == []


def test_everything_is_typed() -> None:
    """All parameters and all returns."""
    assert unannotated(read()) == []


def test_gaps_are_seen(tmp_path: Path) -> None:
    """A missing docstring at each level and a missing type at each place are seen."""
    text = (
        "class Named:\n    def shown(self, x, *y, z, **w): pass\n"
        "    def _kept(self) -> None: pass\n"
        "class _Hidden:\n    def f(self) -> None: pass\n"
    )
    modules = write(tmp_path, {"a.py": text})
    assert [f.split(" ", 1)[1].split()[0] for f in undocumented(modules)] == [
        "module",
        "Named",
        "shown",
    ]
    assert [f.rsplit(" ", 1)[1] for f in unannotated(modules)] == ["x", "z", "y", "w", "return"]

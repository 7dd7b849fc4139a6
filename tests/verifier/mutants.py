"""The program with one of its checks taken out, for every check it has."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from wellfounded.verifier import wellfounded_verify

SOURCE = Path(wellfounded_verify.__file__).read_text("utf-8")
Change = tuple[str, str, bool, Callable[[], None], Callable[[], None]]


def mutants() -> Iterator[tuple[str, str, bool, ModuleType]]:
    """Give for each check its place (the line as it stands), its code, whether it is one of the curve, and the program without it.

    A check is a call of `need`, each operand of an `and` in one, each operand of the verdict on a signature, a point and the end of a
    proof, and each guard that says `cannot check` and returns.
    """
    tree = ast.parse(SOURCE)
    for place, code, curve, remove, restore in list(_changes(tree)):
        remove()
        module = ModuleType("mutant")
        exec(compile(ast.fix_missing_locations(tree), "mutant", "exec"), module.__dict__)  # noqa: S102
        restore()
        yield place, code, curve, module


def _changes(tree: ast.Module) -> Iterator[Change]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "need":
            code = getattr(node.args[1], "value", "")
            yield (_place(node), code, False, *_swap(node.args, 0))
            yield from _operands(node.args[0], code, curve=False)
        elif isinstance(node, ast.FunctionDef) and node.name in ("signed", "point", "chains"):
            whole = node.name != "signed" or len(node.args.args) == 3
            curve = node.name != "chains"
            yield from _operands(node, "", curve=curve) if whole else ()
        elif isinstance(node, ast.If) and _says_unsure(node):
            yield (_place(node), "", False, *_off(node))


def _operands(node: ast.AST, code: str, *, curve: bool) -> Iterator[Change]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.BoolOp) and isinstance(inner.op, ast.And):
            for number in range(len(inner.values)):
                place = f"{_place(inner)} operand {number}"
                yield (place, code, curve, *_swap(inner.values, number))


def _place(node: ast.expr | ast.stmt) -> str:
    return SOURCE.splitlines()[node.lineno - 1].strip()


def _says_unsure(node: ast.If) -> bool:
    texts = {c.value for c in ast.walk(node) if isinstance(c, ast.Constant)}
    return "cannot check" in texts and any(isinstance(n, ast.Return) for n in node.body)


def _swap(values: list[ast.expr], at: int) -> tuple[Callable[[], None], Callable[[], None]]:
    kept = values[at]

    def remove() -> None:
        values[at] = ast.copy_location(ast.Constant(True), kept)

    def restore() -> None:
        values[at] = kept

    return remove, restore


def _off(node: ast.If) -> tuple[Callable[[], None], Callable[[], None]]:
    kept = node.test

    def remove() -> None:
        node.test = ast.copy_location(ast.Constant(False), kept)

    def restore() -> None:
        node.test = kept

    return remove, restore

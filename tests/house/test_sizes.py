"""Small files with one idea, short functions."""

import ast
from pathlib import Path

from tests.house.tree import Module, functions, read, write

FILE_LINES = 400
FUNCTION_LINES = 60
LONGER = {
    "wellfounded/verifier/wellfounded_verify.py": 600,
    "wellfounded/verifier/wellfounded_verify_packet.py": 600,
}
"""Files that may be longer: the program that is handed out is one file, and one beside it for packets, so that one person can
read it and put it anywhere."""


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, the docstring not counted."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is not None:
        first = function.body[0]
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def too_long(modules: list[Module]) -> list[str]:
    """Files and functions over the limit, with their length."""
    found = []
    for module in modules:
        lines = len(module.text.splitlines())
        if lines > LONGER.get(module.path, FILE_LINES):
            found.append(module.at(1, f"file of {lines} lines"))
        for function in functions(module.tree):
            length = _body_lines(function)
            if length > FUNCTION_LINES:
                found.append(module.at(function, f"{function.name} of {length} lines"))
    return found


def test_no_file_and_no_function_is_too_long() -> None:
    """At most 400 lines a file and 60 a function."""
    assert too_long(read()) == []


def test_length_is_seen(tmp_path: Path) -> None:
    """One line over is seen, at the limit passes; a docstring does not count against a function."""

    def function(lines: int) -> str:
        return 'def f():\n    """Doc."""\n' + "    pass\n" * (lines - 1)

    assert too_long(write(tmp_path / "a", {"a.py": "x = 1\n" * 400 + "\n"})) != []
    assert too_long(write(tmp_path / "b", {"a.py": "x = 1\n" * 400})) == []
    assert too_long(write(tmp_path / "c", {"a.py": function(61)})) != []
    assert too_long(write(tmp_path / "d", {"a.py": function(60)})) == []

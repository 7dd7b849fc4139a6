"""What Python 3.9 does not know: its syntax by the parser, its library by a list of what came later."""

from __future__ import annotations

import ast
from collections.abc import Iterator

VERSION = (3, 9)
LATER_NAMES = frozenset(
    "pairwise batched bit_count file_digest tomllib UTC StrEnum ExceptionGroup BaseExceptionGroup add_note aiter anext"
    " Self TypeAlias ParamSpec TypeGuard TypeIs LiteralString Never assert_never assert_type override NotRequired Required"
    " Unpack TypeVarTuple dataclass_transform chdir full_match orig_argv stdlib_module_names packages_distributions"
    " EncodingWarning annotationlib sumprod getencoding is_junction process_cpu_count TaskGroup".split()
)
"""Modules, functions, classes and attributes that came after 3.9."""

LATER_KEYWORDS = {
    "zip": {"strict"},
    "dataclass": {"slots", "kw_only", "match_args", "weakref_slot"},
    "field": {"kw_only"},
    "print_exception": {"exc"},
    "bisect": {"key"}, "bisect_left": {"key"}, "bisect_right": {"key"}, "insort": {"key"},
    "ArgumentParser": {"suggest_on_error", "color"},
    "add_argument": {"deprecated"},
    "ZipFile": {"metadata_encoding"},
}  # fmt: skip
"""Keywords that came after 3.9, by the function that takes them."""

FULL_CALLS = {"to_bytes": 2, "from_bytes": 2}
"""Calls that need all their arguments before 3.11."""

_TYPES = {"int", "str", "bytes", "bool", "float", "list", "dict", "set", "tuple", "None"}


def too_new(text: str) -> list[str]:
    """Give what of a program Python 3.9 does not know, with its line."""
    try:
        tree = ast.parse(text, feature_version=VERSION)
    except SyntaxError as exc:
        return [f"line {exc.lineno}: {exc.msg}"]
    return [f"line {line}: {what}" for line, what in sorted(_found(tree))]


def _found(tree: ast.Module) -> Iterator[tuple[int, str]]:
    late = any(
        isinstance(n, ast.ImportFrom)
        and n.module == "__future__"
        and n.names[0].name == "annotations"
        for n in tree.body
    )
    notes = (
        {id(inner) for note in _annotations(tree) for inner in ast.walk(note)} if late else set()
    )
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Match | ast.TryStar):
            yield line, type(node).__name__
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {a.name for a in node.names} | {getattr(node, "module", None) or ""}
            yield from ((line, name) for name in names if set(name.split(".")) & LATER_NAMES)
        elif isinstance(node, ast.Attribute) and node.attr in LATER_NAMES:
            yield line, node.attr
        elif isinstance(node, ast.Name) and node.id in LATER_NAMES:
            yield line, node.id
        elif isinstance(node, ast.Call):
            yield from ((line, what) for what in _call(node))
        elif (
            isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and id(node) not in notes
        ):
            yield from _union(node, line)


def _union(node: ast.BinOp, line: int) -> Iterator[tuple[int, str]]:
    if {_named(node.left), _named(node.right)} & _TYPES:
        yield line, "a union of types that is computed"


def _call(node: ast.Call) -> Iterator[str]:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    for keyword in node.keywords:
        if keyword.arg in LATER_KEYWORDS.get(name, ()):
            yield f"{name}({keyword.arg}=)"
    if name in FULL_CALLS and len(node.args) + len(node.keywords) < FULL_CALLS[name]:
        yield f"{name} without the byte order"


def _annotations(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if (found := getattr(node, name, None)) is not None:
                yield found


def _named(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else getattr(node, "id", "")

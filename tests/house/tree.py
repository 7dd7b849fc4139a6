"""The source tree as syntax trees, for the house rules that read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PACKAGE = "wellfounded"


@dataclass(frozen=True, slots=True)
class Module:
    """One file of Python: its dotted name, its path as shown in messages, text and tree."""

    name: str
    path: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The folder under the package, or "" for the package's own files."""
        parts = Path(self.path).parts
        return parts[1] if len(parts) > 2 else ""

    def at(self, node: ast.AST | int, message: str) -> str:
        """A finding: path, line and what is wrong."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 0)
        return f"{self.path}:{line} {message}"


def read(src: Path = SRC) -> list[Module]:
    """All modules under `src`, in the order of their paths."""
    modules = []
    for file in sorted(src.rglob("*.py")):
        path = file.relative_to(src)
        parts = path.with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = file.read_text(encoding="utf-8")
        modules.append(Module(name, path.as_posix(), text, ast.parse(text, str(path))))
    return modules


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """Every name imported, wherever in the file, as a dotted name with its line.

    `from a.b import c` gives "a.b.c": whether c is a module or a name in one is for the reader of
    the answer to decide. Relative imports are resolved.
    """
    is_package = module.path.endswith("__init__.py")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            start = node.module or ""
            if node.level:
                parts = module.name.split(".")
                keep = len(parts) - node.level + (1 if is_package else 0)
                start = ".".join([*parts[:keep], *([start] if start else [])])
            for alias in node.names:
                yield f"{start}.{alias.name}", node.lineno


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def write(folder: Path, files: dict[str, str]) -> list[Module]:
    """A small sample tree under `folder`, read back: what a rule must see, or must let pass."""
    for path, text in files.items():
        file = folder / PACKAGE / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return read(folder)

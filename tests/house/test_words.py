"""Some words are never printed about a claim or a file: they say more than a program can know."""

import ast
import re
from pathlib import Path

from tests.house.tree import SRC, Module, read, write

NEVER = re.compile(
    r"\b(not\s+)?well[\s-]founded\b|\bproven\b|\bverified\b|\bauthentic\b|\bcredible\b|\bgenuine\b"
    r"|\boriginal\s+(clip|video|footage|film|recording)\b",
    re.IGNORECASE,
)

ALLOWED: dict[str, set[str]] = {
    "wellfounded/case/verify/decide.py": {"authentic", "genuine", "verified", "proven", "credible"},
    "wellfounded/law/rules/us-eoir.toml": {'standard = "genuine; credible testimony"'},
}
"""By path, strings that may hold such a word: shown to nobody, a legal term, or refused when a person types it."""

TEMPLATES = {".html", ".j2", ".jinja", ".txt", ".css", ".js", ".svg", ".toml", ".md"}
EVIDENCE = "wellfounded/sample/"
"""The invented evidence: what outlets and people in it say is theirs, not ours."""


def _docstrings(tree: ast.Module) -> set[ast.Constant]:
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, owners)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }


def said_in_code(modules: list[Module]) -> list[str]:
    """String constants that hold such a word. Docstrings count where they are printed as help."""
    found = []
    for module in modules:
        silent = set() if module.room in {"cli", "review"} else _docstrings(module.tree)
        allowed = ALLOWED.get(module.path, set())
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            hit = NEVER.search(node.value)
            if hit and node not in silent and node.value not in allowed:
                found.append(module.at(node, f"says {hit.group()!r}"))
    return found


def said_in_templates(src: Path) -> list[str]:
    """Lines of templates and other shipped text that hold such a word."""
    found = []
    for file in sorted(src.rglob("*")):
        path = file.relative_to(src).as_posix()
        if file.suffix not in TEMPLATES or path.startswith(EVIDENCE) or not file.is_file():
            continue
        allowed = ALLOWED.get(path, set())
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            hit = NEVER.search(line)
            if hit and line.strip() not in allowed:
                found.append(f"{path}:{number} says {hit.group()!r}")
    return found


def test_no_such_word_can_be_printed() -> None:
    """Neither strings in code nor templates hold one."""
    assert said_in_code(read()) == []
    assert said_in_templates(SRC) == []


def test_the_words_are_seen(tmp_path: Path) -> None:
    """Each word is seen in code, in help and in a template; the product's name is none of them."""
    said = ["Well-founded", "not well founded", "proven", "verified", "authentic", "credible"]
    said += ["genuine", "original clip"]
    fine = ["wellfounded", "provenance", "preserved original", "unproven", "authenticate"]
    for folder, words, count in (("said", said, len(said)), ("fine", fine, 0)):
        lines = [f"It is {word}." for word in words]
        files = {
            "report/a.py": "".join(f"f({line!r})\n" for line in lines),
            "cli/b.py": "".join(f"def f():\n    {line!r}\n" for line in lines),
            "terms/c.py": "".join(f"def f():\n    {line!r}\n" for line in lines),
            "report/page.html": "\n".join(lines),
        }
        modules = write(tmp_path / folder, files)
        assert len(said_in_code(modules)) == 2 * count
        assert len(said_in_templates(tmp_path / folder)) == count

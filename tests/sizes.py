"""The size targets of the house, and everything public annotated and documented."""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A migration is one long column of tables, written once and never changed; scaffolds are templates.
SOURCES = ("core", "forms", "rules", "plugins")
LONGEST_MODULE, MEDIAN_MODULE = 300, 100
LONGEST_FUNCTION, P90_FUNCTION, MEDIAN_FUNCTION, MEDIAN_TEST = 40, 25, 8, 12


def main() -> int:
    """Return 0 when every target holds; print each figure, and each place that misses its target."""
    files = [
        path
        for name in SOURCES
        for path in sorted((ROOT / name).rglob("*.py"))
        if not {"scaffold", "migrations"} & set(path.parts)
    ]
    trees = {path: ast.parse(path.read_text("utf-8")) for path in files}
    modules = {path: len(path.read_text("utf-8").splitlines()) for path in files}
    functions = [one for tree in trees.values() for one in _functions(tree)]
    lengths = sorted(_length(one) for one in functions)
    tests = [_length(one) for path in (ROOT / "tests").rglob("test_*.py") for one in _tests(path)]
    figures = (
        ("module median", statistics.median(modules.values()), MEDIAN_MODULE),
        ("module longest", max(modules.values()), LONGEST_MODULE),
        ("function median", statistics.median(lengths), MEDIAN_FUNCTION),
        ("function 90th percentile", lengths[len(lengths) * 9 // 10], P90_FUNCTION),
        ("function longest", lengths[-1], LONGEST_FUNCTION),
        ("test median", statistics.median(tests or [0]), MEDIAN_TEST),
    )
    for name, found, most in figures:
        print(f"{name:<26} {found:>6} (at most {most})")
    places = [
        f"{path.relative_to(ROOT)}:{one.lineno} {one.name}: {_length(one)} lines"
        for path, tree in trees.items()
        for one in _functions(tree)
        if _length(one) > LONGEST_FUNCTION
    ]
    places += [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path, lines in modules.items()
        if lines > LONGEST_MODULE
    ]
    places += [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path, tree in trees.items()
        for line, what in _bare(tree)
    ]
    print("\n".join(places))
    return 1 if places or any(found > most for _, found, most in figures) else 0


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield every function; one that only holds views (a blueprint builder) is judged by the views in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and not any(
            isinstance(inner, ast.FunctionDef) for inner in node.body
        ):
            yield node


def _tests(path: Path) -> Iterator[ast.FunctionDef]:
    return (one for one in _functions(ast.parse(path.read_text("utf-8"))) if one.name.startswith("test_"))


def _length(function: ast.FunctionDef) -> int:
    """Return the lines of the body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1


def _bare(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield public functions and classes of a module that lack a docstring or a return annotation."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield node.lineno, f"{node.name} has no docstring"
        if isinstance(node, ast.FunctionDef) and node.returns is None:
            yield node.lineno, f"{node.name} has no return annotation"


if __name__ == "__main__":
    sys.exit(main())

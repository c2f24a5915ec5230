"""DESIGN: seven top-level folders, `collections` is a folder and never a package, small files and functions."""

import ast

import pytest

from tests.architecture.sources import ROOT, files, python_files, tree

TOP = {
    *("heritage", "collections", "exhibits", "search", "media_pipeline", "frontend", "tests"),
    *("docs", "requirements", ".ci", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENCE", "Makefile"),
    *("README.md", "manage.py", "pyproject.toml"),
}
MAX_FILE_LINES = 250
# A table of cases is longer than what it tests.
MAX_TEST_FILE_LINES = 400
MAX_FUNCTION_LINES = 30
# Functions whose length is their clearest form: tables of steps in which nothing branches.
LONG_FUNCTIONS: set[str] = set()


def test_top_level_is_as_designed():
    assert {path.parts[0] for path in files()} <= TOP


def test_collections_is_not_a_package():
    assert not (ROOT / "collections" / "__init__.py").exists(), "it would hide Python's own collections"


@pytest.mark.parametrize("path", python_files(tests=True), ids=str)
def test_file_holds_one_idea(path):
    lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    assert lines < (MAX_TEST_FILE_LINES if path.parts[0] == "tests" else MAX_FILE_LINES)


def _long_functions() -> set[str]:
    found = set()
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > MAX_FUNCTION_LINES:
                found.add(f"{path}:{node.name}")
    return found


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body; the signature and what explains it do not count."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_functions_are_short():
    assert _long_functions() == LONG_FUNCTIONS


def test_public_functions_are_typed():
    untyped = []
    for path in python_files():
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                if node.returns is None or any(argument.annotation is None for argument in arguments):
                    untyped.append(f"{path}:{node.name}")
    assert untyped == []

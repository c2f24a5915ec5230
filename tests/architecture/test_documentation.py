"""Documentation is tested: a setting or a command without a place in docs/ fails, and so does a dead link."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, files, python_files, tree

SETTINGS = ROOT / "docs" / "settings.md"
COMMANDS = ROOT / "docs" / "commands.md"
# Read by our code, but no setting of ours: Python's, Django's and pytest's own.
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "PYTHONPATH", "PYTEST_XDIST_WORKER"}


def _environment_names() -> set[str]:
    """First arguments of env(…), env.int(…), os.environ.get(…) … and keys of os.environ[…] in our code."""
    names = set()
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and node.args and _is_environment(node.func):
                argument = node.args[0]
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                argument = node.slice
            else:
                continue
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                names.add(argument.value)
    return names - NOT_OURS


def _is_environment(function: ast.expr) -> bool:
    return bool(re.fullmatch(r"env(\.\w+)?|os\.environ\.\w+|os\.getenv", ast.unparse(function)))


def _commands() -> set[str]:
    return {
        path.stem
        for path in python_files()
        if path.parent.name == "commands" and path.parent.parent.name == "management" and path.stem != "__init__"
    }


def test_every_setting_is_documented():
    documented = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", SETTINGS.read_text(), re.MULTILINE))
    assert _environment_names() - documented == set()


def test_no_setting_is_documented_that_does_not_exist():
    documented = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", SETTINGS.read_text(), re.MULTILINE))
    # Read from the environment by the AWS client itself.
    assert documented - _environment_names() <= {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def test_every_command_is_documented():
    documented = set(re.findall(r"^## `(\w+)", COMMANDS.read_text(), re.MULTILINE))
    assert documented == _commands()


@pytest.mark.parametrize("path", [path for path in files() if path.suffix == ".md"], ids=str)
def test_links_lead_somewhere(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    dead = [link for link in targets if "://" not in link and not (ROOT / path.parent / link).exists()]
    assert dead == []


def test_readme_names_the_two_commands():
    text = (ROOT / "README.md").read_text()
    assert "make demo" in text
    assert "make test" in text

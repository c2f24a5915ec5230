"""Imports point one way, and apps speak through the outbox and hooks, never through model signals."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.sources import ROOT, python_files, tree

CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]


def test_imports_point_one_way():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'collections'}"}
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_every_module_of_the_core_has_a_layer():
    """Else import-linter would let it import anything."""
    [contract] = CONTRACT["contracts"]
    placed = {name.strip() for layer in contract["layers"] for name in re.split("[|:]", layer)}
    modules = {f"heritage.{path.stem}" for path in (ROOT / "heritage").glob("*.py") if path.stem != "__init__"}
    modules |= {f"heritage.{path.parent.name}" for path in (ROOT / "heritage").glob("*/__init__.py")}
    assert modules <= placed
    assert set(CONTRACT["root_packages"]) - {"heritage"} <= placed


def test_no_model_signals():
    offenders = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if module.startswith(("django.db.models.signals", "django.dispatch", "wagtail.signals")) or {
                "django.dispatch",
                "django.db.models.signals",
            } & set(names):
                offenders.append(f"{path}:{node.lineno}")
    assert offenders == []

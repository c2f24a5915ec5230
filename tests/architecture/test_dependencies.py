"""Lock files: everything pinned and hashed, and no word on where packages come from."""

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.sources import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_package_is_pinned_and_hashed(path):
    entries = re.split(r"\n(?=\S)", path.read_text().strip())
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize("path", [*LOCKS, ROOT / "frontend" / "package-lock.json"], ids=lambda path: path.name)
def test_no_host_is_named(path):
    text = path.read_text()
    assert not re.search(r"index.url|find-links|@ https?:", text)
    if path.suffix == ".json":
        packages = json.loads(text)["packages"].values()
        assert not [package for package in packages if "resolved" in package]
        assert all(
            "integrity" in package
            for package in packages
            if "version" in package and package.get("name") != "qazyna-frontend"
        )


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("base", []), ("build", ["build"]), ("test", ["build", "test"]), ("lint", ["build", "test", "lint"])],
)
def test_lock_answers_the_project_file(lock, extras):
    """Run requirements/compile.sh when this fails."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.MULTILINE))
    wanted = PROJECT["dependencies"] + [line for extra in extras for line in PROJECT["optional-dependencies"][extra]]
    for requirement in map(Requirement, wanted):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not locked"
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}"

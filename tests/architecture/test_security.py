"""Production settings pass Django's own review, and no template needs what the Content-Security-Policy forbids."""

import os
import re
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, files

TEMPLATES = [path for path in files() if path.suffix == ".html" and "templates" in path.parts]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "heritage.settings.base",
    "SECRET_KEY": "a-long-and-random-key-of-at-least-fifty-characters-0123456789",
    "ALLOWED_HOSTS": "museum.example",
    "PUBLIC_URL": "https://museum.example",
    "ARK_NAAN": "12345",
}


def _manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    command = [sys.executable, "-W", "error::RuntimeWarning", str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False)


def test_check_deploy_is_clean(tmp_path):
    answer = _manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, QAZYNA_VAR=str(tmp_path))
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL"])
def test_what_production_must_know_has_no_default(name, tmp_path):
    environment = {key: value for key, value in PRODUCTION.items() if key != name}
    answer = _manage("check", **environment, QAZYNA_VAR=str(tmp_path))
    assert answer.returncode != 0
    assert name in answer.stderr


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_has_nothing_inline(path):
    text = re.sub(
        r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", (ROOT / path).read_text(encoding="utf-8"), flags=re.DOTALL
    )
    scripts = re.findall(r"<script\b([^>]*)>", text)
    inline = [tag for tag in scripts if "src=" not in tag and not re.search(r"type=.application/(ld\+)?json", tag)]
    assert inline == []
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\s(style|on[a-z]+)=[\"']", text)
    assert "javascript:" not in text

"""A running site with real records, and a browser that is not allowed to leave it.

Run by `make browser`. CHROMIUM names the browser's program when it is not /usr/bin/chromium."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from heritage.processes import Supervisor
from heritage.programs import free_port, web, worker

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTUP_SECONDS = 60


class Site(NamedTuple):
    """`items`, `titles` and `keys` are by the demonstration's own record names, and those of `seed.RESTRICTED`;
    `files` are the first files of those that have any."""

    url: str
    items: dict[str, str]
    titles: dict[str, dict[str, str]]
    keys: dict[str, int]
    people: dict[str, tuple[str, str]]
    files: dict[str, str]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    port = free_port("127.0.0.1", 18700)
    url = f"http://localhost:{port}"
    environment = {
        "DJANGO_SETTINGS_MODULE": "heritage.settings.dev",
        "QAZYNA_VAR": str(tmp_path_factory.mktemp("var")),
        "PUBLIC_URL": url,
        "DEBUG": "false",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'collections'}",
    }
    with pytest.MonkeyPatch.context() as patch, Supervisor(print) as supervisor:
        # SQLite, whatever database the other tests run on.
        patch.delenv("DATABASE_URL", raising=False)
        known = _seed(environment)
        supervisor.start(web("127.0.0.1", port, 1, **environment))
        supervisor.start(worker(1, **environment))
        _wait(f"{url}/readyz")
        yield Site(url, **known)


def _seed(environment: dict[str, str]) -> dict[str, Any]:
    program = [sys.executable, "-m", "tests.browser.seed"]
    done = subprocess.run(
        program, cwd=ROOT, env=os.environ | environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens a window, each with its own cookies. Afterwards no console may hold an error, and no request may have
    left the site."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def _visit(path: str, **options: Any) -> Page:
        context = browser.new_context(base_url=site.url, **({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        context.on("request", lambda request: faults.extend(_left(request, site)))
        context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        page = context.new_page()
        page.goto(path)
        return page

    yield _visit
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def edit(visit: Callable[..., Page], site: Site) -> Callable[..., Page]:
    """Opens a screen of the editor in a window in which the curator has just signed in."""

    def _edit(path: str, **options: Any) -> Page:
        name, password = site.people["curator"]
        page = visit(path, **options)
        page.locator("[name=username]").fill(name)
        page.locator("[name=password]").fill(password)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(re.compile(f"{re.escape(path)}$"))
        return page

    return _edit


def _left(request: Request, site: Site) -> list[str]:
    inside = request.url.startswith((f"{site.url}/", "data:", "blob:"))
    return [] if inside else [f"left the site: {request.url}"]


def _wait(url: str) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(url)

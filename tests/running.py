"""A web server of its own process on the test's own database, files and settings."""

import os
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from heritage.processes import Program, Supervisor
from heritage.programs import free_port, web

ROOT = Path(__file__).resolve().parents[1]
_STARTUP_SECONDS = 60


def database_url() -> str:
    """Of the test's own database, for another process."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    password = quote(known["PASSWORD"] or "", safe="")
    host = f"{known['HOST'] or 'localhost'}:{known['PORT'] or 5432}"
    return f"postgres://{known['USER']}:{password}@{host}/{known['NAME']}"


@contextmanager
def web_server(workers: int = 1, program: Callable[..., Program] = web, **environment: str) -> Iterator[str]:
    """Its address. The test has to write with real transactions, or the server sees nothing."""
    port = free_port("127.0.0.1", 22000 + os.getpid() % 9000)
    url = f"http://127.0.0.1:{port}"
    known = {
        "DJANGO_SETTINGS_MODULE": "heritage.settings.dev",
        "QAZYNA_VAR": str(settings.VAR_DIR),
        "DATABASE_URL": database_url(),
        "PUBLIC_URL": url,
        "DEBUG": "false",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'collections'}",
    }
    with Supervisor(print) as supervisor:
        supervisor.start(program("127.0.0.1", port, workers, **known | environment))
        _wait(f"{url}/healthz")
        yield url


def _wait(url: str) -> None:
    deadline = time.monotonic() + _STARTUP_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise TimeoutError(url) from None
            time.sleep(0.2)

"""The site as an operator runs it: real processes, real signals, logs as they are written."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from heritage.programs import free_port
from tests.database_template import template_path

PROJECT = Path(__file__).resolve().parents[2]


def _processes(var: Path) -> list[int]:
    """Every process that was started with this var folder."""
    marker = f"QAZYNA_VAR={var}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if marker in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _until(condition, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    """A running `manage.py serve` on its own folder: process, address, log file."""
    var = tmp_path_factory.mktemp("var")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS", "CELERY"))
    }
    environment |= {"QAZYNA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "heritage.settings.dev"}
    environment |= {"LOG_FORMAT": "json", "LOG_LEVEL": "INFO", "DEBUG": "false"}
    if template_path().exists():
        shutil.copyfile(template_path(), var / "qazyna.sqlite3")
    manage = [sys.executable, str(PROJECT / "manage.py")]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True, capture_output=True)
    port = free_port("127.0.0.1", 21000 + os.getpid() % 9000)
    command = [*manage, "serve", "--port", str(port), "--web-workers", "1", "--task-workers", "1"]
    with (var / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        assert _until(lambda: _answers(f"{address}/healthz"), 60), (var / "log").read_text()
        yield process, address, var
    finally:
        process.kill()
        _until(lambda: not _processes(var), 20)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _log(var: Path) -> list[dict[str, object]]:
    lines = (var / "log").read_text().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def test_requests_and_tasks_are_told_apart_in_the_log(site):
    _process, address, var = site
    _answers(f"{address}/api/v1/items")
    assert _until(lambda: any(entry.get("task_id") for entry in _log(var)), 30)
    requests = [entry for entry in _log(var) if "/api/v1/items" in str(entry.get("request"))]
    assert requests
    assert len({entry["request_id"] for entry in requests}) == 1
    plain = [line for line in (var / "log").read_text().splitlines() if line.strip() and not line.startswith("{")]
    assert [line for line in plain if "Traceback" in line] == []


def test_ctrl_c_ends_every_process(site):
    process, address, var = site
    assert len(_processes(var)) >= 4, "supervisor, guard, web server and its worker, task worker"
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(30) == 0
    assert _until(lambda: not _processes(var), 10), _processes(var)
    assert not _answers(f"{address}/healthz")


def test_busy_port_gives_the_next_free_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) > port
        with pytest.raises(OSError, match="no free port"):
            free_port("127.0.0.1", port, tries=1)

"""The supervisor leaves nothing behind, however it ends. Real processes, real signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
# Starts a grandchild in its own group, as granian and celery do, and tells its process id.
CHILD = """
import subprocess, sys, time
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1], "a").write(f"{grandchild.pid}\\n")
time.sleep(600)
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + CHILD
PARENT = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("processes", sys.argv[1])
processes = importlib.util.module_from_spec(spec)
sys.modules["processes"] = processes
spec.loader.exec_module(processes)
processes.Supervisor.GRACE_SECONDS = 1.0
with processes.Supervisor() as supervisor:
    for number in range(2):
        supervisor.start(processes.Program(f"child {number}", [sys.executable, "-c", sys.argv[2], sys.argv[3]]))
    sys.exit(supervisor.wait())
"""


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    except FileNotFoundError:
        return False


def until(condition: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Callable[[str], tuple[subprocess.Popen[bytes], Path]]]:
    """Starts a supervisor with two programs; answers it and the file with the grandchildren's process ids."""
    started = []

    def start(child: str) -> tuple[subprocess.Popen[bytes], Path]:
        pids = tmp_path / "pids"
        pids.touch()
        command = [sys.executable, "-c", PARENT, str(PROJECT / "heritage" / "processes.py"), child, str(pids)]
        started.append(subprocess.Popen(command, start_new_session=True))
        assert until(lambda: len(pids.read_text().split()) >= 2)
        return started[-1], pids

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
@pytest.mark.parametrize("child", [CHILD, STUBBORN], ids=["obedient", "stubborn"])
def test_every_process_ends(family, child, number):
    parent, pids = family(child)
    grandchildren = [int(pid) for pid in pids.read_text().split()]
    assert all(alive(pid) for pid in grandchildren)
    os.kill(parent.pid, number)
    assert parent.wait(20) == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    assert until(lambda: not any(alive(pid) for pid in grandchildren))


def test_ended_program_is_started_again(family):
    _parent, pids = family(CHILD)
    before = pids.read_text().split()
    child = int(Path(f"/proc/{before[0]}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(child, signal.SIGKILL)
    assert until(lambda: len(pids.read_text().split()) == 3)
    assert until(lambda: not alive(int(before[0]))), "what the dead program left in its group ends too"


def test_program_that_keeps_failing_stops_all(tmp_path):
    command = [sys.executable, "-c", PARENT, str(PROJECT / "heritage" / "processes.py"), "raise SystemExit(3)", "x"]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert answer.returncode == 1
    assert "ended 3 times at once (status 3)" in answer.stdout

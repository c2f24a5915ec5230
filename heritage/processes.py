"""Runs programs side by side and leaves none behind.

Each program has a process group of its own, so that its own children end with it. Ctrl-C, SIGTERM and SIGHUP end all;
`process_guard` does when this process is killed. A program that ends by itself is started again, unless it keeps
failing at once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

_GUARD = Path(__file__).with_name("process_guard.py")


@dataclass(frozen=True)
class Program:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Running:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    early_ends: int = 0


class Stopped(Exception):
    """A signal asked for the end."""


class Supervisor:
    """`say` gets sentences for the operator. Use as a context manager: leaving it ends every program.

    Lives in the main thread, as it takes over the signals; a signal raises Stopped in the code that runs then."""

    GRACE_SECONDS = 10.0
    EARLY_SECONDS = 5.0
    EARLY_ENDS_ALLOWED = 3

    def __init__(self, say: Callable[[str], None] = print) -> None:
        self._say = say
        self._running: list[_Running] = []

    def __enter__(self) -> "Supervisor":
        command = [sys.executable, "-I", "-S", str(_GUARD), str(self.GRACE_SECONDS)]
        self._guard = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        self._handlers = {number: signal.signal(number, self._on_signal) for number in numbers}
        return self

    def __exit__(self, *_: object) -> None:
        for number in self._handlers:
            signal.signal(number, signal.SIG_IGN)
        self.stop()
        assert self._guard.stdin
        self._guard.stdin.close()
        self._guard.wait()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def start(self, program: Program) -> None:
        self._running.append(_Running(program, self._spawn(program), time.monotonic()))

    def wait(self) -> int:
        """Until a signal (0) or until a program cannot be kept running (1)."""
        try:
            while True:
                for running in self._running:
                    if running.process.poll() is not None and not self._start_again(running):
                        return 1
                time.sleep(0.2)
        except Stopped:
            return 0

    def alive(self) -> bool:
        return all(running.process.poll() is None for running in self._running)

    def stop(self) -> None:
        """Ask every program to end, wait while it ends its own children and finishes its task, then insist."""
        groups = [running.process.pid for running in self._running]
        if groups:
            self._say("Stopping …")
        for running in self._running:
            running.process.terminate()
        deadline = time.monotonic() + self.GRACE_SECONDS
        for running in self._running:
            try:
                running.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"{running.program.name} does not end; it is killed")
        for group in groups:
            _signal_group(group, signal.SIGKILL)
        for running in self._running:
            running.process.wait()
        self._running.clear()

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        environment = {**os.environ, **program.environment}
        process = subprocess.Popen(program.command, env=environment, start_new_session=True)  # noqa: S603
        assert self._guard.stdin
        self._guard.stdin.write(f"{process.pid}\n".encode())
        self._guard.stdin.flush()
        return process

    def _start_again(self, running: _Running) -> bool:
        status = running.process.returncode
        # What it left behind in its group would hold the port or the queue.
        _signal_group(running.process.pid, signal.SIGKILL)
        early = time.monotonic() - running.started < self.EARLY_SECONDS
        running.early_ends = running.early_ends + 1 if early else 0
        if running.early_ends >= self.EARLY_ENDS_ALLOWED:
            self._say(f"{running.program.name} ended {running.early_ends} times at once (status {status})")
            return False
        self._say(f"{running.program.name} ended (status {status}); it is started again")
        running.process, running.started = self._spawn(running.program), time.monotonic()
        return True

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        raise Stopped(signal.Signals(number).name)


def _signal_group(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return

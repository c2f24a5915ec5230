"""Ends what a supervisor began when the supervisor itself is killed and can end nothing.

Run by its path, alone: it imports nothing of ours, so that it starts at once and needs no settings. Its standard
input is a pipe from the supervisor, which writes the process group of each program it starts; the pipe closes when
the supervisor is gone, however it went."""

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress

GRACE_SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0


def send(target: Callable[[int, int], None], number: int, groups: set[int]) -> set[int]:
    """Those that are still there; `target` is os.kill for the programs alone, os.killpg for all they started."""
    alive = set()
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):  # macOS answers the second for zombies
            target(group, number)
            alive.add(group)
    return alive


def main() -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    groups = {int(line) for line in sys.stdin}
    programs = send(os.kill, signal.SIGTERM, groups)
    deadline = time.monotonic() + GRACE_SECONDS
    while programs and time.monotonic() < deadline:
        time.sleep(0.1)
        programs = send(os.kill, 0, programs)
    send(os.killpg, signal.SIGKILL, groups)


if __name__ == "__main__":
    main()

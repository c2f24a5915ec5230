"""Ends what a supervisor began when the supervisor itself is killed and can end nothing.

Run by its path, alone: it imports nothing of ours, so that it starts at once and needs no settings. Its standard
input is a pipe from the supervisor, which writes the process group of each program it starts; the pipe closes when
the supervisor is gone, however it went."""

import os
import signal
import sys
import time

GRACE_SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0


def signal_groups(groups: set[int], number: int) -> set[int]:
    """Those groups that still have a process."""
    alive = set()
    for group in groups:
        try:
            os.killpg(group, number)
            alive.add(group)
        except ProcessLookupError:
            continue
        except PermissionError:  # macOS answers this for a group of zombies
            continue
    return alive


def main() -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    groups = {int(line) for line in sys.stdin}
    groups = signal_groups(groups, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while groups and time.monotonic() < deadline:
        time.sleep(0.1)
        groups = signal_groups(groups, 0)
    signal_groups(groups, signal.SIGKILL)


if __name__ == "__main__":
    main()

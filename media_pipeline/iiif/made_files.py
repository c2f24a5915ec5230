"""Answers that took work, kept on disk for whoever asks next: by any process of this machine, within a limit of bytes.

A file appears whole (it is renamed into place) or not at all, so a crash leaves at most a part that the next clearing
removes. Two who want the same at once do not make it twice: the second waits for a lock, which the kernel frees when
its holder dies. The names say nothing of who may see what: rights are checked before anyone looks here."""

import fcntl
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import structlog
from django.conf import settings

logger = structlog.get_logger(__name__)

_STRIPES = 256
_POLL_SECONDS = 0.02
# How much of the limit a process may add before it looks again, and how much below the limit it then goes.
_SLACK = 16
# What a crash left behind.
_PART_SECONDS = 3600
# A hit is written down at most this often: the order of the last use need not be finer.
_TOUCH_SECONDS = 60
_lock = threading.Lock()
_added: dict[Path, int] = {}


def folder() -> Path:
    return Path(settings.VAR_DIR) / "made-images"


def get_or_make(name: str, make: Callable[[], bytes], seconds: float) -> bytes:
    """`name` is a checksum and a suffix. Waits at most `seconds` for somebody else's making, then makes it itself."""
    if not settings.IIIF_MADE_BYTES:
        return make()
    if (known := _read(name)) is not None:
        return known
    with _one_maker(name, seconds):
        if (known := _read(name)) is not None:
            return known
        data = make()
        # A full or broken disk takes the memory away, not the service.
        try:
            _keep(name, data)
        except OSError as error:
            logger.warning("an image cannot be kept", error=str(error))
        return data


def path_of(name: str) -> str:
    """Below the folder; as `X-Accel-Redirect` names it."""
    return f"{name[:2]}/{name}"


def is_kept(name: str) -> bool:
    return bool(settings.IIIF_MADE_BYTES) and (folder() / path_of(name)).exists()


def _read(name: str) -> bytes | None:
    path = folder() / path_of(name)
    try:
        data = path.read_bytes()
        if time.time() - path.stat().st_mtime > _TOUCH_SECONDS:
            os.utime(path)
    except OSError:
        return None
    return data


@contextmanager
def _one_maker(name: str, seconds: float) -> Iterator[None]:
    locks = folder() / "locks"
    with ExitStack() as stack:
        with suppress(OSError):
            locks.mkdir(parents=True, exist_ok=True)
            stream = stack.enter_context((locks / f"{int(name[:8], 16) % _STRIPES:02x}").open("wb"))
            _wait_for(stream, time.monotonic() + seconds)
        # Closing the file frees the lock.
        yield


def _wait_for(stream: BinaryIO, until: float) -> None:
    while time.monotonic() < until:
        with suppress(BlockingIOError):
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(_POLL_SECONDS)


def _keep(name: str, data: bytes) -> None:
    limit = settings.IIIF_MADE_BYTES
    if len(data) > limit // _SLACK:
        return
    path = folder() / path_of(name)
    part = folder() / f"{secrets.token_hex(8)}.part"
    try:
        path.parent.mkdir(exist_ok=True)
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    with _lock:
        # A process that has just begun does not know what others left: it looks at once.
        added = _added[folder()] = _added.get(folder(), limit) + len(data)
    if added > limit // _SLACK:
        clear_to_limit()


def clear_to_limit() -> None:
    """Remove what was longest unused until the folder is within its limit, with room for a while."""
    with suppress(BlockingIOError), (folder() / "clearing").open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with _lock:
            _added[folder()] = 0
        _remove_parts()
        files = sorted(_files())
        total = sum(size for _used, size, _path in files)
        for _used, size, path in files:
            if total <= settings.IIIF_MADE_BYTES - settings.IIIF_MADE_BYTES // _SLACK * 2:
                return
            path.unlink(missing_ok=True)
            total -= size


def _files() -> Iterator[tuple[float, int, Path]]:
    """(last use, bytes, path)"""
    for path in folder().glob("??/*"):
        with suppress(FileNotFoundError):
            known = path.stat()
            yield known.st_mtime, known.st_size, path


def _remove_parts() -> None:
    for path in folder().glob("*.part"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _PART_SECONDS:
                path.unlink()

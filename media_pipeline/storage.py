"""Moving files into and out of the storages, the same for a local folder and S3.

A file appears under its key whole or not at all: local files are renamed into place, S3 shows an object only when
its upload is complete."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.files.utils import validate_file_name


def originals() -> Storage:
    return storages["originals"]


def derivatives() -> Storage:
    return storages["derivatives"]


def work_dir() -> Path:
    """Files on their way: on the file system of the local storage, so that moving in is a rename."""
    folder = Path(settings.VAR_DIR) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def temporary_path(suffix: str = "") -> Iterator[Path]:
    """A name in the work folder; whatever lies there at the end is removed."""
    path = work_dir() / f"{secrets.token_hex(12)}{suffix}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def put(storage: Storage, key: str, path: Path) -> None:
    """Move the local file `path` to `key`, replacing what is there."""
    if isinstance(storage, FileSystemStorage):
        target = Path(storage.path(validate_file_name(key, allow_relative_path=True)))
        target.parent.mkdir(parents=True, exist_ok=True)
        _sync(path)
        os.replace(path, target)
        return
    with path.open("rb") as stream:
        storage.save(key, File(stream))
    path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """The row that says "ready" must not outlive a power cut that its file does not."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(storage: Storage, key: str) -> None:
    """No error when it is already gone."""
    with suppress(FileNotFoundError):
        storage.delete(key)


@contextmanager
def local_copy(storage: Storage, key: str) -> Iterator[Path]:
    """The file as a local path, for readers that need one: itself in a local folder, else a download.

    Raises FileNotFoundError."""
    if isinstance(storage, FileSystemStorage):
        path = Path(storage.path(key))
        if not path.exists():
            raise FileNotFoundError(key)
        yield path
        return
    with temporary_path(Path(key).suffix) as path:
        download(storage, key, path)
        yield path


def download(storage: Storage, key: str, path: Path) -> None:
    with storage.open(key, "rb") as source, path.open("wb") as target:
        for chunk in source.chunks(1024 * 1024):
            target.write(chunk)


def read(storage: Storage, key: str) -> bytes:
    """A small file whole. Raises FileNotFoundError."""
    with storage.open(key, "rb") as stream:
        return stream.read()


def sweep_work_dir(now: float, older_than: float = 86_400) -> int:
    """Remove what killed processes left behind; returns how many files."""
    removed = 0
    for path in work_dir().iterdir():
        with suppress(FileNotFoundError):
            if now - path.stat().st_mtime > older_than:
                path.unlink()
                removed += 1
    return removed

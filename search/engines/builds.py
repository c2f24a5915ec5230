"""The embedded engine's folder: builds side by side, and which of them is live.

current            the live build's name, replaced by renaming
builds/<name>/     an index each
rebuild.lock       held while one is built; the system lets go of it when the process dies"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from search.engines.base import IndexMissing, WriterBusy
from search.fields import schema_version

REBUILD_HINT = "Build it with: manage.py search_rebuild"


class Builds:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "current"

    def path(self, name: str) -> Path:
        return self.folder / "builds" / name

    def live(self) -> str:
        """Raises IndexMissing when there is none that this version of the software can read."""
        try:
            name = self._pointer.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise IndexMissing(f"There is no search index. {REBUILD_HINT}") from error
        if not name.endswith(schema_version()):
            raise IndexMissing(f"The search index is of another version of the software. {REBUILD_HINT}")
        return name

    def stamp(self, name: str) -> tuple[int, int]:
        """Differs after every commit. Raises OSError when the build is gone."""
        facts = os.stat(self.path(name) / "meta.json")
        return facts.st_ino, facts.st_mtime_ns

    @contextmanager
    def building(self) -> Iterator[str]:
        """The name of a new, empty folder. It is made the live build when the block ends, removed when it raises."""
        with self._rebuild_lock():
            self._remove_leftovers()
            name = f"{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(2)}-{schema_version()}"
            self.path(name).mkdir(parents=True)
            try:
                yield name
            except BaseException:
                shutil.rmtree(self.path(name), ignore_errors=True)
                raise
            self._swap(name)
            self._remove_leftovers()

    @contextmanager
    def _rebuild_lock(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "rebuild.lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise WriterBusy("Another process is building the search index.") from error
            yield

    def _swap(self, name: str) -> None:
        fresh = self.folder / "current.new"
        with open(fresh, "w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self._pointer)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _remove_leftovers(self) -> None:
        """All but the live build: an open reader keeps its files until it turns to the new one."""
        try:
            live = self._pointer.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            live = ""
        builds = self.folder / "builds"
        for path in builds.iterdir() if builds.exists() else ():
            if path.name != live:
                shutil.rmtree(path, ignore_errors=True)

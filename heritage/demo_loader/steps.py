"""A step of the demo: done once for what it reads, and again only when that has changed."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from rich.progress import Progress, TaskID

T = TypeVar("T")


@dataclass(frozen=True)
class Tick:
    """How a step moves its progress bar."""

    progress: Progress
    task: TaskID

    def over(self, things: Iterable[T]) -> Iterator[T]:
        known = list(things)
        self.total(len(known))
        for thing in known:
            yield thing
            self.advance()

    def total(self, count: int) -> None:
        self.progress.update(self.task, total=max(count, 1), completed=0)

    def done(self) -> None:
        total = self.progress.tasks[self.task].total
        self.progress.update(self.task, completed=total)

    def advance(self, count: int = 1) -> None:
        self.progress.advance(self.task, count)


@dataclass(frozen=True)
class Step:
    """`reads`: the files and folders whose content decides whether it must run again."""

    title: str
    run: Callable[[Tick], None]
    reads: tuple[Path, ...]


class Stamps:
    """What was done into which database, kept beside it."""

    def __init__(self) -> None:
        self._path = Path(settings.VAR_DIR) / "demo-steps.json"
        self._target = hashlib.sha256(json.dumps([_database(), settings.S3_BUCKET]).encode()).hexdigest()[:16]
        self._done: dict[str, str] = self._read() if _has_tables() else {}

    def _read(self) -> dict[str, str]:
        try:
            return json.loads(self._path.read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def is_done(self, step: Step) -> bool:
        return self._done.get(step.title) == self._fingerprint(step)

    def note(self, step: Step) -> None:
        self._done[step.title] = self._fingerprint(step)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._done, indent=1, ensure_ascii=False))

    def _fingerprint(self, step: Step) -> str:
        digest = hashlib.sha256(self._target.encode())
        for path in sorted(file for read in step.reads for file in _files(read)):
            digest.update(str(path).encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    elif path.exists():
        yield path


def _has_tables() -> bool:
    """False of a database that somebody emptied or removed since."""
    return "django_migrations" in connection.introspection.table_names()


def _database() -> dict[str, Any]:
    return {name: str(settings.DATABASES["default"].get(name, "")) for name in ("ENGINE", "NAME", "HOST", "PORT")}

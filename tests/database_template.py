"""A migrated SQLite file to copy: running every migration takes ten times as long as most test modules."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("django", "wagtail", "wagtail-localize", "django-taggit")


def template_path() -> Path:
    """Named after everything that decides what the migrated database holds."""
    digest = hashlib.sha256(" ".join(version(package) for package in _PACKAGES).encode())
    apps = [ROOT / name for name in ("collections", "heritage", "media_pipeline", "search", "exhibits", "frontend")]
    for app in apps:
        for folder in ("migrations", "data"):
            for path in sorted(app.glob(f"**/{folder}/*.*")):
                if path.suffix in {".py", ".json"} and "node_modules" not in path.parts:
                    digest.update(path.as_posix().encode() + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"qazyna-migrated-{os.getuid()}-{digest.hexdigest()[:16]}.sqlite3"


def copy_template(target: Path) -> bool:
    """Whether there was one to copy."""
    template = template_path()
    if not template.exists():
        return False
    shutil.copyfile(template, target)
    return True


def keep_as_template(source: Path) -> None:
    """By temporary name and rename: several test processes may finish their migrations at once."""
    template = template_path()
    part = template.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(source) as database, sqlite3.connect(part) as copy:
        database.backup(copy)
    os.replace(part, template)

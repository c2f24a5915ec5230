"""Where a pyramid lies as a local file: in the local folder itself, or copied once from S3 into a bounded folder."""

import os
import secrets
import threading
from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from media_pipeline import storage

_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def local_pyramid(key: str) -> Path:
    """Raises FileNotFoundError. The keys hold a checksum, so a copy never grows stale."""
    files = storage.derivatives()
    if isinstance(files, FileSystemStorage):
        return Path(files.path(key))
    path = _cache_dir() / key.replace("/", "_")
    if path.exists():
        os.utime(path)
        return path
    # One download for all who wait: a viewer asks for twenty tiles at once.
    with _locks[key]:
        if not path.exists():
            part = path.with_name(f"{secrets.token_hex(8)}.part")
            try:
                storage.download(files, key, part)
                os.replace(part, path)
            finally:
                part.unlink(missing_ok=True)
            _evict(keep=path)
    _locks.pop(key, None)
    return path


def _cache_dir() -> Path:
    folder = Path(settings.VAR_DIR) / "pyramids"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _evict(keep: Path) -> None:
    """The longest unused go first until the folder is within its limit."""
    files = [(path.stat().st_atime, path.stat().st_size, path) for path in _cache_dir().glob("*.tif")]
    total = sum(size for _used, size, _path in files)
    for _used, size, path in sorted(files):
        if total <= settings.IIIF_CACHE_BYTES:
            return
        if path != keep:
            path.unlink(missing_ok=True)
            total -= size

"""Where a pyramid's bytes come from: any part of a file, without the rest."""

import os
import weakref
from pathlib import Path
from typing import Protocol

from heritage.errors import Retryable
from media_pipeline.iiif.tiff import CorruptPyramid


class Source(Protocol):
    # Whether `read` never waits for a network.
    is_local: bool

    def read(self, offset: int, length: int) -> bytes:
        """Exactly these bytes. Raises CorruptPyramid where the file ends before, Retryable for a storage away."""
        ...


class LocalFile:
    """Open until the last reader has let go of it: closing it under a thread that reads would hand that thread
    another file's bytes."""

    is_local = True

    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError."""
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)

    def read(self, offset: int, length: int) -> bytes:
        try:
            data = os.pread(self._descriptor, length, offset)
        except OverflowError as error:
            raise CorruptPyramid(f"no file reaches to {offset}") from error
        except OSError as error:
            raise Retryable(str(error)) from error
        if len(data) != length:
            raise CorruptPyramid(f"the file ends before {offset + length}")
        return data

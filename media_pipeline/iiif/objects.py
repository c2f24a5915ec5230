"""Ranges of a stored file: from S3 by HTTP range, from any other storage by seeking. Never the whole of it."""

import re
from contextlib import closing
from typing import Any, NamedTuple, Protocol

from django.core.files.storage import Storage

from heritage.errors import IntegrityFault, Retryable

_CONTENT_RANGE = re.compile(r"bytes ([0-9]+)-([0-9]+)/([0-9]+)")


class Changed(Retryable):
    """The file is another than when it was opened."""


class Fetched(NamedTuple):
    """`total` is the whole file's length, `version` changes with its content."""

    data: bytes
    total: int
    version: str


class StoredObject(Protocol):
    def fetch(self, start: int, length: int, version: str = "") -> Fetched:
        """At most `length` bytes; fewer only at the file's end. With `version`, only of that one.

        Raises FileNotFoundError, Changed, and Retryable for a storage that does not answer."""
        ...


def stored_object(files: Storage, key: str) -> StoredObject:
    return S3Object(files, key) if hasattr(files, "bucket_name") else SeekableObject(files, key)


class S3Object:
    def __init__(self, files: Any, key: str) -> None:
        # The storage makes a client for each thread; one serves all of them.
        self._client = files.connection.meta.client
        self._bucket, self._key = files.bucket_name, files._normalize_name(key)

    def fetch(self, start: int, length: int, version: str = "") -> Fetched:
        from botocore.exceptions import BotoCoreError, ClientError

        asked = {"Bucket": self._bucket, "Key": self._key, "Range": f"bytes={start}-{start + length - 1}"}
        try:
            answer = self._client.get_object(**asked, **({"IfMatch": version} if version else {}))
            return self._read(answer, start, length)
        except ClientError as error:
            raise _fault(error, self._key) from error
        except (BotoCoreError, OSError) as error:
            raise Retryable(str(error)[:300]) from error

    def _read(self, answer: dict[str, Any], start: int, length: int) -> Fetched:
        match = _CONTENT_RANGE.fullmatch(answer.get("ContentRange", ""))
        with closing(answer["Body"]) as body:
            # A server that knows no ranges would send all of it: not one byte is read.
            if not match or int(match[1]) != start or int(match[2]) - start >= length:
                raise IntegrityFault(f"the storage answered {answer.get('ContentRange')!r}, not the range asked for")
            data = body.read()
        if len(data) != int(match[2]) - start + 1:
            raise Retryable("the storage's answer was cut short")
        return Fetched(data, int(match[3]), answer.get("ETag", ""))


def _fault(error: Any, key: str) -> Exception:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if status == 404:
        return FileNotFoundError(key)
    if status == 412:
        return Changed(key)
    if status == 416:
        return IntegrityFault(f"{key} is shorter than what was asked of it")
    return Retryable(str(error)[:300])


class SeekableObject:
    """For storages whose files can seek. Without versions of their own, length and time stand for one."""

    def __init__(self, files: Storage, key: str) -> None:
        self._files, self._key = files, key

    def fetch(self, start: int, length: int, version: str = "") -> Fetched:
        with self._files.open(self._key, "rb") as stream:
            total = stream.size
            now = f"{total} {self._files.get_modified_time(self._key).isoformat()}"
            if version and version != now:
                raise Changed(self._key)
            stream.seek(start)
            data = stream.read(length)
        if len(data) != max(0, min(length, total - start)):
            raise Retryable(f"{self._key} was cut short")
        return Fetched(data, total, now)

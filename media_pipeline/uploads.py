"""Stopping a file at the limit while it arrives, before the whole of it lies on the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class SizeLimitHandler(FileUploadHandler):
    """First of FILE_UPLOAD_HANDLERS. The rest of a file that is too large is read and dropped, so that the browser
    gets an answer; its name is in `request.too_large_uploads`."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_MAX_BYTES:
            self.request.too_large_uploads = [*too_large_uploads(self.request), self.file_name]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def too_large_uploads(request: Any) -> list[str]:
    return getattr(request, "too_large_uploads", [])

"""Every stored path is made here, nowhere else.

Keys are ASCII, start with two levels of the identifier's own characters (no folder of millions) and never contain
what a stranger typed. No key is also a folder of another: S3 servers on a file system refuse `k` beside `k/child`."""

import re

_SAFE_EXTENSION = re.compile(r"^[a-z0-9]{1,8}$")


def _fanned(identifier: str) -> str:
    return f"{identifier[-3:-1]}/{identifier}"


def original_key(identifier: str, sha256: str, extension: str) -> str:
    """Where the untouched upload of an asset lies; `extension` is that of the sniffed type, never the sent one."""
    if not _SAFE_EXTENSION.match(extension):
        raise ValueError(f"not a file extension: {extension!r}")
    return f"originals/{_fanned(identifier)}/{sha256[:16]}.{extension}"


def derivative_key(identifier: str, sha256: str, name: str) -> str:
    """A derivative of the source with this checksum; `name` is ours, such as "pyramid.tif" or "poster-800.avif"."""
    return f"derivatives/{_fanned(identifier)}/{sha256[:16]}/{name}"


def logo_key(code: str, sha256: str, width: int, height: int) -> str:
    """An institution's logo; its size in pixels is in the key, so that no page opens the file to know it."""
    return f"logos/{code}/{sha256[:16]}-{width}x{height}.png"


def incoming_key(token: str) -> str:
    """A file that is not yet accepted; outside every public prefix."""
    return f"incoming/{token}"

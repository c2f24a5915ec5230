"""An institution's logo: whatever picture was sent is drawn anew as a small PNG, so that nothing of the sent file,
neither metadata nor a script, ever goes out."""

import hashlib
import io
import re
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from heritage.storage_keys import logo_key

MAX_BYTES = 2 * 1024 * 1024
MAX_SIDE = 4000
SIDE = 800
# Never SVG: it is a program.
_FORMATS = ("PNG", "JPEG", "WEBP")
_KEY = re.compile(r"logos/(?P<code>[-a-zA-Z0-9_]+)/(?P<name>[0-9a-f]{16}-(?P<width>[0-9]+)x(?P<height>[0-9]+)\.png)")


class Logo(NamedTuple):
    """`url` is relative to the site's root; what lies there never changes."""

    url: str
    width: int
    height: int


def storage() -> Storage:
    return storages["derivatives"]


def logo_of(key: str) -> Logo | None:
    """`key` as `Institution.logo` has it."""
    match = _KEY.fullmatch(key)
    if not match:
        return None
    url = reverse("institution-logo", kwargs={"code": match["code"], "name": match["name"]})
    return Logo(url, int(match["width"]), int(match["height"]))


def keep(code: str, file: Any) -> str:
    """Store the picture in an uploaded file; returns its key. Raises ValidationError."""
    if file.size > MAX_BYTES:
        raise ValidationError(_("A logo may have 2 MB at most."), code="too-large")
    data, width, height = _drawn(file)
    key = logo_key(code, hashlib.sha256(data).hexdigest(), width, height)
    if not storage().exists(key):
        storage().save(key, ContentFile(data))
    return key


def _drawn(file: Any) -> tuple[bytes, int, int]:
    """(PNG, width, height), at most SIDE pixels a side."""
    try:
        with Image.open(file, formats=_FORMATS) as picture:
            if max(picture.size) > MAX_SIDE:
                raise ValidationError(_("A logo may be 4000 pixels wide and high at most."), code="too-large")
            drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ValidationError(_("Choose a PNG, JPEG or WebP picture."), code="no-picture") from None
    drawn.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    Image.frombytes("RGBA", drawn.size, drawn.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue(), drawn.width, drawn.height

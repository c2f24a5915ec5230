"""What can be wrong with a file, said so that the person can mend it.

A code and its facts are stored, never a sentence: the message is made in the reader's language when it is shown."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heritage.errors import UserError

MESSAGES: dict[str, Promise] = {
    "file-empty": gettext_lazy("The file is empty (0 bytes)."),
    "file-too-large": gettext_lazy("The file is larger than the limit of %(limit)s."),
    "file-unknown-type": gettext_lazy("The kind of this file is not recognised, whatever its name says."),
    "file-type-refused": gettext_lazy("Files of the kind %(type)s are not accepted."),
    "file-is-archive": gettext_lazy("This is an archive. Unpack it and upload the files in it."),
    "file-is-drawing": gettext_lazy("SVG drawings are not accepted. Save it as PNG or TIFF."),
    "file-two-kinds": gettext_lazy("This is %(type)s with another file (%(other)s) hidden in it."),
    "image-damaged": gettext_lazy("The image is damaged or cut short and cannot be read to its end."),
    "image-header": gettext_lazy("The beginning of the image is damaged and cannot be read."),
    "image-pixels": gettext_lazy("The image has %(pixels)s pixels; the limit for its kind is %(limit)s."),
    "image-side": gettext_lazy("The image is %(width)s × %(height)s; no side may be longer than %(limit)s pixels."),
    "image-channels": gettext_lazy("The image has %(bands)s colour channels; 1 to 5 can be shown."),
    "image-not-panorama": gettext_lazy("A panorama must be twice as wide as high; this is %(width)s × %(height)s."),
    "model-damaged": gettext_lazy("The 3D model is damaged or cut short."),
    "model-empty": gettext_lazy("The 3D model has no surfaces."),
    "model-outside-file": gettext_lazy("The 3D model needs another file (%(name)s). Save it as one GLB file."),
    "tour-damaged": gettext_lazy("The tour's description is damaged."),
    "tour-empty": gettext_lazy("The tour has no scenes."),
    "gave-up": gettext_lazy("Processing did not succeed after %(attempts)s attempts. You can try again."),
}


def message(code: str, params: dict[str, Any]) -> str:
    """The sentence for a stored error in the active language; a code of a later version still says something."""
    template = MESSAGES.get(code)
    return str(template) % params if template else _("The file could not be processed.")


class FileRefused(UserError):
    """The file is at fault. `code` is a key of MESSAGES, `params` its facts, which must fit into JSON."""

    status = 422

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        super().__init__(message(code, params), **params)

    @classmethod
    def title(cls) -> str:
        return _("This file cannot be used.")


class LeaseLost(Exception):
    """Another worker has the work now: drop what was made, write nothing."""

"""Codes of institutions, which share the addresses of IIIF Collections with names that mean something else."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heritage.identifiers import BETANUMERIC, BLADE_LENGTH, SHOULDER

# Those of `media_pipeline.iiif.collections` and of the branches that apps add to it.
RESERVED_CODES = {"top", "sets", "exhibitions", "tours"}
RESERVED_PREFIXES = ("exhibition-", "tour-")
_IDENTIFIER = re.compile(f"{SHOULDER}[{BETANUMERIC}]{{{BLADE_LENGTH + 1}}}")


def validate_code(code: str) -> None:
    """Refuses what is the name of another Collection, now or when somebody makes it."""
    if code in RESERVED_CODES or code.startswith(RESERVED_PREFIXES) or _IDENTIFIER.fullmatch(code):
        raise ValidationError(_("This code is a part of other web addresses. Choose another one."))

"""What every page's template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from heritage.languages import LANGUAGES, current_language


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "language": current_language(),
        "languages": list(LANGUAGES.values()),
        "public_url": settings.PUBLIC_URL,
        "ark_naan": settings.ARK_NAAN,
    }

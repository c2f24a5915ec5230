"""/healthz: this process answers. /readyz: what it needs answers too."""

import structlog
from django.core.files.storage import storages
from django.db import connection
from django.http import HttpRequest, JsonResponse
from wagtail import hooks

logger = structlog.get_logger(__name__)


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _files() -> None:
    storages["originals"].exists("readyz")


def readyz(request: HttpRequest) -> JsonResponse:
    """503 with the failing part's name (never its message) until all parts answer. Apps add theirs by the hook
    `readiness`: a function returning (name, callable that raises)."""
    parts = [("database", _database), ("files", _files)]
    parts += [register() for register in hooks.get_hooks("readiness")]
    states = {}
    for name, probe in parts:
        try:
            probe()
            states[name] = "ok"
        except Exception:
            logger.exception("not ready", part=name)
            states[name] = "unavailable"
    ready = set(states.values()) == {"ok"}
    return JsonResponse({"status": "ok" if ready else "unavailable", "parts": states}, status=200 if ready else 503)

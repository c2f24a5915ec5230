"""Development and the demo: no secrets, no servers, everything under var/."""

import os
import secrets
from pathlib import Path

_var = Path(os.environ.get("QAZYNA_VAR", Path(__file__).resolve().parents[2] / "var"))


def _development_secret() -> str:
    """A key made on first use and kept, so that sessions survive a restart and no key is ever in the repository."""
    path = _var / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


os.environ.setdefault("SECRET_KEY", _development_secret())
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("PUBLIC_URL", "http://localhost:8000")
os.environ.setdefault("SECURE_SSL_REDIRECT", "false")
os.environ.setdefault("LOG_FORMAT", "console")

from .base import *  # noqa: E402, F403
from .base import STORAGES  # noqa: E402

DEBUG = os.environ.get("DEBUG", "true").lower() in {"1", "true", "yes"}
STYLEGUIDE = True
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
LANGUAGE_COOKIE_SECURE = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

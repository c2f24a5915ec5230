"""The test suite: own folder, fast hashes, tasks run at once. DATABASE_URL chooses PostgreSQL in CI."""

import atexit
import os
import secrets
import shutil
import tempfile
from urllib.parse import urlsplit

# One folder for each test process: xdist's workers must not share an index or a broker.
os.environ["QAZYNA_VAR"] = tempfile.mkdtemp(prefix="qazyna-test-")
atexit.register(shutil.rmtree, os.environ["QAZYNA_VAR"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "for-tests-only")
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["PUBLIC_URL"] = "http://testserver"
os.environ["SECURE_SSL_REDIRECT"] = "false"
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("ELASTICSEARCH_TIMEOUT", "30")
os.environ["ELASTICSEARCH_INDEX"] = f"test-{secrets.token_hex(4)}"

from .base import *  # noqa: E402, F403
from .base import STORAGES, TEMPLATES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
STYLEGUIDE = True
CELERY_TASK_ALWAYS_EAGER = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TEMPLATES[0]["OPTIONS"]["debug"] = True
if REDIS_URL:
    # A database for each of xdist's workers: clearing one's cache must not change another's query counts.
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for _cache in CACHES.values():
        _cache["LOCATION"] = urlsplit(REDIS_URL)._replace(path=f"/{2 + _worker}").geturl()
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file in WAL mode as in production: an in-memory database locks tables between threads.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}

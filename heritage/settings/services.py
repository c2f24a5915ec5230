"""The engines behind the settings: database, files, tasks, search, media limits.

Each has a default that needs nothing installed and a setting for the real server."""

from pathlib import Path
from urllib.parse import urlsplit

import environ

env = environ.Env()

PROJECT_DIR = Path(__file__).resolve().parents[2]
# Everything the running system writes: database, originals, derivatives, search index, broker.
VAR_DIR = Path(env("QAZYNA_VAR", default=str(PROJECT_DIR / "var")))

# Database: SQLite in WAL, or PostgreSQL by DATABASE_URL -----------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'qazyna.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            # A transaction that will write takes the lock at once, so that two writers wait instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
            "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-32000;",
        }
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Cache: Redis when there is one, else each process's memory ---------------------------------------------
REDIS_URL = env("REDIS_URL", default="")


def cache_url(redis_url: str) -> str:
    """Database 1 of the same server: clearing the cache empties its whole database, which must not hold the tasks."""
    return urlsplit(redis_url)._replace(path="/1").geturl()


_shared = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": cache_url(REDIS_URL)}
_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES = {
    "default": _shared if REDIS_URL else _memory,
    # Apart, and few: one may have half a megabyte.
    "manifests": _shared | {"KEY_PREFIX": "manifests"}
    if REDIS_URL
    else _memory | {"LOCATION": "manifests", "OPTIONS": {"MAX_ENTRIES": 100}},
}

# Files: a local folder, or S3 by S3_BUCKET ------------------------------------------------------------------
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "files"
S3_BUCKET = env("S3_BUCKET", default="")
if S3_BUCKET:
    from botocore.config import Config

    # A storage that is away must not keep threads for minutes, as the client's own time limits would.
    _client = Config(
        s3={"addressing_style": "path"},
        signature_version="s3v4",
        connect_timeout=5,
        read_timeout=20,
        retries={"mode": "standard", "total_max_attempts": 2},
        max_pool_connections=32,
    )
    _files = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env("AWS_S3_ENDPOINT_URL", default=None),
            "region_name": env("AWS_S3_REGION_NAME", default="us-east-1"),
            "client_config": _client,
            "default_acl": None,
            "file_overwrite": True,
            "querystring_auth": True,
        },
    }
else:
    _files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT)},
    }
STORAGES = {
    # "default" is what Wagtail's own images and documents use; ours name the storage they mean.
    "default": _files,
    "originals": _files,
    "derivatives": _files,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Tasks: Celery on a broker in a folder, or Redis / RabbitMQ by CELERY_BROKER_URL ------------------------------
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL or "filesystem://")
BROKER_DIR = VAR_DIR / "broker"

# Search: the embedded engine's folder, or Elasticsearch by ELASTICSEARCH_URL ---------------------------------
ELASTICSEARCH_URL = env("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_API_KEY = env("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_INDEX = env("ELASTICSEARCH_INDEX", default="qazyna")
ELASTICSEARCH_TIMEOUT = env.float("ELASTICSEARCH_TIMEOUT", default=5.0)
SEARCH_ENGINE = (
    "search.engines.elasticsearch.ElasticsearchEngine"
    if ELASTICSEARCH_URL
    else "search.engines.embedded.EmbeddedEngine"
)
SEARCH_INDEX_DIR = VAR_DIR / "search"

# The image service: pixels and seconds of one answer, threads and waiting requests of one process, local copies of
# files on S3; tiles kept in a process's memory, made pictures kept on disk (0: none), and the internal address under
# which nginx sends files itself (empty: it does not) ------------------------------------------------------------
IIIF_MAX_AREA = env.int("IIIF_MAX_AREA", default=25_000_000)
IIIF_THREADS = env.int("IIIF_THREADS", default=2)
IIIF_MAX_WAITING = env.int("IIIF_MAX_WAITING", default=200)
IIIF_SECONDS = env.float("IIIF_SECONDS", default=20)
IIIF_MEMORY_BYTES = env.int("IIIF_MEMORY_BYTES", default=32 * 1024**2)
IIIF_MADE_BYTES = env.int("IIIF_MADE_BYTES", default=1024**3)
IIIF_ACCEL_PREFIX = env("IIIF_ACCEL_PREFIX", default="")
IIIF_CACHE_BYTES = env.int("IIIF_CACHE_BYTES", default=2 * 1024**3)

# Who may see restricted images, by IIIF's Authorization Flow: the access cookie's life, the sites whose viewers may
# show them (none named: any), and how often one address may ask --------------------------------------------------
IIIF_ACCESS_SECONDS = env.int("IIIF_ACCESS_SECONDS", default=12 * 3600)
IIIF_COOKIE_SECURE = env.bool("IIIF_COOKIE_SECURE", default=True)
IIIF_AUTH_ORIGINS = env.list("IIIF_AUTH_ORIGINS", default=[])
IIIF_AUTH_RATE = env("IIIF_AUTH_RATE", default="600/minute")

# Signing in: failures within which one address or one name may go on trying ----------------------------------
SIGN_IN_RATE = env("SIGN_IN_RATE", default="10/minute")

# Limits on what comes in -------------------------------------------------------------------------------------
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=2 * 1024**3)
IMAGE_MAX_PIXELS = env.int("IMAGE_MAX_PIXELS", default=1_500_000_000)
# How long a worker may be silent before its work is given to another; it says so three times within.
MEDIA_LEASE_SECONDS = env.int("MEDIA_LEASE_SECONDS", default=60)
ARCHIVE_MAX_RATIO = env.int("ARCHIVE_MAX_RATIO", default=100)
IMPORT_MAX_ROW_BYTES = env.int("IMPORT_MAX_ROW_BYTES", default=1024 * 1024)
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=4 * 1024**3)
# Share of an institution's items that one import may change or withdraw before it needs --force.
IMPORT_MAX_CHANGED_SHARE = env.float("IMPORT_MAX_CHANGED_SHARE", default=0.20)
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "media_pipeline.uploads.SizeLimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Identifiers: the Name Assigning Authority Number; 99999 is the ARK Alliance's number for tests ---------------
ARK_NAAN = env("ARK_NAAN", default="99999")

# The public API: how many calls one address may make, such as 600/minute; empty for no bound --------------------
API_RATE = env("API_RATE", default="600/minute")

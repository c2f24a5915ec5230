"""Production settings. Everything that differs between machines comes from the environment;
a missing secret is an error, never a default."""

from pathlib import Path

from heritage.languages import DJANGO_LANGUAGES
from heritage.logs import configure_structlog, logging_config

from .services import *  # noqa: F403
from .services import PROJECT_DIR, VAR_DIR, env
from .wagtail import *  # noqa: F403

SECRET_KEY = env("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
# Scheme and host that identifiers, manifests and feeds are published under; no trailing slash.
PUBLIC_URL = env("PUBLIC_URL").rstrip("/")
WAGTAILADMIN_BASE_URL = PUBLIC_URL
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL])

INSTALLED_APPS = [
    "frontend",
    "exhibits",
    "search",
    "interchange",
    "media_pipeline",
    "catalogue",
    "vocabularies",
    "institutions",
    "heritage",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "ninja",
    "csp",
    "django_structlog",
    "django_vite",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "heritage.csp.SitePolicyMiddleware",
    "heritage.edge.PublicApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "heritage.edge.SiteLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "frontend.middleware.ThemeVaryMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "heritage.errors.ErrorMiddleware",
]

ROOT_URLCONF = "heritage.urls"
ASGI_APPLICATION = "heritage.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "heritage.context.site",
                "frontend.context.page",
            ],
        },
    },
]

# A process for images alone leaves out what only pages need: half the memory (docs/adr/0012) ------------------------
if env.bool("IMAGES_ONLY", default=False):
    INSTALLED_APPS = [
        "media_pipeline",
        "catalogue",
        "vocabularies",
        "institutions",
        "heritage",
        "wagtail",
        "modelcluster",
        "taggit",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
    ]
    MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "heritage.errors.ErrorMiddleware",
    ]
    ROOT_URLCONF = "heritage.image_urls"

# Languages -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "kk"
LANGUAGES = DJANGO_LANGUAGES
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"
LOCALE_PATHS = [PROJECT_DIR / "frontend" / "locale"]

# Static files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": PROJECT_DIR / "frontend" / "static" / "build" / "manifest.json",
        "static_url_prefix": "build",
    }
}

# People: a role in an institution opens the editor ----------------------------------------------------
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "institutions.auth.MembershipBackend"]

# Security ------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
# Whose address counts as the caller's: behind a proxy the last one it reports, never what a caller claims.
NINJA_NUM_PROXIES = 1 if env.bool("BEHIND_PROXY", default=False) else 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"
# DENY is advised, but the editor's live preview shows our own pages in a frame.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "frontend.views.errors.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

# Logs ----------------------------------------------------------------------------------------------
DJANGO_STRUCTLOG_CELERY_ENABLED = True
LOGGING = logging_config(env("LOG_FORMAT", default="json"), env("LOG_LEVEL", default="INFO"))
configure_structlog()

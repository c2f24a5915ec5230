"""Wagtail: the editor, its languages and its upload limits."""

WAGTAIL_SITE_NAME = "Qazyna"
WAGTAIL_I18N_ENABLED = True
# A translation is a draft until somebody publishes it: visitors never get one language under another's address.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Wagtail keeps one page tree per language; the codes are the URL's.
WAGTAIL_CONTENT_LANGUAGES = [
    ("kk", "Қазақша"),
    ("en", "English"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
    ("zh-hans", "简体中文"),
    ("ar", "العربية"),
    ("es", "Español"),
    ("fr", "Français"),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = WAGTAIL_CONTENT_LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "txt", "csv", "xlsx", "odt", "docx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_USER_TIME_ZONES = ["Asia/Almaty", "Asia/Aqtau", "Asia/Aqtobe", "UTC"]
LOGIN_URL = "/admin/login/"
WAGTAILADMIN_USER_LOGIN_FORM = "heritage.sign_in.EditorSignInForm"

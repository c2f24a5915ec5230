"""The only URL root."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from frontend.urls import localized as website
from frontend.urls import urlpatterns as website_root
from heritage.api import api, unknown_address
from heritage.health import healthz, readyz
from search.views import search_page, search_suggest

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/v1/", api.urls),
    path("api/<path:path>", unknown_address),
    path("", include("media_pipeline.urls")),
    path("", include("institutions.urls")),
    path("", include("search.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *website_root,
]

urlpatterns += i18n_patterns(
    *website,
    path("search/", search_page, name="search"),
    path("search/suggest", search_suggest, name="search-suggest"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)

handler400 = "frontend.views.errors.bad_request"
handler403 = "frontend.views.errors.denied"
handler404 = "frontend.views.errors.not_found"
handler500 = "frontend.views.errors.server_error"

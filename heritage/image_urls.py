"""The URL root of a process for images alone (IMAGES_ONLY): what the lean server hands on, and how it is."""

from django.urls import path, re_path

from heritage.health import healthz, readyz
from media_pipeline.iiif.views import image_view

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    re_path(r"^(iiif/[23]|posters|files)/(?P<path>.+)$", image_view, name="image"),
]

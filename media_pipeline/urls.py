"""Addresses of what the public sees of media; all stable."""

from django.urls import path, re_path

from media_pipeline.iiif.annotation_views import note_view, notes_view, text_view
from media_pipeline.iiif.auth import views as auth
from media_pipeline.iiif.discovery_views import activities_page_view, activities_view
from media_pipeline.iiif.views import collection_view, image_view, manifest_view, scene_view

urlpatterns = [
    path("iiif/presentation/3/items/<str:identifier>/manifest.json", manifest_view, name="iiif-manifest"),
    path(
        "iiif/presentation/3/items/<str:identifier>/canvas/<str:name>/annotations.json", notes_view, name="iiif-notes"
    ),
    path(
        "iiif/presentation/3/items/<str:identifier>/canvas/<str:name>/text-<str:language>.json",
        text_view,
        name="iiif-text",
    ),
    path("iiif/presentation/3/annotations/<str:identifier>.json", note_view, name="iiif-note"),
    path("iiif/presentation/4/items/<str:identifier>/manifest.json", scene_view, name="iiif-scene"),
    path("iiif/presentation/3/collections/<str:name>.json", collection_view, name="iiif-collection"),
    path("iiif/discovery/1/activities.json", activities_view, name="iiif-activities"),
    path("iiif/discovery/1/activities/page-<int:number>.json", activities_page_view, name="iiif-activities-page"),
    path("iiif/auth/2/access", auth.AccessView.as_view(), name="iiif-access"),
    path("iiif/auth/2/token", auth.token, name="iiif-token"),
    path("iiif/auth/2/probe/<str:identifier>", auth.probe, name="iiif-probe"),
    path("iiif/auth/2/logout", auth.sign_out, name="iiif-logout"),
    # The lean server takes these first; Django answers them for drafts, and under servers without it.
    re_path(r"^iiif/[23]/(?P<path>.+)$", image_view, name="iiif-image"),
    re_path(r"^posters/(?P<path>.+)$", image_view, name="poster"),
    re_path(r"^files/(?P<path>.+)$", image_view, name="original"),
]

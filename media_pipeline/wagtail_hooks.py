"""What the pipeline adds to Wagtail's editor."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from catalogue.access import Visitor
from catalogue.models import Item
from media_pipeline import storage
from media_pipeline.editor import annotation_views, contents, text_views, views
from media_pipeline.editor.panel import FilesPanel
from media_pipeline.iiif import tours
from media_pipeline.iiif.canvas_contents import annotation_references
from media_pipeline.iiif.collections import Branch
from media_pipeline.iiif.discovery import catalogue_resources
from media_pipeline.merging import files_obstacle, move_files
from media_pipeline.models import Asset, cover


@hooks.register("register_item_panels")
def item_panels() -> list[Any]:
    reading = FieldRowPanel([FieldPanel("reading_direction"), FieldPanel("page_layout")])
    return [FilesPanel(), MultiFieldPanel([reading], heading=_("How the pictures follow one another"))]


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("media/items/<int:pk>/files/", views.files, name="media-files"),
        path("media/items/<int:pk>/files/list/", views.fragment, name="media-files-list"),
        path("media/items/<int:pk>/files/upload/", views.upload, name="media-upload"),
        path("media/files/<str:identifier>/", views.describe, name="media-describe"),
        path("media/files/<str:identifier>/remove/", views.remove, name="media-remove"),
        path("media/files/<str:identifier>/retry/", views.retry, name="media-retry"),
        path("media/files/<str:identifier>/move/", views.move, name="media-move"),
        path("media/files/<str:identifier>/notes/", annotation_views.notes, name="media-notes"),
        path("media/notes/<str:identifier>/", annotation_views.note, name="media-note"),
        path("media/notes/<str:identifier>/publish/", annotation_views.publish, name="media-note-publish"),
        path("media/notes/<str:identifier>/unpublish/", annotation_views.unpublish, name="media-note-unpublish"),
        path("media/notes/<str:identifier>/delete/", annotation_views.delete, name="media-note-delete"),
        path("media/notes/<str:identifier>/move/", annotation_views.move, name="media-note-move"),
        path("media/files/<str:identifier>/texts/", text_views.texts, name="media-texts"),
        path("media/files/<str:identifier>/texts/new/", text_views.text, name="media-text-new"),
        path("media/files/<str:identifier>/texts/<int:pk>/", text_views.text, name="media-text"),
        path("media/texts/<int:pk>/remove/", text_views.remove, name="media-text-remove"),
        path("media/items/<int:pk>/contents/", contents.headings, name="media-contents"),
        path("media/headings/<int:pk>/", contents.change, name="media-heading"),
        path("media/headings/<int:pk>/move/", contents.move, name="media-heading-move"),
        path("media/headings/<int:pk>/remove/", contents.remove, name="media-heading-remove"),
    ]


hooks.register("activity_resources", catalogue_resources)
hooks.register("item_merge_obstacle", files_obstacle)
hooks.register("item_merged", move_files)


@hooks.register("readiness")
def readiness() -> tuple[str, Callable[[], None]]:
    """The folder through which every upload and every derivative goes; a full or missing disk shows here first."""

    def probe() -> None:
        with storage.temporary_path(".ready") as path:
            path.write_bytes(b"ready")

    return "media", probe


# The list shows what the policy let through; each picture is asked for with the person's own session.
_STAFF = Visitor(is_superuser=True)


@hooks.register("item_thumbnails")
def item_thumbnails(keys: list[int]) -> dict[int, str]:
    """Addresses of small pictures; the poster view lets an institution's own people see those of drafts."""
    ready = Asset.objects.filter(state=Asset.State.READY).shown().with_files()
    items = Item.objects.filter(pk__in=keys).prefetch_related(Prefetch("assets", ready, to_attr="ready_assets"))
    covers = {item.pk: cover(item, _STAFF) for item in items}
    return {key: asset.all_posters.url(400) for key, asset in covers.items() if asset}


@hooks.register("iiif_collections")
def tours_as_collections() -> Branch:
    return Branch(tours.KIND, tours.entry, tours.build)


hooks.register("iiif_canvas_parts", annotation_references)

"""What search adds to the lower apps' screens and probes."""

from typing import Any

from wagtail import hooks

from catalogue.models import Item
from media_pipeline.iiif.canvas_contents import canvas_contents, is_open
from search.engines import get_engine
from search.iiif.autocomplete import autocomplete_uri
from search.iiif.results import search_uri


@hooks.register("readiness")
def search_is_ready() -> tuple[str, object]:
    return "search", get_engine().ready


@hooks.register("iiif_manifest_parts")
def content_search_service(item: Item) -> dict[str, Any]:
    """Of manifests that have a text or note to find, for everybody."""
    if not is_open(item) or not canvas_contents(item):
        return {}
    autocomplete = {"id": autocomplete_uri(item), "type": "AutoCompleteService2"}
    return {"service": [{"id": search_uri(item), "type": "SearchService2", "service": [autocomplete]}]}

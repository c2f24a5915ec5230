"""What the apps above and the other parts of the IIIF family add to a manifest, by Wagtail hooks.

    @hooks.register("iiif_manifest_parts")
    def search_service(item: Item) -> JSON:
        return {"service": [{"id": …, "type": "SearchService2"}]}

    @hooks.register("iiif_canvas_parts")
    def annotations(item: Item, assets: list[Asset]) -> dict[str, JSON]:
        return {asset.identifier: {"annotations": [{"id": …, "type": "AnnotationPage"}]} for asset in …}

    @hooks.register("iiif_see_also")
    def lido(item: Item) -> list[JSON]:
        return [{"id": …, "type": "Dataset", "label": {"en": ["LIDO"]}, "format": "application/xml", "profile": …}]

`item` was read with `with_terms`; `assets` are those that have a canvas, in order. A hook answers for the whole batch
in at most one query, none where it can: a manifest has ten in all, however many canvases. Lists are appended to what
the manifest or canvas has already; other properties are set.

Manifests are kept until a change of the item is told: whoever changes what such a part shows writes it with
`states.record_change(item.pk)` (or `item.record(…, is_public=True)`) in the same transaction."""

from wagtail import hooks

from catalogue.models import Item
from media_pipeline.iiif.presentation.json import JSON, merged
from media_pipeline.models import Asset


def manifest_parts(item: Item) -> JSON:
    made: JSON = {}
    for build in hooks.get_hooks("iiif_manifest_parts"):
        merged(made, build(item))
    return made


def canvas_parts(item: Item, assets: list[Asset]) -> dict[str, JSON]:
    """{asset identifier: properties of its canvas}"""
    made: dict[str, JSON] = {}
    for build in hooks.get_hooks("iiif_canvas_parts"):
        for identifier, more in build(item, assets).items():
            merged(made.setdefault(identifier, {}), more)
    return made


def see_also(item: Item) -> list[JSON]:
    return [entry for build in hooks.get_hooks("iiif_see_also") for entry in build(item)]

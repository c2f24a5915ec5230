"""What pages add to Wagtail's editor and to the IIIF Collections."""

from wagtail import hooks

from catalogue.models import Item
from exhibits import iiif
from exhibits.choosers import PublishedChooserViewSet
from institutions.models import Institution
from media_pipeline.iiif.collections import Branch


@hooks.register("register_admin_viewset")
def choosers() -> list[PublishedChooserViewSet]:
    searched = {Item: ("title", "inventory_number", "identifier"), Institution: ("name", "code")}
    return [
        type("ChooserViewSet", (PublishedChooserViewSet,), {"search_fields": fields})(
            f"published_{model._meta.model_name}_chooser",
            model=model,
            url_prefix=f"published-{model._meta.model_name}s/choose",
        )
        for model, fields in searched.items()
    ]


@hooks.register("iiif_collections")
def exhibitions_as_collections() -> Branch:
    return Branch(iiif.KIND, iiif.entry, iiif.build)

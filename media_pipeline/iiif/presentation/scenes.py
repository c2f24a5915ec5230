"""Items with 3D models as the draft of Presentation API 4.0 describes them: each model in a Scene of its own.

What viewers read today is the manifest of version 3; this one is beside it, named in its seeAlso, and follows the
draft until that is a standard. https://preview.iiif.io/api/prezi-4/presentation/4.0/"""

from catalogue.models import Item
from heritage.errors import NotFound
from media_pipeline.iiif import addresses
from media_pipeline.iiif.auth.services import CONTEXT as AUTH_CONTEXT
from media_pipeline.iiif.presentation.json import CONTEXT_4, JSON
from media_pipeline.iiif.presentation.links import has_model
from media_pipeline.iiif.presentation.manifests import manifest

_CONTAINERS = {"placeholderCanvas": "placeholderContainer", "accompanyingCanvas": "accompanyingContainer"}


def scene_manifest(item: Item) -> JSON:
    """`item` is as `loading` reads it. Raises NotFound for one without a model."""
    if not has_model(item.ready_assets):
        raise NotFound()
    made = manifest(item)
    made["@context"] = [AUTH_CONTEXT, CONTEXT_4] if AUTH_CONTEXT in made["@context"] else CONTEXT_4
    made["id"] = addresses.scene_manifest_uri(item.identifier)
    made["items"] = [_container(canvas) for canvas in made["items"]]
    # Ranges name canvases, extensions their own contexts: both are in version 3.
    return {name: value for name, value in made.items() if name not in {"structures", "navPlace"}}


def _container(canvas: JSON) -> JSON:
    """A canvas as version 4 writes it: a Scene when a model is painted on it, a Timeline for a sound alone."""
    made = {_CONTAINERS.get(name, name): value for name, value in canvas.items()}
    painted = {each["body"]["type"] for page in canvas["items"] for each in page["items"]}
    if "Model" in painted:
        made = {name: value for name, value in made.items() if name not in {"width", "height"}}
        made |= {"id": f"{canvas['id']}/scene", "type": "Scene"}
    elif "width" not in canvas:
        made["type"] = "Timeline"
    for name in _CONTAINERS.values():
        if name in made:
            made[name] = _container(made[name])
    made["items"] = [_page(page, made) for page in canvas["items"]]
    return made


def _page(page: JSON, container: JSON) -> JSON:
    target = {"id": container["id"], "type": container["type"]}
    paintings = [each | {"motivation": ["painting"], "target": target} for each in page["items"]]
    return page | {"items": paintings}

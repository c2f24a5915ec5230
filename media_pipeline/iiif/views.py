"""Django's views: manifests and collections, and the image service for those who may see drafts."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from catalogue.access import visitor_of
from media_pipeline.iiif import access
from media_pipeline.iiif.collections import collection
from media_pipeline.iiif.open_json import open_json
from media_pipeline.iiif.presentation import CONTEXT
from media_pipeline.iiif.presentation.json import CONTEXT_4
from media_pipeline.iiif.presentation.keeping import manifest_text
from media_pipeline.iiif.presentation.loading import published_item
from media_pipeline.iiif.presentation.scenes import scene_manifest
from media_pipeline.iiif.records import MediaRecord
from media_pipeline.iiif.service import answer_whole


@csrf_exempt
def image_view(request: HttpRequest, **kwargs: str) -> HttpResponse | StreamingHttpResponse:
    """A browser sends its session with each tile: readers see what is for them, and curators' previews of drafts zoom
    as the public page will."""

    def admit(record: MediaRecord) -> None:
        visitor = visitor_of(request.user)
        if not access.visitor_may_see(visitor, record):
            raise access.refusal(record, visitor if visitor.is_known else access.bearer(headers))

    headers = {name.lower(): value for name, value in request.headers.items()}
    made = answer_whole(request.method or "GET", _sent_path(request), headers, admit)
    if isinstance(made.body, bytes):
        return HttpResponse(made.body, status=made.status, headers=made.headers)
    return StreamingHttpResponse(made.body, status=made.status, headers=made.headers)


def _sent_path(request: HttpRequest) -> str:
    scope = getattr(request, "scope", None)
    if scope and scope.get("raw_path"):
        return scope["raw_path"].decode("latin-1").partition("?")[0]
    return quote(request.path, safe="/:,!^+~")


def manifest_view(request: HttpRequest, identifier: str) -> HttpResponse:
    return open_json(request, lambda: manifest_text(identifier), CONTEXT)


def scene_view(request: HttpRequest, identifier: str) -> HttpResponse:
    return open_json(request, lambda: scene_manifest(published_item(identifier)), CONTEXT_4)


def collection_view(request: HttpRequest, name: str) -> HttpResponse:
    return open_json(request, lambda: collection(name), CONTEXT)

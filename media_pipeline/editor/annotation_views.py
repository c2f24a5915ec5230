"""The screen of a picture's notes. Every step is a form that works without JavaScript; each service checks rights."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages

from heritage.errors import Denied
from institutions.permissions import EDIT, PUBLISH, may
from media_pipeline import annotations as services
from media_pipeline.canvases import canvas_size
from media_pipeline.editor.annotation_forms import AnnotationForm
from media_pipeline.editor.views import asset_of
from media_pipeline.models import Annotation, Asset


@never_cache
def notes(request: HttpRequest, identifier: str) -> HttpResponse:
    """All notes of a picture, and a form for a new one."""
    asset = asset_of(request, identifier)
    return _edit(request, asset, Annotation(asset=asset))


@never_cache
def note(request: HttpRequest, identifier: str) -> HttpResponse:
    """The same screen with one of its notes in the form."""
    annotation = _annotation(request, identifier)
    return _edit(request, annotation.asset, annotation)


def _edit(request: HttpRequest, asset: Asset, annotation: Annotation) -> HttpResponse:
    form = AnnotationForm(request.POST or None, instance=annotation)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, annotation)
        except ValidationError as error:
            form.add_service_error(error)
        else:
            messages.success(request, _("The note is saved."))
            return redirect("media-notes", identifier=asset.identifier)
    return render(request, "media_pipeline/editor/notes.html", _context(request, asset, form))


@transaction.atomic
def _save(request: HttpRequest, annotation: Annotation) -> None:
    services.annotation_save(annotation, user=request.user)
    if "publish" in request.POST:
        services.annotation_publish(annotation, user=request.user)


def _context(request: HttpRequest, asset: Asset, form: AnnotationForm) -> dict[str, Any]:
    return {
        "asset": asset,
        "item": asset.item,
        "form": form,
        "annotation": form.instance,
        "annotations": list(Annotation.objects.filter(asset=asset)),
        "may_publish": may(request.user, PUBLISH, asset.institution_id),
        "size": canvas_size(asset),
        "info_url": f"/iiif/3/{asset.identifier}/info.json" if asset.pyramid else "",
        "scripts": [script() for script in hooks.get_hooks("media_editor_scripts")],
    }


@require_POST
def publish(request: HttpRequest, identifier: str) -> HttpResponse:
    annotation = _annotation(request, identifier)
    services.annotation_publish(annotation, user=request.user)
    return redirect("media-notes", identifier=annotation.asset.identifier)


@require_POST
def unpublish(request: HttpRequest, identifier: str) -> HttpResponse:
    annotation = _annotation(request, identifier)
    services.annotation_unpublish(annotation, user=request.user)
    return redirect("media-notes", identifier=annotation.asset.identifier)


@require_POST
def delete(request: HttpRequest, identifier: str) -> HttpResponse:
    annotation = _annotation(request, identifier)
    asset = annotation.asset
    services.annotation_delete(annotation, user=request.user)
    return redirect("media-notes", identifier=asset.identifier)


@require_POST
def move(request: HttpRequest, identifier: str) -> HttpResponse:
    """One place towards the beginning, or with `direction=later` towards the end."""
    annotation = _annotation(request, identifier)
    order = list(Annotation.objects.filter(asset=annotation.asset).values_list("identifier", flat=True))
    place = order.index(identifier)
    other = place + (1 if request.POST.get("direction") == "later" else -1)
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        services.annotation_reorder(annotation.asset, order, user=request.user)
    return redirect("media-notes", identifier=annotation.asset.identifier)


def _annotation(request: HttpRequest, identifier: str) -> Annotation:
    """Raises Http404, and Denied for another institution's."""
    found = Annotation.objects.select_related("asset__item").filter(asset__item__isnull=False)
    annotation = get_object_or_404(found, identifier=identifier)
    if not may(request.user, EDIT, annotation.asset.institution_id):
        raise Denied()
    return annotation

"""The screens of an item's files. Every step is a form that works without JavaScript; each service checks rights."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from catalogue.models import Item
from heritage.errors import Denied
from institutions.permissions import EDIT, may
from media_pipeline import ingest
from media_pipeline.editor.forms import DescribeForm
from media_pipeline.editor.panel import files_context
from media_pipeline.errors import FileRefused, message
from media_pipeline.models import Asset
from media_pipeline.uploads import too_large_uploads


def _item(request: HttpRequest, pk: int) -> Item:
    """Raises Http404 for another institution's, as for one that is not there."""
    return get_object_or_404(Item.objects.editable_by(request.user), pk=pk)


def asset_of(request: HttpRequest, identifier: str) -> Asset:
    """Raises Http404, and Denied for another institution's."""
    asset = get_object_or_404(Asset.objects.select_related("item"), identifier=identifier, item__isnull=False)
    if not may(request.user, EDIT, asset.institution_id):
        raise Denied()
    return asset


@never_cache
@require_GET
def files(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    return render(request, "media_pipeline/editor/files.html", _context(item))


def _context(item: Item) -> dict[str, Any]:
    edit_url = reverse(item.snippet_viewset.get_url_name("edit"), args=[item.pk])
    return files_context(item) | {"edit_url": edit_url, "may_change": True}


@never_cache
@require_GET
def fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """The list alone, for refreshing a page that shows it."""
    item = _item(request, pk)
    context = files_context(item) | {"may_change": "change" in request.GET}
    return render(request, "media_pipeline/editor/list.html", context)


@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Several files at once; each is kept or refused for itself."""
    item = _item(request, pk)
    panorama = request.POST.get("panorama") == "on"
    poster_for = _poster_target(request, item)
    limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
    results = [
        {"name": name, "error": message("file-too-large", {"limit": limit})} for name in too_large_uploads(request)
    ]
    sent = request.FILES.getlist("files")
    results += [_receive(request, item, file, panorama=panorama, poster_for=poster_for) for file in sent]
    return _tell(request, item, results)


def _poster_target(request: HttpRequest, item: Item) -> Asset | None:
    identifier = request.POST.get("poster_for", "")
    return get_object_or_404(Asset, item=item, identifier=identifier) if identifier else None


def _receive(request: HttpRequest, item: Item, file: UploadedFile, **options: Any) -> dict[str, str]:
    try:
        ingest.asset_receive(item, file, user=request.user, **options)
    except (FileRefused, Denied) as error:
        return {"name": file.name or "", "error": str(error)}
    return {"name": file.name or "", "error": ""}


def _tell(request: HttpRequest, item: Item, results: list[dict[str, str]]) -> HttpResponse:
    refused = [result for result in results if result["error"]]
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"files": results}, status=422 if refused else 200)
    for result in refused:
        messages.error(request, f"{result['name']}: {result['error']}")
    if not results:
        messages.warning(request, _("Choose a file first."))
    return redirect("media-files", pk=item.pk)


@require_POST
def remove(request: HttpRequest, identifier: str) -> HttpResponse:
    asset = asset_of(request, identifier)
    item_id = asset.item_id
    ingest.asset_remove(asset, user=request.user)
    return redirect("media-files", pk=item_id)


@require_POST
def retry(request: HttpRequest, identifier: str) -> HttpResponse:
    asset = asset_of(request, identifier)
    ingest.asset_retry(asset, user=request.user)
    return redirect("media-files", pk=asset.item_id)


@require_POST
def move(request: HttpRequest, identifier: str) -> HttpResponse:
    """One place towards the beginning, or with `direction=later` towards the end."""
    asset = asset_of(request, identifier)
    order = list(Asset.objects.filter(item=asset.item).shown().values_list("identifier", flat=True))
    place = order.index(identifier) if identifier in order else 0
    other = place + (1 if request.POST.get("direction") == "later" else -1)
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        ingest.asset_reorder(asset.item, order, user=request.user)
    return redirect("media-files", pk=asset.item_id)


def describe(request: HttpRequest, identifier: str) -> HttpResponse:
    asset = asset_of(request, identifier)
    known = {name: getattr(asset, name) for name in ("label", "credit", "rights_uri", "page")}
    known["original"] = next(name for name, value in ingest.OFFERS.items() if value == asset.offer_original)
    form = DescribeForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        ingest.asset_describe(asset, user=request.user, **form.cleaned_data)
        messages.success(request, _("“%(name)s” is saved.") % {"name": asset})
        return redirect("media-files", pk=asset.item_id)
    return render(request, "media_pipeline/editor/describe.html", {"asset": asset, "item": asset.item, "form": form})

"""The screens of an item's table of contents: plain forms and buttons, each step checked by its service."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from catalogue.models import Item
from heritage.errors import UserError
from media_pipeline.contents import (
    Heading,
    contents,
    heading_add,
    heading_change,
    heading_move,
    heading_remove,
    ranges_of,
)
from media_pipeline.editor.forms import HeadingForm
from media_pipeline.models import Asset, Range

_STEPS = {"earlier", "later", "inward", "outward"}


def _item(request: HttpRequest, pk: int) -> Item:
    """Raises Http404 for another institution's, as for one that is not there."""
    return get_object_or_404(Item.objects.editable_by(request.user), pk=pk)


def _heading(request: HttpRequest, pk: int) -> Range:
    """Raises Http404, also for a heading in another institution's item."""
    heading = get_object_or_404(Range.objects.select_related("item"), pk=pk)
    _item(request, heading.item_id)
    return heading


@never_cache
def headings(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as it is, and a form for one heading more."""
    item = _item(request, pk)
    form = HeadingForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            heading_add(item, user=request.user, **form.cleaned_data)
            return redirect("media-contents", pk=item.pk)
        except UserError as error:
            form.add_error(None, str(error))
    pages = list(Asset.objects.filter(item=item).shown())
    rows = _rows(contents(ranges_of(item), pages))
    return render(request, "media_pipeline/editor/contents.html", {"item": item, "form": form, "rows": rows})


def _rows(siblings: list[Heading], level: int = 1) -> list[dict[str, Any]]:
    """The tree as lines, each with what can be done with it."""
    found = []
    for number, heading in enumerate(siblings):
        steps = {
            "earlier": number > 0,
            "later": number < len(siblings) - 1,
            "inward": number > 0,
            "outward": level > 1,
        }
        first = None if heading.first is None else heading.first + 1
        last = None if heading.last is None else heading.last + 1
        found.append({"range": heading.range, "level": level, "first": first, "last": last, "may": steps})
        found += _rows(heading.children, level + 1)
    return found


@never_cache
def change(request: HttpRequest, pk: int) -> HttpResponse:
    heading = _heading(request, pk)
    known = {
        "label": heading.label,
        "first": heading.first and heading.first.identifier,
        "last": heading.last and heading.last.identifier,
    }
    form = HeadingForm(request.POST or None, item=heading.item, initial=known)
    if request.method == "POST" and form.is_valid():
        heading_change(heading, user=request.user, **form.cleaned_data)
        messages.success(request, _("“%(name)s” is saved.") % {"name": heading})
        return redirect("media-contents", pk=heading.item_id)
    context = {"item": heading.item, "heading": heading, "form": form}
    return render(request, "media_pipeline/editor/heading.html", context)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    heading = _heading(request, pk)
    step = request.POST.get("step", "")
    if step not in _STEPS:
        raise UserError(step[:20])
    try:
        heading_move(heading, step, user=request.user)
    except UserError as error:
        messages.error(request, str(error))
    return redirect("media-contents", pk=heading.item_id)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    heading = _heading(request, pk)
    item_id = heading.item_id
    heading_remove(heading, user=request.user)
    return redirect("media-contents", pk=item_id)

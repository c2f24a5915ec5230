"""The screens of the text that stands on a picture: what there is, a file, and the text itself to correct."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from heritage.errors import Denied
from institutions.permissions import EDIT, may
from media_pipeline.canvases import canvas_size
from media_pipeline.editor.annotation_forms import TextFileForm, TextForm, offered_languages
from media_pipeline.editor.views import asset_of
from media_pipeline.models import Asset, CanvasText, shown_texts
from media_pipeline.page_text import TextRefused, plain_lines, with_boxes_of
from media_pipeline.text_files import read_text_file
from media_pipeline.transcription import canvas_text_remove, canvas_text_save


@never_cache
def texts(request: HttpRequest, identifier: str) -> HttpResponse:
    """The texts of a picture; posted to, a file with one."""
    asset = asset_of(request, identifier)
    form = TextFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _receive(request, asset, form):
        messages.success(request, _("The text is saved."))
        return redirect("media-texts", identifier=identifier)
    known = list(CanvasText.objects.filter(asset=asset).defer("layout"))
    context = {
        "asset": asset,
        "item": asset.item,
        "form": form,
        "texts": known,
        "shown": {text.pk for text in shown_texts(known)},
        "languages": offered_languages(),
    }
    return render(request, "media_pipeline/editor/texts.html", context)


def _receive(request: HttpRequest, asset: Asset, form: TextFileForm) -> bool:
    try:
        source, lines, stated = read_text_file(form.cleaned_data["file"].read(), canvas_size(asset))
        language = form.cleaned_data["language"] or stated
        if not language:
            form.add_error("language", _("The file does not say its language."))
            return False
        canvas_text_save(asset, user=request.user, source=source, language=language, lines=lines)
    except TextRefused as error:
        form.add_error("file", str(error))
        return False
    return True


@never_cache
def text(request: HttpRequest, identifier: str, pk: int | None = None) -> HttpResponse:
    """One text to correct, or a new one. What a person writes is a curator's text; the boxes stay where they fit."""
    asset = asset_of(request, identifier)
    known = get_object_or_404(CanvasText, asset=asset, pk=pk) if pk else None
    initial = {"language": known.language, "text": known.text} if known else None
    form = TextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        lines = plain_lines(form.cleaned_data["text"])
        language = form.cleaned_data["language"]
        try:
            canvas_text_save(
                asset,
                user=request.user,
                source=CanvasText.Source.CURATOR,
                language=language,
                lines=with_boxes_of(lines, known.lines) if known else lines,
            )
        except TextRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The text is saved."))
            return redirect("media-texts", identifier=identifier)
    context = {"asset": asset, "item": asset.item, "form": form, "text": known, "languages": offered_languages()}
    return render(request, "media_pipeline/editor/text.html", context)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = CanvasText.objects.select_related("asset__item").filter(asset__item__isnull=False)
    known = get_object_or_404(found, pk=pk)
    if not may(request.user, EDIT, known.asset.institution_id):
        raise Denied()
    canvas_text_remove(known, user=request.user)
    return redirect("media-texts", identifier=known.asset.identifier)

"""What institutions show beside their pages."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from heritage.errors import NotFound
from institutions import logos
from institutions.models import Institution
from institutions.permissions import EDIT, may


@require_safe
def logo(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The logo in use, for anyone; one of a draft for the institution's own people. Raises NotFound."""
    institution = Institution.objects.filter(code=code).first()
    key = f"logos/{code}/{name}"
    if institution is None or logos.logo_of(key) is None:
        raise NotFound
    public = institution.live and institution.logo == key
    if not public and not may(request.user, EDIT, institution.pk):
        raise NotFound
    try:
        with logos.storage().open(key, "rb") as stream:
            response = HttpResponse(stream.read(), content_type="image/png")
    except FileNotFoundError:
        raise NotFound from None
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=31536000, immutable" if public else "private, no-store"
    response["ETag"] = f'"{name.partition("-")[0]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)

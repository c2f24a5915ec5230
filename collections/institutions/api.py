"""GET /institutions and /institutions/{code}."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from heritage.errors import NotFound
from heritage.rest import Page, Paging, Token, keyset_page
from institutions.api_shapes import InstitutionKind, InstitutionOut, institution_out
from institutions.models import Institution

router = Router(tags=["Institutions"])


class InstitutionQuery(Paging):
    kind: InstitutionKind | None = None
    region: Token | None = None


@router.get("/institutions", response=Page[InstitutionOut], summary="Walk the institutions")
def list_institutions(request: HttpRequest, query: Query[InstitutionQuery]) -> dict[str, Any]:
    """Those whose holdings are published, in a stable order."""
    rows = Institution.objects.filter(live=True).select_related("region")
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.region:
        rows = rows.filter(region__iso=query.region)
    page = keyset_page(request, rows, query)
    return page | {"items": [institution_out(institution) for institution in page["items"]]}


@router.get("/institutions/{code}", response=InstitutionOut, summary="One institution")
def get_institution(request: HttpRequest, code: str) -> dict[str, Any]:
    institution = (
        Institution.objects.filter(live=True, code=code[:60].replace("\0", "")).select_related("region").first()
    )
    if institution is None:
        raise NotFound()
    return institution_out(institution)

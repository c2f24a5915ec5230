"""What an institution looks like in the API."""

from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from ninja import Schema
from pydantic import Field

from heritage.rest import LanguageMap, page_urls
from institutions.models import Institution

InstitutionKind = Literal[*Institution.Kind.values]


class InstitutionRef(Schema):
    code: str
    name: LanguageMap
    is_demonstration: bool = Field(description="True of demonstration data that belongs to no institution.")


class RegionRef(Schema):
    iso: str = Field(description="ISO 3166-2:KZ.", examples=["KZ-61"])
    name: LanguageMap


class InstitutionOut(InstitutionRef):
    url: str = Field(description="This record in the API.")
    pages: LanguageMap = Field(description="Its page for people, by language.")
    items_url: str = Field(description="Its items in the API.")
    kind: InstitutionKind
    description: LanguageMap
    bin: str | None = Field(description="Kazakhstan's business identification number.")
    isil: str | None = Field(description="ISO 15511.")
    region: RegionRef | None
    latitude: float | None
    longitude: float | None
    website: str | None
    logo: str | None = Field(description="A PNG picture.")
    updated_at: datetime


def institution_ref(institution: Institution) -> dict[str, Any]:
    return {"code": institution.code, "name": institution.name, "is_demonstration": institution.is_demonstration}


def institution_out(institution: Institution) -> dict[str, Any]:
    """InstitutionOut of an institution fetched with its region."""
    region = institution.region
    return {
        **institution_ref(institution),
        "url": f"{settings.PUBLIC_URL}/api/v1/institutions/{institution.code}",
        "pages": page_urls(institution),
        "items_url": f"{settings.PUBLIC_URL}/api/v1/items?institution={institution.code}",
        "kind": institution.kind,
        "description": institution.description,
        "bin": institution.bin,
        "isil": institution.isil,
        "region": {"iso": region.iso, "name": region.name} if region else None,
        "latitude": institution.latitude,
        "longitude": institution.longitude,
        "website": institution.website or None,
        "logo": f"{settings.PUBLIC_URL}{logo.url}" if (logo := institution.logo_file) else None,
        "updated_at": institution.updated_at,
    }

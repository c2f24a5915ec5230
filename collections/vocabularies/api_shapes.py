"""Terms as other records' answers carry them."""

from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from heritage.rest import LanguageMap
from vocabularies.models import Agent, Concept, Place


class TermRef(Schema):
    key: str
    label: LanguageMap
    exact_match: list[str] = Field(description="skos:exactMatch: the same term in Getty AAT, Wikidata …")


class AgentRef(TermRef):
    kind: Literal[*Agent.Kind.values]
    birth: str | None = Field(description="EDTF; of a group, its founding.")
    death: str | None = Field(description="EDTF; of a group, its dissolution.")


class PlaceRef(TermRef):
    latitude: float | None
    longitude: float | None
    country: str | None = Field(description="ISO 3166-1, two letters.")
    region: str | None = Field(description="ISO 3166-2:KZ.")


def term_ref(term: Concept | None) -> dict[str, Any] | None:
    return {"key": term.key, "label": term.pref_label, "exact_match": term.exact_match} if term else None


def agent_ref(agent: Agent) -> dict[str, Any]:
    return {
        "key": agent.key,
        "label": agent.name,
        "exact_match": agent.exact_match,
        "kind": agent.kind,
        "birth": agent.birth_edtf or None,
        "death": agent.death_edtf or None,
    }


def place_ref(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "key": place.key,
        "label": place.name,
        "exact_match": place.exact_match,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "country": place.country or None,
        "region": place.region.iso if place.region else None,
    }

"""What manifests and info.json say of a restricted image's services (sections 3.1, 4.1, 5.1 and 6.1)."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from media_pipeline.iiif import addresses
from media_pipeline.iiif.records import MediaRecord
from media_pipeline.iiif.texts import words
from media_pipeline.models import Asset

CONTEXT = "http://iiif.io/api/auth/2/context.json"
JSON = dict[str, Any]


def is_restricted(thing: Asset | MediaRecord) -> bool:
    if isinstance(thing, MediaRecord):
        return thing.visibility == "restricted"
    return bool(thing.access.right)


def auth_services(thing: Asset | MediaRecord) -> list[JSON]:
    """For the `service` of a restricted image service, or of a static image's or model's body; [] for what everybody
    may see. Where it is used, CONTEXT must come before the API's own context in `@context`."""
    return [_probe_uri(thing) | _probe(settings.PUBLIC_URL)] if is_restricted(thing) else []


def auth_services_in_brief(thing: Asset | MediaRecord) -> list[JSON]:
    """With the required words alone, for a manifest in which they come five hundred times; info.json has all."""
    return [_probe_uri(thing) | _brief_probe(settings.PUBLIC_URL)] if is_restricted(thing) else []


def _probe_uri(thing: Asset | MediaRecord) -> JSON:
    return {"id": addresses.public(f"/iiif/auth/2/probe/{thing.identifier}")}


@lru_cache(maxsize=4)
def _probe(site: str) -> JSON:
    """What is the same for all images of the site: a restricted book would say it 500 times anew."""
    return {
        "type": "AuthProbeService2",
        "errorHeading": words(_("Not for everybody")),
        "errorNote": words(_("This is for readers of the institution that holds it.")),
        "service": [_active(), _external()],
    }


@lru_cache(maxsize=4)
def _brief_probe(site: str) -> JSON:
    active = {name: value for name, value in _active().items() if name not in {"heading", "note", "confirmLabel"}}
    active["service"] = [{name: _token()[name] for name in ("id", "type")}, _logout()]
    return {"type": "AuthProbeService2", "service": [active]}


def _active() -> JSON:
    return {
        "id": addresses.public("/iiif/auth/2/access"),
        "type": "AuthAccessService2",
        "profile": "active",
        "label": words(_("Sign in to Qazyna")),
        "heading": words(_("For readers")),
        "note": words(_("Readers of the institution that holds this see it when they are signed in to Qazyna.")),
        "confirmLabel": words(_("Sign in")),
        "service": [_token(), _logout()],
    }


def _external() -> JSON:
    """A reader who has let this viewer's site show images needs no window again while signed in."""
    return {
        "type": "AuthAccessService2",
        "profile": "external",
        "label": words(_("Signed in to Qazyna")),
        "service": [_token()],
    }


def _token() -> JSON:
    return {
        "id": addresses.public("/iiif/auth/2/token"),
        "type": "AuthAccessTokenService2",
        "errorHeading": words(_("You are not signed in")),
        "errorNote": words(_("The sign-in did not succeed, or the browser does not let this viewer know of it.")),
    }


def _logout() -> JSON:
    return {
        "id": addresses.public("/iiif/auth/2/logout"),
        "type": "AuthLogoutService2",
        "label": words(_("Sign out of Qazyna")),
    }

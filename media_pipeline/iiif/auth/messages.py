"""What the token page posts to the viewer: a token, or why there is none (sections 4.4 and 4.5)."""

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heritage.throttle import address_of, count
from media_pipeline import grants
from media_pipeline.grants import Expired, Holder
from media_pipeline.iiif.auth import tokens
from media_pipeline.iiif.auth.origins import is_welcome, parse_origin
from media_pipeline.iiif.auth.services import CONTEXT
from media_pipeline.iiif.texts import words

JSON = dict[str, Any]
_LONGEST_ID = 200
_SIGN_IN = _("Sign in, and let this viewer show images for readers.")
# What can't be told from not having signed in.
_OR_KEPT_BACK = _(
    "Sign in, and let this viewer show images for readers. "
    "If you have, your browser keeps our cookies from other sites: open the item on our own site."
)
# profile -> heading and note
_REFUSALS: dict[str, tuple[Promise, Promise]] = {
    "invalidRequest": (_("The viewer asked in a wrong way"), _("Its makers can find the form in IIIF’s documents.")),
    "invalidOrigin": (_("This viewer’s site is not known yet"), _SIGN_IN),
    "missingAspect": (_("You are not signed in"), _OR_KEPT_BACK),
    "invalidAspect": (_("You are not signed in"), _SIGN_IN),
    "expiredAspect": (_("You are not signed in any more"), _SIGN_IN),
    "unavailable": (_("Too many requests. Please slow down."), _("Please try again in a moment.")),
}


class TokenRefused(Exception):
    """`message` goes to `target`; to anybody ("*") where no origin can be read, as it says nothing of anyone."""

    def __init__(self, profile: str, message_id: str, target: str) -> None:
        super().__init__(profile)
        heading, note = _REFUSALS[profile]
        self.target = target
        self.message = {
            "@context": CONTEXT,
            "type": "AuthAccessTokenError2",
            "profile": profile,
            "messageId": message_id,
            "heading": words(heading),
            "note": words(note),
        }


def token_message(request: HttpRequest) -> tuple[JSON, str]:
    """The message and the origin that it is for. Raises TokenRefused."""
    message_id = request.GET.get("messageId", "")
    origin = parse_origin(request.GET.get("origin", ""))
    if origin is None or not message_id or len(message_id) > _LONGEST_ID:
        raise TokenRefused("invalidRequest", message_id[:_LONGEST_ID], origin or "*")
    if not count("iiif-auth", address_of(request), settings.IIIF_AUTH_RATE):
        raise TokenRefused("unavailable", message_id, origin)
    if not is_welcome(origin):
        raise TokenRefused("invalidOrigin", message_id, origin)
    holder = _holder(request, message_id, origin)
    if origin not in holder.origins:
        raise TokenRefused("invalidOrigin", message_id, origin)
    message = {
        "@context": CONTEXT,
        "type": "AuthAccessToken2",
        "accessToken": tokens.token_for(holder, origin),
        "expiresIn": tokens.SECONDS,
        "messageId": message_id,
    }
    return message, origin


def _holder(request: HttpRequest, message_id: str, origin: str) -> Holder:
    secret = grants.sent_secret(request.COOKIES)
    if not secret:
        raise TokenRefused("missingAspect", message_id, origin)
    try:
        return grants.read(secret)
    except Expired as error:
        raise TokenRefused("expiredAspect", message_id, origin) from error
    except BadSignature as error:
        raise TokenRefused("invalidAspect", message_id, origin) from error

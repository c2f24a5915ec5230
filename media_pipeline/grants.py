"""The access cookie: what a browser sends with requests for restricted images, from any site that shows them.

It is not the session's: a viewer elsewhere must be able to send it (SameSite=None), and all it opens is images. It ends
with the session it was given in, so signing out, another password and leaving end it too."""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from catalogue.access import Visitor, visitor_of
from media_pipeline.models import AccessGrant

# How long a sign-out, a lost role or a new password may take to reach this process.
TTL_SECONDS = 2.0
_MAX_HOLDERS = 4096
_signer = signing.TimestampSigner(salt="media_pipeline.grants")
# A cookie has one path: where restricted files lie, and no page among them, so that pages stay cacheable.
_PATHS = ("/iiif/", "/posters/", "/files/")


@dataclass(frozen=True, slots=True)
class Holder:
    """The person behind a valid grant."""

    grant_id: int
    visitor: Visitor
    origins: frozenset[str]


class Expired(Exception):
    """The grant was good once: its time, its session or its person's account has ended."""


def cookie_name(path: str) -> str:
    name = f"{path.strip('/')}-access"
    return f"__Secure-{name}" if settings.IIIF_COOKIE_SECURE else name


def sent_secret(cookies: Mapping[str, str]) -> str:
    """The cookie's text among a request's cookies, "" for none. A request has one at most: their paths differ."""
    return next((cookies[name] for path in _PATHS if (name := cookie_name(path)) in cookies), "")


def grant(request: HttpRequest, origin: str = "") -> str:
    """Let this signed-in browser load images, and with `origin` also viewers of that site; the cookie's text.

    A browser that holds a good cookie of the same session keeps it."""
    session_key = request.session.session_key
    AccessGrant.objects.filter(expires_at__lt=timezone.now()).delete()
    sent = sent_secret(request.COOKIES)
    known = AccessGrant.objects.filter(
        secret_sha256=_digest(sent), session_key=session_key, user=request.user
    ).first() if sent else None  # fmt: skip
    if known is None:
        sent = _signer.sign(secrets.token_urlsafe(32))
        known = AccessGrant(secret_sha256=_digest(sent), user=request.user, session_key=session_key)
        known.expires_at = timezone.now() + timedelta(seconds=settings.IIIF_ACCESS_SECONDS)
    if origin and origin not in known.origins:
        # The newest few: a list that grows without end is no list of sites that a person knows of.
        known.origins = [*known.origins, origin][-20:]
    known.save()
    forget()
    return sent


def set_cookies(response: HttpResponse, secret: str) -> None:
    secure = settings.IIIF_COOKIE_SECURE
    for path in _PATHS:
        response.set_cookie(
            cookie_name(path),
            secret,
            max_age=settings.IIIF_ACCESS_SECONDS,
            path=path,
            secure=secure,
            httponly=True,
            # Browsers take None only with Secure; without it viewers on other sites have to do without.
            samesite="None" if secure else "Lax",
        )


def drop_cookies(response: HttpResponse) -> None:
    for path in _PATHS:
        response.delete_cookie(cookie_name(path), path=path, samesite="None" if settings.IIIF_COOKIE_SECURE else "Lax")


def revoke(request: HttpRequest) -> None:
    """Every cookie given in this browser's session, and the one it sent."""
    if request.session.session_key:
        AccessGrant.objects.filter(session_key=request.session.session_key).delete()
    if sent := sent_secret(request.COOKIES):
        AccessGrant.objects.filter(secret_sha256=_digest(sent)).delete()
    forget()


_lock = threading.Lock()
_holders: OrderedDict[str, tuple[float, Holder | None]] = OrderedDict()


def holder_of(secret: str) -> Holder | None:
    """None for whatever is not a good cookie now. Remembered for two seconds; may query."""
    now = time.monotonic()
    with _lock:
        known = _holders.get(secret)
        if known and known[0] > now:
            return known[1]
    try:
        found = read(secret)
    except (Expired, signing.BadSignature):
        found = None
    with _lock:
        _holders[secret] = (now + TTL_SECONDS, found)
        while len(_holders) > _MAX_HOLDERS:
            _holders.popitem(last=False)
    return found


def forget() -> None:
    with _lock:
        _holders.clear()


def read(secret: str) -> Holder:
    """From the database, now. Raises BadSignature for what we never wrote, which costs no query, and Expired."""
    try:
        _signer.unsign(secret, max_age=settings.IIIF_ACCESS_SECONDS)
    except signing.SignatureExpired as error:
        raise Expired from error
    found = AccessGrant.objects.select_related("user").filter(secret_sha256=_digest(secret)).first()
    return _holder(found)


def read_by_id(grant_id: int) -> Holder:
    """Raises Expired."""
    return _holder(AccessGrant.objects.select_related("user").filter(pk=grant_id).first())


def _holder(found: AccessGrant | None) -> Holder:
    if found is None or found.expires_at <= timezone.now() or not _is_signed_in(found):
        raise Expired
    return Holder(found.pk, visitor_of(found.user), frozenset(found.origins))


def _is_signed_in(found: AccessGrant) -> bool:
    """Whether the session lives and is still this person's, under the password it was opened with."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(found.session_key)
    person = found.user
    if not person.is_active or session.get(SESSION_KEY) != str(person.pk):
        return False
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

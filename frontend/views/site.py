"""Addresses that belong to no single thing: the root, the theme, robots.txt."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from frontend.context import THEMES

YEAR_SECONDS = 365 * 24 * 60 * 60


def root(request: HttpRequest) -> HttpResponse:
    """To the home page in the language of the visitor: the one chosen before, else what the browser asks for."""
    response = HttpResponseRedirect(f"/{translation.get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def theme(request: HttpRequest) -> HttpResponse:
    """Switches between light and dark, and goes back to the page. Works without JavaScript."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if (wanted := request.GET.get("theme")) in THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie("theme", wanted, max_age=YEAR_SECONDS, samesite="Lax", secure=secure)
    response["Cache-Control"] = "no-store"
    return response


def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /theme",
        "Disallow: /*/sign-in",
        "Disallow: /iiif/auth/",
        "Disallow: /*/search/suggest",
        f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")

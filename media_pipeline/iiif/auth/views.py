"""The services of Authorization Flow 2.0 under /iiif/auth/2/. None of their answers is ever kept by a cache."""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_deny, xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from catalogue.access import ANYBODY
from heritage.errors import problem
from heritage.sign_in import SignInForm
from heritage.throttle import address_of, count
from media_pipeline import grants
from media_pipeline.iiif import records
from media_pipeline.iiif.auth import tokens
from media_pipeline.iiif.auth.messages import TokenRefused, token_message
from media_pipeline.iiif.auth.origins import is_welcome, parse_origin
from media_pipeline.iiif.auth.probe import probe_result

_UNFRAMED = {"frame-ancestors": ["'none'"]}


def _window(request: HttpRequest, state: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the window that a viewer opened. The viewer watches for its closing, which a policy of opening only
    among ourselves (Cross-Origin-Opener-Policy) would feign at once."""
    response = render(request, "account/window.html", {"state": state, **context}, status=status)
    response["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@method_decorator([never_cache, sensitive_post_parameters(), xframe_options_deny, csp_replace(_UNFRAMED)], "dispatch")
class AccessView(View):
    """The access service (section 3.3.1): sign in, and let the viewer's site show images. That a person says so here
    also makes browsers count this site as one that the person uses, whose cookies may be sent from elsewhere."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.origin = parse_origin(request.GET.get("origin", ""))
        if self.origin is None or not is_welcome(self.origin):
            return _window(request, "refused", status=400)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._ask(request, SignInForm(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        if "other" in request.POST:
            grants.revoke(request)
            logout(request)
            return self._ask(request, SignInForm(request))
        if not request.user.is_authenticated:
            form = SignInForm(request, data=request.POST)
            if not form.is_valid():
                return self._ask(request, form)
            login(request, form.get_user())
        secret = grants.grant(request, self.origin or "")
        response = _window(request, "done")
        grants.set_cookies(response, secret)
        return response

    def _ask(self, request: HttpRequest, form: SignInForm) -> HttpResponse:
        return _window(request, "ask", form=form, site=(self.origin or "").partition("://")[2])


@never_cache
@require_GET
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def token(request: HttpRequest) -> HttpResponse:
    """The access token service (section 4), a page in a frame of the viewer's: it holds nothing that could be clicked,
    and its message reaches the site that is named alone. Always 200, so that the message is delivered."""
    try:
        message, target = token_message(request)
    except TokenRefused as refusal:
        message, target = refusal.message, refusal.target
    return render(request, "account/token.html", {"message": message, "target": target})


@csrf_exempt
@never_cache
def probe(request: HttpRequest, identifier: str) -> HttpResponse:
    """The probe service (section 5). It believes the token alone: a cookie would tell any site who is reading."""
    if request.method == "OPTIONS":
        return _cors(HttpResponse(status=204))
    if request.method not in {"GET", "HEAD"}:
        answer = problem(405, "method-not-allowed", _("This address can only be read."), instance=request.path)
        answer["Allow"] = "GET, HEAD, OPTIONS"
        return _cors(answer)
    if not count("iiif-auth", address_of(request), settings.IIIF_AUTH_RATE):
        answer = problem(429, "too-many-requests", _("Too many requests. Please slow down."), instance=request.path)
        answer["Retry-After"] = "60"
        return _cors(answer)
    scheme, _space, sent = request.headers.get("Authorization", "").partition(" ")
    holder = None
    if scheme.lower() == "bearer":
        holder = tokens.holder_of_token(sent.strip(), request.headers.get("Origin"))
    result = probe_result(records.find(identifier), holder.visitor if holder else ANYBODY)
    return _cors(JsonResponse(result, json_dumps_params={"ensure_ascii": False}))


def _cors(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    # By name: a wildcard does not cover this header.
    response["Access-Control-Allow-Headers"] = "Authorization"
    response["Access-Control-Max-Age"] = "86400"
    return response


@never_cache
@require_GET
@xframe_options_deny
@csp_replace(_UNFRAMED)
def sign_out(request: HttpRequest) -> HttpResponse:
    """The logout service (section 6). As it must work by GET, only a window that a person looks at counts: no picture
    or frame in somebody's page signs anybody out."""
    if request.headers.get("Sec-Fetch-Dest", "document") != "document" or "Sec-Purpose" in request.headers:
        return _window(request, "refused", status=400)
    grants.revoke(request)
    logout(request)
    response = _window(request, "left")
    grants.drop_cookies(response)
    return response

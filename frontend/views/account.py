"""Signing in and out, for those who read what is not open to everybody."""

from typing import Any

from csp.decorators import csp_replace
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_deny

from frontend.alternates import in_each_language
from heritage.sign_in import SignInForm
from media_pipeline import grants


@method_decorator([xframe_options_deny, csp_replace({"frame-ancestors": ["'none'"]})], "dispatch")
class SignIn(LoginView):
    """`next` leads on within the site; elsewhere it is not followed."""

    template_name = "account/sign_in.html"
    form_class = SignInForm
    next_page = "root"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        # Tiles are then answered by the image server itself, which knows no sessions.
        grants.set_cookies(response, grants.grant(self.request))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(alternates=in_each_language(lambda: reverse("sign-in")), **kwargs)


@method_decorator(never_cache, "dispatch")
class SignOut(LogoutView):
    next_page = "root"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        grants.revoke(request)
        response = super().post(request, *args, **kwargs)
        grants.drop_cookies(response)
        return response

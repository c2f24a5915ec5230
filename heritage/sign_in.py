"""Signing in, for readers on the website and for curators at their entrance alike: passwords can't be tried at will."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from heritage.throttle import address_of, count, is_spent


class _Throttled(AuthenticationForm):
    """Failures are counted for the address that they come from and for the name that they try; beyond SIGN_IN_RATE
    no password is even looked at, so that neither its time nor its answer tells anything."""

    def clean(self) -> dict[str, Any]:
        whos = self._whos()
        if any(is_spent(scope, who, settings.SIGN_IN_RATE) for scope, who in whos):
            raise ValidationError(_("Too many attempts. Wait a minute and try again."), code="too-many")
        try:
            return super().clean()
        except ValidationError:
            for scope, who in whos:
                count(scope, who, settings.SIGN_IN_RATE)
            raise

    def _whos(self) -> list[tuple[str, str]]:
        name = str(self.cleaned_data.get("username") or "").casefold()
        return [("sign-in-address", address_of(self.request)), ("sign-in-name", name)]


class SignInForm(_Throttled):
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("This name and password do not belong together. Both are case-sensitive."),
        "inactive": _("This name and password do not belong together. Both are case-sensitive."),
    }


class EditorSignInForm(_Throttled, LoginForm):
    """Wagtail's own, WAGTAILADMIN_USER_LOGIN_FORM."""

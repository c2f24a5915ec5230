"""Browsers that may load restricted images."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessGrant(models.Model):
    """One signed-in browser. Its access cookie holds a secret of which only the SHA-256 is here; it is worth nothing
    any more once the session it was given in has ended. `origins` are the sites whose viewers the person let use it."""

    secret_sha256 = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    session_key = models.CharField(max_length=40, db_index=True)
    origins = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("access grant")
        verbose_name_plural = _("access grants")

    def __str__(self) -> str:
        return f"access of {self.user_id}"

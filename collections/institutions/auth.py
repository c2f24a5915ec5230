"""A role that edits for an institution opens the editor; nothing has to be set for each person."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from institutions.permissions import institutions_for

EDITOR = "wagtailadmin.access_admin"


class MembershipBackend(BaseBackend):
    """Grants the way into Wagtail to those who edit (readers do not) and no other permission: what they may do there
    is asked of the permission policy for each record, so no model-wide right exists that would span institutions."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return set()
        if not hasattr(user_obj, "_is_member"):
            user_obj._is_member = institutions_for(user_obj).exists()
        return {EDITOR} if user_obj._is_member else set()

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return self.get_all_permissions(user_obj, obj)

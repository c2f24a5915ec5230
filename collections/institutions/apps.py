from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    name = "institutions"
    verbose_name = _("Institutions")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from institutions.editor.policy import INSTITUTION, MEMBERSHIP, InstitutionPolicy
        from institutions.models import Institution, Membership

        register_permission_policy(Institution, InstitutionPolicy(Institution, INSTITUTION, path="pk"))
        register_permission_policy(Membership, InstitutionPolicy(Membership, MEMBERSHIP))

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from catalogue.models import Item, ItemSet
        from institutions.editor.policy import HELD, HeldPolicy

        for model in (Item, ItemSet):
            register_permission_policy(model, HeldPolicy(model, HELD))

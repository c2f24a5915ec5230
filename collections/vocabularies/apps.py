from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabulariesConfig(AppConfig):
    name = "vocabularies"
    verbose_name = _("Vocabularies")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from vocabularies.editor.policy import READ_ONLY, SHARED, SharedPolicy
        from vocabularies.models import Agent, Concept, ConceptScheme, Place

        for model in (Concept, Agent, Place):
            register_permission_policy(model, SharedPolicy(model, SHARED))
        register_permission_policy(ConceptScheme, SharedPolicy(ConceptScheme, READ_ONLY))

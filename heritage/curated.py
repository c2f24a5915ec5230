"""What curators edit: Wagtail's drafts, revisions, workflow, locks and preview in one base."""

from collections import Counter
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from heritage.languages import LANGUAGES, current_language


class OneByOneQuerySet(models.QuerySet):
    def delete(self) -> tuple[int, dict[str, int]]:
        """Through each one's own `delete`, so that each writes its Change: Wagtail's bulk deletion comes this way."""
        total, by_model = 0, Counter()
        with transaction.atomic():
            for thing in self:
                count, rows = thing.delete()
                total += count
                by_model.update(rows)
        return total, dict(by_model)


class CuratedModel(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """Order matters: Wagtail checks that drafts come before revisions.

    The website shows the preview: an app above registers the hook `preview_hook`(object, request) -> context."""

    preview_template = ""
    preview_hook = ""
    # The part of its address that an object which was never saved has not got yet.
    address_field = ""

    live = models.BooleanField(_("published"), default=False, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One for each language, the editor's own first."""
        codes = dict.fromkeys((current_language().code, *LANGUAGES)) if self.preview_template else ()
        return [(code, LANGUAGES[code].native_name) for code in codes]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        language = LANGUAGES.get(mode_name, current_language())
        if not getattr(self, self.address_field):
            setattr(self, self.address_field, "preview")
        with translation.override(language.url_code):
            request.LANGUAGE_CODE = language.url_code
            return super().serve_preview(request, mode_name).render()

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return self.preview_template

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        context = super().get_preview_context(request, mode_name)
        for build in hooks.get_hooks(self.preview_hook):
            context |= build(self, request)
        return context

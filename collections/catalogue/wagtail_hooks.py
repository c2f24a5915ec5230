"""What the catalogue adds to Wagtail."""

from wagtail import hooks

from catalogue.models import Change
from institutions.models import Institution


@hooks.register("institution_changed")
def record_institution_change(institution: Institution) -> None:
    """Its items appear or vanish with it: consumers of the outbox must hear."""
    live = Institution.objects.filter(pk=institution.pk, live=True).exists()
    Change.objects.create(
        action=Change.Action.UPDATE if live else Change.Action.DELETE,
        kind="institution",
        object_id=institution.pk,
        identifier=institution.code,
        institution_id=institution.pk,
        is_public=True,
    )

"""Public changes numbered so far get the action and time they are published with; then every institution is told anew,
and with it all that it holds, so that what the public sequence says is what the public sees."""

from typing import Any

from django.db import migrations

_CHUNK = 2000


def publish_as_they_were(apps: Any, schema_editor: Any) -> None:
    Change = apps.get_model("catalogue", "Change")
    after, latest = 0, None
    while chunk := list(Change.objects.filter(public_sequence__gt=after).order_by("public_sequence")[:_CHUNK]):
        for change in chunk:
            latest = change.published_at = max(change.at, latest or change.at)
            change.public_action = change.action
        Change.objects.bulk_update(chunk, ["published_at", "public_action"], batch_size=200)
        after = chunk[-1].public_sequence


def tell_of_institutions(apps: Any, schema_editor: Any) -> None:
    Change, Institution = apps.get_model("catalogue", "Change"), apps.get_model("institutions", "Institution")
    Change.objects.bulk_create(
        Change(
            action="update",
            kind="institution",
            object_id=institution.pk,
            identifier=institution.code,
            institution_id=institution.pk,
            is_public=True,
        )
        for institution in Institution.objects.order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_public_actions_and_ripples"), ("institutions", "0002_regions_of_kazakhstan")]
    operations = [
        migrations.RunPython(publish_as_they_were, migrations.RunPython.noop),
        migrations.RunPython(tell_of_institutions, migrations.RunPython.noop),
    ]

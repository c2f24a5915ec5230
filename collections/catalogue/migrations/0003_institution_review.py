"""The review by the institution, and the workflow that items and item sets go through when a contributor submits."""

import django.db.models.deletion
from django.db import migrations, models

NAME = "Review by the institution"


def create_workflow(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    task_type, _ = content_types.get_or_create(app_label="catalogue", model="institutionreview")
    review = apps.get_model("catalogue", "InstitutionReview").objects.create(
        name=NAME, active=True, content_type=task_type
    )
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=NAME, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task_id=review.pk, sort_order=0)
    for model in ("item", "itemset"):
        content_type, _ = content_types.get_or_create(app_label="catalogue", model=model)
        apps.get_model("wagtailcore", "WorkflowContentType").objects.create(
            workflow=workflow, content_type=content_type
        )


def remove_workflow(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstitutionReview",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "review by the institution",
                "verbose_name_plural": "reviews by the institution",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.RunPython(create_workflow, remove_workflow),
    ]

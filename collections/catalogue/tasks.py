from celery import shared_task
from django.core.management import call_command

from catalogue.changes import advance
from catalogue.services import items_end_embargoes


@shared_task(name="catalogue.publish_scheduled")
def publish_scheduled_task() -> None:
    call_command("publish_scheduled")
    items_end_embargoes()


@shared_task(name="catalogue.advance_changes")
def advance_changes_task() -> None:
    advance()

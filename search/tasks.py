from celery import shared_task

from search.iiif.upkeep import drain_texts
from search.indexing import drain_changes


@shared_task(name="search.drain_changes")
def drain_changes_task() -> None:
    drain_changes()
    drain_texts()

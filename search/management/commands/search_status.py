from typing import Any

from django.core.management.base import BaseCommand

from catalogue.models import Item
from search.engines import get_engine
from search.engines.base import SearchUnavailable
from search.indexing import pending_changes


class Command(BaseCommand):
    help = "Says what the search index holds and what it has yet to read. Exit code 1 when it cannot be searched."

    def handle(self, *args: Any, **options: Any) -> None:
        facts = get_engine().status() | {"published items": Item.objects.published().count()}
        try:
            facts["unread changes"] = pending_changes()
        except SearchUnavailable as error:
            facts["problem"] = error.hint
        for name, value in facts.items():
            self.stdout.write(f"{name}: {value}")
        if facts.get("problem"):
            raise SystemExit(1)

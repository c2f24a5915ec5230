from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from search.engines.base import SearchUnavailable
from search.indexing import rebuild


class Command(BaseCommand):
    help = "Builds the search index anew beside the live one, then puts it in its place. The site stays searchable."

    def handle(self, *args: Any, **options: Any) -> None:
        columns = (TextColumn("Indexing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, disable=not self.stdout.isatty()) as bar:
            task = bar.add_task("", total=None)
            try:
                number = rebuild(lambda done, total: bar.update(task, completed=done, total=total))
            except SearchUnavailable as error:
                raise CommandError(error.hint or str(error)) from error
        self.stdout.write(f"{number} items are in the search index.")

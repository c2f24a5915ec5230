from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heritage.messages import catalogue_paths, compile_catalogue, messages_in_sources, problems, update


class Command(BaseCommand):
    help = "Message catalogues: `update` them from the sources, `compile` them, `check` that all is translated."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["update", "compile", "check"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        getattr(self, f"_{action}")()

    def _update(self) -> None:
        messages = messages_in_sources()
        for code, path in catalogue_paths().items():
            catalogue = update(code, path, messages)
            self.stdout.write(
                f"{code}: {len(catalogue)} messages, {len(catalogue.untranslated_entries())} untranslated"
            )

    def _compile(self) -> None:
        for path in catalogue_paths().values():
            if path.exists():
                compile_catalogue(path)

    def _check(self) -> None:
        messages = messages_in_sources()
        found = [fault for code, path in catalogue_paths().items() for fault in problems(code, path, messages)]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(messages)} messages, complete in every language.")

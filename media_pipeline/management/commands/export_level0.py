from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heritage.errors import QazynaError
from media_pipeline.iiif import level0
from media_pipeline.iiif.presentation.loading import published_item


class Command(BaseCommand):
    help = "Write an item's images and manifest as plain files (IIIF Image API level 0), for any web server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("identifier", help="The item's identifier, as in its address.")
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="A folder that does not exist yet.")
        parser.add_argument(
            "--base-url", required=True, help="Where the folder will be served, such as https://x.example/a."
        )
        parser.add_argument("--version-2", action="store_true", help="Also as Image API 2.1, for older viewers.")
        parser.add_argument("--restricted", action="store_true", help="Also images that only readers may see.")

    def handle(
        self, *args: Any, identifier: str, to: Path, base_url: str, version_2: bool, restricted: bool, **options: Any
    ) -> None:
        versions = ("3", "2") if version_2 else ("3",)
        try:
            item = published_item(identifier)
            count = level0.export(item, to, base_url, versions=versions, restricted=restricted)
        except FileExistsError as error:
            raise CommandError(f"{to} exists already") from error
        except QazynaError as error:
            raise CommandError(f"{identifier}: {error.title()}") from error
        self.stdout.write(f"{count} files in {to}")

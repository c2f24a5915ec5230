"""Fills an empty site with the demonstration's records and four of their pictures: the demo in a quarter of its time.

Run as a program under the settings of the site that the browser will visit; prints what the tests must know."""

import json
import sys

PICTURED = (
    "schuyler-kazakh-women",
    "schuyler-mosque-hazret-turkistan",
    "blake-marriage-of-heaven-and-hell",
    "model-moonbrand-sword",
)


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from rich.progress import Progress

    from heritage.demo_loader import accounts, catalogue, media, site
    from heritage.demo_loader.steps import Tick
    from search.indexing import rebuild

    call_command("migrate", verbosity=0, interactive=False)
    progress = Progress(disable=True)
    tick = Tick(progress, progress.add_task("seed", total=1))
    catalogue.load_terms(tick)
    catalogue.load_institutions(tick)
    catalogue.load_records(tick)
    receive_some(tick)
    media.process_files(tick)
    site.load_home_pages(tick)
    accounts.load_accounts(tick)
    rebuild(lambda done, total: None)
    json.dump(known(accounts.accounts()), sys.stdout)


def receive_some(tick) -> None:
    from heritage.demo_loader import media

    every = media.load
    media.load = lambda name: [record for record in every(name) if record["id"] in PICTURED]
    media.receive_files(tick)


def known(people) -> dict:
    from catalogue.models import Item

    return {
        "items": dict(Item.objects.exclude(source_id="").values_list("source_id", "identifier")),
        "titles": dict(Item.objects.exclude(source_id="").values_list("source_id", "title")),
        "keys": dict(Item.objects.exclude(source_id="").values_list("source_id", "pk")),
        "people": {person.role: [person.name, person.password] for person in people},
    }


if __name__ == "__main__":
    main()

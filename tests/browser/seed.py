"""Fills an empty site with the demonstration's records and some of their pictures: the demo in a quarter of its time.

Run as a program under the settings of the site that the browser will visit; prints what the tests must know."""

import json
import sys
from datetime import date

PICTURED = (
    "schuyler-kazakh-women",
    "schuyler-mosque-hazret-turkistan",
    "blake-marriage-of-heaven-and-hell",
    "model-moonbrand-sword",
    "atkinson-arkat-mountains",
)


# key of the source -> who sees the images
RESTRICTED = {
    "for-readers": {"access": "members", "access_max_width": 400},
    "kept-back": {"access": "members"},
    "closed": {"embargo_until": date(2130, 3, 1)},
}
READER = ("reader", "a long password")


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from rich.progress import Progress

    from heritage.demo_loader import accounts, catalogue, media, site, texts
    from heritage.demo_loader.steps import Tick
    from search.indexing import rebuild

    call_command("migrate", verbosity=0, interactive=False)
    progress = Progress(disable=True)
    tick = Tick(progress, progress.add_task("seed", total=1))
    catalogue.load_terms(tick)
    catalogue.load_institutions(tick)
    catalogue.load_records(tick)
    receive_some(tick)
    add_restricted()
    media.process_files(tick)
    texts.load_texts(tick)
    site.load_home_pages(tick)
    accounts.load_accounts(tick)
    rebuild(lambda done, total: None)
    json.dump(known(accounts.accounts()), sys.stdout)


def receive_some(tick) -> None:
    from heritage.demo_loader import media

    every = media.load
    media.load = lambda name: [record for record in every(name) if record["id"] in PICTURED]
    media.receive_files(tick)


def add_restricted() -> None:
    """Pictures that not everybody may see, and a person who may."""
    from django.contrib.auth import get_user_model

    from catalogue.models import Item
    from catalogue.services import item_publish, item_save
    from heritage.demo_loader.data import DEMO_DIR, INSTITUTION
    from institutions.models import Institution, Membership
    from institutions.permissions import SYSTEM
    from media_pipeline.ingest import asset_receive

    museum = Institution.objects.get(code=INSTITUTION)
    for key, access in RESTRICTED.items():
        title = {"en": f"Letter, {key}", "kk": f"Хат, {key}", "ar": f"رسالة، {key}"}
        item = item_save(Item(institution=museum, title=title, source_id=key, kind="document", **access), user=SYSTEM)
        item_publish(item, user=SYSTEM)
        asset_receive(item, DEMO_DIR / "images" / "atkinson" / "arkat-mountains.jpg", user=SYSTEM)
    reader = get_user_model().objects.create_user(*READER[:1], password=READER[1])
    Membership.objects.create(user=reader, institution=museum, role="reader")


def known(people) -> dict:
    from catalogue.models import Item
    from media_pipeline.models import Asset

    # The last of a name wins, so the first file comes last.
    files = Asset.objects.filter(item__isnull=False).order_by("-position", "-pk")
    return {
        "items": dict(Item.objects.exclude(source_id="").values_list("source_id", "identifier")),
        "titles": dict(Item.objects.exclude(source_id="").values_list("source_id", "title")),
        "keys": dict(Item.objects.exclude(source_id="").values_list("source_id", "pk")),
        "people": {person.role: [person.name, person.password] for person in people} | {"reader": READER},
        "files": dict(files.values_list("item__source_id", "identifier")),
    }


if __name__ == "__main__":
    main()

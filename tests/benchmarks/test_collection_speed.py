"""What a IIIF Collection costs with 300,000 items, half of them in one institution whose keys others' lie between.

    pytest tests/benchmarks/test_collection_speed.py -s            SQLite
    DATABASE_URL=postgres://… pytest …                             PostgreSQL

Figures are printed, none is asserted: they are the machine's. COLLECTION_ITEMS changes the number. Each line is the
median of 20 answers through the whole of Django, the first of them apart."""

import os
import statistics
import time

import pytest
from django.core.cache import cache
from django.db import connection

from catalogue.models import Item
from media_pipeline.models import Asset, Derivative
from tests import factories
from tests.media_pipeline.collection_walk import name_of

ITEMS = int(os.environ.get("COLLECTION_ITEMS", "300000"))
PICTURED = 3000
TITLE = {
    code: f"Жәдігер with a title of usual length, {code}" for code in ("kk", "en", "ru", "tr", "zh", "ar", "es", "fr")
}
FILES = [{"format": name, "width": width, "height": width * 2 // 3, "key": "k", "bytes": 1}
         for name in ("avif", "webp", "jpg") for width in (400, 800, 1600)]  # fmt: skip


def fill(museums) -> None:
    for start in range(0, ITEMS, 5000):
        # Half in the first, the rest by turns: every block of keys has items of all.
        rows = [
            Item(
                institution=museums[0 if number % 2 else 1 + number // 2 % (len(museums) - 1)],
                identifier=f"b{number}",
                live=number % 20 != 0,
                title=TITLE,
            )
            for number in range(start, min(ITEMS, start + 5000))
        ]
        Item.objects.bulk_create(rows)
    keys = list(Item.objects.order_by("pk").values_list("pk", "institution_id")[:PICTURED])
    about = {"kind": "image", "state": "ready", "media_type": "image/jpeg", "byte_size": 1}
    assets = Asset.objects.bulk_create(
        Asset(item_id=key, institution_id=museum, identifier=f"a{key}", sha256=f"{key:064x}", **about)
        for key, museum in keys
    )
    Derivative.objects.bulk_create(
        Derivative(asset=asset, kind="posters", state="ready", source_sha256=asset.sha256, metadata={"files": FILES})
        for asset in assets
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(client, name: str) -> dict:
    times = []
    path = f"/iiif/presentation/3/collections/{name}.json"
    for _ in range(21):
        began = time.perf_counter()
        response = client.get(path)
        times.append((time.perf_counter() - began) * 1000)
    assert response.status_code == 200, name
    began = time.perf_counter()
    again = client.get(path, headers={"if-none-match": response["ETag"]})
    unchanged = (time.perf_counter() - began) * 1000
    assert again.status_code == 304
    made = response.json()
    print(
        f"{name[:28]:28} {times[0]:7.1f} ms first {statistics.median(times[1:]):7.1f} ms "
        f"{unchanged:7.1f} ms unchanged {len(made['items']):5} members {len(response.content) / 1024:8.1f} KiB"
    )
    return made


@pytest.mark.django_db
def test_collection_speed(client):
    museums = [factories.institution(f"museum-{number}") for number in range(285)]
    began = time.perf_counter()
    fill(museums)
    print(f"\n{connection.vendor}: {ITEMS} items in {time.perf_counter() - began:.0f} s")
    cache.clear()
    measure(client, "top")
    made = measure(client, museums[0].code)
    while made["items"][0]["type"] == "Collection":
        made = measure(client, name_of(made["items"][0]))
    measure(client, museums[1].code)

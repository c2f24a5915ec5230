"""The images, models and panoramas of the 35 records, kept and processed like any upload."""

import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

from django.db import connection

from catalogue.models import Item
from heritage.demo_loader.data import DEMO_DIR, INSTITUTION, load
from heritage.demo_loader.steps import Tick
from institutions.permissions import SYSTEM
from media_pipeline.ingest import asset_receive
from media_pipeline.models import Derivative
from media_pipeline.processing import process


def receive_files(tick: Tick) -> None:
    items = {item.source_id: item for item in Item.objects.filter(institution__code=INSTITUTION)}
    files = [(items[record["id"]], record, file) for record in load("catalogue") for file in record["files"]]
    for item, record, file in tick.over(files):
        path = DEMO_DIR / file["path"]
        rights = {"credit": {"en": record["credit"]}, "rights_uri": record["rights_uri"]}
        label = {"en": file["label"]} if file.get("label") else {}
        panorama = _is_panorama(record, file)
        asset = asset_receive(item, path, user=SYSTEM, label=label, panorama=panorama, **rights)
        # Rendered once from the model and kept beside it, as no renderer comes as a wheel that needs no system library.
        poster = path.parent / "posters" / f"{path.stem}.jpg"
        if poster.exists():
            asset_receive(item, poster, user=SYSTEM, poster_for=asset, **rights)


def _is_panorama(record: dict[str, Any], file: dict[str, Any]) -> bool:
    return record["kind"] == "virtual_tour" and file["media_type"] == "image/jpeg"


def process_files(tick: Tick) -> None:
    """Here, not in the worker, so that the newcomer sees it move; what fails the worker tries again."""
    waiting = list(
        Derivative.objects.filter(state=Derivative.State.PENDING, asset__institution__code=INSTITUTION)
        .order_by("asset__byte_size")
        .values_list("pk", flat=True)
    )
    tick.total(len(waiting))
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for _done in as_completed([pool.submit(_process, pk) for pk in waiting]):
            tick.advance()


def _process(derivative_id: int) -> None:
    try:
        process(derivative_id)
    finally:
        connection.close()

"""Workers that finish at the same moment, each with a connection of its own."""

import threading

import pytest
from django.db import connections, transaction

from catalogue.models import Change
from institutions.permissions import SYSTEM
from media_pipeline import ingest, states
from media_pipeline.models import Asset, Derivative
from tests import factories
from tests.media_pipeline.conftest import jpeg, upload


@pytest.mark.django_db(transaction=True)
def test_an_asset_whose_parts_are_finished_at_once_is_ready_and_told_once():
    item = factories.item()
    asset = ingest.asset_receive(item, upload(jpeg(300, 200)), user=SYSTEM)
    # The upload's own tasks have run by now: back to the moment before.
    asset.derivatives.update(state=Derivative.State.PENDING, attempts=0)
    Asset.objects.filter(pk=asset.pk).update(state=Asset.State.PROCESSING)
    held = [states.claim(pk) for pk in asset.derivatives.values_list("pk", flat=True)]
    assert len(held) == 2
    Change.objects.all().delete()
    first_wrote, go_on = threading.Event(), threading.Event()

    def finish_first():
        try:
            with transaction.atomic():
                states.complete(held[0], byte_size=1)
                first_wrote.set()
                go_on.wait(1)
        finally:
            connections.close_all()

    def finish_second():
        try:
            states.complete(held[1], byte_size=1)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=finish_first), threading.Thread(target=finish_second)]
    workers[0].start()
    first_wrote.wait(10)
    workers[1].start()
    # The second must wait for the first's commit; without the lock it ends here, seeing the first as unfinished.
    workers[1].join(0.5)
    go_on.set()
    for worker in workers:
        worker.join(30)
    asset.refresh_from_db()
    assert asset.state == Asset.State.READY
    assert Change.objects.filter(kind="item", is_public=True).count() == 1

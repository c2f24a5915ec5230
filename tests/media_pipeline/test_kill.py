"""A real worker on the embedded broker is killed with -9 in the middle of its work; another finishes it, once."""

import os
import signal
import subprocess
import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.files.storage import storages

from catalogue.models import Change
from heritage.celery import app
from heritage.programs import worker
from institutions.permissions import SYSTEM
from media_pipeline import ingest, recipes
from media_pipeline.models import Asset, Derivative
from tests import factories
from tests.media_pipeline.conftest import jpeg, upload
from tests.running import database_url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start_worker():
    started = []

    def start() -> subprocess.Popen:
        environment = os.environ | worker(1).environment | {
            "DJANGO_SETTINGS_MODULE": "heritage.settings.dev",
            "QAZYNA_VAR": str(settings.VAR_DIR),
            "DATABASE_URL": database_url(),
            "MEDIA_LEASE_SECONDS": "3",
        }  # fmt: skip
        process = subprocess.Popen(worker(1).command, env=environment, start_new_session=True)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, list(Derivative.objects.values())
        time.sleep(0.01)


@pytest.fixture
def real_broker():
    app.conf.task_always_eager = False
    yield
    app.conf.task_always_eager = True


def test_killed_in_the_middle_and_finished_once(real_broker, start_worker):
    item = factories.item()
    # Large enough that the kill finds the worker in the middle of it.
    asset = ingest.asset_receive(item, upload(jpeg(14_000, 11_000)), user=SYSTEM)
    Derivative.objects.filter(kind="posters").delete()
    work = Derivative.objects.filter(asset=asset)
    first = start_worker()
    wait_for(lambda: work.filter(state="processing").exists(), 60)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert work.get().state == "processing", "the kill came too late to prove anything"

    start_worker()
    wait_for(lambda: Asset.objects.filter(pk=asset.pk, state="ready").exists(), 90)
    done = work.get()
    assert (done.state, done.attempts) == ("ready", 2)
    assert all(storages["derivatives"].exists(key) for key in recipes.stored_keys(done))
    time.sleep(3)
    assert Change.objects.filter(object_id=item.pk, action="update").count() == 1
    assert work.get().attempts == 2

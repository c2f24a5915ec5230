"""Leases, retries and the sweep: who wins, what is repeated, and where it ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.models import Change
from heritage.errors import Retryable
from institutions.permissions import SYSTEM
from media_pipeline import ingest, processing, recipes, states
from media_pipeline.errors import LeaseLost
from media_pipeline.models import Asset, Derivative
from tests.media_pipeline.conftest import jpeg, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(item):
    """Received, nothing done yet."""
    return ingest.asset_receive(item, upload(jpeg(300, 200)), user=SYSTEM)


@pytest.fixture
def work(asset):
    return asset.derivatives.get(kind="pyramid")


def expire(derivative):
    Derivative.objects.filter(pk=derivative.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def make_due(asset):
    asset.derivatives.update(next_attempt_at=timezone.now())


def test_one_worker_gets_it(work):
    held = states.claim(work.pk)
    assert held.lease_owner
    assert states.claim(work.pk) is None


def test_a_dead_workers_lease_runs_out_and_the_late_one_writes_nothing(work):
    late = states.claim(work.pk)
    expire(work)
    second = states.claim(work.pk)
    for step in (
        lambda: states.complete(late, key="late"),
        lambda: states.refuse(late, "image-damaged", {}),
        lambda: states.postpone(late),
        lambda: states.extend(late),
    ):
        with pytest.raises(LeaseLost):
            step()
    states.complete(second, key="second")
    work.refresh_from_db()
    assert (work.state, work.key, work.attempts) == ("ready", "second", 2)


def test_a_heartbeat_keeps_it(work):
    held = states.claim(work.pk)
    Derivative.objects.filter(pk=work.pk).update(lease_until=timezone.now() + timedelta(seconds=1))
    states.extend(held)
    work.refresh_from_db()
    assert work.lease_until > timezone.now() + timedelta(seconds=30)


def test_ready_when_all_is_made_and_told_once(asset):
    first, second = asset.derivatives.all()
    for derivative in (first, second):
        assert not Change.objects.exists()
        states.complete(states.claim(derivative.pk))
    asset.refresh_from_db()
    assert (asset.state, Change.objects.count()) == ("ready", 1)
    assert states.claim(first.pk) is None
    assert states.sweep() == []


def test_faults_that_pass_are_tried_again_ever_later_and_end(asset, monkeypatch):
    def away(asset, original):
        raise Retryable("S3 is away")

    monkeypatch.setitem(recipes.RECIPES, "pyramid", away)
    work = asset.derivatives.get(kind="pyramid")
    waits = []
    for _attempt in range(states.MAX_ATTEMPTS):
        before = timezone.now()
        assert not processing.process(work.pk)
        work.refresh_from_db()
        waits.append((work.next_attempt_at - before).total_seconds())
        assert not processing.process(work.pk), "not due yet"
        Derivative.objects.filter(pk=work.pk, state="pending").update(next_attempt_at=timezone.now())
    asset.refresh_from_db()
    assert waits[:-1] == sorted(waits[:-1])
    assert (work.state, asset.state, asset.error_code) == ("failed", "failed", "gave-up")
    assert str(states.MAX_ATTEMPTS) in asset.error_message


def test_a_failed_part_is_not_hidden_by_a_later_good_one(asset, monkeypatch):
    work = asset.derivatives.get(kind="pyramid")
    states.refuse(states.claim(work.pk), "gave-up", {"attempts": 6}, quarantine=False)
    assert processing.process(asset.derivatives.get(kind="posters").pk)
    asset.refresh_from_db()
    assert asset.state == "failed"


def test_a_person_may_ask_again(asset, django_capture_on_commit_callbacks):
    work = asset.derivatives.get(kind="pyramid")
    states.refuse(states.claim(work.pk), "gave-up", {"attempts": 6}, quarantine=False)
    with django_capture_on_commit_callbacks(execute=True):
        ingest.asset_retry(asset, user=SYSTEM)
    asset.refresh_from_db()
    assert (asset.state, asset.error_message) == ("ready", "")


def test_a_file_that_kills_every_worker_ends(work):
    for _attempt in range(states.MAX_ATTEMPTS):
        assert states.claim(work.pk)
        expire(work)
    assert work.pk not in states.sweep()
    work.refresh_from_db()
    assert (work.state, work.asset.state) == ("failed", "failed")


def test_the_sweep_finds_what_a_broker_lost(asset):
    ids = {derivative.pk for derivative in asset.derivatives.all()}
    assert set(states.sweep()) == ids
    assert states.sweep() == [], "they are on their way"
    Derivative.objects.update(enqueued_at=timezone.now() - timedelta(minutes=5))
    assert set(states.sweep()) == ids


def test_the_sweep_takes_over_from_the_dead(work):
    states.claim(work.pk)
    Derivative.objects.exclude(pk=work.pk).delete()
    assert states.sweep() == []
    expire(work)
    assert states.sweep() == [work.pk]
    assert processing.process(work.pk)


def test_a_broker_that_is_away_loses_nothing(item, monkeypatch, django_capture_on_commit_callbacks):
    from media_pipeline import tasks

    def away(*args):
        raise ConnectionError

    monkeypatch.setattr(tasks.process_derivative, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        asset = ingest.asset_receive(item, upload(jpeg()), user=SYSTEM)
    assert processing.process_all_due() == 2
    asset.refresh_from_db()
    assert asset.state == Asset.State.READY


def test_an_original_that_shrank_is_ours_to_mend_not_the_users(asset):
    from django.core.files.storage import storages

    with storages["originals"].open(asset.original, "wb") as stream:
        stream.write(b"short")
    processing.process(asset.derivatives.get(kind="pyramid").pk)
    asset.refresh_from_db()
    assert asset.state == "processing"
    assert asset.derivatives.get(kind="pyramid").state == "pending"


def test_making_it_twice_leaves_the_same_files(asset):
    from django.core.files.storage import storages

    assert processing.process_all_due() == 2
    keys = {key for made in asset.derivatives.all() for key in recipes.stored_keys(made)}
    folder = next(iter(keys)).rsplit("/", 1)[0]
    before = sorted(storages["derivatives"].listdir(folder)[1])
    Derivative.objects.update(state="pending", attempts=0)
    assert processing.process_all_due() == 2
    assert sorted(storages["derivatives"].listdir(folder)[1]) == before
    assert Change.objects.count() == 1

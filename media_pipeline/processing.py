"""Doing one piece of work from claim to end, whatever happens in between."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import structlog
from django.db import connection, transaction

from heritage.errors import IntegrityFault
from media_pipeline import states, storage
from media_pipeline.errors import FileRefused, LeaseLost
from media_pipeline.models import Derivative
from media_pipeline.recipes import RECIPES

logger = structlog.get_logger(__name__)


def process(derivative_id: int) -> bool:
    """Make one derivative if it is due and free; True when it is ready now. Never raises for what a file, a
    storage or the recipe does: that ends in the derivative's state."""
    derivative = states.claim(derivative_id)
    if derivative is None:
        return False
    log = logger.bind(derivative=derivative.pk, asset=derivative.asset.identifier, kind=derivative.kind)
    try:
        _make(derivative)
    except FileRefused as error:
        log.info("file refused", code=error.code)
        _settle(partial(states.refuse, derivative, error.code, error.params))
    except LeaseLost:
        log.warning("lease lost; result dropped")
    except Exception:
        # Whatever else it is can pass (a full disk, a storage away) or ends with the last attempt.
        log.exception("attempt failed", attempt=derivative.attempts)
        _settle(partial(states.postpone, derivative))
    else:
        log.info("derivative ready")
        return True
    return False


def _settle(step: Callable[[], object]) -> None:
    try:
        step()
    except LeaseLost:
        logger.warning("lease lost; outcome dropped")


def _make(derivative: Derivative) -> None:
    asset = derivative.asset
    with _heartbeat(derivative), storage.local_copy(storage.originals(), asset.original) as original:
        if original.stat().st_size != asset.byte_size:
            raise IntegrityFault(f"{asset.original} is not as long as it was received")
        result = RECIPES[derivative.kind](asset, original)
    states.complete(derivative, **result)


@contextmanager
def _heartbeat(derivative: Derivative) -> Iterator[None]:
    """Extends the lease while the block runs. A lost lease is left to the last step, which asks again."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(states.lease_time().total_seconds() / 3):
                states.extend(derivative)
        except LeaseLost:
            logger.warning("lease lost while working", derivative=derivative.pk)
        except Exception:
            logger.exception("heartbeat failed", derivative=derivative.pk)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def enqueue(ids: list[int]) -> None:
    """Hand work to the broker once the present transaction commits. A broker that is away loses nothing: the
    sweep finds the rows."""
    from media_pipeline.tasks import process_derivative

    def send() -> None:
        try:
            for derivative_id in ids:
                process_derivative.delay(derivative_id)
            states.note_enqueued(ids)
        except Exception:
            logger.warning("broker away; the sweep will enqueue", derivatives=ids, exc_info=True)

    transaction.on_commit(send)


def process_all_due() -> int:
    """Work here and now until nothing is due, for commands that wait for the result; returns how many got ready."""
    ready = 0
    while ids := list(states.due().values_list("pk", flat=True)[:100]):
        ready += sum(process(derivative_id) for derivative_id in ids)
    return ready

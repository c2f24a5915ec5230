"""The Celery app, its queues and what it does by the clock.

A broker may lose any message: the truth about pending work is in the database, and the sweeps below find it again."""

import os

from celery import Celery, signals
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings.dev")

app = Celery("qazyna")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.conf.update(
    task_default_queue="default",
    task_routes={"media_pipeline.*": {"queue": "media"}},
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    task_ignore_result=True,
    broker_connection_retry_on_startup=True,
    timezone="UTC",
    beat_schedule={
        # Each run expires before the next, so a stopped worker finds one message, not a day of them.
        "number changes, and tell of the records that show what has changed": {
            "task": "catalogue.advance_changes",
            "schedule": 2.0,
            "options": {"expires": 2},
        },
        "drain changes into the search index": {
            "task": "search.drain_changes",
            "schedule": 2.0,
            "options": {"expires": 2},
        },
        "find media work that is due or whose lease ran out": {
            "task": "media_pipeline.sweep",
            "schedule": 10.0,
            "options": {"expires": 10, "queue": "default"},
        },
        "publish and take back what curators have set a date for": {
            "task": "catalogue.publish_scheduled",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
    },
)


@app.on_after_configure.connect
def _prepare_broker(sender: Celery, **kwargs: object) -> None:
    if str(sender.conf.broker_url).startswith("filesystem://"):
        folder = settings.BROKER_DIR
        for name in ("queue", "processed", "control"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        sender.conf.broker_transport_options = {
            "data_folder_in": str(folder / "queue"),
            "data_folder_out": str(folder / "queue"),
            "processed_folder": str(folder / "processed"),
            "control_folder": str(folder / "control"),
            "store_processed": False,
            "polling_interval": 0.5,
        }
    elif str(sender.conf.broker_url).startswith("redis"):
        # Longer than the longest task, else Redis hands it to a second worker; 1: restore promptly after a kill.
        sender.conf.broker_transport_options = {"visibility_timeout": 6 * 3600, "unacked_restore_throttle": 1}


@signals.setup_logging.connect
def _keep_our_logging(**kwargs: object) -> None:
    import logging.config

    logging.config.dictConfig(settings.LOGGING)


app.autodiscover_tasks()

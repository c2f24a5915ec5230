"""Celery's side of the pipeline: names and limits; the work is elsewhere."""

import time

from celery import shared_task

from media_pipeline import processing, states, storage


@shared_task(name="media_pipeline.process_derivative", time_limit=2 * 3600)
def process_derivative(derivative_id: int) -> None:
    processing.process(derivative_id)


@shared_task(name="media_pipeline.sweep")
def sweep() -> None:
    for derivative_id in states.sweep():
        process_derivative.delay(derivative_id)
    storage.sweep_work_dir(time.time())

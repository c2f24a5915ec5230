"""Structured logs: one JSON object a line, with request_id and task_id bound by django-structlog."""

from typing import Any

import structlog

_SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
]

_QUIET = {
    # Celery and libvips say at INFO what the tasks' own events say better.
    "celery": {"level": "WARNING"},
    "pyvips": {"level": "WARNING"},
    # Three lines for each of the sweeps that run every few seconds; what a task does, it says itself.
    "django_structlog.celery": {"level": "WARNING"},
    # Warns on every connection that a folder has no host name.
    "kombu.connection": {"level": "ERROR"},
}


def configure_structlog() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def logging_config(log_format: str, level: str) -> dict[str, Any]:
    """Django's LOGGING. `log_format` is "json" (production) or "console" (people)."""
    render = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if log_format == "json":
        processors.append(structlog.processors.format_exc_info)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [*processors, render],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django.server": {"handlers": ["stderr"], "level": level, "propagate": False}} | _QUIET,
    }

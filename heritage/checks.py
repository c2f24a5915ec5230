"""System checks: `manage.py check` says what is missing before a visitor finds out."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register("qazyna")
def libvips_reads_and_writes(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    try:
        import pyvips
    except (ImportError, OSError) as error:
        return [Error(f"libvips cannot be loaded: {error}", hint="pip install pyvips-binary", id="qazyna.E001")]
    needed = {"jpegsave_buffer", "tiffsave", "webpsave_buffer", "heifsave_buffer"}
    missing = sorted(name for name in needed if not pyvips.type_find("VipsOperation", name))
    return [Error(f"libvips lacks {name}", hint="Use the pyvips-binary wheel.", id="qazyna.E002") for name in missing]


@register("qazyna")
def folder_is_writable(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    import os

    folder = settings.VAR_DIR
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if os.access(folder, os.W_OK):
        return []
    return [Error(f"{folder} cannot be written", hint="Set QAZYNA_VAR.", id="qazyna.E003")]


@register(Tags.security, deploy=True)
def broker_shared_between_machines(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    if str(settings.CELERY_BROKER_URL).startswith("filesystem://") and settings.S3_BUCKET:
        return [
            Warning(
                "Files are on S3 but the task broker is a local folder: workers on other machines see no tasks.",
                hint="Set REDIS_URL or CELERY_BROKER_URL.",
                id="qazyna.W001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def ark_number_is_ours(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    if settings.ARK_NAAN == "99999":
        return [
            Warning(
                "ARK_NAAN is 99999, the number for tests: identifiers given out under it are not persistent.",
                hint="Ask the ARK Alliance for a NAAN and set ARK_NAAN before the first import.",
                id="qazyna.W002",
            )
        ]
    return []

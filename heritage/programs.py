"""The programs that a site consists of: the web server, and the worker that keeps time for itself (beat)."""

import os
import socket
import sys
from pathlib import Path

from django.conf import settings

from heritage.processes import Program


def free_port(host: str, wanted: int, tries: int = 20) -> int:
    """`wanted`, or the first free one above it. Raises OSError when all are taken."""
    for port in range(wanted, wanted + tries):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port between {wanted} and {wanted + tries - 1}")


def images(host: str, port: int, workers: int, **environment: str) -> Program:
    """Image processes without the rest of the site, for a proxy that tells addresses apart (docs/nginx.conf)."""
    program = web(host, port, workers, IMAGES_ONLY="true", **environment)
    return Program("The image server", program.command, program.environment)


def web(host: str, port: int, workers: int, **environment: str) -> Program:
    command = [_script("granian"), "--interface", "asginl", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers), "--no-ws", "--log-level", "warning", "heritage.asgi:application"]
    return Program("The web server", command, _environment() | environment)


def worker(concurrency: int, **environment: str) -> Program:
    schedule = Path(settings.VAR_DIR) / "beat" / "schedule"
    schedule.parent.mkdir(parents=True, exist_ok=True)
    command = [
        _script("celery"),
        "--app",
        "heritage.celery",
        "--quiet",
        "worker",
        "--beat",
        "--schedule",
        str(schedule),
    ]
    # Workers find out about one another only to answer questions that nobody asks here.
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    command += ["--queues", "default,media", "--concurrency", str(concurrency), "--loglevel", "WARNING"]
    return Program("The worker", command, _environment() | environment)


def _script(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _environment() -> dict[str, str]:
    """`collections/` is a folder of apps, so it is on the path beside the project, as in manage.py."""
    project = settings.PROJECT_DIR
    path = [str(project), str(project / "collections"), os.environ.get("PYTHONPATH", "")]
    return {
        "PYTHONPATH": os.pathsep.join(part for part in path if part),
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
    }

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from heritage.processes import Supervisor
from heritage.programs import images, web, worker


class Command(BaseCommand):
    help = "Run the web server and the worker side by side; Ctrl-C or SIGTERM ends both. One machine needs no more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on (default: %(default)s).")
        parser.add_argument("--port", type=int, default=8000, help="Port to listen on (default: %(default)s).")
        parser.add_argument("--web-workers", type=int, default=os.cpu_count() or 2, help="Web processes.")
        parser.add_argument(
            "--image-workers", type=int, default=0, help="Processes for images alone, on the next port (default: none)."
        )
        parser.add_argument("--task-workers", type=int, default=os.cpu_count() or 2, help="Tasks at a time.")

    def handle(
        self,
        *args: Any,
        host: str,
        port: int,
        web_workers: int,
        image_workers: int,
        task_workers: int,
        **options: Any,
    ) -> None:
        with Supervisor(self.stderr.write) as supervisor:
            supervisor.start(web(host, port, web_workers))
            if image_workers:
                supervisor.start(images(host, port + 1, image_workers))
            supervisor.start(worker(task_workers))
            status = supervisor.wait()
        raise SystemExit(status)

import contextlib
import logging
import time
import urllib.error
import urllib.request
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from heritage.demo_loader.accounts import accounts
from heritage.demo_loader.optional import missing_parts
from heritage.demo_loader.plan import steps
from heritage.demo_loader.steps import Stamps, Tick
from heritage.processes import Stopped, Supervisor
from heritage.programs import free_port, web, worker

STARTUP_SECONDS = 60


class Command(BaseCommand):
    help = "Load the demonstration collection (once) and run the site with it until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on (default: %(default)s).")
        parser.add_argument("--port", type=int, default=8000, help="First port to try (default: %(default)s).")
        parser.add_argument("--load-only", action="store_true", help="Load the collection and do not run the site.")

    def handle(self, *args: Any, host: str, port: int, load_only: bool, **options: Any) -> None:
        self.console = Console()
        # Progress bars say what INFO would, and better.
        logging.getLogger().setLevel(logging.WARNING)
        with Supervisor(self.console.print) as supervisor, contextlib.suppress(Stopped):
            self._load()
            if load_only:
                return
            port = self._choose_port(host, port)
            self._start(supervisor, host, port)
            if supervisor.wait():
                raise CommandError("The site could not be kept running; the messages above say why.")
        self.console.print("Stopped.")

    def _load(self) -> None:
        stamps = Stamps()
        columns = (TextColumn("{task.description:34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console) as progress:
            for step in steps():
                if stamps.is_done(step):
                    continue
                tick = Tick(progress, progress.add_task(step.title, total=1))
                step.run(tick)
                stamps.note(step)
        for part in missing_parts():
            self.console.print(f"[dim]Optional and not installed: {part}[/dim]")

    def _choose_port(self, host: str, wanted: int) -> int:
        try:
            port = free_port(host, wanted)
        except OSError as error:
            raise CommandError(f"{error}. Choose another: make demo DEMO_OPTIONS='--port 9000'") from error
        if port != wanted:
            self.console.print(f"Port {wanted} is in use; taking {port}.")
        return port

    def _start(self, supervisor: Supervisor, host: str, port: int) -> None:
        address = f"http://localhost:{port}"
        # Without DEBUG: a demo is looked at as visitors will see it, and is as fast.
        environment = {"PUBLIC_URL": address, "DEBUG": "false", "LOG_LEVEL": "WARNING", "PYTHONWARNINGS": "ignore"}
        supervisor.start(web(host, port, 1, **environment))
        with self.console.status("Starting the site"):
            self._wait_until_ready(supervisor, f"http://{host}:{port}/readyz")
        # Second, so that the two do not share the machine while somebody waits for the first page.
        supervisor.start(worker(1, **environment))
        people = "\n".join(f"  {person.role:14} {person.name} / {person.password}" for person in accounts())
        self.console.print(
            Panel.fit(
                f"[bold]{address}/[/bold]\n\nThe editor: {address}/admin/\n{people}\n\nCtrl-C ends it.", title="Qazyna"
            )
        )

    def _wait_until_ready(self, supervisor: Supervisor, address: str) -> None:
        deadline = time.monotonic() + STARTUP_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):  # noqa: S310
                return
            if not supervisor.alive():
                raise CommandError("The site did not start; the messages above say why.")
            time.sleep(0.2)
        raise CommandError(f"The site did not answer within {STARTUP_SECONDS} seconds.")

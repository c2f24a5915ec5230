"""Import a museum's file: plan, show, then apply.

Exit codes: 0 all rows are in, 1 nothing was written (unreadable, denied, or the guard), 2 some rows were refused."""

import sys
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from heritage.errors import QazynaError
from institutions.models import Institution
from institutions.permissions import SYSTEM
from interchange.importing import Import, ImportRequest, Summary
from interchange.mapping import load_mapping
from interchange.reports import write_report
from interchange.staging import Outcome

_SHOWN = 20


class Command(BaseCommand):
    help = _("Import items from a spreadsheet (CSV, XLSX) or JSON lines.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=_("CSV, XLSX or JSON lines; found out from its content"))
        parser.add_argument("--institution", required=True, metavar="CODE", help=_("who holds the items"))
        parser.add_argument("--mapping", required=True, metavar="FILE", help=_("a mapping file, or tate, cmoa, museum"))
        parser.add_argument("--dry-run", action="store_true", help=_("show what would happen and stop"))
        parser.add_argument("--force", action="store_true", help=_("also when very much would change"))
        parser.add_argument(
            "--withdraw-missing", action="store_true", help=_("the file is complete: withdraw what is not in it")
        )
        parser.add_argument("--publish", action="store_true", help=_("publish new items instead of keeping drafts"))
        parser.add_argument("--encoding", help=_("of a CSV file, such as utf-8 or windows-1251"))
        parser.add_argument("--user", help=_("import as this person, with this person's rights"))
        parser.add_argument("--report", type=Path, metavar="FILE", help=_("write all refusals as .csv or .json"))

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=self.stdout, soft_wrap=True, highlight=False)
        try:
            refused = self._import(console, self._request(options), options)
        except QazynaError as error:
            raise CommandError(self._described(error), returncode=1) from error
        if refused:
            sys.exit(2)

    def _request(self, options: dict[str, Any]) -> ImportRequest:
        institution = Institution.objects.filter(code=options["institution"]).first()
        if institution is None:
            raise CommandError(_("There is no institution “%(code)s”.") % {"code": options["institution"]})
        user: Any = SYSTEM
        if options["user"]:
            user = get_user_model().objects.filter(username=options["user"]).first()
            if user is None:
                raise CommandError(_("There is no person “%(name)s”.") % {"name": options["user"]})
        return ImportRequest(
            path=options["file"],
            institution=institution,
            mapping=load_mapping(options["mapping"]),
            user=user,
            is_dry_run=options["dry_run"],
            is_forced=options["force"],
            withdraw_missing=options["withdraw_missing"],
            publish=options["publish"],
            encoding=options["encoding"],
        )

    def _import(self, console: Console, request: ImportRequest, options: dict[str, Any]) -> int:
        """The number of refused rows."""
        with Import(request) as job:
            with _progress(console) as progress:
                task = progress.add_task(_("Reading"), total=None)
                summary = job.plan(lambda row: progress.update(task, completed=row))
            self._show(console, job, summary)
            try:
                if not request.is_dry_run:
                    self._apply(console, job, summary)
            finally:
                if options["report"]:
                    written = write_report(options["report"], job.faults())
                    console.print(_("%(count)s lines in %(file)s") % {"count": written, "file": options["report"]})
        return summary.counts[Outcome.REFUSED]

    def _apply(self, console: Console, job: Import, summary: Summary) -> None:
        with _progress(console) as progress:
            total = summary.counts[Outcome.CREATED] + summary.affected
            task = progress.add_task(_("Writing"), total=total)
            job.apply(lambda done: progress.update(task, completed=min(done, total)))
        console.print(_("Imported."))

    def _show(self, console: Console, job: Import, summary: Summary) -> None:
        title = _("Dry run: nothing is written") if job.request.is_dry_run else _("Import")
        table = Table(title=f"{title}: {escape(job.run.file_name)} → {escape(job.request.institution.code)}")
        table.add_column(_("Outcome"))
        table.add_column(_("Rows"), justify="right")
        names = {
            Outcome.CREATED: _("created"),
            Outcome.CHANGED: _("changed"),
            Outcome.UNCHANGED: _("unchanged"),
            Outcome.REFUSED: _("refused"),
            Outcome.WITHDRAWN: _("withdrawn"),
        }
        for outcome, name in names.items():
            table.add_row(name, f"{summary.counts[outcome]:,}".replace(",", " "))
        console.print(table)
        self._show_faults(console, job)
        if summary.needs_force:
            console.print(
                _("%(share)s %% of this institution's imported items would change or be withdrawn: needs --force.")
                % {"share": round(summary.share * 100)}
            )

    def _show_faults(self, console: Console, job: Import) -> None:
        for each in islice(job.faults(), _SHOWN):
            fault = each.fault
            mark = _("refused") if fault.is_refusal else _("remark")
            where = _("row %(row)s") % {"row": each.row}
            parts = [f"{job.run.file_name}, {where}", mark, fault.field, fault.reason, fault.value]
            console.print(escape(": ".join(part for part in parts if part)))
        if (more := job.staging.count("fault") - _SHOWN) > 0:
            console.print(_("… and %(count)s more; --report FILE writes all.") % {"count": more})

    def _described(self, error: QazynaError) -> str:
        """The reason with the file, row and field, as far as they are known."""
        where = [str(error.params[key]) for key in ("file", "key") if key in error.params]
        if "row" in error.params:
            where.append(_("row %(row)s") % {"row": error.params["row"]})
        if error.params.get("field"):
            where.append(str(error.params["field"]))
        return ": ".join([*([", ".join(where)] if where else []), str(error)])


def _progress(console: Console) -> Progress:
    """A bar on a terminal; nothing where the output is a file or a pipe."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not sys.stdout.isatty())

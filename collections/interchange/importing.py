"""One import from file to items: who may, what would change, is that believable, then do it.

    with Import(request) as job:
        summary = job.plan()      # nothing written but the run
        job.apply()               # unless it is a dry run

A job that dies leaves whole batches and a run in state "running"; the next import of the institution marks it
interrupted, and running the same import again completes it, as what is done is unchanged by then."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Item
from heritage.errors import QazynaError
from institutions.models import Institution
from institutions.permissions import MANAGE, SYSTEM, require
from interchange.applying import Applier
from interchange.faults import GuardError, SourceError
from interchange.locks import import_lock
from interchange.mapping import Mapping
from interchange.models import ImportRowError, ImportRun
from interchange.planning import Planner, Progress, plan_withdrawals
from interchange.sources import Options, open_source
from interchange.staging import KEPT_FAULTS, Outcome, StagedFault, Staging

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """`withdraw_missing` says that the file is the complete holding; `publish` is for the items it creates: those
    that exist keep their state, as a curator may have taken them offline."""

    path: Path
    institution: Institution
    mapping: Mapping
    user: Any = SYSTEM
    is_dry_run: bool = False
    is_forced: bool = False
    withdraw_missing: bool = False
    publish: bool = False
    encoding: str | None = None
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """`existing` are the imported items before; `share` of them would change or be withdrawn."""

    counts: dict[str, int]
    existing: int
    limit: float = field(default_factory=lambda: settings.IMPORT_MAX_CHANGED_SHARE)

    @property
    def affected(self) -> int:
        return self.counts[Outcome.CHANGED] + self.counts[Outcome.WITHDRAWN]

    @property
    def share(self) -> float:
        return self.affected / self.existing if self.existing else 0.0

    @property
    def needs_force(self) -> bool:
        return self.share > self.limit


def _silent(_number: int) -> None:
    return None


class Import:
    def __init__(self, request: ImportRequest) -> None:
        require(request.user, MANAGE, request.institution.pk)
        self.request = request
        self.summary: Summary | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(import_lock(self.request.institution.pk))
            self.staging = Staging()
            stack.callback(self.staging.close)
            self.run = self._begin()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        state, reason = ImportRun.State.DONE, ""
        if isinstance(error, QazynaError):
            state, reason = ImportRun.State.REFUSED, str(error)
        elif error is not None:
            state = ImportRun.State.INTERRUPTED
        with self._stack:
            self._finish(state, reason)

    def plan(self, progress: Progress = _silent) -> Summary:
        """Raises SourceError with the file's name. Reads the whole file and writes nothing."""
        try:
            return self._plan(self.request, progress)
        except SourceError as error:
            error.params["file"] = self.run.file_name
            raise

    def _plan(self, request: ImportRequest, progress: Progress) -> Summary:
        options = Options(encoding=request.encoding, sheet=request.mapping.sheet)
        source = open_source(request.path, options)
        request.mapping.check_columns(source.columns)
        self.run.columns = source.columns or []
        planner = Planner(request.institution, request.mapping, self.staging)
        existing = Item.objects.filter(
            institution=request.institution, raw_record__isnull=False, withdrawn_at=None
        ).count()
        planner.run(source, progress)
        if request.withdraw_missing:
            plan_withdrawals(planner)
        counts = {outcome.value: planner.counts[outcome] for outcome in Outcome}
        self.summary = Summary(counts, existing)
        self.run.counts = counts
        return self.summary

    def apply(self, progress: Progress = _silent) -> None:
        """Raises GuardError before the first write when too much would change and it was not forced."""
        summary = self.summary or self.plan()
        if self.request.is_dry_run:
            return
        if summary.needs_force and not self.request.is_forced:
            raise GuardError(
                _("%(affected)s of %(existing)s items would change or be withdrawn, more than %(limit)s %%.")
                % {"affected": summary.affected, "existing": summary.existing, "limit": round(summary.limit * 100)},
                affected=summary.affected,
                existing=summary.existing,
            )
        self.run.save()
        Applier(self.run, self.request.mapping, self.staging, publish=self.request.publish).apply(progress)

    def faults(self) -> Iterator[StagedFault]:
        """Refusals and remarks in the order of the file."""
        return self.staging.faults()

    def _begin(self) -> ImportRun:
        request = self.request
        runs = ImportRun.objects.filter(institution=request.institution, state=ImportRun.State.RUNNING)
        # We hold the lock, so whoever began them is no more.
        runs.update(state=ImportRun.State.INTERRUPTED, finished_at=timezone.now())
        return ImportRun.objects.create(
            institution=request.institution,
            user_id=request.user.pk,
            file_name=(request.file_name or request.path.name)[-255:],
            file_sha256=_file_sha256(request.path),
            mapping=request.mapping.text,
            mapping_fingerprint=request.mapping.fingerprint,
            is_dry_run=request.is_dry_run,
            is_forced=request.is_forced,
        )

    def _finish(self, state: str, reason: str) -> None:
        self.run.state, self.run.reason, self.run.finished_at = state, reason, timezone.now()
        self.run.save()
        ImportRowError.objects.bulk_create(
            (self._row_error(each) for each in self.staging.faults(KEPT_FAULTS)), batch_size=500
        )
        logger.info("import finished", run=self.run.pk, state=str(state), **self.run.counts)

    def _row_error(self, staged: StagedFault) -> ImportRowError:
        return ImportRowError(
            run=self.run,
            row=staged.row,
            source_id=staged.source_id,
            field=staged.fault.field,
            code=staged.fault.code,
            params=dict(staged.fault.params),
            value=staged.fault.value,
            is_refusal=staged.fault.is_refusal,
            payload=json.loads(staged.payload) if staged.payload else None,
        )


def run_import(request: ImportRequest) -> Summary:
    """Plan and apply in one call. Raises Denied, SourceError, GuardError and ImportBusy."""
    with Import(request) as job:
        summary = job.plan()
        job.apply()
    return summary


def _file_sha256(path: Path) -> str:
    """Empty for a file that cannot be read: the plan says so in words."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""

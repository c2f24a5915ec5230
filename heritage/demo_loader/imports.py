"""The records of Tate and the Carnegie Museum of Art, through the import that a museum would use."""

from heritage.demo_loader.data import DEMO_DIR
from heritage.demo_loader.steps import Tick
from heritage.errors import IntegrityFault
from institutions.models import Institution
from interchange.importing import Import, ImportRequest
from interchange.mapping import load_mapping
from interchange.staging import Outcome


def import_tate(tick: Tick) -> None:
    _import(tick, "demo-tate", "tate")


def import_cmoa(tick: Tick) -> None:
    _import(tick, "demo-cmoa", "cmoa")


def _import(tick: Tick, institution: str, mapping: str) -> None:
    request = ImportRequest(
        path=DEMO_DIR / "metadata" / f"{mapping}-400.ndjson",
        institution=Institution.objects.get(code=institution),
        mapping=load_mapping(mapping),
        publish=True,
    )
    with Import(request) as job:
        summary = job.plan()
        if summary.counts[Outcome.REFUSED]:
            raise IntegrityFault(f"{request.path.name}: {summary.counts[Outcome.REFUSED]} records are refused")
        tick.total(summary.counts[Outcome.CREATED] + summary.affected)
        job.apply(lambda done: tick.progress.update(tick.task, completed=done))
    tick.done()

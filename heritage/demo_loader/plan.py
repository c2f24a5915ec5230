"""The demo's steps in their order."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from heritage.demo_loader import accounts, catalogue, imports, media, site
from heritage.demo_loader.data import DEMO_DIR
from heritage.demo_loader.steps import Step, Tick
from search.indexing import rebuild


def _migrate(tick: Tick) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    tick.advance()


def _index(tick: Tick) -> None:
    def moved(done: int, total: int) -> None:
        tick.progress.update(tick.task, completed=done, total=total)

    rebuild(moved)


def steps() -> list[Step]:
    project = Path(settings.PROJECT_DIR)
    migrations = tuple(project.glob("*/migrations")) + tuple(project.glob("*/*/migrations"))
    texts = tuple(DEMO_DIR.glob("*.json"))
    files = (DEMO_DIR / "images", DEMO_DIR / "models3d", DEMO_DIR / "panoramas")
    metadata = (DEMO_DIR / "metadata",)
    code = tuple((project / "heritage" / "demo_loader").glob("*.py"))
    imported = (*metadata, *code, project / "collections" / "interchange" / "mappings")
    return [
        Step("Database", _migrate, (*migrations, project / "requirements" / "base.txt")),
        Step("Vocabularies", catalogue.load_terms, (*texts, *code)),
        Step("Institutions", catalogue.load_institutions, (*texts, *code)),
        Step("Demonstration records", catalogue.load_records, (*texts, *code)),
        Step("Records of Tate", imports.import_tate, imported),
        Step("Records of Carnegie Museum of Art", imports.import_cmoa, imported),
        Step("Images and models", media.receive_files, (*texts, *files, *code)),
        Step("Zoom and posters", media.process_files, (*texts, *files, *code)),
        Step("Home pages", site.load_home_pages, (*texts, *code)),
        Step("Accounts", accounts.load_accounts, code),
        Step("Search index", _index, (project / "search", *texts, *metadata, *code)),
    ]

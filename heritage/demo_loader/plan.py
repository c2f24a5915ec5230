"""The demo's steps in their order."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from heritage.demo_loader import accounts, catalogue, imports, media, site, texts
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
    data = tuple(DEMO_DIR.glob("*.json"))
    files = (DEMO_DIR / "images", DEMO_DIR / "models3d", DEMO_DIR / "panoramas")
    written = (DEMO_DIR / "texts",)
    metadata = (DEMO_DIR / "metadata",)
    code = tuple((project / "heritage" / "demo_loader").glob("*.py"))
    imported = (*metadata, *code, project / "collections" / "interchange" / "mappings")
    return [
        Step("Database", _migrate, (*migrations, project / "requirements" / "base.txt")),
        Step("Vocabularies", catalogue.load_terms, (*data, *code)),
        Step("Institutions", catalogue.load_institutions, (*data, *code)),
        Step("Demonstration records", catalogue.load_records, (*data, *code)),
        Step("Records of Tate", imports.import_tate, imported),
        Step("Records of Carnegie Museum of Art", imports.import_cmoa, imported),
        Step("Images and models", media.receive_files, (*data, *files, *code)),
        Step("Zoom and posters", media.process_files, (*data, *files, *code)),
        Step("Texts and notes on images", texts.load_texts, (*data, *written, *files, *code)),
        Step("Home pages and exhibition", site.load_home_pages, (*data, *code)),
        Step("Accounts", accounts.load_accounts, code),
        Step("Search index", _index, (project / "search", *data, *metadata, *code)),
    ]

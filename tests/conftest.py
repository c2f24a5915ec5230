from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.database_template import copy_template, keep_as_template


def _test_file() -> Path | None:
    """SQLite's file for this process; None on PostgreSQL."""
    name = settings.DATABASES["default"].get("TEST", {}).get("NAME")
    return Path(name) if connection.vendor == "sqlite" and name else None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings) -> bool:
    """A copied template is kept, so that only missing migrations run on it."""
    path = _test_file()
    return bool(path) and copy_template(Path(str(connection.settings_dict["TEST"]["NAME"])))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_blocker) -> None:
    if _test_file() and not django_db_keepdb:
        with django_db_blocker.unblock():
            keep_as_template(Path(connection.settings_dict["NAME"]))

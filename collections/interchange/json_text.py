"""JSON that is already text goes into its column as it is."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class JsonText(str):
    """Valid JSON. Its writer vouches for that."""

    __slots__ = ()


class JsonTextField(models.JSONField):
    """A JSONField that need not parse and print again what an import has just read."""

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if not isinstance(value, JsonText):
            return super().get_db_prep_value(value, connection, prepared)
        if connection.vendor == "postgresql":
            from psycopg.types.json import Jsonb

            return Jsonb(value, dumps=str)
        return str(value)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if isinstance(value, JsonText):
            return self.get_db_prep_value(value, connection)
        return super().get_db_prep_save(value, connection)

"""Small rows in bulk, without making a model instance of each: an import writes several for every item, and Django's
`bulk_create` spends more on an instance and its statement than the database does on the row."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """`columns` are the fields' attribute names ("item_id"); the values are fit for the database: numbers, texts,
    truth values, and datetimes already adapted."""
    values = list(rows)
    if not values:
        return
    quote = connection.ops.quote_name
    known = {field.attname: field.column for field in model._meta.concrete_fields}
    names = ", ".join(quote(known[name]) for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        # Names from the model, values as parameters.
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608
            values,
        )


def delete_rows(rows: models.QuerySet) -> None:
    """In one statement: the public `delete` sends a signal a row, and Wagtail's reference index answers each with two
    queries. Only for rows that nothing refers to."""
    rows._raw_delete(rows.db)

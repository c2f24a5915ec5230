"""The 20 regions of Kazakhstan (ISO 3166-2:KZ), from data/regions.json."""

import json
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data" / "regions.json"


def load(apps, schema_editor):
    Region = apps.get_model("institutions", "Region")
    for row in json.loads(DATA.read_text(encoding="utf-8")):
        Region.objects.update_or_create(
            iso=row["iso"],
            defaults={"kind": row["kind"], "name": row["name"], "latitude": row["lat"], "longitude": row["lon"]},
        )


class Migration(migrations.Migration):
    dependencies = [("institutions", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]

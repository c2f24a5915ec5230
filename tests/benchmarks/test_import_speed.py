"""How fast the command imports 69,000 records (Tate's size), how much memory it takes, and what a repetition costs.

    pytest tests/benchmarks/test_import_speed.py -s            SQLite
    DATABASE_URL=postgres://… pytest …                         PostgreSQL, in a database of its own

Figures are printed, none is asserted: they are the machine's. IMPORT_RECORDS changes the number."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECORDS = int(os.environ.get("IMPORT_RECORDS", "69000"))
_SETUP = """
import sys; sys.path[:0] = [".", "collections"]
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, skip_checks=True)
from institutions.models import Institution
Institution.objects.create(code="tate", live=True, name={"en": "Tate"})
"""


def sample() -> list[dict]:
    path = ROOT / "heritage" / "demo" / "metadata" / "tate-400.ndjson"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def write_records(path: Path, *, changed_share: float = 0.0) -> None:
    """The 400 real records again and again, each with a key, title, makers and credit of its own."""
    records, chance = sample(), random.Random(5)
    with path.open("w", encoding="utf-8") as file:
        for number in range(RECORDS):
            record = dict(records[number % len(records)])
            record["acno"] = f"{record['acno']}-{number // len(records)}"
            record["title"] = f"{record['title']} ({number})"
            # 3,500 artists, as the whole of Tate has.
            record["contributors"] = [
                {**each, "fc": f"{each['fc']} {number % 9}"} for each in record.get("contributors") or []
            ]
            if chance.random() < changed_share:
                record["creditLine"] = f"Changed: {number}"
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


@pytest.fixture
def environment(tmp_path: Path):
    given = os.environ.get("DATABASE_URL", "")
    env = {**os.environ, "QAZYNA_VAR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "heritage.settings.dev"}
    env |= {"DEBUG": "false", "LOG_LEVEL": "ERROR", "SECRET_KEY": "for-benchmarks-only"}
    (tmp_path / "var").mkdir()
    if not given.startswith("postgres"):
        env.pop("DATABASE_URL", None)
        yield env
        return
    import psycopg

    name = f"qazyna_bench_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield env | {"DATABASE_URL": urlunsplit(urlsplit(given)._replace(path=f"/{name}"))}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(env: dict[str, str], path: Path, *options: str) -> tuple[float, float, int]:
    """Seconds, seconds of processor time and peak resident bytes of the command, its start included."""
    command = [sys.executable, "manage.py", "import_items", str(path), "--institution", "tate", "--mapping", "tate"]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--skip-checks", *options], cwd=ROOT, env=env, stdout=subprocess.PIPE)
    assert process.stdout is not None
    output = process.stdout.read().decode()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, output
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def test_import_speed(tmp_path, environment):
    subprocess.run([sys.executable, "-c", _SETUP], cwd=ROOT, env=environment, check=True, capture_output=True)
    whole, changed, small = tmp_path / "tate.jsonl", tmp_path / "changed.jsonl", tmp_path / "small.jsonl"
    write_records(whole)
    write_records(changed, changed_share=0.05)
    small.write_text("".join(whole.open(encoding="utf-8").readlines()[:1000]), "utf-8")
    figures = {}
    for name, path, options in (
        ("first 1,000", small, ("--publish",)),
        ("first import", whole, ("--publish",)),
        ("again, unchanged", whole, ()),
        ("again, 5 % changed", changed, ()),
        ("dry run, unchanged", changed, ("--dry-run",)),
    ):
        seconds, busy, peak = figures[name] = run(environment, path, *options)
        count = 1000 if path == small else RECORDS
        rates = f"{count / seconds:6.0f} items/s {count / busy:6.0f} items/s of processor"
        print(f"\n{name:20} {seconds:7.1f} s {rates} {peak / 1024**2:6.0f} MB peak", end="")
    ratio = figures["first import"][1] / figures["again, unchanged"][1]
    growth = figures["first import"][2] / figures["first 1,000"][2]
    print(f"\nunchanged is {ratio:.1f} times as fast as first")
    print(f"{RECORDS // 1000} times the rows take {growth:.2f} times the memory")

"""The files of the demonstration collection."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DEMO_DIR = Path(__file__).resolve().parents[1] / "demo"
INSTITUTION = "demo"


@cache
def load(name: str) -> Any:
    return json.loads((DEMO_DIR / f"{name}.json").read_text(encoding="utf-8"))

"""Answers that partners rely on, kept as files: a change of one must be seen and meant.

UPDATE_GOLDEN=1 pytest tests/media_pipeline/test_presentation.py     writes what is answered now; read the diff"""

import json
import os
from pathlib import Path
from typing import Any

from heritage.languages import LANGUAGES

FOLDER = Path(__file__).parent / "golden"
_TAGS = {language.tag for language in LANGUAGES.values()}


def check(name: str, made: Any, names: dict[str, str]) -> None:
    """`names` gives a placeholder for each identifier and checksum that differs from run to run."""
    text = stable(made, names)
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def stable(made: Any, names: dict[str, str]) -> str:
    """Interface words in English alone, as translations may be reworded."""
    text = json.dumps(_plain(made), ensure_ascii=False, indent=2, sort_keys=True)
    for name, placeholder in names.items():
        text = text.replace(name, placeholder)
    return text + "\n"


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {"en": node["en"]} if set(node) == _TAGS else {key: _plain(value) for key, value in node.items()}
    return [_plain(each) for each in node] if isinstance(node, list) else node

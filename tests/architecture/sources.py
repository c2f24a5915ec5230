"""The project's own files, as git knows them, so that nothing generated is judged."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("heritage", "collections", "media_pipeline", "search", "exhibits", "frontend")


@cache
def files() -> list[Path]:
    """Tracked ones and new ones that are not ignored, relative to the root."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return sorted(path for name in listing.split("\0") if name and (ROOT / (path := Path(name))).is_file())


def python_files(*, tests: bool = False) -> list[Path]:
    tops = (*CODE, "tests") if tests else CODE
    return [
        path for path in files() if path.suffix == ".py" and path.parts[0] in tops and "migrations" not in path.parts
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))

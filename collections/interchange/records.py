"""A record as received: what makes two of them the same, and what no database can keep."""

import hashlib
import json
import math
from typing import Any

from interchange.faults import RowFault

MAX_DEPTH = 40
Record = dict[str, Any]
# Made once: `json.dumps` with options makes an encoder a call, which is half of its time.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(record: Record) -> str:
    """The record as JSON text, independent of the order of its names. Raises RowFault if it cannot be stored."""
    try:
        text = _ENCODER.encode(record)
        text.encode("utf-8")
    except (ValueError, RecursionError):  # UnicodeEncodeError is one: a lone surrogate
        _find_fault(record)
        raise RowFault("bad-number") from None
    # Most records are decided by these two counts, without a walk through their values.
    if text.count("{") + text.count("[") > MAX_DEPTH:
        _find_fault(record, is_depth_only="\\u0000" not in text)
    elif "\\u0000" in text:
        _find_fault(record)
    return text


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _find_fault(record: Record, *, is_depth_only: bool = False) -> None:
    """Raises RowFault for the first value that cannot be kept, with its top-level name."""
    stack: list[tuple[Any, str, int]] = [(record, "", 1)]
    while stack:
        value, path, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise RowFault("too-deep", path, limit=MAX_DEPTH)
        if isinstance(value, str):
            if not is_depth_only:
                _check_text(value, path)
        elif isinstance(value, float) and not math.isfinite(value):
            raise RowFault("bad-number", path, value)
        elif isinstance(value, dict):
            for name, inner in value.items():
                if not is_depth_only:
                    _check_text(name, path or name)
                stack.append((inner, path or name, depth + 1))
        elif isinstance(value, list):
            stack += [(inner, path, depth + 1) for inner in value]


def _check_text(text: str, path: str) -> None:
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise RowFault("bad-cell-characters", _printable(path), text)


def _printable(text: str) -> str:
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()

"""3D models as they come in: is it one, is it whole, how large. Their processing is not here yet."""

import json
import struct
from pathlib import Path
from typing import Any

from media_pipeline.errors import FileRefused
from media_pipeline.sniff import Sniffed

_JSON, _TRIANGLES, _STRIP, _FAN = 0x4E4F534A, 4, 5, 6
_JSON_MAX_BYTES = 64 * 1024 * 1024
_OBJ_WORDS = {b"v", b"vt", b"vn", b"vp", b"f", b"l", b"p", b"o", b"g", b"s", b"mtllib", b"usemtl", b"#", b"mg"}
_OBJ_MAX_LINE = 64 * 1024


def read_glb(path: Path, size: int) -> Sniffed:
    """glTF 2.0 binary (section 4.4): header, a JSON chunk, then the buffer."""
    with path.open("rb") as stream:
        header = stream.read(20)
        if len(header) < 20:
            raise FileRefused("model-damaged")
        _magic, version, length, json_length, chunk = struct.unpack("<5I", header)
        if version != 2 or length != size or chunk != _JSON or json_length > min(size, _JSON_MAX_BYTES):
            raise FileRefused("model-damaged")
        text = stream.read(json_length)
    try:
        document = json.loads(text)
        technical = _describe(document)
    except (ValueError, RecursionError, KeyError, IndexError, TypeError, AttributeError):
        raise FileRefused("model-damaged") from None
    return Sniffed("model", "model/gltf-binary", "glb", technical=technical)


def _describe(document: dict[str, Any]) -> dict[str, Any]:
    if not str(document["asset"]["version"]).startswith("2."):
        raise FileRefused("model-damaged")
    for part in (*document.get("buffers", []), *document.get("images", [])):
        uri = part.get("uri", "")
        if uri and not uri.startswith("data:"):
            raise FileRefused("model-outside-file", name=uri[:120])
    primitives = [p for mesh in document.get("meshes", []) for p in mesh["primitives"]]
    if not primitives:
        raise FileRefused("model-empty")
    accessors = document.get("accessors", [])
    return {
        "format": "glTF 2.0",
        "triangles": sum(_triangles(primitive, accessors) for primitive in primitives),
        "vertices": sum(int(accessors[p["attributes"]["POSITION"]]["count"]) for p in primitives),
        "textures": len(document.get("images", [])),
        "extensions": sorted(str(name) for name in document.get("extensionsUsed", []))[:50],
        **_extent(primitives, accessors),
    }


def _triangles(primitive: dict[str, Any], accessors: list[dict[str, Any]]) -> int:
    source = primitive.get("indices", primitive["attributes"]["POSITION"])
    count = int(accessors[source]["count"])
    mode = primitive.get("mode", _TRIANGLES)
    if mode == _TRIANGLES:
        return count // 3
    return max(0, count - 2) if mode in {_STRIP, _FAN} else 0


def _extent(primitives: list[dict[str, Any]], accessors: list[dict[str, Any]]) -> dict[str, Any]:
    """The box around all meshes in their own units; glTF obliges every POSITION accessor to state it."""
    boxes = [accessors[p["attributes"]["POSITION"]] for p in primitives]
    if not all("min" in box and "max" in box for box in boxes):
        return {}
    low = [min(float(box["min"][axis]) for box in boxes) for axis in range(3)]
    high = [max(float(box["max"][axis]) for box in boxes) for axis in range(3)]
    return {"extent": [round(b - a, 6) for a, b in zip(low, high, strict=True)]}


def read_obj(path: Path) -> Sniffed | None:
    """Wavefront OBJ, read line by line; None when it is some other text. Raises FileRefused for a damaged one."""
    vertices = faces = highest = 0
    with path.open("rb") as stream:
        while line := stream.readline(_OBJ_MAX_LINE):
            words = line.split()
            if not words:
                continue
            if words[0] not in _OBJ_WORDS and not words[0].startswith(b"#"):
                if vertices and faces:
                    raise FileRefused("model-damaged")
                return None
            if words[0] == b"v":
                vertices += 1
                _check_numbers(words[1:4])
            elif words[0] == b"f":
                faces += 1
                highest = max(highest, _highest_index(words[1:]))
    if not vertices:
        return None
    if not faces:
        raise FileRefused("model-empty")
    if highest > vertices:
        raise FileRefused("model-damaged")
    return Sniffed("model", "model/obj", "obj", technical={"format": "OBJ", "vertices": vertices, "triangles": faces})


def _check_numbers(words: list[bytes]) -> None:
    try:
        if len([float(word) for word in words]) < 3:
            raise ValueError
    except ValueError:
        raise FileRefused("model-damaged") from None


def _highest_index(corners: list[bytes]) -> int:
    try:
        if len(corners) < 3:
            raise ValueError
        return max(int(corner.split(b"/", 1)[0]) for corner in corners)
    except ValueError:
        raise FileRefused("model-damaged") from None

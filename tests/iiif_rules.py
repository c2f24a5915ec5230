"""Is it a valid Presentation 3.0 manifest? Two judges: the community's model (iiif-prezi3), and the standard's own
MUSTs as a JSON schema with the rules that no schema can say.

The community's validator is not on the package index and its schema not ours to copy; ours is written from the
standard and is as strict wherever that one is: required properties, no unknown ones on a manifest, language maps,
http URIs, rights, services of version 2 and 3, canvas sizes."""

from collections.abc import Iterator
from typing import Any

import iiif_prezi3
from jsonschema import Draft202012Validator, FormatChecker

JSON = dict[str, Any]


def _ref(name: str) -> JSON:
    return {"$ref": f"#/$defs/{name}"}


def _list(name: str, **more: Any) -> JSON:
    return {"type": "array", "items": _ref(name), **more}


def _object(required: str, **properties: Any) -> JSON:
    return {"type": "object", "required": required.split(), "properties": properties}


_DESCRIPTIVE = {
    "label": _ref("text"),
    "summary": _ref("text"),
    "metadata": _list("pair"),
    "requiredStatement": _ref("pair"),
    "rights": {"pattern": r"^http://(creativecommons\.org/(licenses|publicdomain)/|rightsstatements\.org/vocab/)"},
    "navDate": {"type": "string", "format": "date-time"},
    "navPlace": _object("id type features", type={"const": "FeatureCollection"}, features=_list("feature")),
    "thumbnail": _list("resource", minItems=1),
    "placeholderCanvas": {"allOf": [_ref("canvas"), {"not": {"required": ["placeholderCanvas"]}}]},
    "accompanyingCanvas": {"allOf": [_ref("canvas"), {"not": {"required": ["accompanyingCanvas"]}}]},
    "behavior": {"type": "array", "minItems": 1, "items": {"type": "string"}, "uniqueItems": True},
    "homepage": _list("homepage", minItems=1),
    "rendering": _list("external", minItems=1),
    "seeAlso": _list("external", minItems=1),
    "service": _list("service", minItems=1),
    "partOf": _list("typed", minItems=1),
    "annotations": _list("annotationPageReference", minItems=1),
    "provider": _list("agent", minItems=1),
}
_DEFS: JSON = {
    "uri": {"type": "string", "format": "uri", "pattern": "^https?://[^ ]+$"},
    "text": {
        "type": "object",
        "minProperties": 1,
        "patternProperties": {"^([a-z]{2,3}(-[A-Z][a-z]{3})?|none)$": {"type": "array", "items": {"type": "string"}}},
        "additionalProperties": False,
    },
    "pair": _object("label value", label=_ref("text"), value=_ref("text")),
    "size": {"type": "integer", "exclusiveMinimum": 0},
    "duration": {"type": "number", "exclusiveMinimum": 0},
    "media": {"type": "string", "pattern": "^[a-z]+/[^ ]+"},
    "typed": _object("id type", id=_ref("uri"), type={"type": "string"}),
    "external": _object(
        "id type label format", id=_ref("uri"), type={"type": "string"}, label=_ref("text"), format=_ref("media")
    ),
    "homepage": _object(
        "id type label format language",
        id=_ref("uri"), type={"const": "Text"}, label=_ref("text"), format=_ref("media"),
        language={"type": "array", "minItems": 1},
    ),
    "service": {
        "oneOf": [
            _object("id type", id=_ref("uri"), type={"type": "string"}, profile={"type": "string"}),
            {
                "allOf": [
                    _object("@id @type", **{"@id": _ref("uri"), "@type": {"type": "string"}}),
                    {"not": {"required": ["type"]}},
                ]
            },
        ]
    },
    "resource": _object(
        "id type format",
        id=_ref("uri"), format=_ref("media"), width=_ref("size"), height=_ref("size"), duration=_ref("duration"),
        service=_list("service", minItems=1),
        type={"enum": ["Dataset", "Image", "Model", "Sound", "Text", "Video"]},
    ),
    "agent": _object(
        "id type label homepage",
        id=_ref("uri"), type={"const": "Agent"}, label=_ref("text"), homepage=_list("homepage"),
        logo=_list("resource", minItems=1),
    ),
    "feature": _object(
        "id type properties geometry",
        id=_ref("uri"), type={"const": "Feature"}, properties=_object("label", label=_ref("text")),
        geometry=_object("type coordinates", type={"const": "Point"}),
    ),
    "annotation": _object(
        "id type motivation body target",
        id=_ref("uri"), type={"const": "Annotation"}, motivation={"const": "painting"}, body=_ref("resource"),
        target=_ref("uri"),
    ),
    "annotationPage": {
        **_object("id type items", id=_ref("uri"), type={"const": "AnnotationPage"}, items=_list("annotation")),
        "additionalProperties": False,
    },
    "annotationPageReference": {
        "allOf": [
            _object("id type", id=_ref("uri"), type={"const": "AnnotationPage"}),
            {"not": {"required": ["items"]}},
        ]
    },
    "canvas": {
        **_object("id type items", id=_ref("uri"), type={"const": "Canvas"}, items=_list("annotationPage"),
                  width=_ref("size"), height=_ref("size"), duration=_ref("duration"), **_DESCRIPTIVE),
        "dependentRequired": {"width": ["height"], "height": ["width"]},
        "anyOf": [{"required": ["width"]}, {"required": ["duration"]}],
    },
    "range": _object(
        "id type items",
        id=_ref("uri"), type={"const": "Range"}, label=_ref("text"),
        items={"type": "array", "minItems": 1, "items": {"anyOf": [_ref("range"), _ref("canvasReference")]}},
    ),
    "canvasReference": {
        **_object("id type", id=_ref("uri"), type={"const": "Canvas"}), "additionalProperties": False,
    },
}  # fmt: skip
_MANIFEST = {
    "$defs": _DEFS,
    **_object(
        "@context id type label items",
        **{"@context": {"type": ["string", "array"]}, "id": _ref("uri"), "type": {"const": "Manifest"}},
        **_DESCRIPTIVE,
        viewingDirection={"enum": ["left-to-right", "right-to-left", "top-to-bottom", "bottom-to-top"]},
        items=_list("canvas", minItems=1),
        structures=_list("range", minItems=1),
    ),
    "additionalProperties": False,
}
_VALIDATOR = Draft202012Validator(_MANIFEST, format_checker=FormatChecker())
NAV_PLACE = "http://iiif.io/api/extension/navplace/context.json"
AUTH = "http://iiif.io/api/auth/2/context.json"
_OWN = {"Annotation", "AnnotationPage", "Canvas", "Range"}
_LAYOUTS = {"individuals", "paged", "continuous", "unordered"}


def check_manifest(made: JSON) -> None:
    iiif_prezi3.Manifest(**made)
    problems = [f"{error.json_path}: {error.message[:300]}" for error in _VALIDATOR.iter_errors(made)]
    assert problems == []
    context = made["@context"]
    assert (context[-1] if isinstance(context, list) else context) == "http://iiif.io/api/presentation/3/context.json"
    needed = {NAV_PLACE} if "navPlace" in made else set()
    needed |= {AUTH} if any(each.get("type") == "AuthProbeService2" for each in _walk(made)) else set()
    assert set(context[:-1] if isinstance(context, list) else []) == needed
    _check_identity(made)
    assert len(_LAYOUTS & set(made["behavior"])) == 1, "these exclude one another (section 3.4)"
    for canvas in made["items"]:
        _check_canvas(canvas, paged="paged" in made["behavior"])


def _check_identity(made: JSON) -> None:
    """One URI, one resource; and what ranges point to is there."""
    own = [each["id"] for each in _walk(made) if each.get("type") in _OWN and ("items" in each or "body" in each)]
    assert len(own) == len(set(own))
    canvases = {canvas["id"] for canvas in made["items"]}
    for node in (node for structure in made.get("structures", []) for node in _walk(structure)):
        assert node.get("type") != "Canvas" or node["id"] in canvases


def _check_canvas(canvas: JSON, *, paged: bool) -> None:
    assert paged or not {"facing-pages", "non-paged"} & set(canvas.get("behavior", []))
    for held in (canvas, canvas.get("placeholderCanvas"), canvas.get("accompanyingCanvas")):
        for page in held["items"] if held else []:
            assert page["id"].startswith(held["id"])
            for annotation in page["items"]:
                assert annotation["target"] == held["id"]
                _check_body(annotation["body"], held)


def _check_body(body: JSON, canvas: JSON) -> None:
    """A canvas has the axes of what is painted on it, and its proportions (section 5.3)."""
    for name in ("width", "height", "duration"):
        assert name not in body or canvas[name] >= body[name]
    if "width" in body:
        assert abs(body["width"] / body["height"] - canvas["width"] / canvas["height"]) < 0.05
    if body["type"] == "Sound":
        assert set(canvas) & {"width", "height", "duration"} == {"duration"}


def _walk(node: Any) -> Iterator[JSON]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _walk(value)
    elif isinstance(node, list):
        for each in node:
            yield from _walk(each)

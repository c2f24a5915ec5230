"""The shapes of Change Discovery API 1.0 (sections 3.1 to 3.4) as JSON Schema: what the text says must be."""

from jsonschema import Draft202012Validator

CONTEXT = "http://iiif.io/api/discovery/1/context.json"
_URI = {"type": "string", "pattern": "^https?://"}
_UTC = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}


def _link(kind):
    return {"type": "object", "required": ["id", "type"], "properties": {"id": _URI, "type": {"const": kind}}}


_SEE_ALSO = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "properties": {"id": _URI, "type": {"const": "Dataset"}, "format": {"type": "string"}},
    },
}
_RESOURCE = {
    "type": "object",
    "required": ["id", "type"],
    "properties": {
        "id": _URI,
        "type": {"enum": ["Manifest", "Collection"]},
        "canonical": _URI,
        "seeAlso": _SEE_ALSO,
    },
    "additionalProperties": False,
}
_ACTIVITY = {
    "type": "object",
    "required": ["type", "object", "endTime"],
    "properties": {
        "type": {"enum": ["Create", "Update", "Delete", "Move"]},
        "object": _RESOURCE,
        "target": _RESOURCE,
        "endTime": _UTC,
    },
    "additionalProperties": False,
    "if": {"properties": {"type": {"const": "Move"}}},
    "then": {"required": ["target"]},
    "else": {"not": {"required": ["target"]}},
}
COLLECTION = Draft202012Validator(
    {
        "type": "object",
        "required": ["@context", "id", "type", "last"],
        "properties": {
            "@context": {"const": CONTEXT},
            "id": _URI,
            "type": {"const": "OrderedCollection"},
            "totalItems": {"type": "integer", "minimum": 0},
            "first": _link("OrderedCollectionPage"),
            "last": _link("OrderedCollectionPage"),
        },
        "additionalProperties": False,
    }
)
PAGE = Draft202012Validator(
    {
        "type": "object",
        "required": ["@context", "id", "type", "orderedItems"],
        "properties": {
            "@context": {"const": CONTEXT},
            "id": _URI,
            "type": {"const": "OrderedCollectionPage"},
            "startIndex": {"type": "integer", "minimum": 0},
            "partOf": _link("OrderedCollection"),
            "prev": _link("OrderedCollectionPage"),
            "next": _link("OrderedCollectionPage"),
            "orderedItems": {"type": "array", "items": _ACTIVITY},
        },
        "additionalProperties": False,
    }
)

"""The shapes of Content Search 2.0's answers, from the specification's text: it publishes no schema."""

_URI = {"type": "string", "format": "uri", "pattern": "^https?://"}
_REFERENCE = {
    "type": "object",
    "properties": {"id": _URI, "type": {"const": "AnnotationPage"}},
    "required": ["id", "type"],
    "additionalProperties": False,
}
_SELECTOR = {
    "type": "object",
    "properties": {
        "type": {"const": "TextQuoteSelector"},
        "exact": {"type": "string", "minLength": 1},
        "prefix": {"type": "string", "minLength": 1},
        "suffix": {"type": "string", "minLength": 1},
    },
    "required": ["type", "exact"],
    "additionalProperties": False,
}
_TARGET = {
    "type": "object",
    "properties": {
        "type": {"const": "SpecificResource"},
        "source": _URI,
        "selector": {"type": "array", "items": _SELECTOR, "minItems": 1, "maxItems": 1},
    },
    "required": ["type", "source", "selector"],
}
_MATCH = {
    "type": "object",
    "properties": {
        "id": _URI,
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["contextualizing", "highlighting"]},
        "target": {"oneOf": [_TARGET, {"type": "array", "items": _TARGET, "minItems": 2}]},
    },
    "required": ["id", "type", "motivation", "target"],
    "additionalProperties": False,
}
_ANNOTATION = {"type": "object", "required": ["id", "type", "motivation", "body", "target"]}
ANSWER = {
    "type": "object",
    "properties": {
        "@context": {
            "type": "array",
            "items": _URI,
            "contains": {"const": "http://iiif.io/api/search/2/context.json"},
        },
        "id": _URI,
        "type": {"const": "AnnotationPage"},
        "ignored": {"type": "array", "items": {"enum": ["motivation", "date", "user"]}, "minItems": 1},
        "partOf": {
            "type": "object",
            "properties": {
                "id": _URI,
                "type": {"const": "AnnotationCollection"},
                "total": {"type": "integer", "minimum": 0},
                "first": _REFERENCE,
                "last": _REFERENCE,
            },
            "required": ["id", "type", "first"],
        },
        "next": _REFERENCE,
        "prev": _REFERENCE,
        "startIndex": {"type": "integer", "minimum": 0},
        "items": {"type": "array", "items": _ANNOTATION},
        "annotations": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "object",
                "properties": {"type": {"const": "AnnotationPage"}, "items": {"type": "array", "items": _MATCH}},
                "required": ["type", "items"],
            },
        },
    },
    "required": ["@context", "id", "type", "items"],
    "additionalProperties": False,
}
TERMS = {
    "type": "object",
    "properties": {
        "@context": {"const": "http://iiif.io/api/search/2/context.json"},
        "id": _URI,
        "type": {"const": "TermPage"},
        "ignored": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"value": {"type": "string", "minLength": 1}, "total": {"type": "integer", "minimum": 1}},
                "required": ["value"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["@context", "id", "type", "items"],
    "additionalProperties": False,
}

"""The keywords of JSON Schema: those of draft-04, those that came later, and where they stand."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

__all__ = [
    "ASSERTIONS",
    "NEWER",
    "Path",
    "misspelled",
    "pointed_at",
    "subschemas",
    "typed",
]

Path: TypeAlias = "tuple[str | int, ...]"
"""Keys and indices that lead to a place in a document."""

ASSERTIONS = frozenset(
    [
        "additionalItems",
        "additionalProperties",
        "allOf",
        "anyOf",
        "dependencies",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "not",
        "oneOf",
        "pattern",
        "patternProperties",
        "properties",
        "required",
        "type",
        "uniqueItems",
    ]
)
"""Keywords of draft-04 that decide whether a document is valid."""

_DRAFT_04 = ASSERTIONS | {"$ref", "$schema", "default", "definitions", "description", "id", "title"}


NEWER = {
    "$anchor": "2019-09",
    "$dynamicRef": "2020-12",
    "$recursiveRef": "2019-09",
    "const": "draft-06",
    "contains": "draft-06",
    "dependentRequired": "2019-09",
    "dependentSchemas": "2019-09",
    "if": "draft-07",
    "maxContains": "2019-09",
    "minContains": "2019-09",
    "prefixItems": "2020-12",
    "propertyNames": "draft-06",
    "unevaluatedItems": "2019-09",
    "unevaluatedProperties": "2019-09",
}
"""Keywords that decide whether a document is valid, and the draft that brought them."""

_ANNOTATIONS = frozenset(
    [
        "$comment",
        "$defs",
        "$dynamicAnchor",
        "$id",
        "$recursiveAnchor",
        "$vocabulary",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "deprecated",
        "discriminator",
        "else",
        "example",
        "examples",
        "nullable",
        "readOnly",
        "then",
        "writeOnly",
    ]
)
_KNOWN = [*_DRAFT_04, *NEWER, *_ANNOTATIONS]
_ONE = ("additionalItems", "additionalProperties", "items", "not")
_LISTS = ("allOf", "anyOf", "items", "oneOf")
_MAPS = ("$defs", "definitions", "dependencies", "patternProperties", "properties")


def subschemas(schema: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Path]]:
    """Yield a schema and every schema in it with its place, as far as draft-04 looks.

    ``$defs`` counts too: a ``$ref`` may lead there.

    Example:
        >>> [path for _, path in subschemas({"properties": {"a": {}}, "not": {}})]
        [(), ('not',), ('properties', 'a')]
    """
    waiting: list[tuple[Any, Path]] = [(schema, ())]
    while waiting:
        current, path = waiting.pop()
        if not isinstance(current, Mapping):
            continue
        yield current, path
        found: list[tuple[Any, Path]] = [(current.get(key), (*path, key)) for key in _ONE]
        for key in _LISTS:
            if isinstance(current.get(key), list):
                found += [(item, (*path, key, index)) for index, item in enumerate(current[key])]
        for key in _MAPS:
            if isinstance(current.get(key), Mapping):
                found += [(item, (*path, key, name)) for name, item in current[key].items()]
        waiting += reversed(found)


def pointed_at(schema: Mapping[str, Any], reference: str) -> tuple[bool, Any]:
    """Return whether a ``$ref`` such as ``#/definitions/host`` leads somewhere, and to what.

    Example:
        >>> pointed_at({"definitions": {"a/b": {"type": "string"}}}, "#/definitions/a~1b")
        (True, {'type': 'string'})
        >>> pointed_at({}, "#/definitions/a")
        (False, None)
    """
    from urllib.parse import unquote  # noqa: PLC0415  few schemas need it, and it costs

    current: Any = schema
    steps = unquote(reference.removeprefix("#")).split("/")[1:]
    for step in (step.replace("~1", "/").replace("~0", "~") for step in steps):
        if isinstance(current, Mapping) and step in current:
            current = current[step]
        elif isinstance(current, list) and step.isdecimal() and int(step) < len(current):
            current = current[int(step)]
        else:
            return False, None
    return True, current


def misspelled(keyword: str) -> str | None:
    """Return the keyword that an unknown one is very likely meant to be.

    Example:
        >>> misspelled("requried"), misspelled("x-owner"), misspelled("required")
        ('required', None, None)
    """
    if keyword in _KNOWN:
        return None
    by_lower_case = {known.lower(): known for known in _KNOWN}
    [*near] = difflib.get_close_matches(keyword.lower(), by_lower_case, n=1, cutoff=0.85)
    return by_lower_case[near[0]] if near else None


def typed(value: object) -> str:
    """Return what JSON calls the type of a value.

    Example:
        >>> typed(True), typed(1.0), typed([]), typed(None)
        ('a boolean', 'a number', 'an array', 'null')
    """
    names = {bool: "a boolean", int: "an integer", float: "a number", str: "a string"}
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "an array"
    return names.get(type(value), type(value).__name__)

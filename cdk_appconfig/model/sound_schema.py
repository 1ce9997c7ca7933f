"""JSON Schemas, and content under them, that surely have nothing to say about them.

It knows the plain keywords only, and says of content only what is sure. `json_schema.py` knows all
of draft-04, with a library whose loading takes longer than a thousand plain documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sized
from functools import lru_cache
from typing import Any, TypeAlias

from cdk_appconfig.model import limits
from cdk_appconfig.model.document import canonical_json
from cdk_appconfig.model.sound_text import Unsure, json_of

__all__ = ["is_surely_sound_schema", "surely_fits"]

_Test: TypeAlias = Callable[[Any], bool]
"""Tells whether a value surely fits."""

_Schema: TypeAlias = Mapping[str, Any]
_Builder: TypeAlias = Callable[[Any, _Schema], _Test]
"""Makes the test of a keyword from its value and the schema around it."""

_TYPES: dict[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "null": (type(None),),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}
_SCALARS = (str, int, bool, type(None))
_PLAIN_PATTERN = r"""(?x) \^? (?:
    (?: [A-Za-z0-9_/ -] | \\[.dw] | \[\^?(?:[A-Za-z0-9_./-] | \\[.dw-])+\] )
    (?: [*+?] | \{[0-9]{1,3}(?:,[0-9]{0,3})?\} )?
){1,40} \$?"""
_MOST_REPEATS = 3
_LONGEST = 1024


def is_surely_sound_schema(text: str) -> bool:
    """Tell whether the text of a schema surely has neither an error nor a warning.

    Args:
        text: The schema as JSON text.

    Example:
        >>> is_surely_sound_schema('{"type": "object"}'), is_surely_sound_schema('{"type": "obj"}')
        (True, False)
    """
    return _test_of(text) is not None


def surely_fits(content: str, schema: str) -> bool:
    """Tell whether content surely fits a schema that is surely sound itself.

    Args:
        content: The content as JSON text.
        schema: The schema as JSON text.

    Example:
        >>> schema = '{"properties": {"port": {"type": "integer", "minimum": 1}}}'
        >>> surely_fits('{"port": 80}', schema), surely_fits('{"port": 0}', schema)
        (True, False)
    """
    test = _test_of(schema)
    try:
        return test is not None and "${Token[" not in content and test(json_of(content))
    except Unsure:
        return False


@lru_cache(maxsize=256)
def _test_of(text: str) -> _Test | None:
    try:
        schema = json_of(text)
        test = _test(schema)
    except Unsure:
        return None
    return test if len(canonical_json(schema)) <= limits.VALIDATOR_CONTENT else None


def _test(schema: object) -> _Test:
    if not isinstance(schema, dict) or not _KEYWORDS.keys() >= schema.keys():
        raise Unsure
    tests = [_KEYWORDS[keyword](schema[keyword], schema) for keyword in schema]
    return lambda value: all(test(value) for test in tests)


def _sure(condition: object) -> None:
    if not condition:
        raise Unsure


def _said(words: Any, _: _Schema) -> _Test:
    _sure(isinstance(words, str))
    return lambda _: True


def _type(name: Any, _: _Schema) -> _Test:
    _sure(isinstance(name, str) and name in _TYPES)
    types = _TYPES[name]
    return lambda value: type(value) in types


def _enum(values: Any, _: _Schema) -> _Test:
    _sure(isinstance(values, list) and values and all(type(one) in _SCALARS for one in values))
    allowed = {(type(one), one) for one in values}
    _sure(len(allowed) == len(values))
    return lambda value: type(value) in _SCALARS and (type(value), value) in allowed


def _properties(schemas: Any, _: _Schema) -> _Test:
    _sure(isinstance(schemas, dict))
    tests = [(name, _test(schema)) for name, schema in schemas.items()]
    return lambda value: (
        type(value) is not dict or all(test(value[name]) for name, test in tests if name in value)
    )


def _additional_properties(allowed: Any, schema: _Schema) -> _Test:
    _sure(isinstance(allowed, bool) and isinstance(schema.get("properties", {}), dict))
    known = schema.get("properties", {}).keys()
    return lambda value: allowed or type(value) is not dict or known >= value.keys()


def _required(names: Any, _: _Schema) -> _Test:
    _sure(isinstance(names, list) and names and all(type(name) is str for name in names))
    needed = set(names)
    _sure(len(needed) == len(names))
    return lambda value: type(value) is not dict or value.keys() >= needed


def _items(schema: Any, _: _Schema) -> _Test:
    test = _test(schema)
    return lambda value: type(value) is not list or all(map(test, value))


def _unique_items(wanted: Any, _: _Schema) -> _Test:
    _sure(isinstance(wanted, bool))
    return lambda value: (
        not wanted
        or type(value) is not list
        or (all(type(one) is str for one in value) and len(set(value)) == len(value))
    )


def _minimum(bound: Any, schema: _Schema) -> _Test:
    _sure(type(bound) in _TYPES["number"])
    inclusive = not schema.get("exclusiveMinimum", False)
    return lambda value: (
        type(value) not in _TYPES["number"] or value > bound or (inclusive and value == bound)
    )


def _maximum(bound: Any, schema: _Schema) -> _Test:
    _sure(type(bound) in _TYPES["number"])
    inclusive = not schema.get("exclusiveMaximum", False)
    return lambda value: (
        type(value) not in _TYPES["number"] or value < bound or (inclusive and value == bound)
    )


def _exclusive(bound: str) -> _Builder:
    def build(exclusive: Any, schema: _Schema) -> _Test:
        _sure(isinstance(exclusive, bool) and bound in schema)
        return lambda _: True

    return build


def _size(of: type[Sized], *, least: bool) -> _Builder:
    def build(size: Any, _: _Schema) -> _Test:
        _sure(type(size) is int and size >= 0)
        if least:
            return lambda value: type(value) is not of or len(value) >= size
        return lambda value: type(value) is not of or len(value) <= size

    return build


def _pattern(pattern: Any, _: _Schema) -> _Test:
    repeats = sum(map(str(pattern).count, "*+{"))
    plain = isinstance(pattern, str) and "--" not in pattern and repeats <= _MOST_REPEATS
    _sure(plain and re.fullmatch(_PLAIN_PATTERN, pattern))
    try:
        search = re.compile(pattern, re.ASCII).search  # as ECMA 262 has it
    except re.error:
        raise Unsure from None
    return lambda value: (
        type(value) is not str
        or (len(value) <= _LONGEST and "\n" not in value and search(value) is not None)
    )


_KEYWORDS: dict[str, _Builder] = {
    "$schema": _said,
    "additionalProperties": _additional_properties,
    "description": _said,
    "enum": _enum,
    "exclusiveMaximum": _exclusive("maximum"),
    "exclusiveMinimum": _exclusive("minimum"),
    "items": _items,
    "maxItems": _size(list, least=False),
    "maxLength": _size(str, least=False),
    "maxProperties": _size(dict, least=False),
    "maximum": _maximum,
    "minItems": _size(list, least=True),
    "minLength": _size(str, least=True),
    "minProperties": _size(dict, least=True),
    "minimum": _minimum,
    "pattern": _pattern,
    "properties": _properties,
    "required": _required,
    "title": _said,
    "type": _type,
    "uniqueItems": _unique_items,
}

"""Flag documents that surely have nothing to say about them, told without building their flags.

It knows the plain forms only; `flag_document.py` is the one that knows all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdk_appconfig.model import limits
from cdk_appconfig.model.rule.sound_rule import is_surely_sound_rule
from cdk_appconfig.model.sound_text import Unsure, json_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["are_surely_sound_flags"]

_DEPRECATED = {"status": "planned"}
_OF_TEXTS, _OF_NUMBERS = {"type", "enum"}, {"type", "minimum", "maximum"}
_CONSTRAINTS = {
    "string": {*_OF_TEXTS, "required"},
    "number": {*_OF_NUMBERS, "required"},
    "boolean": {"type", "required"},
    "array": {"type", "elements", "required"},
}
_ELEMENTS = {"string": _OF_TEXTS, "number": _OF_NUMBERS}


def are_surely_sound_flags(text: str) -> bool:
    """Tell whether the text of a flag document surely has neither an error nor a warning.

    Args:
        text: The document as JSON text.

    Example:
        >>> are_surely_sound_flags('{"version": "1", "flags": {"a": {}}, "values": {}}')
        True
        >>> are_surely_sound_flags('{"version": "1", "flags": {"A": {}}, "values": {}}')
        False
    """
    try:
        document = _object(json_of(text), {"version", "flags", "values"})
        flags, values = _object(document.get("flags")), _object(document.get("values"))
        return (
            document.get("version") == "1"
            and flags.keys() >= values.keys()
            and all(_is_definition(key, one) for key, one in flags.items())
            and all(
                _is_value(_object(value), flags[key].get("attributes", {}))
                for key, value in values.items()
            )
        )
    except Unsure:
        return False


def _object(value: object, known: set[str] | None = None) -> dict[str, Any]:
    """Return a JSON object all of whose keys are known."""
    if not isinstance(value, dict) or (known is not None and not known >= value.keys()):
        raise Unsure
    return value


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest


def _is_name(value: object) -> bool:
    return _is_text(value, limits.FLAG_NAME_LENGTH) and bool(value) and "\n" not in str(value)


def _is_number(value: object) -> bool:
    return type(value) is int or type(value) is float


def _is_definition(key: str, definition: object) -> bool:
    known = _object(definition, {"name", "description", "attributes", "_deprecation"})
    attributes = _object(known.get("attributes", {}))
    return (
        limits.FLAG_KEY.matches(key)
        and ("name" not in known or _is_name(known["name"]))
        and ("description" not in known or _is_text(known["description"], limits.DESCRIPTION))
        and known.get("_deprecation", _DEPRECATED) == _DEPRECATED
        and len(attributes) <= limits.FLAG_ATTRIBUTES
        and all(_is_attribute(name, one) for name, one in attributes.items())
    )


def _is_attribute(key: str, definition: object) -> bool:
    known = _object(definition, {"description", "constraints"})
    constraints = _object(known.get("constraints"))
    type_name = constraints.get("type")
    if not isinstance(type_name, str) or type_name not in _CONSTRAINTS or key == "enabled":
        return False
    return (
        limits.ATTRIBUTE_KEY.matches(key)
        and ("description" not in known or _is_text(known["description"], limits.FLAG_STRING))
        and _CONSTRAINTS[type_name] >= constraints.keys()
        and isinstance(constraints.get("required", False), bool)
        and _has_sound_bounds(constraints if type_name != "array" else _elements(constraints))
    )


def _elements(constraints: Mapping[str, Any]) -> Mapping[str, Any]:
    elements = _object(constraints.get("elements"))
    type_name = elements.get("type")
    if not isinstance(type_name, str) or not _ELEMENTS.get(type_name, set()) >= elements.keys():
        raise Unsure
    return elements


def _has_sound_bounds(constraints: Mapping[str, Any]) -> bool:
    bounds = [constraints[name] for name in ("minimum", "maximum") if name in constraints]
    allowed = constraints.get("enum", [])
    return (
        all(type(bound) is int for bound in bounds)
        and bounds == sorted(bounds)
        and isinstance(allowed, list)
        and all(_is_text(entry, limits.FLAG_STRING) for entry in allowed)
    )


def _is_value(value: Mapping[str, Any], attributes: Mapping[str, Any]) -> bool:
    if "_variants" in value:
        return len(value) == 1 and _are_variants(value["_variants"], attributes)
    enabled = value.get("enabled")
    given = {key: entry for key, entry in value.items() if key != "enabled"}
    return isinstance(enabled, bool) and _are_values(given, attributes)


def _are_values(given: Mapping[str, Any], attributes: Mapping[str, Any]) -> bool:
    """Tell whether values of attributes fit, and none is missing."""
    for key, attribute in attributes.items():
        constraints = attribute["constraints"]
        if key in given:
            if not _fits(given[key], constraints):
                return False
        elif constraints.get("required", False):
            return False
    return attributes.keys() >= given.keys()


def _fits(value: object, constraints: Mapping[str, Any]) -> bool:
    match constraints["type"]:
        case "string":
            fits = _is_text(value, limits.FLAG_STRING)
            return fits and ("enum" not in constraints or value in constraints["enum"])
        case "number":
            low, high = constraints.get("minimum", value), constraints.get("maximum", value)
            return _is_number(value) and low <= value <= high
        case "array":
            elements = constraints["elements"]
            return isinstance(value, list) and all(_fits(entry, elements) for entry in value)
    return isinstance(value, bool)


def _are_variants(variants: object, attributes: Mapping[str, Any]) -> bool:
    """Tell whether variants are: all but the last have a rule, and at most one rule splits."""
    if not isinstance(variants, list) or not 1 <= len(variants) <= limits.VARIANTS:
        return False
    known = [_object(one, {"name", "enabled", "rule", "attributeValues"}) for one in variants]
    rules = [one.get("rule") for one in known[:-1]]
    return (
        "rule" not in known[-1]
        and all(isinstance(rule, str) and is_surely_sound_rule(rule) for rule in rules)
        and sum("split" in str(rule) for rule in rules) <= 1
        and len({str(one.get("name")) for one in known}) == len(known)
        and all(_is_variant(one, attributes) for one in known)
    )


def _is_variant(variant: Mapping[str, Any], attributes: Mapping[str, Any]) -> bool:
    return (
        _is_name(variant.get("name"))
        and isinstance(variant.get("enabled"), bool)
        and _are_values(_object(variant.get("attributeValues", {})), attributes)
    )

"""From the stored definition of an attribute to the attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cdk_appconfig.findings import Check, closest, shown
from cdk_appconfig.model import limits
from cdk_appconfig.model.attribute import (
    Attribute,
    Boolean,
    Number,
    NumberArray,
    String,
    StringArray,
    Untyped,
    UntypedArray,
)

if TYPE_CHECKING:
    from cdk_appconfig.model.document_part import Part

__all__ = ["read_attribute"]

CONSTRAINT = Check(
    id="APPCONFIG064",
    summary="The constraints of an attribute have no type, an unknown one, or one of another type",
    rule="constraints are of one type: string, number, boolean, or array of strings or numbers",
    source=limits.FLAG_KEY.source,
    evidence="schema",
)

_OF_TEXT = ("pattern", "enum")
_OF_NUMBER = ("minimum", "maximum")
_OF_TYPE: dict[str, tuple[str, ...]] = {
    "string": _OF_TEXT,
    "number": _OF_NUMBER,
    "boolean": (),
    "array": ("elements",),
}
_OF_ELEMENTS: dict[str, tuple[str, ...]] = {"string": _OF_TEXT, "number": _OF_NUMBER}
_ANY = {*_OF_TEXT, *_OF_NUMBER, "elements"}


def read_attribute(part: Part) -> Attribute:
    """Return the attribute that a part of a document defines; what is wrong is reported.

    What cannot be told from the definition is left open, so that a value is not refused for it.

    Args:
        part: The definition, under ``flags.<flag>.attributes``.
    """
    part.drop_all_but("description", "constraints")
    description = {"description": part.optional("description")}
    constraints = part.part("constraints")
    type_name = None if constraints is None else _type(constraints, _OF_TYPE)
    if constraints is None or type_name is None:
        return Untyped(**description)
    arguments = description | _arguments(constraints, type_name, ("type", "required"), _OF_TYPE)
    match type_name:
        case "string":
            return String(**arguments)
        case "number":
            return Number(**arguments)
        case "boolean":
            return Boolean(**arguments)
    return _array(constraints, arguments)


def _array(constraints: Part, arguments: dict[str, Any]) -> Attribute:
    arguments.pop("elements", None)
    elements = constraints.part("elements")
    type_name = None if elements is None else _type(elements, _OF_ELEMENTS)
    if elements is None or type_name is None:
        return UntypedArray(**arguments)
    arguments |= _arguments(elements, type_name, ("type",), _OF_ELEMENTS)
    return StringArray(**arguments) if type_name == "string" else NumberArray(**arguments)


def _type(constraints: Part, types: dict[str, tuple[str, ...]]) -> str | None:
    """Return the type that constraints name, if there is one."""
    type_name = constraints.members.get("type")
    if isinstance(type_name, str) and type_name in types:
        return type_name
    names = ", ".join(f'"{name}"' for name in types)
    near = closest(type_name, types) if isinstance(type_name, str) else None
    constraints.report(
        CONSTRAINT,
        "type",
        message="the constraints name no type"
        if type_name is None
        else f"{shown(type_name)} is no type of an attribute",
        found="no type" if type_name is None else shown(type_name),
        fix=f"did you mean {near!r}?" if near else f"write one of {names}",
    )
    return None


def _arguments(
    constraints: Part, type_name: str, common: tuple[str, ...], types: dict[str, tuple[str, ...]]
) -> dict[str, Any]:
    """Return the constraints as arguments of an attribute."""
    known = (*common, *types[type_name])
    arguments = {}
    for key in constraints.members:
        if key in _ANY and key not in known:
            _foreign(constraints, key, type_name)
        elif key not in known:
            constraints.dropped(key, known)
        elif key != "type":
            value = constraints.members[key] if key == "elements" else constraints.optional(key)
            if value is not None:
                arguments[key] = value
    return arguments


def _foreign(constraints: Part, key: str, type_name: str) -> None:
    constraints.report(
        CONSTRAINT,
        key,
        message=f"{key!r} is no constraint of the type {type_name!r}",
        found=shown(key),
        fix="put it into 'elements'" if type_name == "array" else "remove it, or change the type",
    )

"""What the resource schemas of CloudFormation refuse: properties, types, values, attributes.

What a check of its own says better is not said again here.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from cdk_appconfig.checks.listed import Listed
from cdk_appconfig.checks.value import Holes, Link, Open
from cdk_appconfig.findings import Check, Finding, closest, json_path, shown

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from cdk_appconfig.checks.app import Part, Shape

__all__ = ["LISTED"]

_REFERENCE = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_AppConfig.html"
)

UNKNOWN_PROPERTY = Check(
    id="APPCONFIG280",
    summary="A resource has a property that does not exist",
    rule="CloudFormation refuses a property that the schema of the resource does not have or that "
    "AWS sets itself",
    source=_REFERENCE,
    evidence="schema",
)
MISSING_PROPERTY = Check(
    id="APPCONFIG281",
    summary="A resource lacks a property that it needs",
    rule="CloudFormation refuses a resource without a required property",
    source=_REFERENCE,
    evidence="schema",
)
PROPERTY_TYPE = Check(
    id="APPCONFIG282",
    summary="A property has the wrong type",
    rule="CloudFormation refuses a property whose type is not that of the schema of the resource",
    source=_REFERENCE,
    evidence="schema",
)
PROPERTY_VALUE = Check(
    id="APPCONFIG283",
    summary="The value of a property is outside of what its schema allows",
    rule="CloudFormation refuses a value that breaks the schema of the resource",
    source=_REFERENCE,
    evidence="schema",
)
ATTRIBUTE = Check(
    id="APPCONFIG284",
    summary="Fn::GetAtt asks for an attribute that a resource does not have",
    rule="CloudFormation refuses a template that asks a resource for an attribute it does not have",
    source=_REFERENCE,
    evidence="schema",
)

_SAID_BETTER = {
    "Actions",
    "DeletionProtectionCheck",
    "DeploymentDurationInMinutes",
    "DeploymentStrategyId",
    "Description",
    "FinalBakeTimeInMinutes",
    "FlagKey",
    "GrowthFactor",
    "GrowthType",
    "Monitors",
    "Name",
    "Parameters",
    "Tags",
    "Type",
    "Validators",
    "VersionLabel",
}
"""Properties whose values have a check of their own; their types are still looked at."""
_SAID_BETTER_BELOW = {"AttributeValues", "Content", "Key", "Name", "Type", "Uri", "Value"}
"""The same of what is inside of a property."""

_OPEN = (Link, Open, Holes)
_BOUNDS = {"enum", "maxLength", "minLength", "pattern"}
_TYPES = {"string": "a text", "number": "a number", "integer": "a whole number"}
_TRUTHS = {"true", "false"}


@cache
def _schemas() -> Mapping[str, Any]:
    with open(f"{__file__.removesuffix('.py')}s.json", encoding="utf-8") as file:
        content: Mapping[str, Any] = json.load(file)["types"]
    return content


@cache
def _read_only(type: str) -> frozenset[str]:
    """Return the attributes of a type, which are what ``Fn::GetAtt`` gives."""
    paths = _schemas()[type]["readOnlyProperties"]
    return frozenset(path.removeprefix("/properties/") for path in paths)


@lru_cache(maxsize=512)
def _suspects(shape: Shape) -> tuple[str, ...] | None:
    """Return the properties whose values have to be looked at in resources of a shape.

    Most values are references, or texts that may be any: there is nothing to look at in them. It is
    ``None`` when something is wrong whatever the values are.
    """
    type, names, kinds = shape
    schema = _schemas()[type]
    if not _read_only(type).isdisjoint(names) or not set(names).issuperset(_required(schema)):
        return None
    known = schema["properties"]
    return tuple(
        name
        for name, kind in zip(names, kinds, strict=True)
        if name not in known or not _is_any(kind, known[name], said=name in _SAID_BETTER)
    )


def _required(schema: Mapping[str, Any]) -> Sequence[str]:
    names: Sequence[str] = schema.get("required", ())
    return names


def _is_any(kind: type, schema: Mapping[str, Any], *, said: bool) -> bool:
    """Tell whether every value of a kind will do: it is open, or a text without a rule here."""
    if issubclass(kind, _OPEN):
        return True
    text = issubclass(kind, str) and schema.get("type") == "string"
    return text and (said or _BOUNDS.isdisjoint(schema))


@lru_cache(maxsize=512)
def _is_fine(type: str, name: str, text: str) -> bool:
    """Tell whether a property may have a text; most of those with a rule are among a few."""
    schema = _schemas()[type]
    return not any(_Part(schema, ()).object({name: text}, schema, _required(schema)))


def property_findings(resource: Part) -> Iterator[Finding]:
    """Yield what the schema of a resource refuses in its properties."""
    type, properties = resource.type, resource.properties
    if type not in _schemas():
        return
    suspects = _suspects(resource.shape)
    rest = {
        name: properties[name]
        for name in (properties if suspects is None else suspects)
        if not isinstance(properties[name], str) or not _is_fine(type, name, properties[name])
    }
    if (suspects is not None and not rest) or resource.is_open:
        return
    for name in properties:
        if name not in _read_only(type):
            continue
        yield UNKNOWN_PROPERTY.at(
            json_path(name),
            message=f"{name} is set by AWS",
            found=name,
            fix="leave it out; Ref and Fn::GetAtt give it to other resources",
        )
    schema = _schemas()[type]
    yield from _Part(schema, ()).object(rest, schema, properties)


class _Part:
    """One value of a resource and the place it is at."""

    def __init__(
        self, root: Mapping[str, Any], steps: tuple[str | int, ...], *, said: bool = False
    ) -> None:
        self._root, self._steps, self._said = root, steps, said

    @property
    def _where(self) -> str:
        return json_path(*self._steps)

    def _below(self, step: str | int) -> _Part:
        said = step in (_SAID_BETTER_BELOW if self._steps else _SAID_BETTER)
        return _Part(self._root, (*self._steps, step), said=said)

    def value(self, value: Any, schema: Mapping[str, Any]) -> Iterator[Finding]:
        """Yield what is wrong with a value."""
        if "$ref" in schema:
            schema = self._root["definitions"][schema["$ref"].rpartition("/")[2]]
        if isinstance(value, _OPEN):
            return
        judge = {"object": self._mapping, "array": self._list, "boolean": self._boolean}
        yield from judge.get(schema["type"], self._scalar)(value, schema)

    def object(
        self, value: Mapping[str, Any], schema: Mapping[str, Any], given: Container[str]
    ) -> Iterator[Finding]:
        """Yield what is wrong with the members of an object.

        Args:
            value: Its members, as far as they are to be looked at.
            schema: Its schema.
            given: The names of all its members.
        """
        known = schema.get("properties", {})
        for name in _required(schema):
            if name not in given:
                yield MISSING_PROPERTY.at(
                    self._where, message=f"{name} is missing", found="nothing", fix=f"add {name}"
                )
        for name, member in value.items():
            part = known.get(name) or _by_pattern(name, schema)
            if part is not None:
                said = name in (_SAID_BETTER_BELOW if self._steps else _SAID_BETTER)
                if not _is_any(type(member), part, said=said):
                    yield from self._below(name).value(member, part)
            elif not self._said or known:
                yield self._unknown(name, known)

    def _unknown(self, name: str, known: Mapping[str, Any]) -> Finding:
        near = closest(str(name), known)
        return UNKNOWN_PROPERTY.at(
            self._where + json_path(str(name))[1:],
            message=f"there is no property {shown(name)}",
            found=shown(name),
            fix=f"did you mean {near!r}?" if near else "remove it",
        )

    def _mapping(self, value: Any, schema: Mapping[str, Any]) -> Iterator[Finding]:
        if isinstance(value, dict):
            yield from self.object(value, schema, value)
        else:
            yield self._wrong_type(value, "a mapping")

    def _list(self, value: Any, schema: Mapping[str, Any]) -> Iterator[Finding]:
        if not isinstance(value, list):
            yield self._wrong_type(value, "a list")
            return
        least, most = schema.get("minItems", 0), schema.get("maxItems", len(value))
        if not self._said and not least <= len(value) <= most and not _may_vanish(value):
            yield self._outside(value, f"{least} to {most} items", f"has {len(value)} items")
        for index, item in enumerate(value):
            yield from self._below(index).value(item, schema["items"])

    def _boolean(self, value: Any, _schema: Mapping[str, Any]) -> Iterator[Finding]:
        if not isinstance(value, bool) and str(value).lower() not in _TRUTHS:
            yield self._wrong_type(value, "true or false")

    def _scalar(self, value: Any, schema: Mapping[str, Any]) -> Iterator[Finding]:
        if isinstance(value, (dict, list)) or value is None:
            yield self._wrong_type(value, _TYPES[schema["type"]])
        elif schema["type"] == "string":
            yield from self._text(str(value), schema)
        else:
            yield from self._number(value, schema)

    def _number(self, value: Any, schema: Mapping[str, Any]) -> Iterator[Finding]:
        number = _as_number(value)
        if number is None or (schema["type"] == "integer" and number % 1):
            yield self._wrong_type(value, _TYPES[schema["type"]])
        elif not self._said:
            least, most = schema.get("minimum", number), schema.get("maximum", number)
            if not least <= number <= most:
                bounds = f"{least:g} to {most:g}" if "maximum" in schema else f"{least:g} or more"
                yield self._outside(value, bounds, f"is {number:g}")

    def _text(self, value: str, schema: Mapping[str, Any]) -> Iterator[Finding]:
        if self._said:
            return
        least, most = schema.get("minLength", 0), schema.get("maxLength", len(value))
        if "enum" in schema and value not in schema["enum"]:
            near = closest(value, schema["enum"])
            allowed = f"did you mean {near!r}?" if near else f"use {' or '.join(schema['enum'])}"
            yield self._refused(value, f"is {shown(value)}", allowed)
        elif not least <= len(value) <= most:
            yield self._outside(value, f"{least} to {most} characters", f"has {len(value)}")
        elif "pattern" in schema and not re.search(schema["pattern"], value):
            yield self._refused(
                value,
                f"is {shown(value)}, which does not match {schema['pattern']}",
                "use the id or ARN that Ref or Fn::GetAtt of the resource gives",
            )

    def _outside(self, value: Any, allowed: str, is_now: str) -> Finding:
        return self._refused(value, is_now, f"use {allowed}")

    def _refused(self, value: Any, is_now: str, fix: str) -> Finding:
        name = self._where.rpartition(".")[2]
        return PROPERTY_VALUE.at(
            self._where, message=f"{name} {is_now}", found=shown(value), fix=fix
        )

    def _wrong_type(self, value: Any, wanted: str) -> Finding:
        name = self._where.rpartition(".")[2]
        return PROPERTY_TYPE.at(
            self._where,
            message=f"{name} is {_kind(value)}",
            found=_kind(value),
            fix=f"use {wanted}" if wanted != "a text" else "use a text; JSON is written as a text",
        )


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else shown(value)


def _may_vanish(items: list[Any]) -> bool:
    return any(isinstance(item, Open) and item.optional for item in items)


def _as_number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _by_pattern(name: str, schema: Mapping[str, Any]) -> Any:
    for pattern, part in schema.get("patternProperties", {}).items():
        if re.search(pattern, name):
            return part
    return None


def attribute_findings(resource: Part) -> Iterator[Finding]:
    """Yield the attributes that the stack asks of a resource and that it does not have."""
    asked = resource.app.attributes(resource)
    if not asked or resource.type not in _schemas():
        return
    paths = _read_only(resource.type)
    known = {path.replace("/", ".") for path in paths if "*" not in path}
    for attribute, user in asked.items():
        if attribute not in known:
            near = closest(attribute, known)
            yield ATTRIBUTE.at(
                "$",
                message=f"{user} asks for the attribute {attribute!r}",
                found=attribute,
                fix=f"did you mean {near!r}?" if near else f"use {', '.join(sorted(known))}",
            )


LISTED = (
    Listed(
        "",
        property_findings,
        (UNKNOWN_PROPERTY, MISSING_PROPERTY, PROPERTY_TYPE, PROPERTY_VALUE),
    ),
    Listed("", attribute_findings, (ATTRIBUTE,)),
)

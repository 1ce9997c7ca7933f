"""The JSON Schema of a dataclass, in draft-04.

It accepts what `FreeformContent` writes for an instance, and what a constructor call with the JSON
object as keyword arguments would take.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, Union, get_args, get_origin

from cdk_appconfig.findings import Check, Finding, json_path
from cdk_appconfig.model.json_value import JsonValue
from cdk_appconfig.model.schema_findings import VALIDATORS_PAGE
from cdk_appconfig.model.schema_library import DRAFTS

if TYPE_CHECKING:
    from cdk_appconfig.model.schema_keywords import Path

__all__ = ["NO_SCHEMA", "dataclass_schema"]

NO_SCHEMA = Check(
    id="APPCONFIG080",
    summary="A type has no JSON Schema",
    rule="a JSON Schema speaks of text, numbers, booleans, null, lists and objects",
    source=VALIDATORS_PAGE,
    evidence="documented",
)

Schema: TypeAlias = "dict[str, Any]"

_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    None: {"type": "null"},
    type(None): {"type": "null"},
    list: {"type": "array"},
    tuple: {"type": "array"},
    dict: {"type": "object"},
    Any: {},
    object: {},
}
_LISTS = (list, Sequence)
_OBJECTS = (dict, Mapping)
_PAIR = 2


def dataclass_schema(cls: type[Any]) -> tuple[Schema, list[Finding]]:
    """Return the JSON Schema of a dataclass, and the fields whose types have none.

    Fields with a default may be left out, unknown ones may not be there.

    Example:
        >>> @dataclasses.dataclass
        ... class Host:
        ...     name: str
        ...     port: int = 443
        >>> schema, findings = dataclass_schema(Host)
        >>> schema["properties"]["port"], schema["required"], schema["additionalProperties"]
        ({'type': 'integer'}, ['name'], False)
    """
    writer = _Writer()
    root = writer.of_dataclass(cls, ())
    definitions = {
        name: schema for name, schema in writer.definitions.items() if name in writer.used
    }
    parts = {"definitions": definitions} if definitions else {}
    return {"$schema": DRAFTS["draft-04"][1], **root, **parts}, writer.findings


class _Writer:
    """Writes dataclasses down, each one once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.definitions: dict[str, Schema] = {}
        self.used: set[str] = set()
        self._names: dict[type[Any], str] = {}

    def of_dataclass(self, cls: type[Any], path: Path) -> Schema:
        name = self._name(cls)
        fields = dataclasses.fields(cls)
        schema: Schema = {"type": "object", "additionalProperties": False, "properties": {}}
        self.definitions[name] = schema
        try:
            hints = typing.get_type_hints(cls, include_extras=True)
        except (NameError, TypeError) as error:
            self._refuse(path, f"the types of {cls.__qualname__} cannot be read: {error}", cls)
            return schema
        for field in fields:
            schema["properties"][field.name] = self.of(hints[field.name], (*path, field.name))
        required = [field.name for field in fields if _is_required(field)]
        if required:
            schema["required"] = required
        return schema

    def of(self, hint: Any, path: Path) -> Schema:
        """Return the schema of a type hint."""
        origin, arguments = get_origin(hint), get_args(hint)
        if origin in {Union, types.UnionType}:
            return {"anyOf": [self.of(part, path) for part in arguments]}
        if origin is Literal:
            return self._enum(list(arguments), path)
        if origin is tuple:
            return self._tuple(arguments, path)
        if origin in _LISTS and arguments:
            return {"type": "array", "items": self.of(arguments[0], path)}
        if origin in _OBJECTS and len(arguments) == _PAIR and arguments[0] is str:
            return {"type": "object", "additionalProperties": self.of(arguments[1], path)}
        return self._of_name(hint, path)

    def _of_name(self, hint: Any, path: Path) -> Schema:
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            if hint not in self._names:
                self.of_dataclass(hint, path)
            self.used.add(self._names[hint])
            return {"$ref": f"#/definitions/{self._names[hint]}"}
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self._enum([member.value for member in hint], path)
        try:
            return dict(_PLAIN[hint])
        except (KeyError, TypeError):
            name = str(hint) if get_origin(hint) else getattr(hint, "__qualname__", str(hint))
            self._refuse(path, f"the type {name} has no JSON Schema", hint)
            return {}

    def _enum(self, values: list[Any], path: Path) -> Schema:
        listed = JsonValue.of(values)
        if listed.findings:
            self._refuse(path, f"the values {values!r} are no JSON", values)
        return {"enum": listed.document}

    def _tuple(self, arguments: tuple[Any, ...], path: Path) -> Schema:
        if len(arguments) == _PAIR and arguments[1] is Ellipsis:
            return {"type": "array", "items": self.of(arguments[0], path)}
        items = [self.of(part, path) for part in arguments]
        rest = {"items": items, "additionalItems": False} if items else {}
        return {"type": "array", "minItems": len(items), "maxItems": len(items), **rest}

    def _name(self, cls: type[Any]) -> str:
        """Return the name of a dataclass among the definitions; two may be called the same."""
        same = sum(known.__name__ == cls.__name__ for known in self._names)
        return self._names.setdefault(cls, f"{cls.__name__}{same + 1}" if same else cls.__name__)

    def _refuse(self, path: Path, message: str, found: object) -> None:
        self.findings.append(
            NO_SCHEMA.at(
                json_path(*path),
                message=message,
                found=str(found),
                fix="use str, int, float, bool, None, list, tuple, dict[str, …], Literal, an Enum "
                "or another dataclass",
            )
        )


def _is_required(field: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return field.init and field.default is missing and field.default_factory is missing

"""What a user passes as a JSON Schema, brought into one shape: the document and its text."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cdk_appconfig.findings import Check, Finding, shown
from cdk_appconfig.model.document import canonical_json
from cdk_appconfig.model.json_value import JsonText, JsonValue
from cdk_appconfig.model.pydantic_model import is_model_type, schema_of
from cdk_appconfig.model.schema_findings import SCHEMA_FORM, VALIDATORS_PAGE
from cdk_appconfig.model.schema_of_type import NO_SCHEMA, dataclass_schema
from cdk_appconfig.model.schema_translation import to_draft_04

__all__ = ["SchemaSource", "source_of"]

UNREADABLE = Check(
    id="APPCONFIG081",
    summary="Something that is not a JSON Schema is passed as one",
    rule="the content of a JSON Schema validator is the schema itself, as text",
    source=VALIDATORS_PAGE,
    evidence="documented",
)


@dataclasses.dataclass(frozen=True, slots=True)
class SchemaSource:
    """A schema as it was passed.

    Args:
        document: The schema as JSON; `findings` says why there is none.
        text: The text to store.
        findings: What is wrong before the schema itself is looked at, relative to it (``$``).
    """

    document: Any
    text: str
    findings: tuple[Finding, ...] = ()


def source_of(schema: object) -> SchemaSource:
    """Return the document and the text of whatever was passed as a schema. Never raises.

    Args:
        schema: A ``dict``, JSON text, the ``Path`` of a file, a dataclass or a pydantic model
            class; the two classes are carried over to draft-04.
    """
    if isinstance(schema, Path):
        return _of_file(schema)
    if isinstance(schema, str):
        return _of_text(schema)
    if isinstance(schema, type):
        return _of_type(schema)
    if isinstance(schema, (Mapping, list, bool)) or schema is None:
        return _of_value(schema)
    return _unreadable(schema, f"{shown(schema)} is not a schema")


def _of_file(path: Path) -> SchemaSource:
    try:
        return _of_text(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        return _unreadable(str(path), f"{str(path)!r} cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        return _unreadable(str(path), f"{str(path)!r} is not UTF-8 at byte {error.start}")


def _of_text(text: str) -> SchemaSource:
    try:
        read = JsonText.read(text)
        stored = canonical_json(read.document) if read.exact else text
    except RecursionError:
        return _unreadable(text, "the schema is nested too deeply to be read")
    except ValueError as error:
        finding = SCHEMA_FORM.at(
            "$",
            message=f"the text is not JSON ({error}), so that it is read as one JSON string",
            found=shown(text),
            fix="correct it; a file is passed as Path(…)",
        )
        return SchemaSource(None, "", (finding,))
    return SchemaSource(read.document, stored, tuple(read.findings))


def _of_value(schema: object) -> SchemaSource:
    value = JsonValue.of(schema)
    if value.has_tokens:
        return _unreadable(schema, "the schema holds CDK tokens, and must be known at synth")
    if value.findings:
        return SchemaSource(None, "", tuple(value.findings))
    return SchemaSource(value.document, canonical_json(value.document))


def _of_type(schema: type[Any]) -> SchemaSource:
    if is_model_type(schema):
        document, findings = _of_model(schema)
    elif dataclasses.is_dataclass(schema):
        document, findings = dataclass_schema(schema)
    else:
        return _unreadable(schema, f"{schema.__qualname__} is neither dataclass nor pydantic model")
    return SchemaSource(document, "" if findings else canonical_json(document), tuple(findings))


def _of_model(schema: type[Any]) -> tuple[dict[str, Any], list[Finding]]:
    try:
        return to_draft_04(schema_of(schema))
    except ValueError as error:
        finding = NO_SCHEMA.at(
            "$",
            message=f"pydantic has no JSON Schema for {schema.__qualname__}: {error}",
            found=schema.__qualname__,
            fix="give the field another type, or write the schema by hand",
        )
        return {}, [finding]


def _unreadable(schema: object, message: str) -> SchemaSource:
    finding = UNREADABLE.at(
        "$",
        message=message,
        found=shown(schema),
        fix="pass a dict, JSON text, a Path, a dataclass or a pydantic model class",
    )
    return SchemaSource(None, "", (finding,))

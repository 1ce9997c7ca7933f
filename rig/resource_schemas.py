"""Writes the schemas of AppConfig's resources: ``.venv/bin/python -m rig.resource_schemas``.

The source are the public CloudFormation resource schemas that cfn-lint carries. What the checks do
not read (descriptions, handlers) is left out.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from rig.prepare import ROOT

_REGION = "us-east-1"

FILE = ROOT / "cdk_appconfig" / "checks" / "resource_schemas.json"
SOURCE = f"cfn-lint {version('cfn-lint')}, {_REGION}"
_LEFT_OUT = {"description", "format", "relationshipRef", "insertionOrder", "uniqueItems"}
_KEPT = ("properties", "definitions", "required", "readOnlyProperties", "additionalProperties")


def appconfig_types() -> list[str]:
    """Return the resource types of AppConfig."""
    names = PROVIDER_SCHEMA_MANAGER.get_resource_types(_REGION)
    return sorted(name for name in names if name.startswith("AWS::AppConfig::"))


def schema(name: str) -> dict[str, Any]:
    """Return the schema of a resource type, as cfn-lint carries it."""
    found: dict[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema(_REGION, name).schema
    return found


def as_written(content: dict[str, Any]) -> str:
    """Return content as it stands in a file of the package."""
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def content() -> dict[str, Any]:
    """Return what the file holds: the schemas, as far as the checks read them."""
    return {"source": SOURCE, "types": {name: _kept(schema(name)) for name in appconfig_types()}}


def _kept(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: _plain(schema[key], keyword=True) for key in _KEPT if key in schema}


def _plain(value: Any, *, keyword: bool) -> Any:
    """Return a part of a schema without what is left out; names of properties are no keywords."""
    if isinstance(value, list):
        return [_plain(item, keyword=True) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _plain(item, keyword=key not in {"properties", "definitions", "patternProperties"})
        for key, item in value.items()
        if not (keyword and key in _LEFT_OUT)
    }


if __name__ == "__main__":
    FILE.write_text(as_written(content()), encoding="utf-8")

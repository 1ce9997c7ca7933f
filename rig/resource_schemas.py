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

FILE = ROOT / "cdk_appconfig" / "checks" / "resource_schemas.json"
_REGION = "us-east-1"
_PREFIX = "AWS::AppConfig::"
_LEFT_OUT = {"description", "format", "relationshipRef", "insertionOrder", "uniqueItems"}
_KEPT = ("properties", "definitions", "required", "readOnlyProperties", "additionalProperties")


def schemas() -> dict[str, Any]:
    """Return the content of the file."""
    names = PROVIDER_SCHEMA_MANAGER.get_resource_types(_REGION)
    types = {name: _schema(name) for name in sorted(names) if name.startswith(_PREFIX)}
    return {"source": f"cfn-lint {version('cfn-lint')}, {_REGION}", "types": types}


def text() -> str:
    """Return the file as it is written."""
    return json.dumps(schemas(), indent=1, sort_keys=True) + "\n"


def _schema(name: str) -> dict[str, Any]:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(_REGION, name).schema
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
    FILE.write_text(text(), encoding="utf-8")

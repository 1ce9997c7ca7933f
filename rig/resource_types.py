"""Writes what the package knows of resource types: ``.venv/bin/python -m rig.resource_types``.

cfn-lint carries the public CloudFormation resource schemas. What decides about updates is kept in
the package, so that nobody who uses it needs cfn-lint.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cfnlint

from rig.prepare import ROOT
from rig.resource_schemas import SOURCE, appconfig_types, as_written, schema

FILE = ROOT / "cdk_appconfig" / "template" / "resource_types.json"
NEIGHBOURS = (
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::CodePipeline::Pipeline",
    "AWS::Events::EventBus",
    "AWS::IAM::Role",
    "AWS::KMS::Alias",
    "AWS::KMS::Key",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Function",
    "AWS::Lambda::Version",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::SSM::Document",
    "AWS::SSM::Parameter",
    "AWS::SecretsManager::Secret",
)
"""What AppConfig resources refer to: these can be replaced as well."""

_KEYS = {
    "create_only": "createOnlyProperties",
    "create_only_at_times": "conditionalCreateOnlyProperties",
    "identifier": "primaryIdentifier",
    "attributes": "readOnlyProperties",
}


def content() -> dict[str, Any]:
    """Return what the file holds: the schemas of the installed cfn-lint, as far as updates go."""
    released = Path(cfnlint.__file__).parent / "data" / "schemas" / "version.json"
    return {
        "source": SOURCE,
        "date": json.loads(released.read_text(encoding="utf-8"))["schema_date"],
        "types": {name: _facts(schema(name)) for name in [*appconfig_types(), *NEIGHBOURS]},
    }


def _facts(schema: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        ours: sorted(_property(pointer) for pointer in schema.get(theirs, ()))
        for ours, theirs in _KEYS.items()
    }
    facts["properties"] = sorted(schema["properties"])
    facts["unordered"] = sorted(
        name
        for name, property in schema["properties"].items()
        if property.get("insertionOrder") is False
    )
    facts["taggable"] = bool(schema.get("tagging", {}).get("taggable", True))
    return facts


def _property(pointer: str) -> str:
    return pointer.removeprefix("/properties/").replace("/", ".")


if __name__ == "__main__":
    FILE.write_text(as_written(content()), encoding="utf-8")

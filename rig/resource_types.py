"""Writes what the package knows of resource types: ``.venv/bin/python -m rig.resource_types``.

cfn-lint carries the public CloudFormation resource schemas. What decides about updates is kept in
the package, so that nobody who uses it needs cfn-lint.
"""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import Any

import cfnlint

from rig.prepare import ROOT

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
    digests = _read("providers/us-east-1.json")
    names = {name for name in digests if name.startswith("AWS::AppConfig::")}
    return {
        "source": f"cfn-lint {importlib.metadata.version('cfn-lint')}, us-east-1",
        "date": _read("version.json")["schema_date"],
        "types": {name: _facts(digests[name]) for name in sorted({*names, *NEIGHBOURS})},
    }


def _read(name: str) -> dict[str, Any]:
    file = Path(cfnlint.__file__).parent / "data" / "schemas" / name
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def _facts(digest: str) -> dict[str, Any]:
    schema = _read(f"resources/{digest}.json")
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
    FILE.write_text(json.dumps(content(), indent=1, sort_keys=True) + "\n", encoding="utf-8")

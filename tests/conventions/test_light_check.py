"""What a check of a template loads decides how long it takes: here it is counted, without a clock."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = """
import sys
from cdk_appconfig.local.cli.main import main
code = main(sys.argv[1:])
print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
sys.exit(code)
"""

NEVER = {"aws_cdk", "boto3", "botocore", "constructs", "jsii", "pydantic", "typing_extensions"}
NOT_FOR_PLAIN_TEMPLATES = {
    *("dataclasses", "decimal", "difflib", "inspect", "jsonschema_rs", "pathlib", "shutil", "yaml"),
    *(f"cdk_appconfig.model.{name}" for name in ("flag", "freeform", "json_schema", "rollout")),
    *(f"cdk_appconfig.checks.{name}" for name in ("experiment", "extension")),
}
"""What most templates do without; each takes longer to load than it takes to judge a hundred
resources."""

SCHEMA = {"type": "object", "properties": {"port": {"type": "integer"}}, "required": ["port"]}
FLAGS = {"version": "1", "flags": {"one": {}}, "values": {"one": {"enabled": True}}}


def template(content: Any, schema: Any) -> dict[str, Any]:
    """Return a template with feature flags, and with JSON under a schema, both deployed."""
    owner = {"ApplicationId": {"Ref": "Shop"}}
    found: dict[str, Any] = {
        "Shop": {"Type": "Application", "Properties": {"Name": "shop"}},
        "Prod": {"Type": "Environment", "Properties": {**owner, "Name": "prod"}},
    }
    validators = [{"Type": "JSON_SCHEMA", "Content": json.dumps(schema)}]
    for name, kind, stored in (
        ("Flags", {"Type": "AWS.AppConfig.FeatureFlags"}, FLAGS),
        ("Hosts", {"Type": "AWS.Freeform", "Validators": validators}, content),
    ):
        profile = {**owner, "ConfigurationProfileId": {"Ref": name}}
        found[name] = {
            "Type": "ConfigurationProfile",
            "Properties": {**owner, **kind, "Name": name, "LocationUri": "hosted"},
        }
        found[f"{name}Version"] = {
            "Type": "HostedConfigurationVersion",
            "Properties": {
                **profile,
                "Content": json.dumps(stored),
                "ContentType": "application/json",
            },
        }
        found[f"{name}Deployment"] = {
            "Type": "Deployment",
            "DependsOn": [] if name == "Flags" else ["FlagsDeployment"],
            "Properties": {
                **profile,
                "EnvironmentId": {"Ref": "Prod"},
                "ConfigurationVersion": {"Ref": f"{name}Version"},
                "DeploymentStrategyId": "AppConfig.AllAtOnce",
            },
        }
    for resource in found.values():
        resource["Type"] = f"AWS::AppConfig::{resource['Type']}"
    return {"Resources": found}


def loaded(folder: Path, template: dict[str, Any], code: int) -> set[str]:
    """Return the modules that a check of a template loads, and assert its exit code."""
    file = folder / "shop.template.json"
    file.write_text(json.dumps(template))
    command = [sys.executable, "-c", PROGRAM, "check", "--format", "json", file.name]
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)

    assert done.returncode == code, done.stdout + done.stderr
    return set(done.stderr.split())


def test_a_plain_template_is_judged_without_what_is_slow_to_load(tmp_path: Path) -> None:
    modules = loaded(tmp_path, template({"port": 80}, SCHEMA), 0)

    assert "cdk_appconfig.checks.content" in modules
    assert modules & (NEVER | NOT_FOR_PLAIN_TEMPLATES) == set()


@pytest.mark.parametrize(
    ("content", "schema"), [({"port": "80"}, SCHEMA), ({"port": 80}, {"$ref": "#/definitions/x"})]
)
def test_content_and_schemas_with_mistakes_load_the_library(
    tmp_path: Path, content: object, schema: object
) -> None:
    modules = loaded(tmp_path, template(content, schema), 1)

    assert modules >= {"jsonschema_rs", "cdk_appconfig.model.json_schema"}
    assert modules & NEVER == set()

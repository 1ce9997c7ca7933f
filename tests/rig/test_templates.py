"""The judges must bite, or the tests that pass them mean nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import Stack
from aws_cdk import aws_appconfig as l1

from rig.templates import judged


def test_the_cdk_rules_refuse_a_name_that_is_too_long(
    stack: Stack, synthesize: Callable[[], Any]
) -> None:
    l1.CfnApplication(stack, "Application", name="x" * 65)

    with pytest.raises(RuntimeError, match="ValidationFailed"):
        synthesize()


def test_cfn_lint_refuses_a_dependency_that_a_reference_implies(tmp_path: Path) -> None:
    template = {
        "Resources": {
            "Shop": {"Type": "AWS::AppConfig::Application", "Properties": {"Name": "shop"}},
            "Beta": {
                "Type": "AWS::AppConfig::Environment",
                "Properties": {"ApplicationId": {"Ref": "Shop"}, "Name": "beta"},
                "DependsOn": ["Shop"],
            },
        }
    }
    (tmp_path / "validation-report.json").write_text('{"pluginReports": []}')
    (tmp_path / "Test.template.json").write_text(json.dumps(template))

    with pytest.raises(AssertionError, match="W3005"):
        judged(tmp_path)

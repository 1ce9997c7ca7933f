from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from aws_cdk import Stack
from aws_cdk import aws_appconfig as l2

from rig import examples
from rig.prepare import ROOT
from rig.templates import judged, of_type, only
from tests.readers import alarm, function

APP = examples.FOLDER / "lambda_reader" / "app.py"


def test_the_function_knows_names_and_its_policy_knows_ids(tmp_path: Path) -> None:
    found = judged(examples.synthesized("lambda_reader", tmp_path))["Shop"]

    names = only(found, "AWS::Lambda::Function")["Environment"]["Variables"]
    assert names == {
        "APPCONFIG_APPLICATION": "Shop-Flags",
        "APPCONFIG_ENVIRONMENT": "prod",
        "APPCONFIG_PROFILES": "checkout",
        "AWS_APPCONFIG_EXTENSION_PREFETCH_LIST": "Shop-Flags:prod:checkout",
    }
    [statement] = only(found, "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    assert statement["Action"] == [
        "appconfig:StartConfigurationSession",
        "appconfig:GetLatestConfiguration",
    ]
    [deployment] = of_type(found, "AWS::AppConfig::Deployment").values()
    assert sorted(deployment["DependsOn"]) == sorted(
        [*of_type(found, "AWS::Lambda::Function"), *of_type(found, "AWS::IAM::Policy")]
    )


def test_readme_shows_this_app_in_at_most_30_lines() -> None:
    _, _, code = APP.read_text(encoding="utf-8").partition('"""\n\n')
    _, _, readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("```python\n")

    assert readme.partition("```")[0] == code
    assert len(code.splitlines()) <= 30


def test_with_the_l2_the_same_is_a_circle(stack: Stack, synthesize: Callable[[], object]) -> None:
    api = function(stack, "Api")
    prod = l2.Application(stack, "Flags").add_environment(
        "prod", monitors=[l2.Monitor.from_cloud_watch_alarm(alarm(api))]
    )
    prod.grant_read_config(api)

    with pytest.raises(Exception, match=r"(?i)circular"):
        synthesize()

from __future__ import annotations

from pathlib import Path

from rig.prepare import ROOT
from rig.templates import judged, of_type, only, synthesized

EXAMPLE = ROOT / "examples" / "lambda_reader"


def test_the_function_knows_names_and_its_policy_knows_ids(tmp_path: Path) -> None:
    """The L2 lets a function wait for a role that it refers to as well: W3005 is not ours."""
    found = judged(synthesized(EXAMPLE, tmp_path))["LambdaReader"]

    names = only(found, "AWS::Lambda::Function")["Environment"]["Variables"]
    assert names == {
        "APPCONFIG_APPLICATION": "LambdaReader-Shop",
        "APPCONFIG_ENVIRONMENT": "beta",
        "APPCONFIG_PROFILES": "checkout",
        "AWS_APPCONFIG_EXTENSION_PREFETCH_LIST": "LambdaReader-Shop:beta:checkout",
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


def test_the_flagship_takes_at_most_30_lines() -> None:
    """Imports, blank lines and the app around it not counted."""
    _, _, text = (EXAMPLE / "app.py").read_text(encoding="utf-8").partition("app = App()\n")

    assert len([line for line in text.splitlines() if line.strip()]) <= 30

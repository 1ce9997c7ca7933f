from __future__ import annotations

import json

import pytest

from rig import examples
from rig.templates import Template, judged, of_type, only


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Template]:
    found = judged(examples.synthesized("pipeline", tmp_path_factory.mktemp("pipeline")))
    return {stack[: len("DeliveryBeta")]: template for stack, template in found.items()}


def test_beta_comes_before_people_agree_and_prod_after(templates: dict[str, Template]) -> None:
    stages = only(templates["Delivery"], "AWS::CodePipeline::Pipeline")["Stages"]

    assert [(stage["Name"], [one["Name"] for one in stage["Actions"]]) for stage in stages] == [
        ("Source", ["example_orders"]),
        ("Build", ["Build"]),
        ("UpdatePipeline", ["SelfMutate"]),
        ("Assets", ["Function_Code"]),
        ("Beta", ["Prepare", "Deploy"]),
        ("Prod", ["Release", "Orders.Prepare", "Orders.Deploy"]),
    ]
    assert [one["RunOrder"] for one in stages[-1]["Actions"]] == [1, 2, 3]


def test_what_is_built_is_checked(templates: dict[str, Template]) -> None:
    build, *_ = of_type(templates["Delivery"], "AWS::CodeBuild::Project").values()

    phases = json.loads(build["Properties"]["Source"]["BuildSpec"])["phases"]
    assert phases["build"]["commands"] == ["cdk synth", "cdk-appconfig check cdk.out"]


@pytest.mark.parametrize(
    ("stage", "express", "strategy"),
    [
        ("Beta", True, "AppConfig.AllAtOnce"),
        ("Prod", False, "AppConfig.Canary10Percent20Minutes"),
    ],
)
def test_each_stage_has_its_state_and_its_pace(
    templates: dict[str, Template], stage: str, express: bool, strategy: str
) -> None:
    found = templates[f"Delivery{stage}"]

    content = json.loads(only(found, "AWS::AppConfig::HostedConfigurationVersion")["Content"])
    assert content["values"]["express"]["enabled"] is express
    assert only(found, "AWS::AppConfig::Deployment")["DeploymentStrategyId"] == strategy

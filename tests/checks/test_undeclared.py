from __future__ import annotations

from typing import Any

import pytest

from cdk_appconfig.checks.judge import judge

PROD = {"ApplicationId": {"Ref": "Ap"}, "Name": "prod"}


def template(**sections: Any) -> dict[str, Any]:
    return {
        "Resources": {
            "App": {"Type": "AWS::AppConfig::Application", "Properties": {"Name": "shop"}},
            "Env": {"Type": "AWS::AppConfig::Environment", "Properties": PROD, "DependsOn": "Apq"},
        },
        **sections,
    }


def test_what_a_reference_or_an_order_may_mean_is_offered() -> None:
    found = [(each.id, each.where, each.message, each.fix) for each in judge(template())]

    assert found == [
        (
            "APPCONFIG238",
            "Env.ApplicationId",
            "the template declares no 'Ap'",
            "did you mean 'App'?",
        ),
        ("APPCONFIG238", "Env.DependsOn", "the template declares no 'Apq'", "did you mean 'App'?"),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"Transform": "AWS::Serverless-2016-10-31"},
        {"Resources": {**template()["Resources"], "Fn::ForEach::Apps": []}},
        {"Resources": {**template()["Resources"], "Ap": {"Type": "My::Own::App::MODULE"}}},
    ],
    ids=["a macro", "a loop", "a module"],
)
def test_what_may_be_declared_by_others_is_not_missed(more: dict[str, Any]) -> None:
    assert [each for each in judge(template(**more)) if each.id == "APPCONFIG238"] == []

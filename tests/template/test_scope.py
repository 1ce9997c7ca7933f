from __future__ import annotations

from typing import Any

import pytest

from cdk_appconfig.template.graph import Graph
from cdk_appconfig.template.scope import Unknown
from cdk_appconfig.template.stack_template import StackTemplate

SECTIONS: dict[str, Any] = {
    "Parameters": {
        "Stage": {"Type": "String", "Default": "beta"},
        "Odd": "no definition",
    },
    "Mappings": {"Ids": {"eu-west-1": {"Strategy": "AppConfig.AllAtOnce", "List": ["a", "b"]}}},
    "Conditions": {
        "Always": {"Fn::Equals": ["a", "a"]},
        "Never": {"Fn::Equals": [1, "2"]},
        "IsBeta": {"Fn::Equals": [{"Ref": "Stage"}, "beta"]},
        "NotNever": {"Fn::Not": [{"Condition": "Never"}]},
        "Both": {"Fn::And": [{"Condition": "Always"}, {"Condition": "NotNever"}]},
        "NeitherKnown": {"Fn::And": [{"Condition": "Always"}, {"Condition": "IsBeta"}]},
        "OneFails": {"Fn::And": [{"Condition": "IsBeta"}, {"Condition": "Never"}]},
        "OneHolds": {"Fn::Or": [{"Condition": "IsBeta"}, {"Condition": "Always"}]},
        "OpenOr": {"Fn::Or": [{"Condition": "IsBeta"}, {"Condition": "Never"}]},
        "Circle": {"Fn::Not": [{"Condition": "Circle"}]},
        "Odd": ["no condition"],
    },
    "Resources": {
        "Shop": {"Type": "AWS::AppConfig::Application", "Properties": {"Name": "shop"}},
        "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {}},
    },
}


def plain(value: Any) -> Any:
    """What a value is within the sections above; an open part is told by its reason."""
    return told(Graph.read(SECTIONS).scopes[0].plain(value))


def told(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: told(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [told(entry) for entry in value]
    return f"unknown: {value.reason}" if isinstance(value, Unknown) else value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a", "a"),
        ({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}),
        ({"a": {"Ref": "AWS::NoValue"}, "b": [{"Ref": "AWS::NoValue"}, 1]}, {"b": [1]}),
        ({"Fn::If": ["Always", 1, 2]}, 1),
        ({"Fn::If": ["Never", 1, 2]}, 2),
        ({"Fn::If": ["Both", 1, 2]}, 1),
        ({"Fn::If": ["OneFails", 1, 2]}, 2),
        ({"Fn::If": ["OneHolds", 1, 2]}, 1),
        ({"Fn::FindInMap": ["Ids", "eu-west-1", "Strategy"]}, "AppConfig.AllAtOnce"),
        ({"Fn::Select": [1, {"Fn::FindInMap": ["Ids", "eu-west-1", "List"]}]}, "b"),
        ({"Fn::Sub": ["${a}-${b}", {"a": 1, "b": {"Fn::If": ["Never", "x", "y"]}}]}, "1-y"),
        ({"Fn::Join": ["", ["a", {"Fn::If": ["Always", {"Ref": "AWS::NoValue"}, 1]}, "b"]]}, "ab"),
        ({"Fn::ToJsonString": {"a": {"Fn::If": ["Always", 1, 2]}}}, '{"a":1}'),
        ({"Fn::Join": [",", {"Fn::Split": ["-", "a-b"]}]}, "a,b"),
    ],
)
def test_what_can_be_known_is_known(value: Any, expected: Any) -> None:
    assert plain(value) == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"Ref": "Stage"}, "is the parameter Stage"),
        ({"Ref": "Odd"}, "is the parameter Odd"),
        ({"Ref": "AWS::Region"}, "is AWS::Region"),
        ({"Ref": "Missing"}, "refers to Missing, which the template does not declare"),
        ({"Ref": "Shop"}, "refers to Shop"),
        ({"Fn::GetAtt": ["Alarm", "Arn"]}, "refers to Alarm"),
        ({"Fn::Sub": "a-${Stage}"}, "is a text with parts that are not known"),
        ({"Fn::If": ["IsBeta", 1, 2]}, "depends on the condition IsBeta"),
        ({"Fn::If": ["NeitherKnown", 1, 2]}, "depends on the condition NeitherKnown"),
        ({"Fn::If": ["OpenOr", 1, 2]}, "depends on the condition OpenOr"),
        ({"Fn::If": ["Circle", 1, 2]}, "depends on the condition Circle"),
        ({"Fn::If": ["Odd", 1, 2]}, "depends on the condition Odd"),
        ({"Fn::If": ["Missing", 1, 2]}, "depends on the condition Missing"),
        ({"Fn::FindInMap": ["Ids", {"Ref": "AWS::Region"}, "Strategy"]}, "is Fn::FindInMap"),
        ({"Fn::FindInMap": ["Ids", "eu-west-1", "Missing"]}, "is Fn::FindInMap"),
        ({"Fn::FindInMap": ["Missing", "a", "b"]}, "is Fn::FindInMap"),
        ({"Fn::ImportValue": "elsewhere"}, "is imported as 'elsewhere'"),
        ({"Fn::ImportValue": {"Fn::Sub": "${Stage}-id"}}, "is imported"),
        ({"Fn::Transform": {"Name": "AWS::Include"}}, "is Fn::Transform"),
        ({"Fn::GetAZs": ""}, "is Fn::GetAZs"),
        ({"Fn::Split": [",", {"Ref": "Stage"}]}, "is Fn::Split"),
        ("{{resolve:ssm:/a}}", "is looked up at deployment"),
        ({"Fn::Sub": "a-{{resolve:ssm:/a}}"}, "is looked up at deployment"),
        (
            {"Fn::Sub": ["x${a}", {"a": {"Fn::Split": ["-", "a-b"]}}]},
            "is a text made of something that is none",
        ),
    ],
)
def test_what_nobody_can_know_stays_unknown(value: Any, reason: str) -> None:
    assert plain(value) == f"unknown: {reason}"


def test_account_and_region_of_an_assembly_are_known() -> None:
    graph = Graph(
        [
            StackTemplate(name="A", template={}, environment="aws://123456789012/eu-west-1"),
            StackTemplate(name="B", template={}, environment="aws://unknown-account/eu-west-1"),
        ]
    )
    one, two = graph.scopes

    assert one.plain({"Fn::Sub": "${AWS::AccountId}/${AWS::Region}"}) == "123456789012/eu-west-1"
    assert two.plain({"Ref": "AWS::Region"}) == "eu-west-1"
    assert isinstance(two.plain({"Ref": "AWS::AccountId"}), Unknown)
    assert isinstance(one.plain({"Ref": "AWS::Partition"}), Unknown)


def test_exports_that_import_each_other_lead_nowhere() -> None:
    template = {
        "Outputs": {
            "A": {"Value": {"Fn::ImportValue": "b"}, "Export": {"Name": "a"}},
            "B": {"Value": {"Fn::ImportValue": "a"}, "Export": {"Name": "b"}},
            "C": {"Value": "c", "Export": {"Name": {"Fn::ImportValue": "c"}}},
        }
    }
    scope = Graph.read(template).scopes[0]

    assert told(scope.plain({"Fn::ImportValue": "a"})) == "unknown: is imported"

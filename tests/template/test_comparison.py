"""Values of two templates: what is known to change, to stay, and what nobody can know."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from cdk_appconfig import ResourceChange, changes


def description(old: Any, new: Any, **sections: Any) -> str:
    """What becomes of a description, in words: the sections are in both templates."""
    [change] = described(old, new, sections, sections)
    return told(change)


def described(old: Any, new: Any, before: Any, after: Any) -> tuple[ResourceChange, ...]:
    """The environment, beside a strategy that is kept and one that is new."""
    kept = {"Type": "AWS::AppConfig::DeploymentStrategy", "Properties": {"Name": "kept"}}
    before = {**before, "Resources": {"Kept": kept}}
    after = {**after, "Resources": {"Kept": kept, "Fresh": kept}}
    templates = [
        {
            **sections,
            "Resources": {
                **sections.get("Resources", {}),
                "Prod": {
                    "Type": "AWS::AppConfig::Environment",
                    "Properties": {"ApplicationId": "abc1234", "Name": "prod", **properties},
                },
            },
        }
        for sections, properties in (
            (before, {} if old is ... else {"Description": old}),
            (after, {} if new is ... else {"Description": new}),
        )
    ]
    return tuple(one for one in changes(*templates).resources if one.logical_id == "Prod")


def told(change: ResourceChange) -> str:
    if change.effect == "unchanged":
        return "unchanged"
    [cause] = change.causes
    return f"{cause}" if cause.certain else f"maybe: {cause}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a", "a"),
        (1, "1"),
        (1, 1.0),
        (True, "true"),
        ({"Ref": "AWS::Region"}, {"Fn::Sub": "${AWS::Region}"}),
        ({"Fn::Join": ["-", ["a", {"Ref": "P"}]]}, {"Fn::Sub": "a-${P}"}),
        ({"Fn::Sub": ["${x}-b", {"x": "a"}]}, "a-b"),
        ({"Ref": "AWS::NoValue"}, ...),
        ({"Fn::If": ["C", "a", "b"]}, {"Fn::If": ["C", "a", "b"]}),
        ({"Fn::If": ["C", "a", "a"]}, "a"),
        ({"Fn::If": ["C", {"Ref": "AWS::NoValue"}, {"Ref": "AWS::NoValue"}]}, ...),
        ({"Fn::Sub": "${P}!"}, {"Fn::Join": ["", [{"Ref": "P"}, "!"]]}),
        ({"Fn::FindInMap": ["M", "a", "b"]}, {"Fn::FindInMap": ["M", "a", "b"]}),
        ({"Fn::ImportValue": "elsewhere"}, {"Fn::ImportValue": "elsewhere"}),
        ({"Fn::Select": [0, {"Fn::GetAZs": ""}]}, {"Fn::Select": [0, {"Fn::GetAZs": ""}]}),
        ({"Fn::Select": [0, {"Fn::Split": ["-", "a-b"]}]}, "a"),
        ({"Fn::FindInMap": ["M", "a", "b"]}, "c"),
        ({"Fn::If": ["Always", "a", {"Ref": "P"}]}, "a"),
        ({"Ref": "Missing"}, {"Ref": "Missing"}),
    ],
)
def test_two_spellings_of_one_value_are_one_value(old: Any, new: Any) -> None:
    sections = {
        "Parameters": {"P": {"Type": "String"}},
        "Conditions": {
            "C": {"Fn::Equals": [{"Ref": "P"}, "x"]},
            "Always": {"Fn::Equals": ["a", "a"]},
        },
        "Mappings": {"M": {"a": {"b": "c"}}},
    }

    assert description(old, new, **sections) == "unchanged"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("a", "b", "Description is 'b' instead of 'a'"),
        (1, 2, "Description is 2 instead of 1"),
        (..., "a", "Description is new"),
        ("a", ..., "Description is gone"),
        ({"Fn::Sub": "a-${P}"}, {"Fn::Sub": "b-${P}"}, "Description changes"),
        (
            {"Fn::If": ["C", "a", "b"]},
            {"Fn::If": ["C", "b", "c"]},
            "Description is 'b' instead of 'a'",
        ),
        ({"Fn::Base64": "a"}, {"Fn::Base64": "b"}, "Description is 'b' instead of 'a'"),
        (
            {"Fn::Sub": ["a-${x}", {"x": {"Fn::If": ["C", "1", "2"]}}]},
            {"Fn::Sub": ["b-${x}", {"x": {"Fn::If": ["C", "1", "2"]}}]},
            "Description is 'b-1' instead of 'a-1'",
        ),
        ([1, 2], [1], "Description has 1 entries instead of 2"),
        ([1], {"a": 1}, "Description changes"),
        (
            "abc1234",
            {"Ref": "Fresh"},
            "Description is Ref Fresh instead of 'abc1234'",
        ),
        (
            {"Ref": "Kept"},
            "AppConfig.AllAtOnce",
            "Description is 'AppConfig.AllAtOnce' instead of Ref Kept",
        ),
    ],
)
def test_what_is_certain_is_told_as_certain(old: Any, new: Any, words: str) -> None:
    sections = {
        "Parameters": {"P": {"Type": "String"}},
        "Conditions": {"C": {"Fn::Equals": [{"Ref": "P"}, "x"]}},
    }

    assert description(old, new, **sections) == words


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("a", {"Ref": "P"}, "is Ref P instead of 'a'"),
        ({"Ref": "P"}, {"Ref": "Q"}, "refers to Q instead of P"),
        ("eu-west-1", {"Ref": "AWS::Region"}, "is Ref AWS::Region instead of 'eu-west-1'"),
        ("a", {"Fn::If": ["C", "a", "b"]}, "depends on the condition C"),
        (
            {"Fn::If": ["C", "a", "b"]},
            {"Fn::If": ["C", "a", "c"]},
            "depends on the condition C",
        ),
        (
            {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
            {"Fn::Select": [1, {"Fn::GetAZs": ""}]},
            "is Fn::Select of something that changes",
        ),
        ({"Fn::ImportValue": "a"}, {"Ref": "P"}, "is Ref P instead of Fn::ImportValue"),
        ({"Fn::GetAtt": ["Kept", "Arn"]}, "a", "is 'a' instead of Kept.Arn"),
        ({"Ref": "Kept"}, "abc1234", "is 'abc1234' instead of Ref Kept"),
        ({"Ref": "Kept"}, {"Fn::GetAtt": ["Kept", "Arn"]}, "refers to Kept.Arn instead of Kept"),
        (
            {"Fn::GetAtt": ["Kept", "Size"]},
            {"Fn::GetAtt": ["Fresh", "Size"]},
            "refers to Fresh.Size instead of Kept.Size",
        ),
        (["a"], {"Ref": "P"}, "is known at deployment only"),
        (
            ["a", {"Fn::If": ["C", "b", {"Ref": "AWS::NoValue"}]}],
            ["a"],
            "has entries that depend on a condition",
        ),
        (
            {"Fn::ImportValue": {"Ref": "P"}},
            {"Fn::ImportValue": {"Ref": "Q"}},
            "refers to Q instead of P",
        ),
    ],
)
def test_what_nobody_can_know_is_told_as_possible(old: Any, new: Any, words: str) -> None:
    sections = {
        "Parameters": {"P": {"Type": "String"}, "Q": {"Type": "String"}},
        "Conditions": {"C": {"Fn::Equals": [{"Ref": "P"}, "x"]}},
    }

    assert description(old, new, **sections) == f"maybe: Description {words}"


def test_a_parameter_whose_default_changes_may_change_what_refers_to_it() -> None:
    value = {"Ref": "P"}
    before, after = ({"Parameters": {"P": {"Type": "String", "Default": it}}} for it in "ab")

    assert [told(one) for one in described(value, value, before, after)] == [
        "maybe: Description refers to the parameter P, whose definition changes"
    ]


def test_a_condition_that_is_defined_anew_may_have_another_result() -> None:
    value = {"Fn::If": ["Outer", "a", "b"]}
    before, after = (
        {
            "Parameters": {"P": {"Type": "String"}},
            "Conditions": {
                "Outer": {"Fn::Not": [{"Condition": "Inner"}]},
                "Inner": {"Fn::Equals": [{"Ref": "P"}, it]},
            },
        }
        for it in "xy"
    )

    assert [told(one) for one in described(value, value, before, after)] == [
        "maybe: Description depends on the condition Outer"
    ]
    assert [told(one) for one in described(value, value, before, before)] == ["unchanged"]


def test_a_mapping_that_changes_may_change_what_is_looked_up() -> None:
    value = {"Fn::FindInMap": ["M", {"Ref": "AWS::Region"}, "b"]}
    before, after = ({"Mappings": {"M": {"a": {"b": it}}}} for it in "cd")

    assert [told(one) for one in described(value, value, before, after)] == [
        "maybe: Description looks a value up in the mapping M, which changes"
    ]


def test_the_place_inside_a_property_is_told() -> None:
    def watched(role: str) -> Any:
        monitor = {"AlarmArn": "arn", "AlarmRoleArn": role}
        properties = {"ApplicationId": "abc1234", "Name": "prod", "Monitors": [monitor]}
        return {
            "Resources": {"Prod": {"Type": "AWS::AppConfig::Environment", "Properties": properties}}
        }

    [change] = changes(watched("a"), watched("b")).resources

    assert str(change.causes[0]) == "Monitors[0].AlarmRoleArn is 'b' instead of 'a'"


def test_a_name_that_one_template_does_not_declare_may_be_something_else() -> None:
    value = {"Ref": "P"}
    after = {"Parameters": {"P": {"Type": "String"}}}

    assert [told(one) for one in described(value, value, {}, after)] == [
        "maybe: Description refers to P, which is not in both templates"
    ]


def test_what_a_macro_makes_may_change_with_the_template() -> None:
    value = {"Ref": "ServerlessRestApi"}
    before, after = (
        {"Transform": "AWS::Serverless-2016-10-31", "Description": it} for it in ("a", "b")
    )

    assert [told(one) for one in described(value, value, before, after)] == [
        "maybe: Description refers to ServerlessRestApi, which a macro makes"
    ]
    resource = {"Type": "AWS::AppConfig::Application", "Properties": {"Name": value}}
    template = {**before, "Resources": {"Shop": resource}}
    assert [told(one) for one in changes(template, copy.deepcopy(template)).resources] == [
        "unchanged"
    ]


def test_a_condition_that_leads_back_to_itself_may_have_another_result() -> None:
    value = {"Fn::If": ["C", "a", "b"]}
    sections = {"Conditions": {"C": {"Fn::If": ["C", True, False]}}}

    assert [told(one) for one in described(value, value, sections, sections)] == [
        "maybe: Description depends on the condition C"
    ]

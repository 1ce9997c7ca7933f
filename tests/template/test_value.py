from __future__ import annotations

from typing import Any

import pytest

from cdk_appconfig.template.graph import Graph
from cdk_appconfig.template.scope import Unknown
from cdk_appconfig.template.value import Value


def value(written: Any) -> Value:
    """A property with this value, in a template with two parameters and a condition."""
    template = {
        "Parameters": {"P": {"Type": "String"}, "Q": {"Type": "String"}},
        "Conditions": {"C": {"Fn::Equals": [{"Ref": "P"}, "a"]}},
        "Resources": {
            "Shop": {"Type": "AWS::AppConfig::Application"},
            "Other": {"Type": "AWS::AppConfig::Application"},
            "V1": {"Type": "AWS::AppConfig::HostedConfigurationVersion"},
            "V2": {"Type": "AWS::AppConfig::HostedConfigurationVersion"},
            "Prod": {"Type": "AWS::AppConfig::Environment", "Properties": {"X": written}},
        },
    }
    return Graph.read(template).environments[0]["X"]


def test_a_known_value_is_given_as_text_and_number() -> None:
    assert (value("20").known, value("20").text, value("20").number) == (True, "20", 20.0)
    assert (value(20).text, value(20).number) == ("20", 20.0)
    assert (value(True).text, value(True).number) == ("true", None)
    assert (value("a").text, value("a").number) == ("a", None)
    assert value("a").reason is None


@pytest.mark.parametrize(
    "written", [{"Ref": "P"}, {"Fn::If": ["C", 1, 2]}, "{{resolve:ssm:/a}}", {"Ref": "Shop"}]
)
def test_an_unknown_value_is_silent(written: Any) -> None:
    one = value(written)

    assert (one.known, one.absent) == (False, False)
    assert (one.text, one.number, one.beginning) == (None, None, "")
    assert (one.items, one.keys) == ((), ())
    assert one["a"].absent
    assert one[0].absent
    assert one.reason is not None


@pytest.mark.parametrize("written", [{"Ref": "AWS::NoValue"}])
def test_what_is_absent_is_neither_known_nor_unknown(written: Any) -> None:
    one = value(written)

    assert (one.absent, one.known, one.reason, one.plain, one.text) == (
        True,
        False,
        None,
        None,
        None,
    )


def test_entries_of_a_list_and_a_mapping_are_values() -> None:
    monitors = value([{"AlarmArn": {"Ref": "P"}, "Role": "r"}, {"Ref": "AWS::NoValue"}, "x"])
    first, second = monitors.items

    assert not monitors.known
    assert monitors.reason == "is the parameter P"
    assert first.keys == ("AlarmArn", "Role")
    assert first["Role"].text == "r"
    assert first["AlarmArn"].path == "X[0].AlarmArn"
    assert second.text == "x"
    assert second.path == "X[2]"
    assert monitors[7].absent


def test_what_a_text_begins_with_is_known_before_the_rest() -> None:
    assert value({"Fn::Sub": "s3://${P}/key"}).beginning == "s3://"
    assert value({"Fn::Sub": "${P}/key"}).beginning == ""
    assert value("s3://bucket/key").beginning == "s3://bucket/key"


@pytest.mark.parametrize(
    ("written", "document"),
    [
        ('{"a": [1]}', {"a": [1]}),
        ("no json", None),
        ({"Fn::Sub": '{"a": "${P}", "b": 1}'}, {"a": "unknown", "b": 1}),
        ({"Fn::Join": ["", ['{"a": "', {"Ref": "Shop"}, '"}']]}, {"a": "unknown"}),
        ({"Fn::Sub": '{"a": ${P}}'}, None),
        ({"Fn::Sub": '{"${P}": 1}'}, "unknown"),
        ({"Fn::ToJsonString": {"a": {"Ref": "P"}, "b": [1]}}, {"a": "unknown", "b": [1]}),
        ({"Ref": "P"}, "unknown"),
        ({"a": 1}, None),
    ],
)
def test_the_document_in_a_text_is_read_around_what_is_open(written: Any, document: Any) -> None:
    def told(found: Any) -> Any:
        if isinstance(found, dict):
            return {key: told(entry) for key, entry in found.items()}
        return "unknown" if isinstance(found, Unknown) else found

    assert told(value(written).document) == document


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("a", "a", True),
        (1, "1", True),
        ("a", "b", False),
        ({"Ref": "Shop"}, {"Ref": "Shop"}, True),
        ({"Ref": "Shop"}, {"Fn::GetAtt": ["Shop", "ApplicationId"]}, True),
        ({"Ref": "Shop"}, {"Ref": "Other"}, False),
        ({"Ref": "Shop"}, "abc1234", None),
        ({"Ref": "V1"}, {"Ref": "V2"}, None),
        ({"Fn::GetAtt": ["Shop", "Arn"]}, {"Fn::GetAtt": ["Other", "Arn"]}, False),
        ({"Fn::GetAtt": ["Shop", "Size"]}, {"Fn::GetAtt": ["Shop", "Size"]}, True),
        ({"Fn::GetAtt": ["Shop", "Size"]}, {"Fn::GetAtt": ["Other", "Size"]}, None),
        ({"Fn::GetAtt": ["Shop", "Arn"]}, {"Ref": "Shop"}, None),
        ({"Ref": "P"}, {"Ref": "P"}, True),
        ({"Ref": "P"}, {"Ref": "Q"}, None),
        ({"Ref": "P"}, "a", None),
        ({"Fn::Sub": "a-${P}"}, {"Fn::Join": ["-", ["a", {"Ref": "P"}]]}, True),
        ({"Fn::Sub": "a-${P}"}, {"Fn::Sub": "a-${Q}"}, None),
        ({"Fn::ImportValue": "x"}, {"Fn::ImportValue": "x"}, True),
        ({"Fn::If": ["C", 1, 2]}, {"Fn::If": ["C", 1, 2]}, None),
        ({"Fn::Sub": ["a${x}", {"x": {"Fn::GetAZs": ""}}]}, "a", None),
        ([1], [1], None),
    ],
)
def test_whether_two_values_are_one_is_told_where_it_is_known(
    one: Any, two: Any, same: bool | None
) -> None:
    both = value([one, two])
    known = {both[0].identity, both[1].identity} - {None}

    assert (len(known) == 1 and None not in {both[0].identity, both[1].identity}) is (same is True)
    assert both[0].same_as(both[1]) is same
    assert both[1].same_as(both[0]) is same


def test_a_value_prints_what_is_known_of_it() -> None:
    assert repr(value([1, {"Ref": "P"}])) == "Value([1, Unknown(reason='is the parameter P')])"

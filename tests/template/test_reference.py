from __future__ import annotations

from typing import Any

import pytest

from cdk_appconfig.template.reference import ABSENT, Call, Choice, Reference, Text, read


@pytest.mark.parametrize(
    ("value", "node"),
    [
        ("a", "a"),
        (20, 20),
        (["a"], ["a"]),
        ({"Ref": "App", "Other": 1}, {"Ref": "App", "Other": 1}),
        ({"Key": "a"}, {"Key": "a"}),
        ({"Ref": "App"}, Reference("App")),
        ({"Ref": "AWS::NoValue"}, ABSENT),
        ({"Fn::GetAtt": ["App", "ApplicationId"]}, Reference("App", "ApplicationId")),
        ({"Fn::GetAtt": "Stack.Outputs.Id"}, Reference("Stack", "Outputs.Id")),
        ({"Fn::If": ["IsProd", 1, 2]}, Choice("IsProd", 1, 2)),
        ({"Fn::ImportValue": "a"}, Call("Fn::ImportValue", "a")),
        ({"Fn::FindInMap": ["a", "b", "c"]}, Call("Fn::FindInMap", ["a", "b", "c"])),
        ({"Fn::Anything": {"New": 1}}, Call("Fn::Anything", {"New": 1})),
        ({"Fn::Join": ["-", {"Ref": "List"}]}, Call("Fn::Join", ["-", {"Ref": "List"}])),
    ],
)
def test_a_value_is_read_for_what_it_is(value: Any, node: Any) -> None:
    assert read(value) == node


def test_join_and_sub_of_one_text_are_one_text() -> None:
    joined = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":s3:", {"Ref": "Name"}]]}

    assert read(joined) == read({"Fn::Sub": "arn:${AWS::Partition}:s3:${Name}"})
    assert read(joined) == Text(("arn:", Reference("AWS::Partition"), ":s3:", Reference("Name")))


def test_variables_of_a_sub_take_the_place_of_their_names() -> None:
    value = {"Fn::Sub": ["${a}-${b}-${Alarm.Arn}", {"a": "x", "b": {"Fn::Sub": "<${Env}>"}}]}

    assert read(value) == Text(("x-<", Reference("Env"), ">-", Reference("Alarm", "Arn")))


def test_a_literal_of_a_sub_stays_text() -> None:
    assert read({"Fn::Sub": "${!NotAHole} costs $5"}) == "${NotAHole} costs $5"


def test_a_text_without_holes_is_plain() -> None:
    assert read({"Fn::Join": [",", ["a", 1, True]]}) == "a,1,true"
    assert read({"Fn::Join": ["", []]}) == ""


def test_a_text_that_is_one_hole_is_the_hole() -> None:
    assert read({"Fn::Sub": "${App}"}) == Reference("App")


def test_what_is_no_value_is_left_out_of_a_join() -> None:
    assert read({"Fn::Join": ["-", ["a", {"Ref": "AWS::NoValue"}, "b"]]}) == "a-b"

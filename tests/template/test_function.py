from __future__ import annotations

from typing import Any

import pytest

from cdk_appconfig.template.function import compute
from cdk_appconfig.template.reference import ABSENT
from cdk_appconfig.template.scope import Unknown

OPEN = Unknown("is the parameter P")


@pytest.mark.parametrize(
    ("function", "argument", "value"),
    [
        ("Fn::Select", [1, ["a", "b"]], "b"),
        ("Fn::Select", ["0", ["a", OPEN]], "a"),
        ("Fn::Split", [",", "a,b,,c"], ["a", "b", "", "c"]),
        ("Fn::Join", ["-", ["a", "b"]], "a-b"),
        ("Fn::Base64", "é", "w6k="),
        ("Fn::Length", ["a", OPEN], 2),
        ("Fn::ToJsonString", {"a": [1, "b"]}, '{"a":[1,"b"]}'),
    ],
)
def test_a_function_of_known_values_is_computed(function: str, argument: Any, value: Any) -> None:
    assert compute(function, argument) == value


@pytest.mark.parametrize(
    ("function", "argument"),
    [
        ("Fn::Select", [2, ["a", "b"]]),
        ("Fn::Select", [-1, ["a", "b"]]),
        ("Fn::Select", [OPEN, ["a", "b"]]),
        ("Fn::Select", [0, OPEN]),
        ("Fn::Split", ["", "a"]),
        ("Fn::Split", [",", OPEN]),
        ("Fn::Join", ["-", ["a", OPEN]]),
        ("Fn::Base64", OPEN),
        ("Fn::Length", OPEN),
        ("Fn::ToJsonString", {"a": OPEN}),
        ("Fn::GetAZs", ""),
        ("Fn::Transform", {"Name": "AWS::Include"}),
        ("Fn::NotYetInvented", "x"),
    ],
)
def test_a_function_of_something_unknown_is_not_known(function: str, argument: Any) -> None:
    assert compute(function, argument) is ABSENT

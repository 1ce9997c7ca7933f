from __future__ import annotations

import pytest
from aws_cdk import Aws, Fn, Token

from cdk_appconfig.model.token import is_token, is_unresolved, without_tokens


@pytest.mark.parametrize(
    "text", ["", "prod", "${AWS::Region}", "$Token[", Aws.REGION, f"a-{Fn.import_value('x')}-b"]
)
def test_it_agrees_with_the_cdk(text: str) -> None:
    assert is_token(text) is Token.is_unresolved(text)


@pytest.mark.parametrize(
    "value",
    [
        "prod",
        Aws.REGION,
        0,
        1.5,
        -1.0e289,
        Token.as_number(Fn.ref("A")),
        [],
        ["a"],
        Fn.split(",", Aws.REGION),
        {"a": 1},
        Fn.get_att("A", "B"),
        Token.as_any("x"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_it_agrees_with_the_cdk_on_every_kind(value: object) -> None:
    assert is_unresolved(value) is Token.is_unresolved(value)


def test_no_value_stands_in_for_tokens() -> None:
    text = f'{{"a": "{Aws.REGION}", "b": {Token.as_string(Fn.ref("A"))}}}'

    assert without_tokens(text) == '{"a": "0", "b": 0}'

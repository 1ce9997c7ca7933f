from __future__ import annotations

import pytest
from aws_cdk import Aws, Fn, Token

from cdk_appconfig.model.token import is_token


@pytest.mark.parametrize(
    "text", ["", "prod", "${AWS::Region}", "$Token[", Aws.REGION, f"a-{Fn.import_value('x')}-b"]
)
def test_it_agrees_with_the_cdk(text: str) -> None:
    assert is_token(text) is Token.is_unresolved(text)

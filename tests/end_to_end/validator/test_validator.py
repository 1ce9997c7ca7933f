"""A validator of the profile refuses a bad value: the old one stays."""

from __future__ import annotations

import pytest
from aws_cdk import App, Aws, Stack

from cdk_appconfig import AppConfigError, Application, JsonSchema, LambdaValidator
from rig.account import Account, Build
from rig.cdk_cli import CdkCliError
from tests.even_numbers import even_numbers_only


def with_schema(*, limit: int, region: str) -> Build:
    """Return an app whose schema asks for a limit, and for a region that only AWS can know."""
    schema = JsonSchema(
        {
            "type": "object",
            "properties": {"limit": {"minimum": 1}, "region": {"enum": [region]}},
            "required": ["limit", "region"],
        }
    )

    def build(app: App) -> None:
        stack = Stack(app, "Shop")
        shop = Application(stack, "App", application_name="shop")
        prod = shop.add_environment("prod", deployment_strategy="AppConfig.AllAtOnce")
        limits = shop.add_hosted_profile("limits", validators=[schema])
        limits.deploy(prod, {"limit": limit, "region": Aws.REGION})

    return build


def with_function(*, limit: int, add_permission: bool = True) -> Build:
    def build(app: App) -> None:
        stack = Stack(app, "Shop")
        shop = Application(stack, "App", application_name="shop")
        prod = shop.add_environment("prod", deployment_strategy="AppConfig.AllAtOnce")
        validator = LambdaValidator(even_numbers_only(stack), add_permission=add_permission)
        limits = shop.add_hosted_profile("limits", validators=[validator])
        limits.deploy(prod, {"limit": limit})

    return build


def test_a_value_that_is_known_at_synth_does_not_get_as_far_as_aws(account: Account) -> None:
    with pytest.raises(AppConfigError, match="limit"):
        account.synthesize(with_schema(limit=0, region="us-east-1"))


def test_a_value_that_only_aws_knows_is_refused_there(account: Account) -> None:
    assert account.apply(with_schema(limit=1, region="us-east-1")) == []

    with pytest.raises(CdkCliError, match="'us-east-1' is not one of"):
        account.deploy(with_schema(limit=2, region="eu-west-1"))

    assert account.status("Shop") == "UPDATE_ROLLBACK_COMPLETE"
    assert account.served("shop", "prod", "limits") == {"limit": 1, "region": "us-east-1"}
    assert account.deployments("prod") == [("limits", "1", "COMPLETE")]
    assert list(account.versions("limits")) == [1]


def test_a_bad_first_value_leaves_nothing_behind(account: Account) -> None:
    with pytest.raises(CdkCliError, match="'us-east-1' is not one of"):
        account.deploy(with_schema(limit=1, region="eu-west-1"))

    assert account.left() == {}


def test_a_function_refuses(account: Account) -> None:
    assert account.apply(with_function(limit=2)) == []

    with pytest.raises(CdkCliError, match="3 is not even"):
        account.deploy(with_function(limit=3))

    assert account.served("shop", "prod", "limits") == {"limit": 2}


def test_a_function_without_permission_cannot_be_asked(account: Account) -> None:
    [failure] = account.apply(with_function(limit=2, add_permission=False))

    assert failure.startswith("Error invoking validator arn:aws:lambda:us-east-1:000000000000:")
    assert account.left() == {}

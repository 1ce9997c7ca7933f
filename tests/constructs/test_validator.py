from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

from cdk_appconfig import Application, FeatureFlags, JsonSchema, LambdaValidator
from cdk_appconfig.findings import shown
from rig.templates import Template, of_type, only
from tests import readers
from tests.conftest import Synthesize
from tests.told import refusal, warned

PROFILE = "AWS::AppConfig::ConfigurationProfile"
PERMISSION = "AWS::Lambda::Permission"
DEPLOYMENT = "AWS::AppConfig::Deployment"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
VALIDATORS = (
    "https://docs.aws.amazon.com/appconfig/latest/userguide/"
    "appconfig-creating-configuration-and-profile-validators.html"
)
ARN = "arn:aws:lambda:us-east-1:123456789012:function:check"
HERE = Environment(account="111111111111", region="eu-west-1")
PORT = JsonSchema(
    {"type": "object", "properties": {"port": {"type": "integer"}}, "required": ["port"]}
)


@pytest.fixture
def shop(stack: Stack) -> Application:
    return Application(stack, "Shop")


def function(stack: Stack, id: str = "Check") -> lambda_.Function:
    role = iam.Role.from_role_arn(stack, f"{id}Role", "arn:aws:iam::123456789012:role/check")
    return readers.function(stack, id, role=role)


def test_schema_and_function_of_a_profile(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    limits = shop.add_hosted_profile("limits", validators=[PORT, LambdaValidator(function(stack))])
    limits.deploy(shop.add_environment("beta"), {"port": 80})
    found = template()

    [function_id] = of_type(found, "AWS::Lambda::Function")
    arn = {"Fn::GetAtt": [function_id, "Arn"]}
    assert only(found, PROFILE)["Validators"] == [
        {
            "Type": "JSON_SCHEMA",
            "Content": '{"properties":{"port":{"type":"integer"}},"required":["port"],'
            '"type":"object"}',
        },
        {"Type": "LAMBDA", "Content": arn},
    ]
    assert only(found, PERMISSION) == {
        "Action": "lambda:InvokeFunction",
        "FunctionName": arn,
        "Principal": "appconfig.amazonaws.com",
        "SourceAccount": {"Ref": "AWS::AccountId"},
    }


def test_the_permission_is_there_before_the_profile_and_so_before_any_deployment(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    flags = shop.add_feature_flags("flags", validators=[LambdaValidator(function(stack))])
    flags.deploy(shop.add_environment("beta"), FeatureFlags())
    found = template()

    [(profile_id, profile)] = of_type(found, PROFILE).items()
    assert profile["DependsOn"] == list(of_type(found, PERMISSION))
    assert only(found, DEPLOYMENT)["ConfigurationProfileId"] == {"Ref": profile_id}


@pytest.mark.parametrize("kind", ["alias", "version", "l1", "l1 alias", "imported", "arn"])
def test_it_calls_what_it_was_given_of_a_function(
    stack: Stack, shop: Application, template: Callable[[], Template], kind: str
) -> None:
    def alias() -> Any:
        version: Any = function(stack).current_version
        return lambda_.Alias(stack, "Live", alias_name="live", version=version)

    kinds: dict[str, Callable[[], Any]] = {
        "alias": alias,
        "version": lambda: function(stack).current_version,
        "l1": lambda: function(stack).node.default_child,
        "l1 alias": lambda: lambda_.CfnAlias(
            stack, "Live", name="live", function_name="check", function_version="1"
        ),
        "imported": lambda: lambda_.Function.from_function_arn(stack, "Imported", ARN),
        "arn": lambda: ARN,
    }
    given = kinds[kind]()
    arns: dict[str, Callable[[], str]] = {
        "l1": lambda: given.attr_arn,
        "l1 alias": lambda: given.ref,
        "arn": lambda: ARN,
    }
    arn = stack.resolve(arns[kind]() if kind in arns else given.function_arn)
    shop.add_hosted_profile("limits", validators=[LambdaValidator(given)])
    found = template()

    assert only(found, PROFILE)["Validators"] == [{"Type": "LAMBDA", "Content": arn}]
    assert only(found, PERMISSION)["FunctionName"] == arn


def test_a_function_whose_policy_is_not_ours_gets_no_permission(
    shop: Application, template: Callable[[], Template]
) -> None:
    validator = LambdaValidator(ARN, add_permission=False)
    shop.add_hosted_profile("limits", validators=[validator])
    found = template()

    assert only(found, PROFILE)["Validators"] == [{"Type": "LAMBDA", "Content": ARN}]
    assert of_type(found, PERMISSION) == {}


OTHER = "arn:aws:lambda:eu-west-1:222222222222:function:check"
FAR = "arn:aws:lambda:eu-central-1:111111111111:function:check:live"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            lambda _: OTHER,
            f"the function {shown(OTHER)} is in the account 222222222222, the profile in "
            "111111111111",
        ),
        (
            lambda app: lambda_.Function.from_function_arn(app.node.find_child("Here"), "F", OTHER),
            f"the function {shown(OTHER)} is in the account 222222222222, the profile in "
            "111111111111",
        ),
        (
            lambda _: FAR,
            f"the function {shown(FAR)} is in the region eu-central-1, the profile in eu-west-1",
        ),
        (
            lambda app: lambda_.Function(
                Stack(app, "There", env=Environment(account="222222222222", region="eu-west-1")),
                "Check",
                function_name="check",
                runtime=lambda_.Runtime.PYTHON_3_13,
                handler="index.handler",
                code=lambda_.Code.from_inline("def handler(event, context): pass"),
            ),
            "the function is in the account 222222222222, the profile in 111111111111",
        ),
    ],
    ids=["ARN", "imported", "another region", "another stack of the app"],
)
def test_a_function_of_another_account_or_region_gets_no_permission_that_lambda_refuses(
    app: App, synthesize: Synthesize, given: Callable[[App], Any], message: str
) -> None:
    here = Stack(app, "Here", env=HERE)
    validator = LambdaValidator(given(app))
    Application(here, "Shop").add_hosted_profile("limits", validators=[validator])

    assert warned(here) == [
        f"{message}: the policy of a function is changed in its own account and region, so that "
        "this stack cannot let AppConfig call it (https://docs.aws.amazon.com/lambda/latest/dg/"
        "permissions-function-cross-account.html); let the owner of the function allow "
        "appconfig.amazonaws.com to call it for the account of the profile, and pass "
        "add_permission=False [ack: cdk-appconfig:APPCONFIG448]"
    ]
    found = synthesize()["Here"]
    assert of_type(found, PERMISSION) == {}
    assert only(found, PROFILE)["Validators"][0]["Type"] == "LAMBDA"


@pytest.mark.parametrize(
    ("env", "given"),
    [
        (HERE, lambda _: OTHER.replace("222222222222", "111111111111")),
        (None, lambda _: OTHER),
        (HERE, lambda app: function(Stack(app, "There", env=HERE))),
    ],
    ids=["same place", "place open", "another stack of the place"],
)
def test_a_function_that_may_be_here_gets_its_permission(
    app: App, synthesize: Synthesize, env: Environment | None, given: Callable[[App], Any]
) -> None:
    here = Stack(app, "Here", env=env)
    validator = LambdaValidator(given(app))
    Application(here, "Shop").add_hosted_profile("limits", validators=[validator])

    assert "APPCONFIG448" not in str(warned(here))
    assert len(of_type(synthesize()["Here"], PERMISSION)) == 1


def test_whoever_has_let_appconfig_call_a_function_elsewhere_is_told_nothing(app: App) -> None:
    here = Stack(app, "Here", env=HERE)
    validator = LambdaValidator(OTHER, add_permission=False)
    Application(here, "Shop").add_hosted_profile("limits", validators=[validator])

    assert warned(here) == []


def test_two_functions_have_a_permission_each(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    validators = [LambdaValidator(function(stack, "A")), LambdaValidator(function(stack, "B"))]
    shop.add_hosted_profile("limits", validators=validators)
    found = template()

    permissions = of_type(found, PERMISSION)
    [profile] = of_type(found, PROFILE).values()
    assert [one["Properties"]["FunctionName"] for one in permissions.values()] == [
        validator["Content"] for validator in profile["Properties"]["Validators"]
    ]
    assert profile["DependsOn"] == list(permissions)


@pytest.mark.parametrize(
    "given", ["check", "arn:aws:lambda:us-east-1::function:check", "arn:aws:s3:::bucket", 7]
)
def test_what_names_no_function_of_an_account_is_refused(shop: Application, given: Any) -> None:
    message = refusal(
        lambda: shop.add_hosted_profile("limits", validators=[LambdaValidator(given)])
    )

    assert message == (
        "configuration profile Test/Shop/limits: 1 error\n"
        f"  APPCONFIG423 Test/Shop/limits: the validator calls {str(given)!r}\n"
        "      why: AppConfig refuses a Lambda validator whose ARN has no account id "
        f"({VALIDATORS})\n"
        "      fix: pass a function, an alias, a version, or the ARN of one"
    )
    assert shop.node.try_find_child("limits") is None


def test_a_profile_has_two_validators_and_not_three(shop: Application) -> None:
    two = [PORT, JsonSchema({"type": "object"})]
    assert shop.add_hosted_profile("two", validators=two)

    message = refusal(lambda: shop.add_hosted_profile("limits", validators=[*two, PORT]))

    assert message == (
        "configuration profile Test/Shop/limits: 1 error\n"
        "  APPCONFIG421 Test/Shop/limits: the profile has 3 validators\n"
        "      why: a configuration profile has at most 2 validators "
        f"({API}API_CreateConfigurationProfile.html)\n"
        "      fix: join schemas with allOf, or let one function call the others"
    )


def test_feature_flags_have_no_schema(shop: Application) -> None:
    validators: Any = [PORT]

    assert refusal(lambda: shop.add_feature_flags("flags", validators=validators)) == (
        "configuration profile Test/Shop/flags: 1 error\n"
        "  APPCONFIG422 Test/Shop/flags: feature flags are to be validated with a JSON Schema\n"
        "      why: AppConfig checks feature flags with a schema of its own and takes functions as "
        f"their validators only ({VALIDATORS})\n"
        "      fix: constrain the attributes of the flags, or pass a LambdaValidator"
    )


def test_what_is_no_validator_is_refused(shop: Application) -> None:
    validators: Any = [{"type": "object"}]

    assert refusal(lambda: shop.add_hosted_profile("limits", validators=validators)) == (
        "configuration profile Test/Shop/limits: 1 error\n"
        "  APPCONFIG424 Test/Shop/limits: {'type': 'object'} is not a validator\n"
        f"      why: a validator is a JSON Schema or a Lambda function ({API}API_Validator.html)\n"
        "      fix: pass JsonSchema(…) or LambdaValidator(…)"
    )


@pytest.mark.parametrize("content", [{"port": "eighty"}, '{"port": "eighty"}'])
def test_content_that_breaks_a_schema_is_refused(shop: Application, content: Any) -> None:
    limits = shop.add_hosted_profile("limits", validators=[PORT, LambdaValidator(ARN)])
    beta = shop.add_environment("beta")

    message = refusal(lambda: limits.deploy(beta, content))

    assert message.startswith(
        "deployment of Test/Shop/limits: 1 error\n  APPCONFIG070 Test/Shop/limits $.port: "
    )
    assert limits.node.try_find_child("Deployment-beta") is None


def test_every_schema_is_run(shop: Application) -> None:
    host = JsonSchema({"type": "object", "required": ["host"]})
    limits = shop.add_hosted_profile("limits", validators=[PORT, host])

    message = refusal(lambda: limits.deploy(shop.add_environment("beta"), {}))

    assert [line.partition(": ")[2] for line in message.splitlines() if "APPCONFIG" in line] == [
        "the property 'port' is missing",
        "the property 'host' is missing",
    ]


def test_a_warning_about_content_does_not_hide_what_a_schema_finds(shop: Application) -> None:
    limits = shop.add_hosted_profile("limits", validators=[PORT])

    message = refusal(lambda: limits.deploy(shop.add_environment("beta"), '{"a": 1, "a": 2}'))

    assert [line.split()[0] for line in message.splitlines() if "APPCONFIG" in line] == [
        "APPCONFIG107",
        "APPCONFIG070",
    ]


def test_content_that_a_schema_accepts_is_deployed(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    limits = shop.add_hosted_profile("limits", validators=[PORT])
    limits.deploy(shop.add_environment("beta"), {"port": 80})

    assert warned(stack) == []
    assert only(template(), "AWS::AppConfig::HostedConfigurationVersion")["Content"] == (
        '{"port":80}'
    )


def test_what_is_regretted_of_a_schema_is_said_once(stack: Stack, shop: Application) -> None:
    schema = JsonSchema({"type": "object", "properties": {"port": {"const": 80}}})
    limits = shop.add_hosted_profile("limits", validators=[schema])
    limits.deploy([shop.add_environment("beta"), shop.add_environment("prod")], {"port": 80})

    assert [text.partition(": ")[0] for text in warned(stack)] == ["$.properties.port.const"]

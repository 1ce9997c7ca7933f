from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from cdk_appconfig import (
    AppConfigError,
    Application,
    ConfigurationProfileGrants,
    DeploymentStrategyId,
    Environment,
    EnvironmentGrants,
    FeatureFlagProfile,
    HostedProfile,
)
from rig.templates import Template, of_type, only
from tests.policies import POLICY, READ, allow

MANAGED = "AWS::IAM::ManagedPolicy"
START = "arn:${AWS::Partition}:appconfig:eu-west-1:123456789012"
SHOP = f"{START}:application/abc1234"
BETA = f"{SHOP}/environment/def5678"
FLAGS = f"{SHOP}/configurationprofile/ghi9012"
ROLE = "arn:aws:iam::123456789012:role/operator"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/11111111-0000-0000-0000-000000000000"
WRITE = ["appconfig:CreateHostedConfigurationVersion", "appconfig:ValidateConfiguration"]
DEPLOYMENTS = [SHOP, BETA, f"{BETA}/deployment/*"]

REQUIRED = {
    "CreateHostedConfigurationVersion": ("application", "profile"),
    "GetApplication": ("application",),
    "GetConfigurationProfile": ("application", "profile"),
    "GetDeployment": ("application", "environment", "deployment"),
    "GetDeploymentStrategy": ("strategy",),
    "GetEnvironment": ("application", "environment"),
    "GetHostedConfigurationVersion": ("application", "profile", "version"),
    "GetLatestConfiguration": ("configuration",),
    "ListApplications": (),
    "ListConfigurationProfiles": ("application",),
    "ListDeploymentStrategies": (),
    "ListDeployments": ("application", "environment"),
    "ListEnvironments": ("application",),
    "ListHostedConfigurationVersions": ("application", "profile"),
    "ListTagsForResource": ("environment",),
    "StartConfigurationSession": ("configuration",),
    "StartDeployment": ("application", "environment", "profile", "strategy"),
    "StopDeployment": ("application", "environment", "deployment"),
    "ValidateConfiguration": ("application", "profile"),
}
"""What IAM looks at for an action: service authorization reference, AWS AppConfig."""


def arns(environment: str = "def5678", profile: str = "ghi9012") -> dict[str, str]:
    """Return the ARN of each kind of resource."""
    of_environment = f"{SHOP}/environment/{environment}"
    of_profile = f"{SHOP}/configurationprofile/{profile}"
    return {
        "application": SHOP,
        "environment": of_environment,
        "deployment": f"{of_environment}/deployment/7",
        "configuration": f"{of_environment}/configuration/{profile}",
        "profile": of_profile,
        "version": f"{of_profile}/hostedconfigurationversion/3",
        "strategy": f"{START}:deploymentstrategy/AppConfig.AllAtOnce",
    }


@pytest.fixture
def stack(app: App) -> Stack:
    here = cdk.Environment(account="123456789012", region="eu-west-1")
    return Stack(app, "Test", env=here)


@pytest.fixture
def shop(stack: Stack) -> Any:
    return Application.from_application_id(stack, "Shop", "abc1234")


@pytest.fixture
def beta(stack: Stack, shop: Any) -> Any:
    return Environment.from_environment_id(stack, "Beta", "def5678", application=shop)


@pytest.fixture
def flags(stack: Stack, shop: Any) -> Any:
    return FeatureFlagProfile.from_configuration_profile_id(
        stack, "Flags", "ghi9012", application=shop
    )


@pytest.fixture
def operator(stack: Stack) -> Any:
    return iam.Role.from_role_arn(stack, "Operator", ROLE)


@pytest.fixture
def statements(template: Callable[[], Template]) -> Callable[[], list[dict[str, Any]]]:
    """Return a function that synthesizes and gives the statements of the only policy."""

    def run() -> list[dict[str, Any]]:
        found = template()
        [policy] = [*of_type(found, POLICY).values(), *of_type(found, MANAGED).values()]
        return [
            {key: read(value) for key, value in statement.items()}
            for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        ]

    return run


def read(value: Any) -> Any:
    """Return a value of a template with references written as ``${…}``."""
    if isinstance(value, list):
        return [read(each) for each in value]
    if isinstance(value, dict) and "Fn::Join" in value:
        return "".join(map(read, value["Fn::Join"][1]))
    return f"${{{value['Ref']}}}" if isinstance(value, dict) and "Ref" in value else value


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def allowed(statements: Sequence[dict[str, Any]], of: dict[str, str]) -> set[str]:
    """Return the actions of AppConfig that statements allow on these resources, as IAM decides."""

    def allows(action: str, arn: str) -> bool:
        return any(
            f"appconfig:{action}" in several(one["Action"])
            and any(fnmatchcase(arn, pattern) for pattern in several(one["Resource"]))
            for one in statements
        )

    return {
        action
        for action, kinds in REQUIRED.items()
        if all(allows(action, arn) for arn in ([of[kind] for kind in kinds] or ["any"]))
    }


def test_reading_everything_of_an_environment(beta: Any, operator: Any, statements: Any) -> None:
    assert beta.grant_read_config(operator).success

    found = statements()
    assert found == [allow(READ, f"{BETA}/configuration/*")]
    assert allowed(found, arns()) == {"StartConfigurationSession", "GetLatestConfiguration"}
    assert allowed(found, arns(environment="zzz9999")) == set()


def test_reading_one_profile_in_one_environment(
    beta: Any, flags: Any, operator: Any, statements: Any
) -> None:
    flags.grant_read_config(operator, environment=beta)

    found = statements()
    assert found == [allow(READ, f"{BETA}/configuration/ghi9012")]
    assert allowed(found, arns(profile="zzz9999")) == set()


def test_reading_some_profiles_and_their_keys(
    stack: Stack, shop: Application, beta: Any, operator: Any, template: Callable[[], Template]
) -> None:
    key = kms.Key.from_key_arn(stack, "Key", KEY)
    secret = shop.add_feature_flags("secret", kms_key=key)
    plain = shop.add_hosted_profile("plain")
    beta.grant_read_config(operator, profiles=[secret, plain])
    found = template()

    secret_id, plain_id = of_type(found, "AWS::AppConfig::ConfigurationProfile")
    assert read(only(found, POLICY)["PolicyDocument"]["Statement"][0]["Resource"]) == [
        f"{BETA}/configuration/${{{id}}}" for id in (secret_id, plain_id)
    ]
    assert only(found, POLICY)["PolicyDocument"]["Statement"][1:] == [allow("kms:Decrypt", KEY)]


def test_what_is_granted_twice_is_in_one_policy(
    beta: Any, flags: Any, operator: Any, statements: Any
) -> None:
    beta.grant_read_config(operator)
    flags.grant_read_config(operator, environment=beta)

    assert [one["Action"] for one in statements()] == [READ, READ]


def test_a_grantee_without_policies_of_its_own_is_told_that_nothing_was_granted(beta: Any) -> None:
    grantee: Any = iam.ArnPrincipal("arn:aws:iam::111111111111:role/reader")

    assert not beta.grant_read_config(grantee).success


@pytest.mark.parametrize("kind", ["User", "Group"])
def test_users_and_groups_get_a_policy_as_well(
    stack: Stack, beta: Any, template: Callable[[], Template], kind: str
) -> None:
    beta.grant_stop_deployment(getattr(iam, kind)(stack, "Who"))

    assert len(only(template(), POLICY)[f"{kind}s"]) == 1


def test_starting_any_deployment(beta: Any, operator: Any, statements: Any) -> None:
    beta.grant_start_deployment(operator)

    found = statements()
    assert found == [
        allow(
            "appconfig:StartDeployment",
            SHOP,
            BETA,
            f"{SHOP}/configurationprofile/*",
            f"{START}:deploymentstrategy/*",
        )
    ]
    assert allowed(found, arns()) == {"StartDeployment"}
    assert allowed(found, arns(environment="zzz9999")) == set()


def test_starting_deployments_of_one_profile_with_one_strategy(
    stack: Stack, shop: Application, beta: Any, operator: Any, template: Callable[[], Template]
) -> None:
    flags = shop.add_feature_flags("flags", kms_key=kms.Key.from_key_arn(stack, "Key", KEY))
    beta.grant_start_deployment(
        operator, profiles=[flags], deployment_strategies=[DeploymentStrategyId.ALL_AT_ONCE]
    )
    found = template()

    [profile] = of_type(found, "AWS::AppConfig::ConfigurationProfile")
    start, keys = only(found, POLICY)["PolicyDocument"]["Statement"]
    assert read(start["Resource"]) == [
        SHOP,
        BETA,
        f"{SHOP}/configurationprofile/${{{profile}}}",
        f"{START}:deploymentstrategy/AppConfig.AllAtOnce",
    ]
    assert keys == allow(["kms:Decrypt", "kms:GenerateDataKey"], KEY)


def test_stopping_deployments(beta: Any, operator: Any, statements: Any) -> None:
    beta.grant_stop_deployment(operator)

    found = statements()
    assert found == [allow("appconfig:StopDeployment", *DEPLOYMENTS)]
    assert allowed(found, arns()) == {"StopDeployment"}
    assert allowed(found, arns(environment="zzz9999")) == set()


def test_watching_deployments(beta: Any, operator: Any, statements: Any) -> None:
    beta.grant_read_deployments(operator)

    found = statements()
    assert found == [allow(["appconfig:GetDeployment", "appconfig:ListDeployments"], *DEPLOYMENTS)]
    assert allowed(found, arns()) == {"GetDeployment", "ListDeployments"}
    assert allowed(found, arns(environment="zzz9999")) == set()


def test_writing_versions(flags: Any, operator: Any, statements: Any) -> None:
    flags.grants.write_versions(operator)

    found = statements()
    assert found == [allow(WRITE, SHOP, FLAGS)]
    assert allowed(found, arns()) == {"CreateHostedConfigurationVersion", "ValidateConfiguration"}
    assert allowed(found, arns(profile="zzz9999")) == set()


def test_writing_versions_under_a_key(
    stack: Stack, shop: Application, operator: Any, template: Callable[[], Template]
) -> None:
    key = kms.Key.from_key_arn(stack, "Key", KEY)
    shop.add_hosted_profile("limits", kms_key=key).grant_write_versions(operator)

    [_, keys] = only(template(), POLICY)["PolicyDocument"]["Statement"]
    assert keys == allow("kms:GenerateDataKey", KEY)


def test_operators_look_after_one_environment(beta: Any, statements: Any) -> None:
    beta.operator_policy()

    found = statements()
    everything = [
        *DEPLOYMENTS,
        f"{SHOP}/configurationprofile/*",
        f"{START}:deploymentstrategy/*",
    ]
    assert [one["Resource"] for one in found] == ["*", everything]
    assert allowed(found, arns()) == REQUIRED.keys() - {
        "StartConfigurationSession",
        "GetLatestConfiguration",
    }
    elsewhere = allowed(found, arns(environment="zzz9999"))
    assert elsewhere & {action for action, kinds in REQUIRED.items() if "environment" in kinds} == (
        set()
    )


def test_operators_of_some_profiles_and_strategies_see_and_change_no_others(
    beta: Any, flags: Any, statements: Any
) -> None:
    beta.operator_policy(profiles=[flags], deployment_strategies=["AppConfig.AllAtOnce"])

    found = statements()
    some = [
        *DEPLOYMENTS,
        FLAGS,
        f"{FLAGS}/*",
        f"{START}:deploymentstrategy/AppConfig.AllAtOnce",
    ]
    assert [one["Resource"] for one in found] == ["*", some]
    everything = REQUIRED.keys() - {"StartConfigurationSession", "GetLatestConfiguration"}
    assert allowed(found, arns()) == everything
    assert allowed(found, arns(profile="ghi9012x")) == everything - {
        action for action, kinds in REQUIRED.items() if "profile" in kinds
    }


def test_everything_is_only_where_iam_offers_no_less(beta: Any, statements: Any) -> None:
    beta.operator_policy()

    [everywhere] = [one for one in statements() if one["Resource"] == "*"]
    assert sorted(everywhere["Action"]) == [
        f"appconfig:{action}" for action, kinds in REQUIRED.items() if not kinds
    ]


def test_the_policy_of_operators_has_room_for_25_profiles(
    stack: Stack, shop: Any, beta: Any, template: Callable[[], Template]
) -> None:
    profiles = [
        HostedProfile.from_configuration_profile_id(
            stack, f"Profile{number}", f"abcd{number}", application=shop
        )
        for number in range(100, 125)
    ]
    beta.operator_policy(profiles=profiles)

    text = json.dumps(only(template(), MANAGED)["PolicyDocument"], separators=(",", ":"))
    joined = '{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},"'
    known = text.replace(joined, '"arn:aws-us-gov').replace('"]]}', '"')
    assert "Ref" not in known
    assert len(known) <= 6144


def test_the_policy_of_operators_is_shared_and_has_a_name(
    stack: Stack, shop: Application, beta: Any, template: Callable[[], Template]
) -> None:
    flags = shop.add_feature_flags("flags", kms_key=kms.Key.from_key_arn(stack, "Key", KEY))
    policy = beta.operator_policy(managed_policy_name="beta-operators", profiles=[flags])
    beta.operator_policy(id="Second").attach_to_group(iam.Group(stack, "Second"))
    iam.Group(stack, "Operators").add_managed_policy(policy)
    found = template()

    first, second = (one["Properties"] for one in of_type(found, MANAGED).values())
    assert first["ManagedPolicyName"] == "beta-operators"
    assert first["Description"] == "Lets people look after one environment of AWS AppConfig"
    assert first["PolicyDocument"]["Statement"][-1] == allow(
        ["kms:Decrypt", "kms:GenerateDataKey"], KEY
    )
    assert len(second["Groups"]) == 1


def test_a_managed_policy_can_be_granted_something(
    stack: Stack, beta: Any, statements: Any
) -> None:
    policy: Any = iam.ManagedPolicy(stack, "Stoppers")

    assert beta.grant_stop_deployment(policy).success
    assert statements() == [allow("appconfig:StopDeployment", *DEPLOYMENTS)]


def test_environments_and_profiles_of_the_l1_and_the_l2(
    stack: Stack, operator: Any, template: Callable[[], Template]
) -> None:
    application: Any = appconfig.Application(stack, "L2", application_name="l2")
    environment: Any = appconfig.Environment(
        stack, "L2Environment", application=application, environment_name="l2"
    )
    profile: Any = appconfig.CfnConfigurationProfile(
        stack,
        "L1",
        application_id=application.application_id,
        name="l1",
        location_uri="hosted",
        kms_key_identifier=KEY,
    )
    EnvironmentGrants.from_environment(environment).read_config(operator)
    grants = ConfigurationProfileGrants.from_configuration_profile(profile)
    grants.write_versions(operator)
    grants.read_config(operator, environment=environment)
    found = template()

    of_environment, of_profile = (
        one["Properties"]["PolicyDocument"]["Statement"] for one in of_type(found, POLICY).values()
    )
    [l2, l2_environment] = [
        f"${{{stack.resolve(each)['Ref']}}}"
        for each in (application.application_id, environment.environment_id)
    ]
    below = f"{START}:application/{l2}"
    assert [read(one["Resource"]) for one in of_environment] == [
        f"{below}/environment/{l2_environment}/configuration/*",
        f"{below}/environment/{l2_environment}/configuration/${{L1}}",
        {"Fn::GetAtt": ["L1", "KmsKeyArn"]},
    ]
    assert [read(one["Resource"]) for one in of_profile] == [
        [below, f"{below}/configurationprofile/${{L1}}"],
        {"Fn::GetAtt": ["L1", "KmsKeyArn"]},
    ]


def test_the_profile_of_a_hosted_configuration_of_the_l2_is_its_child(
    stack: Stack, operator: Any, template: Callable[[], Template]
) -> None:
    application: Any = appconfig.Application(stack, "L2", application_name="l2")
    hosted = appconfig.HostedConfiguration(
        stack,
        "Limits",
        application=application,
        name="limits",
        content=appconfig.ConfigurationContent.from_inline_text("10"),
    )
    profile: Any = hosted.node.find_child("ConfigurationProfile")
    ConfigurationProfileGrants.from_configuration_profile(profile).write_versions(operator)

    [statement] = only(template(), POLICY)["PolicyDocument"]["Statement"]
    assert read(statement["Resource"])[1].endswith(
        f"/configurationprofile/${{{stack.resolve(profile.ref)['Ref']}}}"
    )


@pytest.mark.parametrize(
    "permit",
    [
        lambda beta, other, who: beta.grant_read_config(who, profiles=[other]),
        lambda beta, other, who: beta.grant_start_deployment(who, profiles=[other]),
        lambda beta, other, who: other.grant_read_config(who, environment=beta),
        lambda beta, other, _: beta.operator_policy(profiles=[other]),
        lambda beta, other, _: beta.reader_role(["111111111111"], profiles=[other]),
    ],
    ids=["read", "start", "read the profile", "operate", "reader role"],
)
def test_a_profile_of_another_application_is_refused(
    stack: Stack, beta: Any, operator: Any, permit: Callable[..., object]
) -> None:
    other = Application.from_application_id(stack, "Other", "zzz9999")
    profile = HostedProfile.from_configuration_profile_id(
        stack, "Foreign", "ghi9012", application=other
    )

    with pytest.raises(AppConfigError) as caught:
        permit(beta, profile, operator)

    assert str(caught.value) == (
        "environment Test/Beta: 1 error\n"
        "  APPCONFIG442 Test/Beta: the profile Test/Foreign belongs to another application than "
        "the environment\n"
        "      why: data is deployed from a profile to environments of the same application, and "
        "permissions name all three (https://docs.aws.amazon.com/service-authorization/latest/"
        "reference/list_awsappconfig.html)\n"
        "      fix: name an environment of the application that the profile belongs to"
    )
    assert [child.node.id for child in beta.node.children] == []


def test_a_strategy_that_does_not_exist_is_refused(beta: Any, operator: Any) -> None:
    with pytest.raises(AppConfigError, match=r"no deployment strategy 'AppConfig\.Slow'"):
        beta.grant_start_deployment(operator, deployment_strategies=["AppConfig.Slow"])

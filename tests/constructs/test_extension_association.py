from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, CfnParameter, Stack
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_sns as sns

from cdk_appconfig import (
    ActionPoint,
    Application,
    AwsExtension,
    Extension,
    ExtensionAssociation,
    ExtensionParameter,
    FeatureFlags,
)
from rig.templates import Template, of_type, only
from tests.told import refusal, warned

TYPE = "AWS::AppConfig::ExtensionAssociation"
DEPLOYMENT = "AWS::AppConfig::Deployment"
VERSION = "AWS::AppConfig::HostedConfigurationVersion"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide/"
TOPIC_ARN = "arn:aws:sns:us-east-1:123456789012:deployments"
SHOP_ARN = "arn:aws:appconfig:us-east-1:123456789012:application/abc1234"
TO_EVENT_BRIDGE = AwsExtension.DEPLOYMENT_NOTIFICATIONS_TO_EVENT_BRIDGE
TO_SNS = AwsExtension.DEPLOYMENT_NOTIFICATIONS_TO_SNS


@pytest.fixture
def shop(stack: Stack) -> Application:
    return Application(stack, "Shop")


def notify(stack: Stack, id: str = "Notify", **parameters: ExtensionParameter) -> Extension:
    actions = {ActionPoint.ON_DEPLOYMENT_COMPLETE: TOPIC_ARN}
    return Extension(stack, id, actions=actions, parameters=parameters)


def arn(*steps: Any) -> dict[str, Any]:
    """Return the ARN of a resource of the application in the test stack."""
    parts: list[Any] = [
        "arn:",
        {"Ref": "AWS::Partition"},
        ":appconfig:",
        {"Ref": "AWS::Region"},
        ":",
        {"Ref": "AWS::AccountId"},
        ":application/",
        *steps,
    ]
    return {"Fn::Join": ["", parts]}


def test_it_acts_for_an_application_an_environment_and_a_profile(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    extension = notify(stack)
    for resource in (shop, shop.add_environment("beta"), shop.add_feature_flags("flags")):
        association = extension.associate(resource)
    found = template()

    application = {"Ref": "Shop563325D0"}
    [environment] = of_type(found, "AWS::AppConfig::Environment")
    [profile] = of_type(found, "AWS::AppConfig::ConfigurationProfile")
    [extension_id] = of_type(found, "AWS::AppConfig::Extension")
    associations = [one["Properties"] for one in of_type(found, TYPE).values()]
    assert [one["ResourceIdentifier"] for one in associations] == [
        arn(application),
        arn(application, "/environment/", {"Ref": environment}),
        arn(application, "/configurationprofile/", {"Ref": profile}),
    ]
    assert [one["ExtensionIdentifier"] for one in associations] == [{"Ref": extension_id}] * 3
    assert association.node.id == "Association-flags-c6479f38"


@pytest.mark.parametrize("kind", ["l1", "l2", "l2 imported"])
def test_it_acts_for_the_resources_of_others(
    stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    kinds: dict[str, Callable[[], Any]] = {
        "l1": lambda: appconfig.CfnApplication(stack, "A", name="a"),
        "l2": lambda: appconfig.Application(stack, "A", application_name="a"),
        "l2 imported": lambda: appconfig.Application.from_application_id(stack, "A", "abc1234"),
    }
    application = kinds[kind]()
    notify(stack).associate(application)

    id = application.application_ref.application_id
    expected = f"{stack.format_arn(service='appconfig', resource='application')}/{id}"
    assert only(template(), TYPE)["ResourceIdentifier"] == stack.resolve(expected)


@pytest.mark.parametrize("below", ["", "/environment/def5678", "/configurationprofile/ghi9012"])
def test_a_resource_is_known_by_its_arn_as_well(
    stack: Stack, template: Callable[[], Template], below: str
) -> None:
    ExtensionAssociation(stack, "A", extension=notify(stack), resource=SHOP_ARN + below)

    assert only(template(), TYPE)["ResourceIdentifier"] == SHOP_ARN + below


def test_an_arn_may_be_known_at_deployment_only(
    stack: Stack, template: Callable[[], Template]
) -> None:
    parameter = CfnParameter(stack, "Shop")
    ExtensionAssociation(
        stack,
        "A",
        extension="guard",
        resource=parameter.value_as_string,
        extension_version_number=2,
    )

    assert only(template(), TYPE) == {
        "ExtensionIdentifier": "guard",
        "ExtensionVersionNumber": 2,
        "ResourceIdentifier": {"Ref": "Shop"},
    }


@pytest.mark.parametrize("given", [TOPIC_ARN, f"{SHOP_ARN}/deployment/1", "abc1234", 7])
def test_what_cannot_have_extensions_is_refused(stack: Stack, given: Any) -> None:
    extension = notify(stack)

    message = refusal(lambda: ExtensionAssociation(stack, "A", extension=extension, resource=given))

    assert message == (
        "extension association Test/A: 1 error\n"
        f"  APPCONFIG419 Test/A: {given!r} cannot have extensions\n"
        "      why: an extension acts for an application, an environment or a configuration "
        f"profile ({API}API_CreateExtensionAssociation.html)\n"
        "      fix: pass an application, an environment or a configuration profile, or the ARN of "
        "one"
    )
    assert refusal(lambda: extension.associate(given)).startswith(
        f"extension Test/Notify: 1 error\n  APPCONFIG419 Test/Notify: {given!r} cannot"
    )
    assert stack.node.try_find_child("A") is None


def test_values_of_parameters(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    extension = notify(stack, channel=ExtensionParameter(required=True))
    extension.associate(shop, parameters={"channel": "x" * 2048})

    assert only(template(), TYPE)["Parameters"] == {"channel": "x" * 2048}


def test_a_required_parameter_without_value_and_a_value_too_long_are_refused(
    stack: Stack, shop: Application
) -> None:
    extension = notify(stack, channel=ExtensionParameter(required=True), note=ExtensionParameter())

    message = refusal(lambda: extension.associate(shop, parameters={"note": "x" * 2049}))

    path = "Test/Notify/Association-Shop-d00aae6b"
    assert message == (
        f"extension association {path}: 2 errors\n"
        f"  APPCONFIG414 {path}: the required parameter 'channel' of Test/Notify has no value\n"
        "      why: AppConfig refuses an association that lacks the value of a required parameter "
        f"({API}API_CreateExtensionAssociation.html)\n"
        "      fix: pass parameters={'channel': …}\n"
        f"  APPCONFIG416 {path}: the value of the parameter 'note' has 2049 characters\n"
        "      why: the value of a parameter has 1 to 2048 characters "
        f"({API}API_CreateExtensionAssociation.html)\n"
        "      fix: use 1 to 2048 characters"
    )


def test_a_parameter_that_is_not_declared_is_warned_of(stack: Stack, shop: Application) -> None:
    extension = notify(stack, channel=ExtensionParameter())
    extension.associate(shop, parameters={"chanel": "x"})

    assert warned(stack) == [
        "Test/Notify declares no parameter 'chanel': an extension receives the parameters that it "
        f"declares ({API}API_CreateExtensionAssociation.html); did you mean 'channel'? "
        "[ack: cdk-appconfig:APPCONFIG415]"
    ]


def test_extensions_of_aws_need_no_resource(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    topic = sns.Topic(stack, "Topic")
    parameters = {"topicArn": topic.topic_arn}
    ExtensionAssociation(stack, "Notify", extension=TO_SNS, resource=shop, parameters=parameters)

    found = template()
    [topic_id] = of_type(found, "AWS::SNS::Topic")
    assert only(found, TYPE) == {
        "ExtensionIdentifier": "AWS.AppConfig.DeploymentNotificationsToSns",
        "Parameters": {"topicArn": {"Ref": topic_id}},
        "ResourceIdentifier": arn({"Ref": "Shop563325D0"}),
    }


def test_the_parameters_of_extensions_of_aws_are_known(stack: Stack, shop: Application) -> None:
    message = refusal(
        lambda: ExtensionAssociation(stack, "A", extension=str(TO_SNS), resource=shop)
    )

    assert (
        "APPCONFIG414 Test/A: the required parameter 'topicArn' of "
        "AWS.AppConfig.DeploymentNotificationsToSns has no value"
    ) in message


@pytest.mark.parametrize(
    ("name", "warnings"),
    [
        (
            "AWS.AppConfig.DeploymentNotificationsToSnS",
            [
                "there is no known extension 'AWS.AppConfig.DeploymentNotificationsToSnS': names "
                "that begin with 'AWS.' are those of the extensions that AWS brings along "
                f"({GUIDE}working-with-appconfig-extensions-about-predefined.html); did you mean "
                "'AWS.AppConfig.DeploymentNotificationsToSns'? [ack: cdk-appconfig:APPCONFIG418]"
            ],
        ),
        ("AWS.AppConfig.JiraIntegration", []),
        ("AWS.AppConfig.DeploymentNotificationsToEventBridge", []),
        ("guard", []),
    ],
)
def test_a_misspelt_extension_of_aws_is_warned_of(
    stack: Stack, shop: Application, name: str, warnings: list[str]
) -> None:
    ExtensionAssociation(stack, "A", extension=name, resource=shop)

    assert warned(stack) == warnings


def test_associate_is_called_once_for_a_resource(stack: Stack, shop: Application) -> None:
    extension = notify(stack)
    extension.associate(shop)

    assert refusal(lambda: extension.associate(shop)) == (
        "extension Test/Notify: 1 error\n"
        "  APPCONFIG420 Test/Notify: the extension is already associated with Test/Shop\n"
        "      why: construct ids are unique within their scope, and associate takes them from the "
        "resource (https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html)\n"
        "      fix: call associate once; to run every action twice, make an ExtensionAssociation"
    )


def test_a_second_association_is_warned_of(stack: Stack, shop: Application) -> None:
    extension = notify(stack)
    extension.associate(shop)
    ExtensionAssociation(stack, "Again", extension=extension, resource=shop)

    assert warned(stack) == [
        "Test/Notify is already associated with Test/Shop by "
        "Test/Notify/Association-Shop-d00aae6b: AppConfig accepts a second association and then "
        f"runs every action twice ({API}API_CreateExtensionAssociation.html); remove one of the "
        "two [ack: cdk-appconfig:APPCONFIG417]"
    ]


@pytest.mark.parametrize("application_first", [True, False])
def test_what_acts_for_an_application_and_for_a_part_of_it_is_warned_of(
    stack: Stack, shop: Application, *, application_first: bool
) -> None:
    extension, beta = notify(stack), shop.add_environment("beta")
    both: list[Any] = [shop, beta] if application_first else [beta, shop]
    first, _ = [extension.associate(resource) for resource in both]

    assert warned(stack) == [
        f"Test/Notify is associated with {both[1].node.path}, and by {first.node.path} with its "
        "application or something below it: an extension of an application acts for all of its "
        "environments and profiles, and two associations run every action twice "
        "(https://docs.aws.amazon.com/appconfig/latest/userguide/"
        "working-with-appconfig-extensions-about.html); keep the one with the application, or "
        "those below it [ack: cdk-appconfig:APPCONFIG426]"
    ]


def test_an_extension_may_act_for_parts_of_an_application(stack: Stack, shop: Application) -> None:
    extension = notify(stack)
    for part in (shop.add_environment("beta"), shop.add_environment("prod")):
        extension.associate(part)
    notify(stack, "Other").associate(shop)

    assert warned(stack) == []


@pytest.mark.parametrize("first", ["deployment", "association"])
def test_deployments_and_versions_wait_for_it_whatever_comes_first(
    stack: Stack, shop: Application, template: Callable[[], Template], first: str
) -> None:
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    flags, other = shop.add_feature_flags("flags"), shop.add_feature_flags("other")
    extension = notify(stack)

    def deploy() -> None:
        flags.deploy([beta, prod], FeatureFlags())
        other.deploy(prod, FeatureFlags())

    if first == "deployment":
        deploy()
    with_shop, with_beta, with_other = (extension.associate(it) for it in (shop, beta, other))
    if first == "association":
        deploy()
    found = template()

    def waits_for(type: str) -> list[list[str]]:
        ids = {
            stack.get_logical_id(one.node.default_child): name  # type: ignore[arg-type]
            for one, name in ((with_shop, "shop"), (with_beta, "beta"), (with_other, "other"))
        }
        return [
            sorted(ids[id] for id in resource.get("DependsOn", []) if id in ids)
            for resource in of_type(found, type).values()
        ]

    assert waits_for(DEPLOYMENT) == [["beta", "shop"], ["shop"], ["other", "shop"]]
    assert waits_for(VERSION) == [["shop"], ["shop"], ["other", "shop"]]


def test_versions_do_not_wait_for_notifications_of_aws(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    ExtensionAssociation(stack, "A", extension=TO_EVENT_BRIDGE, resource=shop)
    shop.add_feature_flags("flags").deploy(shop.add_environment("beta"), FeatureFlags())
    found = template()

    [version] = of_type(found, VERSION).values()
    [deployment] = of_type(found, DEPLOYMENT).values()
    assert "DependsOn" not in version
    assert deployment["DependsOn"] == list(of_type(found, TYPE))


def test_stacks_are_not_tied_together(app: App, stack: Stack, shop: Application) -> None:
    other = Stack(app, "Other")
    shop.add_feature_flags("flags").deploy(shop.add_environment("beta"), FeatureFlags())
    ExtensionAssociation(other, "A", extension=TO_EVENT_BRIDGE, resource=shop)

    app.synth()

    assert [one.node.id for one in stack.dependencies] == []
    assert [one.node.id for one in other.dependencies] == ["Test"]


def test_it_is_at_home_with_l1(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    association = notify(stack).associate(shop)
    [id] = of_type(template(), TYPE)

    assert stack.resolve(
        [association.extension_association_id, association.extension_association_arn]
    ) == [{"Fn::GetAtt": [id, "Id"]}, {"Fn::GetAtt": [id, "Arn"]}]
    reference = association.extension_association_ref
    assert stack.resolve(reference.extension_association_arn) == {"Fn::GetAtt": [id, "Arn"]}
    assert (association.env.account, association.env.region) == (stack.account, stack.region)

from __future__ import annotations

import aws_cdk
from aws_cdk import App, Stack, Tags
from aws_cdk.assertions import Annotations, Match

from cdk_appconfig import Application, FeatureFlags

MESSAGE = (
    "the stack Test deploys AppConfig data and has the tags {tags}: CloudFormation puts the tags of a "
    "stack on every resource, and a deployment whose tags change may be replaced, which is a new "
    "rollout of everything that the stack deploys "
    "(https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-appconfig-deployment.html); set the context "
    "'@aws-cdk/core:explicitStackTags' and use Tags.of(app), which does not reach deployments, or "
    "keep the tags of the stack constant [ack: cdk-appconfig:APPCONFIG306]"
)
RESOURCE = "/Test/Shop/one/Deployment-beta/Resource"


def deploy(stack: Stack) -> None:
    shop = Application(stack, "Shop")
    beta = shop.add_environment("beta")
    for id in ("one", "two"):
        shop.add_feature_flags(id).deploy(beta, FeatureFlags())


def test_tags_of_a_stack_with_deployments_are_warned_about_once(app: App) -> None:
    stack = Stack(app, "Test", tags={"team": "shop", "commit": "abc"})
    deploy(stack)

    found = Annotations.from_stack(stack).find_warning("*", Match.any_value())

    assert [(one.id, one.entry.data) for one in found] == [
        (RESOURCE, MESSAGE.format(tags="commit, team"))
    ]


def test_without_the_feature_flag_the_tags_of_the_app_reach_the_stack() -> None:
    app = App(context={"@aws-cdk/core:explicitStackTags": False})
    deploy(stack := Stack(app, "Test"))
    Tags.of(app).add("team", "shop")

    Annotations.from_stack(stack).has_warning(RESOURCE, MESSAGE.format(tags="team"))


def test_with_the_feature_flag_they_do_not(app: App, stack: Stack) -> None:
    deploy(stack)
    Tags.of(app).add("team", "shop")

    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


def test_a_stack_without_deployments_may_have_tags(app: App) -> None:
    stack = Stack(app, "Test", tags={"team": "shop"})
    Application(stack, "Shop").add_environment("beta")

    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


def test_it_can_be_acknowledged(app: App) -> None:
    stack = Stack(app, "Test", tags={"team": "shop"})
    deploy(stack)
    aws_cdk.Annotations.of(stack).acknowledge_warning("cdk-appconfig:APPCONFIG306")

    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


def test_what_appconfig_drops_from_a_document_is_warned_about_at_the_profile(stack: Stack) -> None:
    document = {"version": "1", "flags": {"a": {}}, "values": {"a": {"enabled": "t"}}}
    shop = Application(stack, "Shop")
    flags = shop.add_feature_flags("flags")
    flags.deploy(shop.add_environment("beta"), FeatureFlags.from_document(document))

    [found] = Annotations.from_stack(stack).find_warning("*", Match.any_value())

    assert found.id == "/Test/Shop/flags"
    assert str(found.entry.data).startswith("$.values.a.enabled: AppConfig reads 't' as true: ")
    assert str(found.entry.data).endswith("[ack: cdk-appconfig:APPCONFIG060]")

"""Whatever is passed for whatever argument: it is taken, or refused at the user's line."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from aws_cdk import App, Duration, RemovalPolicy, Stack, Stage
from aws_cdk import aws_appconfig as l2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from constructs import Construct

import cdk_appconfig as ours
from cdk_appconfig import AppConfigError
from tests.public_api import public_callables
from tests.readers import function

ACCOUNT = "123456789012"
ALARM = f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:errors"
FUNCTION = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:check"
LAYER = f"arn:aws:lambda:us-east-1:{ACCOUNT}:layer:agent:1"
ARN = f"arn:aws:appconfig:us-east-1:{ACCOUNT}"
SHOP = f"{ARN}:application/abc1234"
ASSOCIATION = "arn:aws:appconfig:eu-west-1:111111111111:extensionassociation/abc1234"
WRONG: tuple[Any, ...] = (object(), 42, "", "nothing", [object()], {1: object()})


class World:
    """An app in which every constructor and every method can be called, any number of times."""

    def __init__(self) -> None:
        self.app = App(analytics_reporting=False)
        self.stack = Stack(self.app, "Test")
        self.numbers = itertools.count()
        self.shop = ours.Application(self.stack, "Shop")
        self.prod = self.shop.add_environment("prod")
        self.key = kms.Key.from_key_arn(self.stack, "Key", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1")
        self.role = iam.Role.from_role_arn(self.stack, "Role", f"arn:aws:iam::{ACCOUNT}:role/a")
        self.source = ours.ConfigurationSource.from_parameter("limits")
        self.flags = self.shop.add_feature_flags("flags")
        self.bucket = s3.Bucket.from_bucket_name(self.stack, "Bucket", "bucket")
        self.secret = secretsmanager.Secret.from_secret_name_v2(self.stack, "Secret", "secret")
        self.topic: Any = sns.Topic(self.stack, "Topic")
        self.declared = {"p": ours.ExtensionParameter(dynamic=True)}
        self.extension = self.extend(self.topic)

    def id(self) -> str:
        return f"A{next(self.numbers)}"

    def new(self) -> dict[str, Any]:
        return {"scope": self.stack, "id": self.id()}

    def of_shop(self) -> dict[str, Any]:
        return {**self.new(), "application": self.shop}

    def extend(self, action: Any) -> ours.Extension:
        return ours.Extension(
            **self.new(), actions={"ON_DEPLOYMENT_START": action}, parameters=self.declared
        )

    def environment(self) -> ours.Environment:
        """Return one that nothing is deployed to, of an application of its own."""
        return ours.Application(**self.new()).add_environment("prod")

    def profile(self, kind: str) -> Any:
        options = {"source": self.source} if kind == "sourced_profile" else {}
        return getattr(self.shop, f"add_{kind}")(self.id(), **options)

    def task(self) -> ecs.TaskDefinition:
        task = ecs.FargateTaskDefinition(self.stack, self.id())
        task.add_container("App", image=ecs.ContainerImage.from_registry("shop"))
        return task

    def calls(self) -> dict[str, Callable[[], tuple[Callable[..., Any], dict[str, Any]]]]:
        """Return every constructor and method, with arguments that are fine."""
        texts = {"description": "d", "deletion_protection_check": "APPLY"}
        profile: dict[str, Any] = {
            **texts,
            "configuration_profile_name": None,
            "validators": [],
        }
        hosted = {**profile, "kms_key": self.key, "removal_policy": RemovalPolicy.DESTROY}
        sourced = {
            **profile,
            "source": self.source,
            "retrieval_role": self.role,
            "kms_key": self.key,
        }
        environment = {
            **texts,
            "environment_name": None,
            "deployment_strategy": "AppConfig.AllAtOnce",
        }
        rollout = {
            "environment": self.prod,
            "deployment_strategy": "AppConfig.AllAtOnce",
            "after": [],
            "revision": "2",
            "tags": {"a": "b"},
            "dynamic_parameters": [ours.DynamicParameter(self.extension, "p", "x")],
        }
        reading = {"grantee": self.role, "profiles": [self.flags]}
        target = {"target": targets.SnsTopic(self.topic)}
        agent = {"profiles": [self.flags], "prefetch": True}
        return {
            "Application": lambda: (
                ours.Application,
                {**self.new(), "application_name": None, "description": "d"},
            ),
            "Application.add_environment": lambda: (
                self.shop.add_environment,
                {"id": self.id(), **environment},
            ),
            "Application.add_feature_flags": lambda: (
                self.shop.add_feature_flags,
                {"id": self.id(), **hosted},
            ),
            "Application.add_hosted_profile": lambda: (
                self.shop.add_hosted_profile,
                {"id": self.id(), **hosted},
            ),
            "Application.add_sourced_profile": lambda: (
                self.shop.add_sourced_profile,
                {"id": self.id(), **sourced},
            ),
            "Application.from_application_id": lambda: (
                ours.Application.from_application_id,
                {**self.new(), "application_id": "abc1234"},
            ),
            "Application.from_application_arn": lambda: (
                ours.Application.from_application_arn,
                {**self.new(), "application_arn": SHOP},
            ),
            "AppConfigDefaults.of": lambda: (ours.AppConfigDefaults.of, {"scope": self.stack}),
            "AppConfigDefaults.set": lambda: (
                ours.AppConfigDefaults.of(Construct(self.stack, self.id())).set,
                {
                    "deployment_strategy": "AppConfig.AllAtOnce",
                    "kms_key": self.key,
                    "deletion_protection_check": "APPLY",
                    "removal_policy": RemovalPolicy.DESTROY,
                    "tags": {"a": "b"},
                },
            ),
            "ConfigurationSource.from_bucket": lambda: (
                ours.ConfigurationSource.from_bucket,
                {"bucket": self.bucket, "object_key": "k", "kms_key": self.key},
            ),
            "ConfigurationSource.from_parameter": lambda: (
                ours.ConfigurationSource.from_parameter,
                {"parameter": "p", "kms_key": self.key},
            ),
            "ConfigurationSource.from_document": lambda: (
                ours.ConfigurationSource.from_document,
                {"document": "d"},
            ),
            "ConfigurationSource.from_secret": lambda: (
                ours.ConfigurationSource.from_secret,
                {"secret": self.secret, "kms_key": self.key},
            ),
            "ConfigurationSource.from_pipeline": lambda: (
                ours.ConfigurationSource.from_pipeline,
                {"pipeline": "p"},
            ),
            "DeploymentStrategy": lambda: (
                ours.DeploymentStrategy,
                {
                    **self.new(),
                    "deployment_strategy_name": None,
                    "deployment_duration": timedelta(0),
                    "growth_factor": 100,
                    "growth_type": "LINEAR",
                    "final_bake_time": timedelta(0),
                    "description": "d",
                },
            ),
            "DeploymentStrategy.from_deployment_strategy_arn": lambda: (
                ours.DeploymentStrategy.from_deployment_strategy_arn,
                {**self.new(), "deployment_strategy_arn": f"{ARN}:deploymentstrategy/abc1234"},
            ),
            "DeploymentStrategy.from_deployment_strategy_id": lambda: (
                ours.DeploymentStrategy.from_deployment_strategy_id,
                {**self.new(), "deployment_strategy_id": "abc1234"},
            ),
            "DynamicParameter": lambda: (
                lambda **given: self.profile("hosted_profile").deploy(
                    self.prod, "x", dynamic_parameters=[ours.DynamicParameter(**given)]
                ),
                {"extension": self.extension, "name": "p", "value": "x"},
            ),
            "Environment": lambda: (ours.Environment, {**self.of_shop(), **environment}),
            "Environment.from_environment_id": lambda: (
                ours.Environment.from_environment_id,
                {**self.of_shop(), "environment_id": "abc1234"},
            ),
            "Environment.from_environment_arn": lambda: (
                ours.Environment.from_environment_arn,
                {**self.new(), "environment_arn": f"{SHOP}/environment/abc1234"},
            ),
            "Environment.agent_variables": lambda: (self.prod.agent_variables, agent),
            "Environment.add_agent_to_ecs": lambda: (
                self.prod.add_agent_to_ecs,
                {
                    **agent,
                    "task_definition": self.task(),
                    "containers": None,
                    "image": "agent",
                    "memory_reservation_mib": 64,
                    "health_check": None,
                    "logging": None,
                },
            ),
            "Environment.add_agent_to_lambda": lambda: (
                self.prod.add_agent_to_lambda,
                {
                    **agent,
                    "function": function(self.stack, self.id()),
                    "layer_version_arn": LAYER,
                    "latest_layer": False,
                    "agent_in_image": False,
                },
            ),
            "Environment.add_monitor": lambda: (
                lambda **given: self.environment().add_monitor(**given),
                {"alarm": ALARM, "alarm_role": self.role, "composite": False},
            ),
            "Environment.grant_read_config": lambda: (
                self.prod.grant_read_config,
                reading,
            ),
            "Environment.grant_read_deployments": lambda: (
                self.prod.grant_read_deployments,
                {"grantee": self.role},
            ),
            "Environment.grant_start_deployment": lambda: (
                self.prod.grant_start_deployment,
                {**reading, "deployment_strategies": ["AppConfig.AllAtOnce"]},
            ),
            "Environment.grant_stop_deployment": lambda: (
                self.prod.grant_stop_deployment,
                {"grantee": self.role},
            ),
            "Environment.operator_policy": lambda: (
                self.prod.operator_policy,
                {
                    "id": self.id(),
                    "managed_policy_name": None,
                    "profiles": [self.flags],
                    "deployment_strategies": ["AppConfig.AllAtOnce"],
                },
            ),
            "EnvironmentGrants.from_environment": lambda: (
                ours.EnvironmentGrants.from_environment,
                {"environment": self.prod},
            ),
            "EnvironmentGrants.read_config": lambda: (
                self.prod.grants.read_config,
                reading,
            ),
            "EnvironmentGrants.read_deployments": lambda: (
                self.prod.grants.read_deployments,
                {"grantee": self.role},
            ),
            "EnvironmentGrants.start_deployment": lambda: (
                self.prod.grants.start_deployment,
                {**reading, "deployment_strategies": ["AppConfig.AllAtOnce"]},
            ),
            "EnvironmentGrants.stop_deployment": lambda: (
                self.prod.grants.stop_deployment,
                {"grantee": self.role},
            ),
            "ConfigurationProfileGrants.from_configuration_profile": lambda: (
                ours.ConfigurationProfileGrants.from_configuration_profile,
                {"profile": self.flags},
            ),
            "ConfigurationProfileGrants.read_config": lambda: (
                self.flags.grants.read_config,
                {"grantee": self.role, "environment": self.prod},
            ),
            "ConfigurationProfileGrants.write_versions": lambda: (
                self.flags.grants.write_versions,
                {"grantee": self.role},
            ),
            "FeatureFlagProfile.grant_read_config": lambda: (
                self.flags.grant_read_config,
                {"grantee": self.role, "environment": self.prod},
            ),
            "Environment.metric_returned_count": lambda: (
                self.prod.metric_returned_count,
                {
                    "profile": self.flags,
                    "flag_key": "f",
                    "variant": "v",
                    "statistic": "Sum",
                    "period": timedelta(minutes=5),
                },
            ),
            "Environment.on_deployment_started": lambda: (self.prod.on_deployment_started, target),
            "Environment.on_deployment_completed": lambda: (
                self.prod.on_deployment_completed,
                target,
            ),
            "Environment.on_deployment_rolled_back": lambda: (
                self.prod.on_deployment_rolled_back,
                target,
            ),
            "Environment.reader_role": lambda: (
                self.prod.reader_role,
                {
                    "principals": [ACCOUNT],
                    "id": self.id(),
                    "external_id": "x",
                    "profiles": [self.flags],
                },
            ),
            "Extension": lambda: (
                ours.Extension,
                {
                    **self.new(),
                    "actions": {"ON_DEPLOYMENT_START": self.topic},
                    "parameters": self.declared,
                    "extension_name": None,
                    "description": "d",
                },
            ),
            "Extension.add_action": lambda: (
                lambda **given: self.extend(self.topic).add_action(**given),
                {"point": "ON_DEPLOYMENT_COMPLETE", "action": self.topic},
            ),
            "Extension.associate": lambda: (
                lambda **given: self.extend(self.topic).associate(**given),
                {"resource": self.shop, "parameters": {"p": "x"}},
            ),
            "Extension.from_extension_arn": lambda: (
                ours.Extension.from_extension_arn,
                {**self.new(), "extension_arn": f"{ARN}:extension/abc1234/1"},
            ),
            "Extension.from_extension_id": lambda: (
                ours.Extension.from_extension_id,
                {**self.new(), "extension_id": "abc1234"},
            ),
            "Extension.from_extension_name": lambda: (
                ours.Extension.from_extension_name,
                {**self.new(), "extension_name": "guard"},
            ),
            "ExtensionAction": lambda: (
                lambda **given: self.extend(ours.ExtensionAction(**given)),
                {
                    "destination": self.topic,
                    "name": "n",
                    "description": "d",
                    "role": self.role,
                },
            ),
            "ExtensionAssociation": lambda: (
                ours.ExtensionAssociation,
                {
                    **self.new(),
                    "extension": self.extension,
                    "resource": self.shop,
                    "parameters": {"p": "x"},
                    "extension_version_number": 1,
                },
            ),
            "FeatureFlagProfile": lambda: (ours.FeatureFlagProfile, {**self.of_shop(), **hosted}),
            "FeatureFlagProfile.deploy": lambda: (
                self.profile("feature_flags").deploy,
                {**rollout, "content": ours.FeatureFlags()},
            ),
            "FeatureFlagProfile.grant_write_versions": lambda: (
                self.flags.grant_write_versions,
                {"grantee": self.role},
            ),
            "HostedProfile": lambda: (ours.HostedProfile, {**self.of_shop(), **hosted}),
            "HostedProfile.deploy": lambda: (
                self.profile("hosted_profile").deploy,
                {**rollout, "content": {}, "content_type": "text/plain"},
            ),
            "LambdaValidator": lambda: (
                lambda **given: self.shop.add_feature_flags(
                    self.id(), validators=[ours.LambdaValidator(**given)]
                ),
                {"function": FUNCTION, "add_permission": False},
            ),
            "ProductionRollout": lambda: (
                ours.ProductionRollout,
                {"deployment_strategy": "AppConfig.AllAtOnce"},
            ),
            "SourcedProfile": lambda: (ours.SourcedProfile, {**self.of_shop(), **sourced}),
            "SourcedProfile.deploy": lambda: (
                self.profile("sourced_profile").deploy,
                {**rollout, "version": 1},
            ),
            "ExtensionAssociation.from_extension_association_id": lambda: (
                ours.ExtensionAssociation.from_extension_association_id,
                {**self.new(), "extension_association_id": "abc1234"},
            ),
            "ExtensionAssociation.from_extension_association_arn": lambda: (
                ours.ExtensionAssociation.from_extension_association_arn,
                {**self.new(), "extension_association_arn": ASSOCIATION},
            ),
            "FeatureFlagProfile.from_configuration_profile_id": lambda: (
                ours.FeatureFlagProfile.from_configuration_profile_id,
                {**self.of_shop(), "configuration_profile_id": "abc1234"},
            ),
            "FeatureFlagProfile.from_configuration_profile_arn": lambda: (
                ours.FeatureFlagProfile.from_configuration_profile_arn,
                {
                    **self.new(),
                    "configuration_profile_arn": f"{SHOP}/configurationprofile/abc1234",
                },
            ),
        }


CALLABLES = dict(public_callables())


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.mark.parametrize("name", CALLABLES)
def test_every_argument_is_tried(world: World, name: str) -> None:
    parameters = inspect.signature(CALLABLES[name]).parameters
    _, fine = world.calls()[name]()

    assert fine.keys() == parameters.keys() - {"self", "settings"}


def refused(call: Callable[..., Any], arguments: dict[str, Any]) -> AppConfigError | None:
    try:
        call(**arguments)
    except AppConfigError as error:
        return error
    return None


@pytest.mark.once
@pytest.mark.parametrize("name", CALLABLES)
def test_a_wrong_argument_is_refused_at_the_users_line(world: World, name: str) -> None:
    for parameter in world.calls()[name]()[1]:
        for wrong in WRONG:
            call, fine = world.calls()[name]()
            given = world.id() if wrong == "nothing" else wrong
            error = refused(call, {**fine, parameter: given})
            if error is None:
                assert type(wrong) is not object, f"{parameter} is taken"
            else:
                assert error.__cause__ is None, f"{parameter}={given!r}"


GUIDE = "https://docs.aws.amazon.com/cdk/v2/guide/work-with-cdk-python.html"
WHY = (
    "      why: a construct knows what to do with arguments of certain kinds, and the CDK would only "
    f"complain later and in other words ({GUIDE})\n"
)


def test_all_wrong_arguments_are_told_together_before_anything_exists(stack: Stack) -> None:
    shop = ours.Application(stack, "Shop")
    wrong: Any = {"kms_key": "alias/shop", "removal_policy": "DESTROY"}

    with pytest.raises(AppConfigError) as caught:
        shop.add_feature_flags("flags", **wrong)

    assert str(caught.value) == (
        "add_feature_flags of Test/Shop: 2 errors\n"
        f"  APPCONFIG425 Test/Shop: kms_key is 'alias/shop'\n{WHY}"
        "      fix: pass a key: of the L2, of the L1 or imported\n"
        f"  APPCONFIG425 Test/Shop: removal_policy is 'DESTROY'\n{WHY}"
        "      fix: pass a RemovalPolicy of aws_cdk"
    )
    assert shop.node.try_find_child("flags") is None


def test_a_construct_that_is_meant_for_something_else_is_called_by_its_path(stack: Stack) -> None:
    wrong: Any = ours.DeploymentStrategy(
        stack, "Slow", deployment_duration=timedelta(0), growth_factor=100
    )

    with pytest.raises(AppConfigError) as caught:
        ours.Environment(stack, "prod", application=wrong)

    assert str(caught.value) == (
        "Environment Test/prod: 1 error\n"
        f"  APPCONFIG425 Test/prod: application is 'Test/Slow'\n{WHY}"
        "      fix: pass an application: ours, of the L2, of the L1 or imported"
    )


def test_what_is_called_without_a_scope_is_named_itself() -> None:
    wrong: Any = 42

    with pytest.raises(AppConfigError) as caught:
        ours.ConfigurationSource.from_document(wrong)

    assert str(caught.value).splitlines()[:2] == [
        "ConfigurationSource.from_document: 1 error",
        "  APPCONFIG425 ConfigurationSource.from_document: document is 42",
    ]


@pytest.mark.parametrize("of", ["document", "parameter", "pipeline"])
def test_an_arn_is_not_taken_for_the_name_of_a_source(of: str) -> None:
    arn = f"arn:aws:ssm:us-east-1:{ACCOUNT}:{of}/limits"

    with pytest.raises(AppConfigError) as caught:
        getattr(ours.ConfigurationSource, f"from_{of}")(arn)

    [finding] = caught.value.findings
    assert finding.message == f"{of} is {arn!r}"
    assert finding.fix == f"pass a {of}, or its name as text"


def test_a_subclass_that_adds_something_before_it_exists_is_told_so(stack: Stack) -> None:
    class Team(ours.Application):
        def __init__(self, scope: Construct, id: str) -> None:
            self.beta = self.add_environment("beta")
            super().__init__(scope, id)

    with pytest.raises(TypeError) as caught:
        Team(stack, "Shop")

    assert str(caught.value) == "Team does not exist before super().__init__(scope, id)"


def test_an_id_that_is_taken_is_told_in_our_words(stack: Stack) -> None:
    prod = ours.Application(stack, "Shop").add_environment("prod")
    prod.reader_role([ACCOUNT])

    with pytest.raises(AppConfigError) as role:
        prod.reader_role([ACCOUNT])
    with pytest.raises(AppConfigError) as imported:
        ours.Application.from_application_id(stack, "Shop", "abc1234")

    assert imported.value.__suppress_context__
    rule = "https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html"
    for error, subject, scope, id in (
        (role, "reader_role of Test/Shop/prod", "Test/Shop/prod", "ReaderRole"),
        (imported, "from_application_id of Test/Shop", "Test", "Shop"),
    ):
        place = subject.partition(" of ")[2]
        assert str(error.value) == (
            f"{subject}: 1 error\n"
            f"  APPCONFIG203 {place}: {scope} already has a construct with the id {id!r}\n"
            "      why: construct ids are unique within their scope, and an application is the "
            f"scope of the environments and profiles that are added to it ({rule})\n"
            "      fix: use another id"
        )


@pytest.mark.parametrize("name", ["Application", "DeploymentStrategy", "ExtensionAssociation"])
def test_a_resource_outside_of_a_stack_is_refused_in_our_words(world: World, name: str) -> None:
    make, fine = world.calls()[name]()
    stage = Stage(world.app, world.id())

    for where, scope in (("the app", world.app), (stage.node.path, stage)):
        with pytest.raises(AppConfigError) as caught:
            make(**{**fine, "scope": scope})

        assert str(caught.value) == (
            f"scope {where}: 1 error\n"
            f"  APPCONFIG237 {where}: {where} is in no stack\n"
            "      why: resources are deployed by stacks, and an app and its stages hold stacks "
            "(https://docs.aws.amazon.com/cdk/v2/guide/stacks.html)\n"
            "      fix: pass a stack, or a construct in one"
        )


def test_an_application_whose_id_is_taken_is_not_asked_for_another_name(stack: Stack) -> None:
    ours.Application(stack, "Shop")

    with pytest.raises(AppConfigError) as caught:
        ours.Application(stack, "Shop")

    [finding] = caught.value.findings
    assert (finding.id, finding.message) == (
        "APPCONFIG203",
        "Test already has a construct with the id 'Shop'",
    )


@pytest.mark.parametrize("wrong", [True, l2.DeletionProtectionCheck.APPLY])
def test_one_of_a_few_words_is_asked_for_by_them(stack: Stack, wrong: Any) -> None:
    with pytest.raises(AppConfigError) as caught:
        ours.Application(stack, "Shop").add_environment("prod", deletion_protection_check=wrong)

    assert caught.value.findings[0].fix == "pass 'ACCOUNT_DEFAULT', 'APPLY' or 'BYPASS'"


def test_what_the_cdk_hands_out_is_called_by_its_path(stack: Stack) -> None:
    shop = ours.Application(stack, "Shop")
    prod, flags = shop.add_environment("prod"), shop.add_feature_flags("flags")
    layer = lambda_.LayerVersion.from_layer_version_arn(stack, "Layer", LAYER)
    api = function(stack, "Api")
    asked: Any = {"layer_version_arn": layer}
    wrong: Any = api
    other: Any = SimpleNamespace(node=1)

    for call, message in (
        (
            lambda: prod.add_agent_to_lambda(api, profiles=[flags], **asked),
            "layer_version_arn is 'Test/Layer'",
        ),
        (
            lambda: prod.add_agent_to_lambda(
                api, profiles=[flags], poll_interval=Duration.seconds(0)
            ),
            "poll_interval is '0 seconds'",
        ),
        (lambda: prod.add_monitor(wrong), "'Test/Api' is not an alarm"),
        (lambda: prod.add_monitor(other), "namespace(node=1) is not an alarm"),
        (
            lambda: shop.add_hosted_profile("limits", validators=[wrong]),
            "'Test/Api' is not a validator",
        ),
        (lambda: flags.deploy(prod, wrong), "the content 'Test/Api' is not feature flags"),
    ):
        with pytest.raises(AppConfigError) as caught:
            call()
        assert caught.value.findings[0].message == message

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, MissingRemovalPolicies, RemovalPolicies, RemovalPolicy, Stack, Stage
from aws_cdk import aws_appconfig as appconfig
from aws_cdk import aws_kms as kms
from constructs import Construct
from syrupy.assertion import SnapshotAssertion

from cdk_appconfig import (
    AppConfigError,
    Application,
    Deployment,
    Environment,
    FeatureFlagProfile,
    FeatureFlags,
    Flag,
    Number,
    String,
)
from cdk_appconfig.model import limits
from cdk_appconfig.model.document import canonical_json
from rig.templates import Template, of_type, only

PROFILE = "AWS::AppConfig::ConfigurationProfile"
VERSION = "AWS::AppConfig::HostedConfigurationVersion"
DEPLOYMENT = "AWS::AppConfig::Deployment"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
REFERENCE = (
    "https://docs.aws.amazon.com/appconfig/latest/userguide/"
    "appconfig-type-reference-feature-flags.html"
)
FLAGS = FeatureFlags(Flag("one_click", enabled=True, attributes={"max_items": Number(20)}))


@pytest.fixture
def shop(stack: Stack) -> Application:
    return Application(stack, "Shop")


@pytest.fixture
def flags(shop: Application) -> FeatureFlagProfile:
    return shop.add_feature_flags("flags")


def test_the_default_name_is_the_construct_id(
    shop: Application, template: Callable[[], Template]
) -> None:
    profile = shop.add_feature_flags("flags", description="What customers see")

    assert profile.configuration_profile_name == "flags"
    assert only(template(), PROFILE) == {
        "ApplicationId": {"Ref": "Shop563325D0"},
        "Name": "flags",
        "Description": "What customers see",
        "LocationUri": "hosted",
        "Type": "AWS.AppConfig.FeatureFlags",
    }


def test_a_profile_that_nobody_deploys_is_only_a_profile(
    shop: Application, template: Callable[[], Template]
) -> None:
    shop.add_feature_flags("flags")
    found = template()

    assert {resource["Type"] for resource in found["Resources"].values()} == {
        "AWS::AppConfig::Application",
        PROFILE,
    }


@pytest.mark.parametrize("length", [1, 128])
def test_a_name_at_the_limit_is_accepted(
    shop: Application, template: Callable[[], Template], length: int
) -> None:
    shop.add_feature_flags("flags", configuration_profile_name="x" * length)

    assert only(template(), PROFILE)["Name"] == "x" * length


def test_names_are_checked_before_anything_exists(shop: Application) -> None:
    shop.add_feature_flags("flags")

    with pytest.raises(AppConfigError) as taken:
        shop.add_feature_flags("more", configuration_profile_name="flags")
    with pytest.raises(AppConfigError, match="the configuration profile has 129 characters"):
        shop.add_feature_flags("more", configuration_profile_name="x" * 129)

    assert str(taken.value) == (
        "configuration profile Test/Shop/more: 1 error\n"
        "  APPCONFIG200 Test/Shop/more: the configuration profile name 'flags' is already used by "
        "Test/Shop/flags\n"
        "      why: AppConfig refuses a second environment or configuration profile of one name in "
        f"an application ({API}API_CreateEnvironment.html)\n"
        "      fix: give one of the two another name with configuration_profile_name=…"
    )
    assert shop.node.try_find_child("more") is None


def test_a_deployment_has_a_version_of_its_own(
    shop: Application,
    flags: FeatureFlagProfile,
    template: Callable[[], Template],
    snapshot_json: SnapshotAssertion,
) -> None:
    deployment = flags.deploy(shop.add_environment("beta"), FLAGS)
    found = template()

    [version_id] = of_type(found, VERSION)
    assert only(found, VERSION) == {
        "ApplicationId": {"Ref": "Shop563325D0"},
        "ConfigurationProfileId": {"Ref": next(iter(of_type(found, PROFILE)))},
        "Content": canonical_json(FLAGS.to_document()),
        "ContentType": "application/json",
        "Description": "Environment beta",
    }
    assert only(found, DEPLOYMENT) == {
        "ApplicationId": {"Ref": "Shop563325D0"},
        "ConfigurationProfileId": {"Ref": next(iter(of_type(found, PROFILE)))},
        "ConfigurationVersion": {"Ref": version_id},
        "DeploymentStrategyId": "AppConfig.Canary10Percent20Minutes",
        "EnvironmentId": {"Ref": next(iter(of_type(found, "AWS::AppConfig::Environment")))},
    }
    assert deployment.deployment_strategy_id == "AppConfig.Canary10Percent20Minutes"
    assert found["Resources"] == snapshot_json


def test_versions_outlive_the_template_unless_asked_otherwise(
    shop: Application, template: Callable[[], Template]
) -> None:
    beta = shop.add_environment("beta")
    shop.add_feature_flags("kept").deploy(beta, FLAGS)
    shop.add_feature_flags("gone", removal_policy=RemovalPolicy.DESTROY).deploy(beta, FLAGS)

    policies = {
        logical_id: (version.get("DeletionPolicy"), version.get("UpdateReplacePolicy"))
        for logical_id, version in of_type(template(), VERSION).items()
    }

    assert policies == {
        "ShopgoneDeploymentbetaVersionF9F875F0": ("Delete", "Delete"),
        "ShopkeptDeploymentbetaVersion02800127": ("RetainExceptOnCreate", "Retain"),
    }


def test_a_version_cannot_become_a_snapshot(shop: Application) -> None:
    with pytest.raises(AppConfigError) as caught:
        shop.add_feature_flags("flags", removal_policy=RemovalPolicy.SNAPSHOT)

    assert str(caught.value) == (
        "configuration profile Test/Shop/flags: 1 error\n"
        "  APPCONFIG206 Test/Shop/flags: the removal policy of the versions is SNAPSHOT\n"
        "      why: CloudFormation makes snapshots of volumes, databases, caches and the like, and "
        "refuses a template that asks for one of anything else "
        "(https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-attribute-deletionpolicy.html)\n"
        "      fix: use RETAIN_ON_UPDATE_OR_DELETE, RETAIN or DESTROY"
    )
    assert shop.node.try_find_child("flags") is None


@pytest.mark.parametrize("kind", ["l1", "l2"])
def test_a_customer_key_encrypts_what_is_stored_and_what_is_deployed(
    shop: Application, stack: Stack, template: Callable[[], Template], kind: str
) -> None:
    key = kms.Key(stack, "Key", enable_key_rotation=True)
    primary: Any = key.node.default_child
    flags = shop.add_feature_flags("flags", kms_key=primary if kind == "l1" else key)
    flags.deploy(shop.add_environment("beta"), FLAGS)
    found = template()

    arn = {"Fn::GetAtt": [next(iter(of_type(found, "AWS::KMS::Key"))), "Arn"]}
    assert only(found, PROFILE)["KmsKeyIdentifier"] == arn
    assert only(found, DEPLOYMENT)["KmsKeyIdentifier"] == arn


@pytest.mark.parametrize(("policy", "expected"), [("destroy", "Delete"), ("retain", "Retain")])
def test_removal_policies_of_a_scope_speak_last(
    app: App,
    shop: Application,
    flags: FeatureFlagProfile,
    template: Callable[[], Template],
    policy: str,
    expected: str,
) -> None:
    flags.deploy(shop.add_environment("beta"), FLAGS)
    getattr(RemovalPolicies.of(app), policy)()

    [version] = of_type(template(), VERSION).values()
    assert (version["DeletionPolicy"], version["UpdateReplacePolicy"]) == (expected, expected)


def test_missing_removal_policies_leave_versions_as_they_are(
    app: App, shop: Application, flags: FeatureFlagProfile, template: Callable[[], Template]
) -> None:
    flags.deploy(shop.add_environment("beta"), FLAGS)
    MissingRemovalPolicies.of(app).destroy()

    [version] = of_type(template(), VERSION).values()
    assert version["DeletionPolicy"] == "RetainExceptOnCreate"


def test_equal_content_still_gives_each_environment_its_own_version(
    shop: Application, flags: FeatureFlagProfile, template: Callable[[], Template]
) -> None:
    flags.deploy(shop.add_environment("beta"), FLAGS)
    flags.deploy(shop.add_environment("prod"), FLAGS)
    found = template()

    first, second = of_type(found, VERSION)
    versions = [
        one["Properties"]["ConfigurationVersion"] for one in of_type(found, DEPLOYMENT).values()
    ]
    assert versions == [{"Ref": first}, {"Ref": second}]
    assert found["Resources"][second]["DependsOn"] == [first]


def test_a_list_is_deployed_in_its_order(
    shop: Application, flags: FeatureFlagProfile, template: Callable[[], Template]
) -> None:
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    deployments = flags.deploy([prod, beta], FLAGS)
    found = template()

    to_prod, to_beta = of_type(found, DEPLOYMENT)
    assert len(deployments) == 2
    assert "DependsOn" not in found["Resources"][to_prod]
    assert found["Resources"][to_beta]["DependsOn"] == [to_prod]


def test_separate_calls_leave_environments_independent(
    shop: Application, flags: FeatureFlagProfile, template: Callable[[], Template]
) -> None:
    flags.deploy(shop.add_environment("beta"), FLAGS)
    flags.deploy(shop.add_environment("prod"), FLAGS)

    assert ["DependsOn" in one for one in of_type(template(), DEPLOYMENT).values()] == [
        False,
        False,
    ]


def test_deployments_to_one_environment_run_one_after_another(
    shop: Application, template: Callable[[], Template]
) -> None:
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    for id in ("a", "b", "c"):
        shop.add_feature_flags(id).deploy([beta, prod], FLAGS)
    deployments = of_type(template(), DEPLOYMENT)

    name = {logical_id: logical_id[4:-8].replace("Deployment", "-") for logical_id in deployments}
    after = {
        name[logical_id]: [name[other] for other in one.get("DependsOn", [])]
        for logical_id, one in deployments.items()
    }
    assert after == {
        "a-beta": [],
        "a-prod": ["a-beta"],
        "b-beta": ["a-beta"],
        "b-prod": ["a-prod", "b-beta"],
        "c-beta": ["b-beta"],
        "c-prod": ["b-prod", "c-beta"],
    }


@pytest.mark.parametrize("kind", ["text", "custom text", "l1", "l2"])
def test_strategies_of_every_kind(
    shop: Application,
    flags: FeatureFlagProfile,
    stack: Stack,
    template: Callable[[], Template],
    kind: str,
) -> None:
    kinds: dict[str, Callable[[], Any]] = {
        "text": lambda: "AppConfig.AllAtOnce",
        "custom text": lambda: "abc1234",
        "l1": lambda: appconfig.CfnDeploymentStrategy(
            stack,
            "S",
            name="s",
            deployment_duration_in_minutes=1,
            growth_factor=50,
            replicate_to="NONE",
        ),
        "l2": lambda: appconfig.DeploymentStrategy(
            stack, "S", rollout_strategy=appconfig.RolloutStrategy.ALL_AT_ONCE
        ),
    }
    strategy = kinds[kind]()
    flags.deploy(
        shop.add_environment("beta", deployment_strategy="AppConfig.Linear20PercentEvery6Minutes"),
        FLAGS,
        deployment_strategy=strategy,
    )
    found = template()

    used = only(found, DEPLOYMENT)["DeploymentStrategyId"]
    assert used == (
        strategy
        if isinstance(strategy, str)
        else {"Ref": next(iter(of_type(found, "AWS::AppConfig::DeploymentStrategy")))}
    )


@pytest.mark.parametrize("kind", ["l1", "l2", "l2 imported"])
def test_environments_of_others(stack: Stack, template: Callable[[], Template], kind: str) -> None:
    application: Any
    environment: Any
    if kind == "l1":
        application = appconfig.CfnApplication(stack, "A", name="a")
        environment = appconfig.CfnEnvironment(
            stack, "Beta", application_id=application.ref, name="beta"
        )
    elif kind == "l2":
        application = appconfig.Application(stack, "A", application_name="a")
        environment = appconfig.Environment(stack, "Beta", application=application)
    else:
        application = appconfig.Application.from_application_id(stack, "A", "abc1234")
        environment = appconfig.Environment.from_environment_attributes(
            stack, "Beta", application=application, environment_id="def5678"
        )
    profile = FeatureFlagProfile(stack, "Flags", application=application)
    profile.deploy(environment, FLAGS)
    found = template()

    reference = environment.environment_ref
    assert only(found, DEPLOYMENT)["ApplicationId"] == stack.resolve(reference.application_id)
    assert only(found, DEPLOYMENT)["EnvironmentId"] == stack.resolve(reference.environment_id)


def test_an_environment_of_another_application_is_refused(
    flags: FeatureFlagProfile, stack: Stack
) -> None:
    other = Application(stack, "Other").add_environment("beta")

    with pytest.raises(AppConfigError) as caught:
        flags.deploy(other, FLAGS)

    assert str(caught.value) == (
        "deployment of Test/Shop/flags: 1 error\n"
        "  APPCONFIG301 Test/Shop/flags: the environment Test/Other/beta belongs to another "
        "application\n"
        "      why: a deployment takes its environment and its configuration profile from one "
        f"application ({API}API_StartDeployment.html)\n"
        "      fix: deploy to an environment of the profile's own application"
    )
    assert [child.node.id for child in flags.node.children] == ["Resource"]


def test_imported_ids_that_differ_are_another_application_and_unknown_ones_are_not(
    flags: FeatureFlagProfile, stack: Stack, template: Callable[[], Template]
) -> None:
    imported = appconfig.Application.from_application_id(stack, "Imported", "abc1234")
    environment: Any = appconfig.Environment.from_environment_attributes(
        stack, "Beta", application=imported, environment_id="def5678"
    )
    own: Any = appconfig.Application.from_application_id(stack, "Own", "abc9999")

    flags.deploy(environment, FLAGS)  # may be the same application once it is deployed
    with pytest.raises(AppConfigError, match="belongs to another application"):
        FeatureFlagProfile(stack, "Flags", application=own).deploy(environment, FLAGS)

    assert only(template(), DEPLOYMENT)["EnvironmentId"] == "def5678"


def test_one_environment_gets_a_profile_once(shop: Application, flags: FeatureFlagProfile) -> None:
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    flags.deploy(beta, FLAGS)

    with pytest.raises(AppConfigError) as caught:
        flags.deploy([prod, beta], FLAGS)

    assert str(caught.value) == (
        "deployment of Test/Shop/flags: 1 error\n"
        "  APPCONFIG302 Test/Shop/flags: the profile is already deployed to Test/Shop/beta\n"
        "      why: an environment serves one version of a configuration profile, so the second "
        f"deployment would take the place of the first ({API}API_StartDeployment.html)\n"
        "      fix: call deploy once for each environment, with the content that it should serve"
    )
    assert flags.node.try_find_child("Deployment-prod") is None


def test_an_environment_twice_in_one_list_is_refused(
    shop: Application, flags: FeatureFlagProfile
) -> None:
    beta = shop.add_environment("beta")

    with pytest.raises(AppConfigError, match="already deployed to Test/Shop/beta"):
        flags.deploy((beta, beta), FLAGS)


def test_everything_wrong_with_a_deployment_comes_together(flags: FeatureFlagProfile) -> None:
    with pytest.raises(AppConfigError) as caught:
        flags.deploy("beta", [FLAGS], deployment_strategy="Fast!")  # type: ignore[call-overload]

    assert str(caught.value) == (
        "deployment of Test/Shop/flags: 3 errors\n"
        "  APPCONFIG101 Test/Shop/flags: the content "
        "[FeatureFlags(Flag('one_click', enabled=True, attributes={'max_items': Number(2… is not feature flags\n"
        "      why: AppConfig refuses a version of a feature-flag profile that is no feature-flag "
        f"document ({REFERENCE})\n"
        "      fix: pass FeatureFlags(…), or a document of them: a dict, JSON text or a Path\n"
        "  APPCONFIG303 Test/Shop/flags: 'beta' is not an environment\n"
        f"      why: a deployment names one environment of the application ({API}API_StartDeployment.html)\n"
        "      fix: pass what add_environment returned, an environment of the L1 or L2, or a list "
        "of them\n"
        "  APPCONFIG300 Test/Shop/flags: there is no deployment strategy 'Fast!'\n"
        "      why: AppConfig answers 404 for a strategy that is neither predefined nor made in the "
        "account; an id is 'AppConfig.' and a name for a predefined strategy, or 4 to 7 lower-case "
        f"letters and digits ({API}API_StartDeployment.html)\n"
        "      fix: use one of AppConfig.AllAtOnce, AppConfig.Linear50PercentEvery30Seconds, "
        "AppConfig.Canary10Percent20Minutes, AppConfig.Linear20PercentEvery6Minutes"
    )


@pytest.mark.parametrize("form", ["dict", "text", "file"])
def test_a_document_of_flags_is_stored_as_the_flags_would_be(
    shop: Application,
    flags: FeatureFlagProfile,
    template: Callable[[], Template],
    tmp_path: Path,
    form: str,
) -> None:
    document = FLAGS.to_document()
    text = json.dumps(document, indent=4)
    (tmp_path / "flags.json").write_text(text)
    forms: dict[str, Any] = {"dict": document, "text": text, "file": tmp_path / "flags.json"}

    deployment = flags.deploy(shop.add_environment("beta"), forms[form])

    assert isinstance(deployment, Deployment)
    version = only(template(), VERSION)
    assert version["Content"] == canonical_json(document)
    assert version["ContentType"] == "application/json"


def test_every_mistake_of_a_document_is_told_before_anything_is_deployed(
    stack: Stack, shop: Application, flags: FeatureFlagProfile
) -> None:
    beta = shop.add_environment("beta")
    constraint = {"constraints": {"type": "number", "maximum": 100}}
    document = {
        "version": "1",
        "flags": {"One Click": {}, "cart": {"attributes": {"most": constraint}}},
        "values": {"cart": {"enabled": True, "most": 250}},
    }
    before = [construct.node.path for construct in stack.node.find_all()]

    with pytest.raises(AppConfigError) as caught:
        flags.deploy(beta, document)

    assert [(finding.id, finding.where) for finding in caught.value.findings] == [
        ("APPCONFIG010", "Test/Shop/flags $.flags['One Click']"),
        ("APPCONFIG015", "Test/Shop/flags $.values.cart.most"),
    ]
    assert str(caught.value).startswith("deployment of Test/Shop/flags: 2 errors\n")
    assert [construct.node.path for construct in stack.node.find_all()] == before


def test_a_file_of_flags_that_cannot_be_read_is_an_error_like_any_other(
    shop: Application, flags: FeatureFlagProfile, tmp_path: Path
) -> None:
    beta = shop.add_environment("beta")
    missing = tmp_path / "flags.json"

    with pytest.raises(AppConfigError) as caught:
        flags.deploy(beta, missing)

    [finding] = caught.value.findings
    assert (finding.id, finding.where) == ("APPCONFIG108", "Test/Shop/flags $")
    assert finding.message == f"{str(missing)!r} cannot be read: No such file or directory"


def test_what_is_no_strategy_is_refused_before_anything_exists(
    stack: Stack, shop: Application, flags: FeatureFlagProfile
) -> None:
    beta = shop.add_environment("beta")
    before = [construct.node.path for construct in stack.node.find_all()]
    wrong: Any = shop

    with pytest.raises(AppConfigError) as at_deployment:
        flags.deploy(beta, FLAGS, deployment_strategy=wrong)
    with pytest.raises(AppConfigError) as at_environment:
        shop.add_environment("prod", deployment_strategy=wrong)

    assert str(at_deployment.value) == (
        "deployment of Test/Shop/flags: 1 error\n"
        "  APPCONFIG300 Test/Shop/flags: 'Test/Shop' is not a deployment strategy\n"
        "      why: AppConfig answers 404 for a strategy that is neither predefined nor made in the "
        "account; an id is 'AppConfig.' and a name for a predefined strategy, or 4 to 7 lower-case "
        f"letters and digits ({API}API_StartDeployment.html)\n"
        "      fix: pass an id as text, a DeploymentStrategyId, or a strategy: ours, of the L1 or L2"
    )
    [finding] = at_environment.value.findings
    assert (finding.id, finding.where) == ("APPCONFIG300", "Test/Shop/prod")
    assert [construct.node.path for construct in stack.node.find_all()] == before


def test_another_construct_is_called_by_its_path(
    shop: Application, flags: FeatureFlagProfile
) -> None:
    with pytest.raises(AppConfigError, match=r"flags: 'Test/Shop' is not an environment\n"):
        flags.deploy(shop, FLAGS)  # type: ignore[call-overload]


def test_content_that_is_too_large_is_refused(shop: Application, flags: FeatureFlagProfile) -> None:
    beta = shop.add_environment("beta")
    large = FeatureFlags(
        *(
            Flag(f"f{flag}", attributes={f"a{number}": String("x" * 1024) for number in range(25)})
            for flag in range(80)
        )
    )
    size = len(canonical_json(large.to_document()))

    with pytest.raises(AppConfigError) as caught:
        flags.deploy(beta, large)

    assert size > limits.CONTENT_BYTES
    assert str(caught.value) == (
        "deployment of Test/Shop/flags: 1 error\n"
        f"  APPCONFIG100 Test/Shop/flags: the content has {size} bytes\n"
        "      why: a hosted configuration version has at most 2097152 bytes, unless the quota of "
        "the account was raised (https://docs.aws.amazon.com/general/latest/gr/appconfig.html)\n"
        "      fix: split it over several profiles, or keep it in S3"
    )


def test_ids_of_environments_elsewhere_in_the_tree_do_not_collide(
    shop: Application, flags: FeatureFlagProfile, stack: Stack
) -> None:
    for team in ("One", "Two"):
        environment = Environment(
            Construct(stack, team), "Env", application=shop, environment_name=team
        )
        flags.deploy(environment, FLAGS)

    ids = [child.node.id for child in flags.node.children]

    assert ids == ["Resource", "Deployment-Env-f6431e21", "Deployment-Env-2b31747d"]


def test_a_stage_around_the_stacks_changes_no_id(app: App) -> None:
    def ids(scope: Construct) -> list[str]:
        platform, service = Stack(scope, "Platform"), Stack(scope, "Service")
        application = Application(platform, "Shop")
        environment = Environment(Construct(platform, "Envs"), "Env", application=application)
        profile = FeatureFlagProfile(service, "Flags", application=application)
        profile.deploy(environment, FLAGS)
        return [child.node.id for child in profile.node.children]

    assert ids(Stage(app, "Beta")) == ids(app)


def test_it_is_at_home_with_l1_and_l2(
    shop: Application, flags: FeatureFlagProfile, stack: Stack
) -> None:
    reference = flags.configuration_profile_ref

    assert (reference.application_id, reference.configuration_profile_id) == (
        flags.application_id,
        flags.configuration_profile_id,
    )
    assert flags.application_id == shop.application_id
    assert flags.configuration_profile_arn.endswith(
        f":application/{flags.application_id}/configurationprofile/{flags.configuration_profile_id}"
    )
    assert (flags.env.account, flags.env.region) == (stack.account, stack.region)

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import Aws, CfnCondition, CfnParameter, Fn, Stack
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_ssm as ssm
from syrupy.assertion import SnapshotAssertion

from cdk_appconfig import (
    Application,
    ConfigurationSource,
    DeploymentStrategyId,
    JsonSchema,
    LambdaValidator,
    SourcedProfile,
)
from cdk_appconfig.checks.source import kind_of, location_findings
from rig.templates import Template, of_type, only
from tests.policies import allow
from tests.told import refusal

PROFILE = "AWS::AppConfig::ConfigurationProfile"
DEPLOYMENT = "AWS::AppConfig::Deployment"
ROLE = "AWS::IAM::Role"
API = "https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/"
GUIDE = "https://docs.aws.amazon.com/appconfig/latest/userguide/"
SSM = f"arn:{Aws.PARTITION}:ssm:{Aws.REGION}:{Aws.ACCOUNT_ID}:"
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db"
TRUST = [
    {
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
        "Effect": "Allow",
        "Principal": {"Service": "appconfig.amazonaws.com"},
    }
]


@pytest.fixture
def shop(stack: Stack) -> Application:
    return Application(stack, "Shop")


def key(stack: Stack) -> Any:
    return kms.Key(stack, "Key")


def bucket(stack: Stack, **properties: Any) -> s3.Bucket:
    return s3.Bucket(stack, "Bucket", versioned=True, **properties)


def statements(template: Template) -> list[dict[str, Any]]:
    role = only(template, ROLE)
    assert role["AssumeRolePolicyDocument"]["Statement"] == TRUST
    [policy] = role["Policies"]
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


@pytest.mark.parametrize("kind", ["l2", "l1", "imported"])
def test_an_object_in_s3(
    stack: Stack, shop: Application, template: Callable[[], Template], kind: str
) -> None:
    kinds: dict[str, Callable[[], Any]] = {
        "l2": lambda: bucket(stack),
        "l1": lambda: bucket(stack).node.default_child,
        "imported": lambda: s3.Bucket.from_bucket_name(stack, "Imported", "config"),
    }
    given = kinds[kind]()
    source = ConfigurationSource.from_bucket(given, "shop/limits.json")
    limits = shop.add_sourced_profile("limits", source=source)
    limits.deploy(shop.add_environment("beta"), version="Kz1")
    found = template()

    arn, name = given.bucket_ref.bucket_arn, given.bucket_ref.bucket_name
    assert only(found, PROFILE) == {
        "ApplicationId": {"Ref": "Shop563325D0"},
        "LocationUri": stack.resolve(f"s3://{name}/shop/limits.json"),
        "Name": "limits",
        "RetrievalRoleArn": {"Fn::GetAtt": [next(iter(of_type(found, ROLE))), "Arn"]},
        "Type": "AWS.Freeform",
    }
    assert statements(found) == [
        allow(["s3:GetObject", "s3:GetObjectVersion"], stack.resolve(f"{arn}/shop/limits.json")),
        allow(
            [
                "s3:GetBucketLocation",
                "s3:GetBucketVersioning",
                "s3:ListBucket",
                "s3:ListBucketVersions",
            ],
            stack.resolve(arn),
        ),
        allow("s3:ListAllMyBuckets", "*"),
    ]
    deployment = only(found, DEPLOYMENT)
    assert deployment["ConfigurationVersion"] == "Kz1"
    assert "KmsKeyIdentifier" not in deployment


@pytest.mark.parametrize("given", ["bucket", "argument"])
def test_an_encrypted_object_is_read_and_deployed_with_its_key(
    stack: Stack, shop: Application, template: Callable[[], Template], given: str
) -> None:
    customer_key = key(stack)
    source = (
        ConfigurationSource.from_bucket(bucket(stack, encryption_key=customer_key), "a.json")
        if given == "bucket"
        else ConfigurationSource.from_bucket(bucket(stack), "a.json", kms_key=customer_key)
    )
    shop.add_sourced_profile("limits", source=source).deploy(
        shop.add_environment("beta"), version="Kz1"
    )
    found = template()

    [key_id] = of_type(found, "AWS::KMS::Key")
    arn = {"Fn::GetAtt": [key_id, "Arn"]}
    assert statements(found)[3:] == [allow("kms:Decrypt", arn)]
    assert only(found, DEPLOYMENT)["KmsKeyIdentifier"] == arn
    assert "KmsKeyIdentifier" not in only(found, PROFILE)


@pytest.mark.parametrize("kind", ["l2", "l1"])
@pytest.mark.parametrize("versioning", ["none", "suspended"])
def test_a_bucket_without_versions_is_refused(
    stack: Stack, shop: Application, kind: str, versioning: str
) -> None:
    plain = s3.Bucket(stack, "Bucket")
    given: Any = plain if kind == "l2" else plain.node.default_child
    primary: Any = plain.node.default_child
    if versioning == "suspended":
        primary.versioning_configuration = {"status": "Suspended"}
    path = "Test/Bucket" if kind == "l2" else "Test/Bucket/Resource"

    message = refusal(
        lambda: shop.add_sourced_profile(
            "limits", source=ConfigurationSource.from_bucket(given, "a.json")
        )
    )

    assert message == (
        "configuration profile Test/Shop/limits: 1 error\n"
        f"  APPCONFIG436 Test/Shop/limits: the bucket {path} keeps no versions\n"
        "      why: AppConfig deploys a version of an object, so that its bucket must have "
        "versioning on "
        f"({GUIDE}appconfig-creating-configuration-and-profile-S3-source.html)\n"
        "      fix: make it with versioned=True"
    )
    assert shop.node.try_find_child("limits") is None


@pytest.mark.parametrize("kind", ["dict", "struct", "known at deployment"])
def test_a_bucket_that_may_keep_versions_is_accepted(
    stack: Stack, shop: Application, template: Callable[[], Template], kind: str
) -> None:
    def known_at_deployment() -> Any:
        expression = Fn.condition_equals("us-east-1", Aws.REGION)
        condition = CfnCondition(stack, "Versioned", expression=expression)
        return Fn.condition_if(condition.logical_id, {"Status": "Enabled"}, Aws.NO_VALUE)

    kinds: dict[str, Callable[[], Any]] = {
        "dict": lambda: {"status": "Enabled"},
        "struct": lambda: s3.CfnBucket.VersioningConfigurationProperty(status="Enabled"),
        "known at deployment": known_at_deployment,
    }
    l1 = s3.CfnBucket(stack, "Bucket", versioning_configuration=kinds[kind]())
    shop.add_sourced_profile("limits", source=ConfigurationSource.from_bucket(l1, "a.json"))

    assert only(template(), "AWS::S3::Bucket")["VersioningConfiguration"]


def test_an_object_needs_a_key(stack: Stack, shop: Application) -> None:
    named = s3.Bucket.from_bucket_name(stack, "Imported", "config")
    source = ConfigurationSource.from_bucket(named, "")

    assert refusal(lambda: shop.add_sourced_profile("limits", source=source)) == (
        "configuration profile Test/Shop/limits: 1 error\n"
        "  APPCONFIG431 Test/Shop/limits: the location 's3://config/' names no object\n"
        "      why: AppConfig refuses an S3 location without the key of an object "
        f"({API}API_CreateConfigurationProfile.html)\n"
        "      fix: add the key of the object"
    )


@pytest.mark.parametrize(
    "kind",
    [
        *["l2", "l2 with path", "l1", "l1 with path", "name", "path"],
        # The oldest CDK leaves a template parameter behind that nothing refers to.
        pytest.param("imported", marks=pytest.mark.once),
    ],
)
def test_an_ssm_parameter(
    stack: Stack, shop: Application, template: Callable[[], Template], kind: str
) -> None:
    name = "/shop/limits" if "path" in kind else None
    kinds: dict[str, Callable[[], Any]] = {
        "l2": lambda: ssm.StringParameter(stack, "P", string_value="{}", parameter_name=name),
        "l1": lambda: ssm.CfnParameter(stack, "P", type="String", value="{}", name=name),
        "imported": lambda: ssm.StringParameter.from_string_parameter_attributes(
            stack, "P", parameter_name="limits", force_dynamic_reference=True
        ),
        "name": lambda: "limits",
        "path": lambda: "/shop/limits",
    }
    given = kinds[kind.removesuffix(" with path")]()
    limits = shop.add_sourced_profile("limits", source=ConfigurationSource.from_parameter(given))
    limits.deploy(shop.add_environment("beta"), version=7)
    found = template()

    [ref] = [f"${{{id}}}" for id in of_type(found, "AWS::SSM::Parameter")] or [given]
    slash = "" if "path" in kind else "/"
    text = "limits" if kind == "imported" else ref
    arn = only(found, PROFILE)["LocationUri"]
    assert as_text(arn) == (
        "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter" + slash + text
    )
    assert statements(found) == [allow("ssm:GetParameter", arn)]
    assert only(found, DEPLOYMENT)["ConfigurationVersion"] == "7"
    assert "KmsKeyIdentifier" not in only(found, DEPLOYMENT)


def as_text(joined: dict[str, Any]) -> str:
    """Return a joined text with ``${…}`` where it refers to something."""
    parts = joined["Fn::Join"][1]
    return "".join(part if isinstance(part, str) else f"${{{part['Ref']}}}" for part in parts)


def test_a_secure_string_is_read_and_deployed_with_its_key(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    customer_key = key(stack)
    parameter = ssm.StringParameter.from_secure_string_parameter_attributes(
        stack, "P", parameter_name="limits", encryption_key=customer_key
    )
    source = ConfigurationSource.from_parameter(parameter, kms_key=customer_key)
    shop.add_sourced_profile("limits", source=source).deploy(
        shop.add_environment("beta"), version=1
    )
    found = template()

    [key_id] = of_type(found, "AWS::KMS::Key")
    arn = {"Fn::GetAtt": [key_id, "Arn"]}
    assert statements(found) == [
        allow("ssm:GetParameter", stack.resolve(f"{SSM}parameter/limits")),
        allow("kms:Decrypt", arn),
    ]
    assert only(found, DEPLOYMENT)["KmsKeyIdentifier"] == arn


@pytest.mark.parametrize("kind", ["l1", "name"])
def test_an_ssm_document(
    stack: Stack, shop: Application, template: Callable[[], Template], kind: str
) -> None:
    l1 = ssm.CfnDocument(
        stack,
        "Document",
        content={"schemaVersion": "2.2", "description": "limits", "mainSteps": []},
        document_type="Command",
    )
    name = l1.ref if kind == "l1" else "limits"
    source = ConfigurationSource.from_document(l1 if kind == "l1" else name)
    shop.add_sourced_profile("limits", source=source).deploy(
        shop.add_environment("beta"), version=3
    )
    found = template()

    assert only(found, PROFILE)["LocationUri"] == stack.resolve(f"ssm-document://{name}")
    assert statements(found) == [allow("ssm:GetDocument", stack.resolve(f"{SSM}document/{name}"))]


@pytest.mark.parametrize("kind", ["l2", "l1", "l1 with name", "imported", "by name", "partial"])
def test_a_secret(
    stack: Stack, shop: Application, template: Callable[[], Template], kind: str
) -> None:
    customer_key = key(stack)

    def l2() -> tuple[Any, str, str]:
        secret = secretsmanager.Secret(stack, "Secret", encryption_key=customer_key)
        return secret, f"secretsmanager://{secret.secret_name}", secret.secret_arn

    def l1(name: str | None) -> tuple[Any, str, str]:
        secret = secretsmanager.CfnSecret(
            stack, "Secret", name=name, kms_key_id=customer_key.key_arn
        )
        return secret, f"secretsmanager://{name}" if name else secret.ref, secret.ref

    def imported() -> tuple[Any, str, str]:
        arn = f"{SECRET}-abcdef"
        secret = secretsmanager.Secret.from_secret_complete_arn(stack, "Secret", arn)
        return secret, "secretsmanager://db", arn

    def by_name() -> tuple[Any, str, str]:
        secret = secretsmanager.Secret.from_secret_name_v2(stack, "Secret", "db")
        return secret, "secretsmanager://db", f"{secret.secret_arn}-??????"

    def partial() -> tuple[Any, str, str]:
        secret = secretsmanager.Secret.from_secret_partial_arn(stack, "Secret", SECRET)
        return secret, "secretsmanager://db", f"{SECRET}-??????"

    kinds = {
        "l2": l2,
        "l1": lambda: l1(None),
        "l1 with name": lambda: l1("db"),
        "imported": imported,
        "by name": by_name,
        "partial": partial,
    }
    given, uri, arn = kinds[kind]()
    source = ConfigurationSource.from_secret(given, kms_key=None if kind == "l2" else customer_key)
    shop.add_sourced_profile("db", source=source).deploy(
        shop.add_environment("beta"), version="11111111-2222-3333-4444-555555555555"
    )
    found = template()

    [key_id] = of_type(found, "AWS::KMS::Key")
    key_arn = {"Fn::GetAtt": [key_id, "Arn"]}
    assert only(found, PROFILE)["LocationUri"] == stack.resolve(uri)
    assert "KmsKeyIdentifier" not in only(found, PROFILE)
    assert statements(found) == [
        allow("secretsmanager:GetSecretValue", stack.resolve(arn)),
        allow("kms:Decrypt", key_arn),
    ]
    assert only(found, DEPLOYMENT)["KmsKeyIdentifier"] == key_arn


def test_a_secret_is_deployed_under_a_customer_key_only(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    source = ConfigurationSource.from_secret(secretsmanager.Secret(stack, "Secret"))
    beta = shop.add_environment("beta")
    without = shop.add_sourced_profile("without", source=source)

    assert refusal(lambda: without.deploy(beta, version="1")) == (
        "deployment of Test/Shop/without: 1 error\n"
        "  APPCONFIG439 Test/Shop/without: the data is kept in a secret, and no customer managed "
        "key is known\n"
        "      why: AppConfig deploys a secret only under a customer managed key of KMS "
        f"({GUIDE}appconfig-deploying.html)\n"
        "      fix: pass kms_key=… to the profile; it may be another one than that of the secret"
    )

    customer_key = key(stack)
    shop.add_sourced_profile("db", source=source, kms_key=customer_key).deploy(beta, version="1")
    assert only(template(), DEPLOYMENT)["KmsKeyIdentifier"] == stack.resolve(customer_key.key_arn)


@pytest.mark.parametrize("kind", ["name", "imported"])
def test_a_pipeline_needs_no_role_and_deploys_by_itself(
    stack: Stack, shop: Application, template: Callable[[], Template], kind: str
) -> None:
    arn = "arn:aws:codepipeline:us-east-1:123456789012:release"
    given: Any = (
        "release"
        if kind == "name"
        else codepipeline.Pipeline.from_pipeline_arn(stack, "Pipeline", arn)
    )
    limits = shop.add_sourced_profile("limits", source=ConfigurationSource.from_pipeline(given))
    beta = shop.add_environment("beta")

    assert refusal(lambda: limits.deploy(beta, version="1")) == (
        "deployment of Test/Shop/limits: 1 error\n"
        "  APPCONFIG440 Test/Shop/limits: the data of the profile comes from a pipeline\n"
        "      why: CodePipeline deploys the data of such a profile itself, with its AppConfig "
        "action (https://docs.aws.amazon.com/codepipeline/latest/userguide/"
        "action-reference-AppConfig.html)\n"
        "      fix: add the AppConfig deploy action to the pipeline, and no deployment to the stack"
    )
    found = template()
    assert only(found, PROFILE)["LocationUri"] == "codepipeline://release"
    assert "RetrievalRoleArn" not in only(found, PROFILE)
    assert of_type(found, ROLE) == {}
    assert limits.retrieval_role is None


@pytest.mark.parametrize("version", [None, ""])
def test_a_deployment_without_a_version_is_refused(
    stack: Stack, shop: Application, version: Any
) -> None:
    source = ConfigurationSource.from_bucket(bucket(stack), "a.json")
    limits = shop.add_sourced_profile("limits", source=source)

    assert refusal(lambda: limits.deploy(shop.add_environment("beta"), version=version)) == (
        "deployment of Test/Shop/limits: 1 error\n"
        "  APPCONFIG437 Test/Shop/limits: it is not known which version to deploy\n"
        "      why: a deployment names the version that it deploys, and no property of the "
        f"source's resource tells it to CloudFormation ({API}API_StartDeployment.html)\n"
        "      fix: pass version=…, the version id of the object"
    )


@pytest.mark.parametrize("version", ["latest", "0", "1.0", -1])
def test_versions_of_parameters_are_numbers(shop: Application, version: Any) -> None:
    limits = shop.add_sourced_profile("limits", source=ConfigurationSource.from_parameter("p"))

    assert refusal(lambda: limits.deploy(shop.add_environment("beta"), version=version)) == (
        "deployment of Test/Shop/limits: 1 error\n"
        f"  APPCONFIG438 Test/Shop/limits: the version {str(version)!r} is not a number\n"
        "      why: versions of SSM parameters and documents are numbers from 1 on "
        f"({API}API_StartDeployment.html)\n"
        "      fix: pass the version number of the parameter"
    )


def test_a_version_may_be_known_at_deployment_only(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    version = CfnParameter(stack, "Version", type="Number").value_as_string
    limits = shop.add_sourced_profile("limits", source=ConfigurationSource.from_parameter("p"))
    deployment = limits.deploy(shop.add_environment("beta"), version=version)

    assert only(template(), DEPLOYMENT)["ConfigurationVersion"] == {"Ref": "Version"}
    assert stack.resolve(deployment.version_number) == {"Ref": "Version"}
    assert deployment.hosted_version is None


def test_deployments_are_ordered_with_those_of_hosted_profiles(
    shop: Application, template: Callable[[], Template]
) -> None:
    beta, prod = shop.add_environment("beta"), shop.add_environment("prod")
    shop.add_hosted_profile("texts").deploy(beta, "x")
    limits = shop.add_sourced_profile("limits", source=ConfigurationSource.from_parameter("p"))
    limits.deploy([beta, prod], version=1)
    found = template()

    texts, to_beta, to_prod = of_type(found, DEPLOYMENT).items()
    assert to_beta[1]["DependsOn"] == [texts[0]]
    assert to_prod[1]["DependsOn"] == [to_beta[0]]


def test_environment_and_options_are_checked_as_for_hosted_profiles(shop: Application) -> None:
    limits = shop.add_sourced_profile("limits", source=ConfigurationSource.from_parameter("p"))
    beta = shop.add_environment("beta")
    limits.deploy(beta, version=1)

    message = refusal(
        lambda: limits.deploy(beta, version=2, deployment_strategy="AppConfig.AllAtOnse")
    )

    assert [line.split()[0] for line in message.splitlines() if "APPCONFIG" in line] == [
        "APPCONFIG302",
        "APPCONFIG300",
    ]


def test_a_role_of_ones_own_is_used_as_it_is(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    arn = "arn:aws:iam::123456789012:role/reader"
    role = iam.Role.from_role_arn(stack, "Own", arn)
    source = ConfigurationSource.from_parameter("p")
    limits = shop.add_sourced_profile("limits", source=source, retrieval_role=role)
    found = template()

    assert only(found, PROFILE)["RetrievalRoleArn"] == arn
    assert of_type(found, ROLE) == {}
    assert limits.retrieval_role is None


def test_the_policy_of_a_role_of_ones_own_is_there_before_the_profile(
    stack: Stack, shop: Application, template: Callable[[], Template]
) -> None:
    principal: Any = iam.ServicePrincipal("appconfig.amazonaws.com")
    role = iam.Role(stack, "Own", assumed_by=principal)
    given = bucket(stack)
    given.grant_read(role)
    source = ConfigurationSource.from_bucket(given, "a.json")
    shop.add_sourced_profile("limits", source=source, retrieval_role=role)
    found = template()

    [profile] = of_type(found, PROFILE).values()
    assert profile["DependsOn"] == list(of_type(found, "AWS::IAM::Policy"))


def test_what_is_no_source_is_refused(shop: Application) -> None:
    source: Any = "s3://config/limits.json"

    assert refusal(lambda: shop.add_sourced_profile("limits", source=source)) == (
        "configuration profile Test/Shop/limits: 1 error\n"
        "  APPCONFIG441 Test/Shop/limits: 's3://config/limits.json' is not a source\n"
        "      why: the source of a profile is a bucket, a parameter, a document, a secret or a "
        f"pipeline ({API}API_CreateConfigurationProfile.html)\n"
        "      fix: pass ConfigurationSource.from_bucket(…), from_parameter(…), "
        "from_document(…), from_secret(…) or from_pipeline(…)"
    )


def test_everything_on(
    stack: Stack,
    shop: Application,
    template: Callable[[], Template],
    snapshot_json: SnapshotAssertion,
) -> None:
    customer_key = key(stack)
    arn = "arn:aws:lambda:us-east-1:123456789012:function:check"
    limits = SourcedProfile(
        stack,
        "Limits",
        application=shop,
        source=ConfigurationSource.from_bucket(
            bucket(stack, encryption_key=customer_key), "shop/limits.json"
        ),
        configuration_profile_name="limits",
        description="Kept in S3",
        validators=[JsonSchema({"type": "object"}), LambdaValidator(arn)],
    )
    limits.deploy(
        [shop.add_environment("beta"), shop.add_environment("prod")],
        version="Kz1",
        deployment_strategy=DeploymentStrategyId.ALL_AT_ONCE,
        revision="2",
        tags={"team": "shop"},
    )

    found = template()
    assert only(found, ROLE)["Policies"][0]["PolicyName"] == "Read"
    assert found["Resources"] == snapshot_json


HOSTED = {"has_role": False, "has_key": True}
ELSEWHERE = {"has_role": True, "has_key": False}


@pytest.mark.parametrize(
    ("uri", "given"),
    [
        ("hosted", HOSTED),
        ("s3://config/limits.json", ELSEWHERE),
        ("s3://${Token[TOKEN.7]}", ELSEWHERE),
        ("ssm-parameter://limits", ELSEWHERE),
        ("arn:aws:ssm:us-east-1:123456789012:parameter/limits", ELSEWHERE),
        ("ssm-document://limits", ELSEWHERE),
        ("secretsmanager://db", ELSEWHERE),
        ("codepipeline://release", {"has_role": False, "has_key": False}),
        ("${Token[TOKEN.7]}", HOSTED),
        ("arn:aws:other:us-east-1:123456789012:thing", ELSEWHERE),
    ],
)
def test_locations_that_appconfig_takes(uri: str, given: dict[str, bool]) -> None:
    assert list(location_findings(uri, type="AWS.Freeform", where="X", **given)) == []


@pytest.mark.parametrize(
    ("uri", "type", "role", "key", "expected"),
    [
        (
            "ftp://x",
            "AWS.Freeform",
            True,
            False,
            "APPCONFIG430 X: the location 'ftp://x' is of no known kind",
        ),
        (
            "ssm-paramter://x",
            "AWS.Freeform",
            True,
            False,
            "APPCONFIG430 X: the location 'ssm-paramter://x' is of no known kind",
        ),
        (
            "s3://config",
            "AWS.Freeform",
            True,
            False,
            "APPCONFIG431 X: the location 's3://config' names no object",
        ),
        (
            "ssm-parameter://x",
            "AWS.AppConfig.FeatureFlags",
            True,
            False,
            "APPCONFIG432 X: the feature flags are kept in an SSM parameter",
        ),
        (
            "hosted",
            "AWS.Freeform",
            True,
            False,
            "APPCONFIG433 X: the data is in the hosted store, and the profile has a retrieval role",
        ),
        (
            "secretsmanager://x",
            "AWS.Freeform",
            False,
            False,
            "APPCONFIG434 X: the data is kept in a secret, and the profile has no retrieval role",
        ),
        (
            "codepipeline://x",
            "AWS.Freeform",
            False,
            True,
            "APPCONFIG435 X: the data is kept in a pipeline, and the profile has a KMS key",
        ),
    ],
)
def test_locations_that_appconfig_refuses(
    uri: str, type: str, role: bool, key: bool, expected: str
) -> None:
    [finding] = location_findings(uri, type=type, has_role=role, has_key=key, where="X")

    assert str(finding).splitlines()[0] == expected


def test_a_misspelt_scheme_is_corrected() -> None:
    [finding] = location_findings(
        "ssm-paramter://x", type="AWS.Freeform", has_role=True, has_key=False, where="X"
    )

    assert finding.fix == "did you mean 'ssm-parameter://x'?"
    assert kind_of("ssm-paramter://x") is None

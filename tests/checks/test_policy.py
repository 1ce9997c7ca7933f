from __future__ import annotations

from typing import Any

import pytest

from cdk_appconfig.checks.judge import ResourceFinding, judge
from rig.check_examples import CheckExample

SSM = "arn:aws:ssm:eu-west-1:111111111111"
SECRET = "arn:aws:secretsmanager:*:*:secret"
OBJECT = {"Fn::Sub": "s3://${Bucket}/shop.json"}


def reading(location: Any, statements: Any) -> dict[str, Any]:
    """Return a profile that reads from a location with a role that may do something."""
    trust = {"Effect": "Allow", "Principal": {"Service": "appconfig.amazonaws.com"}}
    policy = {"PolicyName": "read", "PolicyDocument": {"Statement": statements}}
    return {
        **{
            id: {
                "Type": "AWS::S3::Bucket",
                "Properties": {"VersioningConfiguration": {"Status": "Enabled"}},
            }
            for id in ("Bucket", "Other")
        },
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {"AssumeRolePolicyDocument": {"Statement": trust}, "Policies": [policy]},
        },
        "Profile": {
            "Properties": {
                "LocationUri": location,
                "RetrievalRoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
            }
        },
        "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {}},
        "Parameter": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/shop/limits"}},
        "Version": None,
        "Deployment": None,
    }


def judged(patch: dict[str, Any]) -> list[ResourceFinding]:
    return judge(CheckExample(id="", fails=patch, finding={}, silent={}).failing())


def findings(location: Any, *resources: Any, **statement: Any) -> list[ResourceFinding]:
    """Return what is said of a role that may do everything with resources."""
    named = {"Resource": list(resources)} if resources else {}
    return judged(reading(location, {"Effect": "Allow", "Action": "*", **named, **statement}))


@pytest.mark.parametrize(
    ("location", "resource"),
    [
        ("s3://config/shop.json", "*"),
        ("s3://config/shop.json", "arn:aws:s3:::config/shop.json"),
        ("s3://config/shop.json", "arn:aws:s3:::con*"),
        ("s3://config/[a].json", "arn:aws:s3:::config/[a].json"),
        ("s3://config/shop.json", "arn:aws:s3:::${aws:PrincipalTag/bucket}/*"),
        (OBJECT, {"Fn::Sub": "${Bucket.Arn}/*"}),
        (OBJECT, {"Fn::Sub": "arn:${AWS::Partition}:s3:::${Bucket}/shop.json"}),
        ("ssm-parameter://limits", f"{SSM}:parameter/limits"),
        ("ssm-parameter:///shop/limits", f"{SSM}:parameter/shop/*"),
        ({"Fn::Sub": "ssm-parameter://${Parameter}"}, f"{SSM}:parameter/shop/limits"),
        (f"{SSM}:parameter/shop/limits", {"Fn::Sub": f"{SSM}:parameter${{Parameter}}"}),
        ("ssm-document://limits", f"{SSM}:document/limits"),
        ("secretsmanager://db", f"{SECRET}:db-??????"),
        ("secretsmanager://db", f"{SECRET}:db-a1B2c3"),
        ("secretsmanager://db", f"{SECRET}:db*"),
        ({"Ref": "Secret"}, {"Ref": "Secret"}),
        ({"Fn::GetAtt": ["Secret", "Id"]}, {"Ref": "Secret"}),
    ],
)
def test_a_resource_that_means_the_location_is_fine(location: Any, resource: Any) -> None:
    assert findings(location, "arn:aws:s3:::other", resource) == []


@pytest.mark.parametrize(
    ("location", "resource"),
    [
        ("s3://config/shop.json", {"Ref": "Somewhere"}),
        ("s3://config/shop.json", {"Fn::If": ["IsTest", "arn:aws:s3:::a", {"Ref": "Somewhere"}]}),
        ("s3://config/shop.json", {"Fn::Sub": "arn:aws:s3:::${Somewhere}/shop.json"}),
        ({"Fn::Sub": "s3://${Somewhere}/shop.json"}, "arn:aws:s3:::other/*"),
        ("s3://config/shop.json", {"Fn::Sub": "${Bucket.Arn}/*"}),
        (OBJECT, "arn:aws:s3:::config/*"),
        ({"Ref": "Secret"}, f"{SECRET}:db-??????"),
        ("ssm-parameter://limits", {"Fn::GetAtt": ["Role", "Arn"]}),
    ],
)
def test_what_is_known_at_deployment_only_stays_silent(location: Any, resource: Any) -> None:
    assert findings(location, resource) == []


@pytest.mark.parametrize(
    ("location", "resource", "actions", "named"),
    [
        ("s3://config/shop.json", "arn:aws:s3:::config", None, "config/shop.json"),
        ("s3://config/shop.json", "arn:aws:s3:::other/*", None, "config/shop.json"),
        ("s3://config/shop.json", f"{SSM}:config/shop.json", None, "config/shop.json"),
        (OBJECT, {"Fn::GetAtt": ["Bucket", "Arn"]}, None, "Bucket/shop.json"),
        (OBJECT, {"Fn::Sub": "${Other.Arn}/*"}, None, "Bucket/shop.json"),
        (
            "ssm-parameter:///shop/limits",
            f"{SSM}:parameter/shop",
            "ssm:GetParameter",
            "parameter/shop/limits",
        ),
        (
            "ssm-document://limits",
            f"{SSM}:parameter/limits",
            "ssm:GetDocument",
            "document/limits",
        ),
        (
            "secretsmanager://db",
            f"{SECRET}:db",
            "secretsmanager:GetSecretValue",
            "secret:db-??????",
        ),
        (
            {"Ref": "Secret"},
            {"Fn::GetAtt": ["Bucket", "Arn"]},
            "secretsmanager:GetSecretValue",
            "secret:Secret-??????",
        ),
    ],
)
def test_a_role_that_may_read_something_else_is_found(
    location: Any, resource: Any, actions: str | None, named: str
) -> None:
    [finding] = findings(location, resource)
    actions = actions or "s3:GetObject and s3:GetObjectVersion"

    assert (finding.id, finding.severity, finding.where) == (
        "APPCONFIG118",
        "warning",
        "Profile.RetrievalRoleArn",
    )
    assert finding.message == f"the role Role allows {actions}, and not on {named}"
    assert finding.found == actions.replace(" and ", ", ")
    assert finding.fix == f"allow it on {named}, which LocationUri names"


@pytest.mark.parametrize(
    "statement",
    [
        {"NotAction": "iam:*", "Resource": "*"},
        {"NotResource": "arn:aws:s3:::secret/*"},
        {"Effect": {"Ref": "Somewhere"}, "Resource": "*"},
        {"Action": ["sqs:*", {"Ref": "Somewhere"}], "Resource": "*"},
        {"Action": "S3:getobject*", "Resource": "*"},
    ],
    ids=str,
)
def test_a_statement_that_may_allow_it_is_fine(statement: dict[str, Any]) -> None:
    assert findings("s3://config/shop.json", **statement) == []


def test_a_statement_that_denies_allows_nothing() -> None:
    [finding] = findings("s3://config/shop.json", "*", Effect="Deny")

    assert finding.message == ("the role Role does not allow s3:GetObject and s3:GetObjectVersion")


@pytest.mark.parametrize(("key", "found"), [("Key", []), ("Spare", ["kms:Decrypt"])])
def test_the_key_of_a_bucket_is_a_resource_too(key: str, found: list[str]) -> None:
    by_default = {"KMSMasterKeyID": {"Ref": "Key"}, "SSEAlgorithm": "aws:kms"}
    rules = [{"ServerSideEncryptionByDefault": by_default}]
    read = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    decrypt = {**read, "Action": "kms:*", "Resource": {"Fn::GetAtt": [key, "Arn"]}}
    patch = reading(OBJECT, [read, decrypt])
    patch["Bucket"]["Properties"]["BucketEncryption"] = {"ServerSideEncryptionConfiguration": rules}
    for id in ("Key", "Spare"):
        patch[id] = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": []}}}

    assert [finding.found for finding in judged(patch)] == found

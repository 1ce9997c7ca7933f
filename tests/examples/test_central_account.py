from __future__ import annotations

from pathlib import Path

from rig import examples
from rig.templates import judged, only

CENTRAL, SHOP = "111111111111", "222222222222"


def arn(template: str) -> dict[str, object]:
    start, _, end = template.partition("*")
    return {"Fn::Join": ["", [start, {"Ref": "AWS::Partition"}, end]]}


def test_one_account_may_assume_the_role_that_reads_and_does_nothing_else(tmp_path: Path) -> None:
    found = judged(examples.synthesized("central_account", tmp_path))

    role = only(found["Central"], "AWS::IAM::Role")
    assert role["AssumeRolePolicyDocument"]["Statement"] == [
        {
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "shop-reads-payments"}},
            "Effect": "Allow",
            "Principal": {"AWS": arn(f"arn:*:iam::{SHOP}:root")},
        }
    ]
    role_arn = arn(f"arn:*:iam::{CENTRAL}:role/{role['RoleName']}")
    assert only(found["Shop"], "AWS::IAM::Policy")["PolicyDocument"]["Statement"] == [
        {"Action": "sts:AssumeRole", "Effect": "Allow", "Resource": role_arn}
    ]
    prefix = "AWS_APPCONFIG_EXTENSION_"
    assert only(found["Shop"], "AWS::Lambda::Function")["Environment"]["Variables"] == {
        "APPCONFIG_APPLICATION": "Central-Payments",
        "APPCONFIG_ENVIRONMENT": "prod",
        "APPCONFIG_PROFILES": "limits",
        f"{prefix}PREFETCH_LIST": "Central-Payments:prod:limits",
        f"{prefix}ROLE_ARN": role_arn,
        f"{prefix}ROLE_EXTERNAL_ID": "shop-reads-payments",
        f"{prefix}ROLE_SESSION_NAME": "shop-api",
    }

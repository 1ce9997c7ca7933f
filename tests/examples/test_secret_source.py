from __future__ import annotations

from pathlib import Path

from rig import examples
from rig.templates import judged, of_type, only


def test_a_role_reads_the_secret_and_the_copy_is_under_a_key(tmp_path: Path) -> None:
    found = judged(examples.synthesized("secret_source", tmp_path))["Database"]

    [key] = of_type(found, "AWS::KMS::Key")
    profile = only(found, "AWS::AppConfig::ConfigurationProfile")
    assert profile["LocationUri"] == "secretsmanager://shop/database"
    assert "KmsKeyIdentifier" not in profile
    [policy] = only(found, "AWS::IAM::Role")["Policies"]
    [statement] = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == "secretsmanager:GetSecretValue"
    assert statement["Resource"]["Fn::Join"][1][-1] == ":secret:shop/database-??????"
    deployment = only(found, "AWS::AppConfig::Deployment")
    assert deployment["ConfigurationVersion"] == {"Ref": "Version"}
    assert deployment["KmsKeyIdentifier"] == {"Fn::GetAtt": [key, "Arn"]}

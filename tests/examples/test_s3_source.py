from __future__ import annotations

from pathlib import Path

from rig import examples
from rig.templates import judged, only


def test_a_role_reads_the_object_and_a_parameter_says_which_version(tmp_path: Path) -> None:
    found = judged(examples.synthesized("s3_source", tmp_path))["Prices"]

    profile = only(found, "AWS::AppConfig::ConfigurationProfile")
    assert profile["LocationUri"] == "s3://shop-prices/prices.json"
    [validator] = profile["Validators"]
    assert validator["Type"] == "JSON_SCHEMA"
    [policy] = only(found, "AWS::IAM::Role")["Policies"]
    read, listed, _ = policy["PolicyDocument"]["Statement"]
    assert [read["Resource"]["Fn::Join"][1][-1], listed["Resource"]["Fn::Join"][1][-1]] == [
        ":s3:::shop-prices/prices.json",
        ":s3:::shop-prices",
    ]
    deployment = only(found, "AWS::AppConfig::Deployment")
    assert deployment["ConfigurationVersion"] == {"Ref": "Version"}
    assert "KmsKeyIdentifier" not in deployment

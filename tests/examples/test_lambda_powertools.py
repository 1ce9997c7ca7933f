from __future__ import annotations

from pathlib import Path

from rig import examples
from rig.templates import judged, of_type, only


def test_the_function_may_read_both_profiles_and_gets_no_agent(tmp_path: Path) -> None:
    found = judged(examples.synthesized("lambda_powertools", tmp_path))["Basket"]

    [layer] = only(found, "AWS::Lambda::Function")["Layers"]
    [statement] = only(found, "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    assert "AWSLambdaPowertoolsPythonV3" in layer["Fn::Join"][1][-1]
    assert [arn["Fn::Join"][1][-1]["Ref"] for arn in statement["Resource"]] == list(
        of_type(found, "AWS::AppConfig::ConfigurationProfile")
    )


def test_its_schema_refuses_what_the_store_of_powertools_cannot_read(tmp_path: Path) -> None:
    app = examples.run("lambda_powertools", tmp_path)
    rules, flags = app["RULES"], app["CHECKOUT"].to_document()

    assert list(rules.findings(app["DISCOUNTS"])) == []
    assert {finding.where: finding.message for finding in rules.findings(flags)} == {
        "$.flags": "the property 'default' is missing",
        "$.values": "the property 'default' is missing",
        "$.version": "'1' is not of type object",
    }

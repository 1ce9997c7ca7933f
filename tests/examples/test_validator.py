from __future__ import annotations

from pathlib import Path

from rig import examples
from rig.templates import judged, of_type, only


def test_both_validators_are_on_the_profile_and_the_function_may_be_called_before(
    tmp_path: Path,
) -> None:
    found = judged(examples.synthesized("validator", tmp_path))["Limits"]

    [profile] = of_type(found, "AWS::AppConfig::ConfigurationProfile").values()
    kinds = [validator["Type"] for validator in profile["Properties"]["Validators"]]
    assert kinds == ["JSON_SCHEMA", "LAMBDA"]
    assert profile["DependsOn"] == list(of_type(found, "AWS::Lambda::Permission"))
    permission = only(found, "AWS::Lambda::Permission")
    assert permission["SourceAccount"] == {"Ref": "AWS::AccountId"}


def test_the_schema_knows_the_form_and_the_function_what_makes_sense(tmp_path: Path) -> None:
    form = examples.run("validator", tmp_path)["FORM"]

    assert [finding.where for finding in form.findings({"requests": 0, "burst": "200"})] == [
        "$.requests",
        "$.burst",
    ]
    assert form.findings({"requests": 200, "burst": 100}) == []

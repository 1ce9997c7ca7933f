"""Nothing that AWS refuses or people regret is forgotten: every row has a check, a test or a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from cdk_appconfig.checks.judge import judge
from rig import checks_page
from rig.check_examples import CheckExample
from rig.prepare import ROOT

DATA = Path(ROOT, "tests", "data")
TABLES = {
    name: yaml.safe_load((DATA / "coverage" / f"{name}.yaml").read_text())
    for name in ("facts", "l2", "kept", "captured", "accepted")
}
ROWS = {
    f"{table} {id}": row
    for table in ("facts", "l2", "kept", "captured")
    for id, row in TABLES[table].items()
}
CHECKS = {check.id for check in checks_page.all_checks()}
CAPTURED = {
    row["id"]: row
    for folder in ("captured_verdicts", "strict")
    for file in sorted((DATA / folder).glob("*.json"))
    for row in json.loads(file.read_text())
    if row.get("evidence") == "captured"
}
DOCUMENTS = {id: row for id, row in CAPTURED.items() if "document" in row.get("input", {})}
VALIDATIONS = {
    id: row
    for id, row in CAPTURED.items()
    if row.get("operation") == "ValidateConfiguration" and "Validators" in row["input"]
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_a_row_names_what_exists(row: dict[str, Any]) -> None:
    assert len(row.keys() & {"checks", "tests", "cannot"}) == 1
    assert set(row.get("checks", [])) <= CHECKS
    assert row["text"]
    assert row.get("cannot", "…")
    for test in [*row.get("tests", []), *row.get("ours", [])]:
        file, _, function = test.partition("::")
        assert f"def {function}(" in Path(ROOT, file).read_text(), test


def test_a_row_of_the_l2_has_a_test_that_shows_ours_right() -> None:
    bad_input = Path(ROOT, "tests/constructs/test_bad_input.py").read_text()

    for id, row in TABLES["l2"].items():
        assert ("ours" in row) != (f'"{id}":' in bad_input), id


def test_no_number_is_left_out() -> None:
    facts, l2 = TABLES["facts"], TABLES["l2"]

    assert list(facts) == [*(f"E{n}" for n in range(1, 57)), *(f"W{n}" for n in range(1, 25))]
    assert list(l2) == [f"C{n}" for n in (*range(1, 49), *range(50, 67))]


def test_no_refusal_is_left_out() -> None:
    refused = {id for id, row in CAPTURED.items() if row["verdict"] == "refuse"}

    assert len(refused) > 60
    assert refused - TABLES["captured"].keys() == set()


@pytest.mark.parametrize("id", TABLES["accepted"])
def test_what_aws_accepted_is_no_error(id: str) -> None:
    app = CheckExample(id=id, fails=TABLES["accepted"][id], finding={}, silent={}).failing()

    assert [finding for finding in judge(app) if finding.severity == "error"] == []


def shop(profile: dict[str, Any], version: dict[str, Any]) -> dict[str, Any]:
    """Return a template that deploys a version of a profile."""
    application = {"ApplicationId": {"Ref": "App"}}
    ours = {"ConfigurationProfileId": {"Ref": "Profile"}, **application}
    typed = {
        "App": ("Application", {"Name": "shop"}),
        "Env": ("Environment", {"Name": "prod", **application}),
        "Profile": (
            "ConfigurationProfile",
            {"Name": "settings", "LocationUri": "hosted", **application, **profile},
        ),
        "Version": (
            "HostedConfigurationVersion",
            {"ContentType": "application/json", **ours, **version},
        ),
        "Deployment": (
            "Deployment",
            {
                "EnvironmentId": {"Ref": "Env"},
                "ConfigurationVersion": {"Ref": "Version"},
                "DeploymentStrategyId": "AppConfig.AllAtOnce",
                **ours,
            },
        ),
    }
    return {
        "Resources": {
            id: {"Type": f"AWS::AppConfig::{type}", "Properties": properties}
            for id, (type, properties) in typed.items()
        }
    }


@pytest.mark.parametrize("id", DOCUMENTS)
def test_a_flag_document_of_a_template_is_judged_as_aws_did(id: str) -> None:
    row = DOCUMENTS[id]
    content = json.dumps(row["input"]["document"])
    template = shop({"Type": "AWS.AppConfig.FeatureFlags"}, {"Content": content})
    errors = [finding.id for finding in judge(template) if finding.severity == "error"]

    assert bool(errors) == (row["verdict"] == "refuse")
    assert set(errors) <= set(TABLES["captured"].get(id, {}).get("checks", []))


@pytest.mark.parametrize("id", VALIDATIONS)
def test_a_validator_of_a_template_judges_as_aws_did(id: str) -> None:
    row = VALIDATIONS[id]
    profile = {"Validators": row["input"]["Validators"]}
    template = shop(profile, {"Content": row["input"]["Content"]})
    errors = [finding.id for finding in judge(template) if finding.severity == "error"]

    assert bool(errors) == (row["verdict"] == "refuse")
    assert set(errors) <= set(TABLES["captured"].get(id, {}).get("checks", []))


def test_a_flag_that_is_defined_only_is_fine() -> None:
    content = '{"version": "1", "flags": {"one_click": {"name": "One click"}}}'

    assert judge(shop({"Type": "AWS.AppConfig.FeatureFlags"}, {"Content": content})) == []

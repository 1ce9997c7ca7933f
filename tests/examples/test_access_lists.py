from __future__ import annotations

import json
from pathlib import Path

from rig import examples
from rig.templates import judged, of_type


def test_the_block_list_arrives_at_once_and_the_allow_list_step_by_step(tmp_path: Path) -> None:
    found = judged(examples.synthesized("access_lists", tmp_path))["Gate"]

    versions = of_type(found, "AWS::AppConfig::HostedConfigurationVersion").values()
    blocked, preview = (json.loads(version["Properties"]["Content"]) for version in versions)
    [allowed, _] = preview["values"]["reports"]["_variants"]
    assert blocked == ["mallory@example.com"]
    assert allowed["rule"] == '(in $user ["ada@example.com", "grace@example.com"])'
    assert [
        one["Properties"]["DeploymentStrategyId"]
        for one in of_type(found, "AWS::AppConfig::Deployment").values()
    ] == ["AppConfig.AllAtOnce", "AppConfig.Canary10Percent20Minutes"]


def test_no_one_is_on_the_block_list_twice(tmp_path: Path) -> None:
    schema = examples.run("access_lists", tmp_path)["NO_ONE_TWICE"]

    [finding] = schema.findings(["mallory@example.com", "mallory@example.com"])
    assert finding.severity == "error"

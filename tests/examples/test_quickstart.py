from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from rig.quickstart import EXAMPLE
from rig.templates import STRICT_CONTEXT, judged, of_type, synthesized


def test_the_template(tmp_path: Path, snapshot_json: SnapshotAssertion) -> None:
    template = judged(synthesized(EXAMPLE, tmp_path))["Quickstart"]

    strategies = [
        deployment["Properties"]["DeploymentStrategyId"]
        for deployment in of_type(template, "AWS::AppConfig::Deployment").values()
    ]
    assert strategies == ["AppConfig.AllAtOnce", "AppConfig.Canary10Percent20Minutes"]
    assert len(of_type(template, "AWS::AppConfig::HostedConfigurationVersion")) == 2
    assert template["Resources"] == snapshot_json


@pytest.mark.once
def test_two_folders_and_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    texts = []
    for number in ("1", "2"):
        example = tmp_path / f"copy {number}"
        shutil.copytree(EXAMPLE, example, ignore=shutil.ignore_patterns("__pycache__"))
        assembly = synthesized(example, tmp_path / f"out{number}", PYTHONHASHSEED=number)
        texts.append((assembly / "Quickstart.template.json").read_bytes())

    assert texts[0] == texts[1]


def test_its_context_is_the_one_the_tests_use() -> None:
    for folder in (EXAMPLE, EXAMPLE.parents[1]):
        assert json.loads((folder / "cdk.json").read_text())["context"] == STRICT_CONTEXT

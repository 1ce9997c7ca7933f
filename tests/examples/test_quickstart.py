from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from rig import examples
from rig.prepare import ROOT
from rig.quickstart import EXAMPLE
from rig.templates import STRICT_CONTEXT, judged, of_type


def test_the_template(tmp_path: Path, snapshot_json: SnapshotAssertion) -> None:
    template = judged(examples.synthesized("quickstart", tmp_path))["Quickstart"]

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
        environment = {"CDK_OUTDIR": str(tmp_path / number), "PYTHONHASHSEED": number}
        subprocess.run(
            [sys.executable, "app.py"], cwd=example, check=True, env={**os.environ, **environment}
        )
        texts.append((tmp_path / number / "Quickstart.template.json").read_bytes())

    assert texts[0] == texts[1]


def test_the_root_has_the_context_of_the_examples() -> None:
    assert json.loads((ROOT / "cdk.json").read_text())["context"] == STRICT_CONTEXT

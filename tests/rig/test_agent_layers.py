from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from cdk_appconfig.constructs import _agent_layer_table as table
from cdk_appconfig.constructs._agent_layer import layer_arn
from rig import agent_layers

ARCHITECTURES = ("x86_64", "arm64")


def listed() -> dict[str, Any]:
    """Return the file that the table was made from, made again from the table."""
    now: dict[str, dict[str, str]] = {name: {} for name in ARCHITECTURES}
    before: dict[str, dict[str, str]] = {name: {} for name in ARCHITECTURES}
    for region, (account, *numbers) in table.LAYERS.items():
        for name, number, old in zip(ARCHITECTURES, numbers[:2], numbers[2:], strict=True):
            now[name][region] = layer_arn(region, name, account, number)
            if old:
                before[name][region] = layer_arn(region, name, account, old)
    return {
        "latest_known": {"agent_version": table.AGENT_VERSION, "released": table.RELEASED},
        "layers": now,
        "last_listed_elsewhere": {name: {} for name in ARCHITECTURES},
        "aws_cdk_lib_2_276_0": {"l2_Application_getLambdaLayerVersionArn": before},
    }


def test_the_table_is_what_the_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "layers.json"
    file.write_text(json.dumps(listed()))
    before = agent_layers.TABLE.read_text()
    monkeypatch.setattr(sys, "argv", ["agent_layers", str(file)])
    monkeypatch.delitem(sys.modules, "rig.agent_layers", raising=False)

    try:
        runpy.run_module("rig.agent_layers", run_name="__main__")
        assert agent_layers.TABLE.read_text() == before
    finally:
        agent_layers.TABLE.write_text(before)


def test_every_partition_and_every_region_has_both_architectures() -> None:
    assert len(table.LAYERS) == 39
    partitions = {layer_arn(region, "arm64", "1", 1).split(":")[1] for region in table.LAYERS}
    assert partitions == {"aws", "aws-cn", "aws-us-gov", "aws-eusc"}
    assert all(x86 > 0 and arm > 0 for _, x86, arm, *_ in table.LAYERS.values())


@pytest.mark.parametrize("arn", ["mine", "arn:aws:lambda:us-east-1:027255383542:layer:mine:332"])
def test_what_has_not_the_form_that_is_known_is_no_part_of_the_table(arn: str) -> None:
    file = listed()
    file["layers"]["x86_64"]["us-east-1"] = arn

    with pytest.raises(ValueError, match="not the"):
        agent_layers.text(file)

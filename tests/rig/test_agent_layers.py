from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from cdk_appconfig.constructs import _agent_layer_table as table
from cdk_appconfig.constructs._agent_layer import NAMES, layer_arn
from rig import agent_layers

RELEASES = {
    "newest": table.AGENT_VERSION,
    "before entity ids": "2.0.14125.0",
    "before variants": "2.0.677",
}


def page() -> str:
    """Return the page that the table was made from, as far as the table tells."""
    year, month, day = table.RELEASED.split("-")
    lines = [
        "| Version | Launch date | Notes | ",
        f"| {table.AGENT_VERSION} | {month}/{day}/{year} | Minor enhancements. | ",
        "| 2.0.678 | 07/23/2024 | Variants. | ",
    ]
    for release, column in zip(RELEASES.values(), (1, 3, 2), strict=True):
        lines.append(f"**Version {release}**  ")
        for region, row in table.LAYERS.items():
            pair = row[column]
            assert isinstance(pair, tuple)
            lines += [
                f"| somewhere |  `{layer_arn(region, architecture, row[0], number)} `  | "
                for architecture, number in zip(NAMES, pair, strict=True)
                if number
            ]
    return "\n".join(lines)


def test_the_table_is_what_the_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "page.md"
    file.write_text(page())
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


@pytest.mark.parametrize("architecture", [0, 1])
def test_the_newest_layer_of_every_region_has_variants_and_entity_ids(architecture: int) -> None:
    for _, newest, before_variants, before_entity_ids in table.LAYERS.values():
        numbers = [pair[architecture] for pair in (before_variants, before_entity_ids, newest)]
        assert numbers == sorted(numbers)
        assert numbers[-1] > numbers[-2]


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ("027255383542:layer:mine:7", "not the form that is known"),
        ("111111111111:layer:AWS-AppConfig-Extension:7", "not the form that is known"),
    ],
)
def test_what_has_not_the_form_that_is_known_is_no_part_of_the_table(
    listed: str, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        agent_layers.text(f"{page()}\narn:aws:lambda:us-east-1:{listed}")


def test_a_region_needs_both_architectures() -> None:
    arn = layer_arn("mars-north-1", "arm64", "111111111111", 1)

    with pytest.raises(ValueError, match="one architecture only: mars-north-1"):
        agent_layers.text(f"{page()}\n{arn}")

"""The oldest CDK that the package allows is stated, and is the one that the tests ran with."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from pathlib import Path

import pytest

from rig import prepare

REQUIREMENTS = prepare.ROOT / "requirements"
CDK = ["aws-cdk-lib", "constructs", "jsii"]


def pinned(file: str) -> dict[str, str]:
    text = (REQUIREMENTS / file).read_text()
    return dict(re.findall(r"^([\w-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", CDK)
def test_the_floor_is_the_lowest_version_that_pip_may_choose(name: str) -> None:
    allowed = re.search(rf'"{name}>=([\d.]+),', (prepare.ROOT / "pyproject.toml").read_text())

    assert allowed is not None
    assert re.fullmatch(rf"{re.escape(allowed[1])}(\.0)*", pinned("floor.in")[name])
    assert pinned("floor.txt")[name] == pinned("floor.in")[name]


@pytest.mark.parametrize("name", CDK)
def test_the_cdk_is_the_one_of_this_environment(name: str) -> None:
    file = "floor.txt" if Path(sys.prefix) == prepare.FLOOR else "run.txt"

    assert importlib.metadata.version(name) == pinned(file)[name]

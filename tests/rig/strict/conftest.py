"""A fresh account of the strict emulator."""

from __future__ import annotations

from typing import Any

import pytest

from rig.emulator import Emulator
from rig.probe import Probe


@pytest.fixture
def aws(strict_aws: Emulator, clients: dict[str, Any]) -> Probe:
    strict_aws.reset()
    return Probe(**clients)


@pytest.fixture(scope="session")
def clients(strict_aws: Emulator) -> dict[str, Any]:
    return {
        "control": strict_aws.client("appconfig"),
        "data": strict_aws.client("appconfigdata"),
        "cloudformation": strict_aws.client("cloudformation"),
    }

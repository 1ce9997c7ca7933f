"""One strict emulator for all stories; each of them gets a fresh account in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rig import emulator
from rig.account import Account
from rig.emulator import Emulator


@pytest.fixture(scope="session")
def strict_aws() -> Iterator[Emulator]:
    with emulator.running(strict=True, minute_seconds=0.01) as aws:
        yield aws


@pytest.fixture
def account(strict_aws: Emulator, tmp_path: Path) -> Account:
    return Account(strict_aws, tmp_path)

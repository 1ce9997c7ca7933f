"""Each story gets a fresh account of the strict emulator."""

from __future__ import annotations

from pathlib import Path

import pytest

from rig.account import Account
from rig.emulator import Emulator


@pytest.fixture
def account(strict_aws: Emulator, tmp_path: Path) -> Account:
    return Account(strict_aws, tmp_path)
